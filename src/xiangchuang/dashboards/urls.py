from django.urls import URLPattern, path

from xiangchuang.dashboards.views import cities, deadlines, home

app_name = "dashboards"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("deadlines/", deadlines.deadlines, name="deadlines"),
    path("cities/", cities.cities, name="cities"),
]
