from django.urls import path

from xiangchuang.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("policy/", views.policy, name="policy"),
    path("policy/<str:anchor>/", views.clause, name="clause"),
    path("notices/", views.notices, name="notices"),
    path("notices/<str:number>/", views.notice, name="notice"),
    path("centers/", views.centers, name="centers"),
    path("centers/<int:pk>/", views.center, name="center"),
    path("verify/", views.verify, name="verify"),
    path("verify/<str:code>/", views.verified, name="verified"),
]
