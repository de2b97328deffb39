"""What can be counted of a center's services: firms served, orders, contract R&D, hours, ratings (4.4)."""

from collections.abc import Collection, Iterator
from datetime import time
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.centers.figure_rows import entries_of, within
from xiangchuang.centers.figures import Figure, FigureRow, Rows, Span, contribute_figures, contribute_pages
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
from xiangchuang.organizations.models import Organization
from xiangchuang.research.models import TechnologyContract
from xiangchuang.research.models.keys import title_key

RESEARCH: Final = Q(kind=OrderKind.CONTRACT_RD)
OF_SMALL_FIRMS: Final = Q(is_sme=True)


def _agreed(centers: Collection[int], span: Span, *only: Q) -> "QuerySet[Order]":
    rows = Order.objects.filter(*only, within("agreed_on", span), center__in=centers, state__in=AGREED_STATES)
    return rows.order_by("pk")


def _moments(name: str, span: Span) -> Q:
    """Whether an instant lies in the span as the days of Shanghai go."""
    first, last = clock.moment_on(span.first, time.min), clock.moment_on(span.last, time.max)
    return Q((f"{name}__gte", first), (f"{name}__lte", last))


def _used(centers: Collection[int], span: Span, *only: Q) -> "QuerySet[Booking]":
    """Bookings used in the span, as the Shanghai day of their start says."""
    rows = Booking.objects.filter(
        *only, _moments("starts_at", span), instrument__center__in=centers, state=BookingState.USED
    )  # fmt: skip
    return rows.select_related("instrument").order_by("pk")


def orders_agreed(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    """Yield orders both sides agreed on, cancelled ones too: agreed they were."""
    for order in _agreed(centers, span):
        yield _order_row(order, 1)


def contract_rd_agreed(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    """Yield the amounts agreed for contract R&D."""
    for order in _agreed(centers, span, RESEARCH):
        yield _order_row(order, order.amount_fen or 0)


def _order_row(order: Order, amount: int) -> FigureRow:
    assert order.agreed_on is not None
    return FigureRow(order.center_id, order.pk, order.agreed_on, amount, order.number)


def contract_rd_paid(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    """Yield payments for contract R&D that do not count under a technology contract."""
    research = Q(order__kind=OrderKind.CONTRACT_RD)
    paid = Payment.objects.filter(
        COUNTED_BY_ORDER, research, within("paid_on", span), order__center__in=centers
    )
    for row in paid.select_related("order").order_by("pk"):
        label = f"{row.order.number} {row.reference}"
        yield FigureRow(row.order.center_id, row.order_id, row.paid_on, row.amount_fen, label)


def _hours(*, outside: bool) -> Rows:
    def rows(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
        for booking in _used(centers, span, Q(is_outside=outside)):
            day = clock.day_of(booking.starts_at)
            label = f"{booking.instrument.name} {day}"
            yield FigureRow(booking.instrument.center_id, booking.pk, day, booking.used_hours or 0, label)

    return rows


def joint_laboratories(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    """Yield the laboratories that ran on some day of the span."""
    running = Q(began_on__lte=span.last) & (Q(ended_on=None) | Q(ended_on__gte=span.first))
    for row in entries_of(JointLaboratory, centers, running):
        yield FigureRow(row.center_id, row.pk, max(row.began_on, span.first), 1, str(row))


def ratings(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    """Yield the scores given in the span, each read on its order's page."""
    found = Rating.objects.filter(_moments("rated_at", span), order__center__in=centers)
    for row in found.select_related("order").order_by("pk"):
        yield FigureRow(
            row.order.center_id, row.order_id, clock.day_of(row.rated_at), row.score, row.order.number
        )


def smes_served(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    """Yield every service to a small technology firm, with the firm as the key: one firm counts once.

    A firm that a contract only names is the one of that name among those served; a firm whose entry was
    merged into another is that other one.
    """
    known: dict[str, str] = {}
    for order in _agreed(centers, span, OF_SMALL_FIRMS).select_related("organization"):
        assert order.agreed_on is not None
        yield FigureRow(
            order.center_id, order.pk, order.agreed_on, 1, order.number,
            _firm(order.organization, known), "orders",
        )  # fmt: skip
    used = _used(centers, span, OF_SMALL_FIRMS, Q(is_outside=True)).select_related(
        "organization", "instrument"
    )
    for booking in used:
        day = clock.day_of(booking.starts_at)
        yield FigureRow(
            booking.instrument.center_id, booking.pk, day, 1, f"{booking.instrument.name} {day}",
            _firm(booking.organization, known), "bookings",
        )  # fmt: skip
    yield from _by_contract(centers, span, known)


def _by_contract(centers: Collection[int], span: Span, known: dict[str, str]) -> Iterator[FigureRow]:
    contracts = list(entries_of(TechnologyContract, centers, OF_SMALL_FIRMS, within("signed_on", span)))
    registered = {row.pk: _firm(row.counterparty, known) for row in contracts if row.counterparty}
    for row in contracts:
        named = title_key(row.counterparty_name)
        key = registered.get(row.pk) or known.get(named) or f"named:{named}"
        yield FigureRow(row.center_id, row.pk, row.signed_on, 1, str(row), key, "technology-contracts")


def _firm(firm: Organization, known: dict[str, str]) -> str:
    key = f"organization:{firm.register_id}"
    known[title_key(firm.name)] = key
    return key


FIGURES: Final = (
    Figure(
        "smes_served", _("服务的科技型中小企业数"), "count", "distinct", smes_served,
        _("期内成约订单、对外使用仪器或者签订技术合同的科技型中小企业，同一企业计一次。"), "orders",
    ),
    Figure(
        "orders_agreed", _("成约订单"), "count", "sum", orders_agreed,
        _("企业同意报价或选定需求答复的订单，按成约日期计。"), "orders",
    ),
    Figure(
        "contract_rd_agreed", _("合同研发约定金额"), "fen", "sum", contract_rd_agreed,
        _("合同研发订单的约定金额，按成约日期计。"), "orders",
    ),
    Figure(
        "contract_rd_paid", _("合同研发到账金额"), "fen", "sum", contract_rd_paid,
        _("合同研发订单的到账，按到账日期计；关联技术合同的订单以合同到账为准，不在这里计。"), "orders",
    ),
    Figure(
        "outside_hours", _("仪器对外使用"), "hours", "sum", _hours(outside=True),
        _("中心、牵头单位和成员以外的单位实际使用的小时，按使用日期计。"), "bookings",
    ),
    Figure(
        "inside_hours", _("仪器内部使用"), "hours", "sum", _hours(outside=False),
        _("中心、牵头单位和成员通过预约实际使用的小时，按使用日期计。"), "bookings",
    ),
    Figure(
        "joint_laboratories", _("运行中的联合实验室"), "count", "sum", joint_laboratories,
        _("期内任何一天在运行的联合实验室。"), "joint-laboratories", by_day=False,
    ),
    Figure(
        "rating_mean", _("服务评价均分"), "hundredths", "mean", ratings,
        _("被服务企业对订单的评分，1 至 5 分，按评价日期取平均。"), "orders",
    ),
)  # fmt: skip


def contribute() -> None:
    """Add the figures, and where orders and bookings can be read."""
    pages: dict[str, Any] = {
        "orders": lambda _center, pk: reverse("marketplace:order", args=[pk]),
        "bookings": lambda _center, pk: reverse("marketplace:booking", args=[pk]),
    }
    contribute_figures(*FIGURES)
    contribute_pages(pages)
