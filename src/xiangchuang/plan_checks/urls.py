"""Addresses of the checks of a plan."""

from django.urls import path

from xiangchuang.plan_checks.views import findings, similarity

app_name = "plan_checks"
_CASE = "cases/<str:number>"
_PLAN = f"{_CASE}/plan/<int:revision>"
urlpatterns = [
    path(f"{_CASE}/check-plan/", findings.CheckPlan.as_view(), name="check"),
    path(f"{_PLAN}/findings/", findings.Findings.as_view(), name="findings"),
    path(f"{_PLAN}/similar/", similarity.SimilarPlans.as_view(), name="similar"),
    path(f"{_PLAN}/similar/<int:pk>/", similarity.SimilarPassages.as_view(), name="passages"),
]
