from django.urls import path

from xiangchuang.benefits.views import calculators, distributions, payments

app_name = "benefits"
_CENTER = "center-files/<int:pk>/benefits/"
_DECISION = f"{_CENTER}decisions/<int:decision_pk>/"
urlpatterns = [
    path(_CENTER, distributions.distributions, name="distributions"),
    path(f"{_CENTER}receipts/", distributions.receipts, name="receipts"),
    path(f"{_CENTER}calculator/", calculators.calculator, name="calculator"),
    path(f"{_CENTER}tax/", calculators.tax, name="tax"),
    path(f"{_CENTER}incomes/<int:income_pk>/", distributions.income, name="income"),
    path(_DECISION, distributions.decision, name="decision"),
    path(f"{_DECISION}pdf/", distributions.decision_paper, name="decision-pdf"),
    path(f"{_DECISION}xlsx/", distributions.decision_sheet, name="decision-xlsx"),
    path(f"{_DECISION}shares/<int:position>/payment/", payments.payment, name="payment"),
]
