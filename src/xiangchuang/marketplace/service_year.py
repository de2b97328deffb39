"""What a center's services come to in a year: read by the annual report and the evaluation (4.4-1, 4.4-2)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.marketplace.models import (
    Booking,
    BookingState,
    JointLaboratory,
    Order,
    OrderKind,
    Payment,
    Rating,
)
from xiangchuang.marketplace.models.orders import AGREED_STATES
from xiangchuang.marketplace.money import COUNTED_BY_ORDER


@dataclass(frozen=True)
class ServiceYear:
    """Counts of one year; money in fen, hours whole.

    An order counts in the year it was agreed, a payment in the year it arrived, hours when they were used.
    Payments of an order under a technology contract count there, not here.
    `small_firms` are the ids of small firms (by the register on that day) with an order agreed or hours used.
    """

    orders: int = 0
    sme_orders: int = 0
    delivered: int = 0
    contract_rd: int = 0
    contract_rd_agreed_fen: int = 0
    contract_rd_paid_fen: int = 0
    paid_fen: int = 0
    outside_hours: int = 0
    inside_hours: int = 0
    sme_hours: int = 0
    joint_laboratories: int = 0
    ratings: int = 0
    rating_points: int = 0
    small_firms: frozenset[int] = frozenset()

    @property
    def smes_served(self) -> int:
        """Return how many different small firms were served."""
        return len(self.small_firms)

    @property
    def average_rating_e2(self) -> int | None:
        """Return the average rating in hundredths, half up; None without a rating."""
        if not self.ratings:
            return None
        return (200 * self.rating_points + self.ratings) // (2 * self.ratings)


def service_year(center: Center, year: int) -> ServiceYear:
    """Return the year's figures of one center, in seven queries."""
    return service_years([center], year)[center.pk]


def service_years(centers: Iterable[Center], year: int) -> dict[int, ServiceYear]:
    """Return the year's figures of each center by its id, in seven queries however many centers."""
    ids = [center.pk for center in centers]
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    agreed = Order.objects.filter(center__in=ids, state__in=AGREED_STATES, agreed_on__year=year)
    used = _used(year).filter(instrument__center__in=ids)
    _gather(counts, "center", agreed, **_ORDER_COUNTS)
    _gather(counts, "instrument__center", used, **_HOUR_COUNTS)
    _gather(
        counts,
        "order__center",
        Payment.objects.filter(COUNTED_BY_ORDER, order__center__in=ids, paid_on__year=year),
        **_MONEY,
    )
    _gather(counts, "order__center", _rated(year).filter(order__center__in=ids), **_RATINGS)
    _gather(counts, "center", _running(year).filter(center__in=ids), joint_laboratories=Count("pk"))
    small = _small_firms(agreed, used)
    return {pk: ServiceYear(**counts[pk], small_firms=frozenset(small[pk])) for pk in ids}


@dataclass(frozen=True)
class InstrumentHours:
    """Hours of one instrument used in a year."""

    name: str
    outside: int
    inside: int


def instrument_hours(center: Center, year: int) -> list[InstrumentHours]:
    """Return the hours used of each instrument of a center, the most used outside first, in one query."""
    used = _used(year).filter(instrument__center=center).order_by()
    rows = used.values_list("instrument", "instrument__name").annotate(
        outside=_HOUR_COUNTS["outside_hours"], inside=_HOUR_COUNTS["inside_hours"]
    )
    found = [InstrumentHours(name, outside, inside) for _pk, name, outside, inside in rows]
    return sorted(found, key=lambda hours: (-hours.outside, -hours.inside, hours.name))


def total_of(years: Iterable[ServiceYear]) -> ServiceYear:
    """Return the sum of the figures; a firm that two centers served is one firm."""
    every = list(years)
    counted = [f.name for f in fields(ServiceYear) if f.type is int]
    sums = {name: sum(getattr(one, name) for one in every) for name in counted}
    return ServiceYear(**sums, small_firms=frozenset[int]().union(*(y.small_firms for y in every)))


_RESEARCH = Q(kind=OrderKind.CONTRACT_RD)
_ORDER_COUNTS: dict[str, Any] = {
    "orders": Count("pk"),
    "sme_orders": Count("pk", filter=Q(is_sme=True)),
    "delivered": Count("pk", filter=Q(delivered_on__isnull=False)),
    "contract_rd": Count("pk", filter=_RESEARCH),
    "contract_rd_agreed_fen": Sum("amount_fen", filter=_RESEARCH, default=0),
}
_HOUR_COUNTS: dict[str, Any] = {
    "outside_hours": Sum("used_hours", filter=Q(is_outside=True), default=0),
    "inside_hours": Sum("used_hours", filter=Q(is_outside=False), default=0),
    "sme_hours": Sum("used_hours", filter=Q(is_outside=True, is_sme=True), default=0),
}
_MONEY: dict[str, Any] = {
    "paid_fen": Sum("amount_fen", default=0),
    "contract_rd_paid_fen": Sum("amount_fen", filter=Q(order__kind=OrderKind.CONTRACT_RD), default=0),
}
_RATINGS: dict[str, Any] = {"ratings": Count("pk"), "rating_points": Sum("score", default=0)}


def _gather(counts: dict[int, dict[str, int]], center: str, rows: "QuerySet[Any]", **wanted: Any) -> None:
    for row in rows.order_by().values(center).annotate(**wanted):
        counts[row.pop(center)] |= row


def _used(year: int) -> QuerySet[Booking]:
    begins, ends = _bounds(year)
    return Booking.objects.filter(state=BookingState.USED, starts_at__gte=begins, starts_at__lt=ends)


def _rated(year: int) -> QuerySet[Rating]:
    begins, ends = _bounds(year)
    return Rating.objects.filter(rated_at__gte=begins, rated_at__lt=ends)


def _running(year: int) -> "QuerySet[Any]":
    laboratories: QuerySet[Any] = JointLaboratory.objects.standing()
    return laboratories.filter(
        Q(ended_on__isnull=True) | Q(ended_on__year__gte=year), began_on__year__lte=year
    )


def _bounds(year: int) -> tuple[Any, Any]:
    return clock.moment_on(date(year, 1, 1), time(0)), clock.moment_on(date(year + 1, 1, 1), time(0))


def _small_firms(agreed: QuerySet[Order], used: QuerySet[Booking]) -> dict[int, set[int]]:
    ordered = agreed.filter(is_sme=True).order_by().values_list("center", "organization").distinct()
    came = used.filter(is_sme=True, is_outside=True).order_by()
    firms: dict[int, set[int]] = defaultdict(set)
    for center, firm in [*ordered, *came.values_list("instrument__center", "organization").distinct()]:
        firms[center].add(firm)
    return firms
