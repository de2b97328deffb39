from django.urls import URLPattern, path

from xiangchuang.overview.views import achievements, candidates, goals, home, promises, trends

app_name = "overview"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("trends/", trends.trends, name="trends"),
    path("promises/", promises.promises, name="promises"),
    path("goals/", goals.goals, name="goals"),
    path("candidates/", candidates.national, name="candidates"),
    path("achievements/", achievements.achievements, name="achievements"),
    path("achievements/new/", achievements.new_achievement, name="new-achievement"),
    path("achievements/<int:pk>/", achievements.achievement, name="achievement"),
]
