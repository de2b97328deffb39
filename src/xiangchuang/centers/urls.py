from django.urls import path

from xiangchuang.centers import views

app_name = "centers"
urlpatterns = [path("cases/<str:number>/approve/", views.Approve.as_view(), name="approve")]
