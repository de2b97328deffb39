from django.urls import path

from xiangchuang.procedure import views

app_name = "procedure"
urlpatterns = [
    path("cases/<str:number>/withdraw/", views.Withdraw.as_view(), name="withdraw"),
    path("cases/<str:number>/resume/", views.Resume.as_view(), name="resume"),
]
