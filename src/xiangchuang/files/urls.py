from django.urls import path

from xiangchuang.files.views import download

app_name = "files"
urlpatterns = [path("<int:pk>/", download, name="download")]
