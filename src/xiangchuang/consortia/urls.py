from django.urls import URLPattern, URLResolver, include, path

from xiangchuang.consortia.views import consortium, funding, positioning, spin_offs

app_name = "consortia"
center_patterns: list[URLPattern | URLResolver] = [
    path("consortium/contributions/", consortium.contributions, name="contributions"),
    path("consortium/take-members/", consortium.take, name="take-members"),
    path("funding/income/", funding.income, name="income"),
    path("funding/investment/", funding.investment, name="investment"),
    path("funding/take-budget/", funding.take, name="take-budget"),
    path("positioning/", positioning.of_center, name="positioning"),
    path("positioning/<int:finding_pk>/", positioning.finding, name="finding"),
    path("spin-offs/", spin_offs.spin_offs, name="spin-offs"),
]
urlpatterns = [
    path("center-files/positioning/", positioning.of_all, name="all-positioning"),
    path("center-files/<int:pk>/", include(center_patterns)),
]
