"""What waits in the marketplace for a person, for the work list."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.queries import keeps_a_center, kept_centers
from xiangchuang.marketplace.models import Booking, BookingState, DemandAnswer, Order
from xiangchuang.marketplace.permissions import firms_of
from xiangchuang.marketplace.queries import waiting_for_center, waiting_for_firm
from xiangchuang.procedure.errands import Errand, Matter, ask_once

# Every order, booking and answer may wait for one side or the other, as it stands.
MATTERS = (
    Matter(lambda: Order.objects.all()),
    Matter(lambda: Booking.objects.filter(state=BookingState.BOOKED)),
    Matter(lambda: DemandAnswer.objects.filter(state="offered")),
)


def errands(actor: Actor) -> Iterator[Errand]:
    """Yield one errand for each desk on which something waits for the actor."""
    firms = firms_of(actor)
    if firms and (count := waiting_for_firm(actor).total):
        names = _("、").join(
            held.organization_name for held in actor.appointments if held.organization_id in firms
        )
        yield Errand(_counted(count), names, reverse("marketplace:mine"))
    if (actor.holds("center_staff") or actor.holds("lead")) and ask_once(keeps_a_center, actor):
        for center in kept_centers(actor).order_by("pk"):
            if count := waiting_for_center(center, clock.now()).total:
                desk = reverse("marketplace:desk", args=[center.pk])
                yield Errand(_counted(count), center.name, desk, clause="4.4-1", is_sample=center.is_sample)


def _counted(count: int) -> str:
    words = ngettext("%(count)d 项订单、预约或评价", "%(count)d 项订单、预约或评价", count)
    return words % {"count": count}
