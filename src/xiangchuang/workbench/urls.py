from django.urls import path

from xiangchuang.workbench.views import case, cases, work

app_name = "workbench"
urlpatterns = [
    path("work/", work.work, name="work-list"),
    path("cases/", cases.cases, name="cases"),
    path("cases/export/", cases.export, name="cases-export"),
    path("cases/<str:number>/", case.case, name="case"),
]
