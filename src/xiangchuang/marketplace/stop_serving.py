"""What a decision on a center means for those it serves: no new business, hours given back, requests ended.

The acts here are done for a decision, inside its transaction; they ask no permission of their own.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Blocked
from xiangchuang.calendars import clock
from xiangchuang.centers.models import SERVING, Center
from xiangchuang.marketplace.models import (
    AnswerState,
    Booking,
    BookingState,
    DemandAnswer,
    JointLaboratory,
    Order,
    OrderState,
)
from xiangchuang.marketplace.order_verbs import DECLINE, write_step

CLAUSE = "6.5-1"
REQUESTED = (OrderState.REQUESTED, OrderState.QUOTED)
UNDER_WAY = (OrderState.AGREED, OrderState.DELIVERED, OrderState.ACCEPTED)
SHOWN_OTHERS = 5


@dataclass(frozen=True)
class Touched:
    """What a decision on one center touches: rows by kind, and how many organisations stand behind them."""

    bookings: int = 0
    requests: int = 0
    orders: int = 0
    answers: int = 0
    laboratories: int = 0
    firms: int = 0


def refuse_unless_serving(center: Center) -> None:
    """Raise Blocked when the center takes no new business; the remedy names others of its field."""
    state = Center.objects.values_list("state", flat=True).get(pk=center.pk)
    if state in SERVING:
        return
    center.state = state
    others = list(
        Center.objects.filter(field=center.field, state__in=SERVING)
        .exclude(pk=center.pk)
        .values_list("name", flat=True)[:SHOWN_OTHERS]
    )
    remedy = (
        _("同领域的其他中心：%(names)s。") % {"names": _("、").join(others)}
        if others
        else _("同领域暂无其他中心：把问题发布到需求榜，由各中心答复。")
    )
    raise Blocked(
        _("%(center)s%(state)s，不再承接新的订单、预约和需求。")
        % {"center": center.name, "state": center.get_state_display()},
        remedy=remedy,
        clause=CLAUSE,
    )


def touched(centers: Collection[int]) -> dict[int, Touched]:
    """Return by center what is open at it now, in four queries whatever their number."""
    now, rows = clock.now(), defaultdict[int, list[tuple[str, int]]](list)
    ahead = Booking.objects.filter(
        instrument__center__in=centers, state=BookingState.BOOKED, starts_at__gt=now
    )
    for center, firm in ahead.values_list("instrument__center", "organization"):
        rows[center].append(("bookings", firm))
    orders = Order.objects.filter(center__in=centers, state__in=(*REQUESTED, *UNDER_WAY))
    for center, firm, state in orders.values_list("center", "organization", "state"):
        rows[center].append(("requests" if state in REQUESTED else "orders", firm))
    answers = DemandAnswer.objects.filter(center__in=centers, state=AnswerState.OFFERED)
    for center, firm in answers.values_list("center", "demand__organization"):
        rows[center].append(("answers", firm))
    running = JointLaboratory.objects.standing().filter(center__in=centers, ended_on=None)
    for center, firm in running.values_list("center", "organization"):
        rows[center].append(("laboratories", firm))
    return {center: _counted(rows[center]) for center in centers}


def _counted(rows: list[tuple[str, int]]) -> Touched:
    counts = defaultdict[str, int](int)
    for kind, _firm in rows:
        counts[kind] += 1
    return Touched(**counts, firms=len({firm for _kind, firm in rows}))


def cancel_bookings_ahead(
    center: Center, *, actor: Actor, acting: HeldAppointment, reason: str
) -> list[Booking]:
    """Give back every hour that has not begun; return the bookings, for those who made them to be told."""
    ahead = Booking.objects.filter(
        instrument__center=center, state=BookingState.BOOKED, starts_at__gt=clock.now()
    )
    found = list(ahead.select_related("instrument", "organization").order_by("pk"))
    for booking in found:
        rows = Booking.objects.filter(pk=booking.pk, state=BookingState.BOOKED)
        rows.update(state=BookingState.CANCELLED, reason=reason[:300], version=F("version") + 1)
        booking.taken.all().delete()
        write_entry(
            actor, verb="cancel_booking", acting=acting, subject=f"booking:{booking.pk}", clause=CLAUSE,
            case_number=center.ledger_key, detail={"reason": reason[:300]},
        )  # fmt: skip
    return found


def decline_requests(center: Center, *, actor: Actor, acting: HeldAppointment, reason: str) -> list[Order]:
    """End every order that nobody has agreed on yet; what was agreed goes on."""
    found = list(
        Order.objects.filter(center=center, state__in=REQUESTED).select_related("organization").order_by("pk")
    )
    for order in found:
        Order.objects.filter(pk=order.pk).update(
            state=OrderState.DECLINED, reason=reason[:500], version=F("version") + 1
        )
        order.refresh_from_db()
        write_step(order, DECLINE.code, actor, acting, text=reason[:500])
    return found


def withdraw_answers(center: Center, *, actor: Actor, acting: HeldAppointment) -> list[DemandAnswer]:
    """Take back the center's answers that nobody has chosen yet."""
    offered = DemandAnswer.objects.filter(center=center, state=AnswerState.OFFERED)
    found = list(offered.select_related("demand").order_by("pk"))
    for answer in found:
        DemandAnswer.objects.filter(pk=answer.pk).update(state=AnswerState.WITHDRAWN)
        write_entry(
            actor, verb="withdraw_answer", acting=acting, subject=f"demand:{answer.demand_id}", clause=CLAUSE,
            detail={"center": center.pk},
        )  # fmt: skip
    return found
