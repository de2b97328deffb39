"""What waits in the marketplace for a person, as lines for the work list."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.marketplace.permissions import centers_of, firms_of
from xiangchuang.marketplace.queries import waiting_for_center, waiting_for_firm


@dataclass(frozen=True)
class WaitingLine:
    """How much waits on which page."""

    label: str
    url: str
    count: int


def waiting_lines(actor: Actor) -> list[WaitingLine]:
    """Return the pages on which something waits for the actor; none cost a query to those without a part."""
    lines = []
    if firms_of(actor):
        lines.append(WaitingLine(_("我的服务"), reverse("marketplace:mine"), waiting_for_firm(actor).total))
    if actor.holds("center_staff") or actor.holds("lead"):
        for center in centers_of(actor).order_by("pk"):
            label = _("%(center)s：订单与预约") % {"center": center.name}
            count = waiting_for_center(center, clock.now()).total
            lines.append(WaitingLine(label, reverse("marketplace:desk", args=[center.pk]), count))
    return [line for line in lines if line.count]
