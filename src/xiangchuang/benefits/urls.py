from django.urls import URLPattern, URLResolver, include, path

from xiangchuang.benefits.views import calculators, distributions, payments

app_name = "benefits"
decision_patterns = [
    path("", distributions.decision, name="decision"),
    path("pdf/", distributions.decision_paper, name="decision-pdf"),
    path("xlsx/", distributions.decision_sheet, name="decision-xlsx"),
    path("shares/<int:position>/payment/", payments.payment, name="payment"),
]
center_patterns: list[URLPattern | URLResolver] = [
    path("", distributions.distributions, name="distributions"),
    path("calculator/", calculators.calculator, name="calculator"),
    path("tax/", calculators.tax, name="tax"),
    path("incomes/<int:income_pk>/", distributions.income, name="income"),
    path("decisions/<int:decision_pk>/", include(decision_patterns)),
]
urlpatterns = [path("center-files/<int:pk>/benefits/", include(center_patterns))]
