from django.urls import path

from xiangchuang.archives import views

app_name = "archives"
urlpatterns = [
    path("", views.volumes, name="volumes"),
    path("export/", views.export, name="export"),
    path("destruction/", views.destruction, name="destruction"),
    path("<str:number>/", views.volume, name="volume"),
]
