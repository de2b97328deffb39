"""What a center's services come to in a year: read by the annual report and the evaluation (4.4-1, 4.4-2)."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet, Sum

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


@dataclass(frozen=True)
class ServiceYear:
    """Counts of one year; money in fen, hours whole, the average rating in hundredths (None: no rating).

    An order counts in the year it was agreed, a payment in the year it arrived, hours when they were used.
    `smes_served` are different firms, by orders agreed or hours used, small by the register on that day.
    """

    year: int
    orders: int
    sme_orders: int
    smes_served: int
    delivered: int
    outside_hours: int
    inside_hours: int
    sme_hours: int
    contract_rd: int
    contract_rd_agreed_fen: int
    contract_rd_paid_fen: int
    paid_fen: int
    joint_laboratories: int
    ratings: int
    average_rating_e2: int | None


def service_year(center: Center, year: int) -> ServiceYear:
    """Return the year's figures of one center, in seven queries."""
    return _figures(
        year,
        Order.objects.filter(center=center),
        Booking.objects.filter(instrument__center=center),
        Payment.objects.filter(order__center=center),
        Rating.objects.filter(order__center=center),
        JointLaboratory.objects.standing().filter(center=center),
    )


def service_year_of_all(year: int) -> ServiceYear:
    """Return the year's figures of all centers together."""
    return _figures(
        year,
        Order.objects.all(),
        Booking.objects.all(),
        Payment.objects.all(),
        Rating.objects.all(),
        JointLaboratory.objects.standing(),
    )


def _figures(
    year: int,
    orders: QuerySet[Order],
    bookings: QuerySet[Booking],
    payments: QuerySet[Payment],
    ratings: QuerySet[Rating],
    laboratories: "QuerySet[Any]",
) -> ServiceYear:
    agreed = orders.filter(state__in=AGREED_STATES, agreed_on__year=year)
    begins, ends = (clock.moment_on(date(y, 1, 1), time(0)) for y in (year, year + 1))
    used = bookings.filter(state=BookingState.USED, starts_at__gte=begins, starts_at__lt=ends)
    research = Q(kind=OrderKind.CONTRACT_RD)
    counted = agreed.aggregate(
        orders=Count("pk"),
        sme_orders=Count("pk", filter=Q(is_sme=True)),
        delivered=Count("pk", filter=Q(delivered_on__isnull=False)),
        contract_rd=Count("pk", filter=research),
        contract_rd_agreed_fen=Sum("amount_fen", filter=research, default=0),
    )
    hours = used.aggregate(
        outside_hours=Sum("used_hours", filter=Q(is_outside=True), default=0),
        inside_hours=Sum("used_hours", filter=Q(is_outside=False), default=0),
        sme_hours=Sum("used_hours", filter=Q(is_outside=True, is_sme=True), default=0),
    )
    money = payments.filter(paid_on__year=year).aggregate(
        paid_fen=Sum("amount_fen", default=0),
        contract_rd_paid_fen=Sum("amount_fen", filter=Q(order__kind=OrderKind.CONTRACT_RD), default=0),
    )
    said = ratings.filter(rated_at__gte=begins, rated_at__lt=ends).aggregate(
        ratings=Count("pk"), average=Avg("score")
    )
    running = laboratories.filter(
        Q(ended_on__isnull=True) | Q(ended_on__year__gte=year), began_on__year__lte=year
    )
    average = said.pop("average")
    return ServiceYear(
        year=year,
        smes_served=len(_small_firms(agreed, used)),
        joint_laboratories=running.count(),
        average_rating_e2=None if average is None else round(float(average) * 100),
        **counted,
        **hours,
        **money,
        **said,
    )


def _small_firms(agreed: QuerySet[Order], used: QuerySet[Booking]) -> set[int]:
    ordered = agreed.filter(is_sme=True).order_by().values_list("organization", flat=True)
    came = used.filter(is_sme=True, is_outside=True).order_by().values_list("organization", flat=True)
    return set(ordered.distinct()) | set(came.distinct())
