"""Addresses of the structured parts of a plan."""

from django.urls import path

from xiangchuang.plan_parts.views import edit, overview

app_name = "plan_parts"
CASE = "cases/<str:number>"
urlpatterns = [
    path(f"{CASE}/plan-tables/", overview.Overview.as_view(), name="overview"),
    path(f"{CASE}/plan-tables/<slug:part>/", edit.EditPart.as_view(), name="edit"),
    path(f"{CASE}/plan-tables/<slug:part>/template.xlsx", overview.Template.as_view(), name="template"),
    path(
        f"{CASE}/plan/<int:revision>/tables/<slug:part>.xlsx",
        overview.PartDownload.as_view(),
        name="download",
    ),
]
