from django.urls import URLPattern

app_name = "centers"
urlpatterns: list[URLPattern] = []
