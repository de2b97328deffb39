"""What firms paid for orders, as the center's income sums it."""

from collections.abc import Collection
from typing import Final

from django.db.models import Q

from xiangchuang.centers.figure_rows import within
from xiangchuang.centers.figures import FigureRow, Span
from xiangchuang.centers.money import MoneyRows
from xiangchuang.marketplace.models import Payment
from xiangchuang.marketplace.models.orders import OrderKind

INCOME: Final = {
    OrderKind.SERVICE: "service",
    OrderKind.CONTRACT_RD: "contract_rd",
    OrderKind.JOINT_LABORATORY: "contract_rd",
}
COUNTED_BY_ORDER: Final = Q(order__contract=None) | Q(order__contract__withdrawn_at__isnull=False)
"""Payments that count as an order's: under a standing technology contract, the contract's receipts count."""


def order_income(centers: Collection[int], span: Span) -> MoneyRows:
    """Yield payments for the centers' orders, in fen by kind of income; none of an order under a contract."""
    payments = Payment.objects.filter(COUNTED_BY_ORDER, within("paid_on", span), order__center__in=centers)
    for payment in payments.select_related("order").order_by("pk"):
        order = payment.order
        yield INCOME[OrderKind(order.kind)], FigureRow(
            order.center_id, order.pk, payment.paid_on, payment.amount_fen,
            f"{order.number} {payment.reference}", source="orders",
        )  # fmt: skip
