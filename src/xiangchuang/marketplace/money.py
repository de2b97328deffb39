"""What firms paid for orders, as the center's income sums it."""

from collections import defaultdict
from typing import Final

from django.db.models import Sum
from django.db.models.functions import ExtractYear

from xiangchuang.centers.models import Center
from xiangchuang.centers.money import ByYear
from xiangchuang.marketplace.models import Payment
from xiangchuang.marketplace.models.orders import OrderKind

INCOME: Final = {
    OrderKind.SERVICE: "service",
    OrderKind.CONTRACT_RD: "contract_rd",
    OrderKind.JOINT_LABORATORY: "contract_rd",
}


def order_income(center: Center) -> ByYear:
    """Return payments for the center's orders, in fen by year and kind of income."""
    rows = (
        Payment.objects.filter(order__center=center)
        .order_by()
        .annotate(in_year=ExtractYear("paid_on"))
        .values_list("in_year", "order__kind")
        .annotate(sum=Sum("amount_fen"))
    )
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for year, kind, fen in rows:
        found[year][INCOME[OrderKind(kind)]] += fen
    return {year: dict(kinds) for year, kinds in found.items()}
