from django.urls import path

from xiangchuang.files.views.about import about
from xiangchuang.files.views.download import download
from xiangchuang.files.views.uploads import upload, uploads

app_name = "files"
urlpatterns = [
    path("<int:pk>/", download, name="download"),
    path("<int:pk>/about/", about, name="file"),
    path("uploads/", uploads, name="uploads"),
    path("uploads/<str:token>/", upload, name="upload"),
]
