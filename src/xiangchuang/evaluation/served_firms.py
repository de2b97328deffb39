"""Whom a center served in the period: who is asked follows from registers, so no center chooses its friends.

Counted are organisations of the register with an order both sides agreed on, used instrument hours or a
technology contract in the period, as the registers stood when the round was frozen. The center, its lead and
its members are not among them, and a contract's other side that is named but not registered cannot be asked.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center, CenterMember
from xiangchuang.evaluation.models import Round
from xiangchuang.marketplace.models import Booking, BookingState, Order
from xiangchuang.marketplace.models.orders import AGREED_STATES
from xiangchuang.organizations.models import Organization
from xiangchuang.research.models import TechnologyContract


@dataclass(frozen=True)
class Served:
    """An organisation and in what it was served, in words."""

    organization_id: int
    served_as: str


def served_by(centers: Sequence[Center], round_: Round) -> dict[int, list[Served]]:
    """Return who was served by each center (by its id); the queries do not grow with the centers.

    An organisation merged into another is that other one, and is listed once.
    """
    ids = [center.pk for center in centers]
    builders = _builders(centers)
    found: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for center, organization, service in _services(ids, round_):
        if organization.register_id not in builders[center]:
            services = found[center][organization.register_id]
            if service not in services:
                services.append(service)
    return {
        pk: [Served(firm, _("、").join(said)[:200]) for firm, said in sorted(found[pk].items())] for pk in ids
    }


def _builders(centers: Sequence[Center]) -> dict[int, set[int]]:
    houses: dict[int, set[int]] = {
        center.pk: {pk for pk in (center.lead_id, center.organization_id) if pk is not None}
        for center in centers
    }
    members = CenterMember.objects.filter(center__in=list(houses)).select_related("organization")
    for member in members:
        houses[member.center_id].add(member.organization.register_id)
    return houses


def _services(centers: Collection[int], round_: Round) -> Iterator[tuple[int, Organization, str]]:
    days = (round_.first_on, round_.last_on)
    frozen = round_.frozen_at or clock.now()
    orders = Order.objects.filter(center__in=centers, state__in=AGREED_STATES, agreed_on__range=days)
    for order in orders.select_related("organization").order_by("pk"):
        yield order.center_id, order.organization, order.get_kind_display()
    moments = (clock.moment_on(days[0], time.min), clock.moment_on(days[1], time.max))
    bookings = Booking.objects.filter(
        instrument__center__in=centers, state=BookingState.USED, starts_at__range=moments
    )
    for booking in bookings.select_related("organization", "instrument").order_by("pk"):
        yield booking.instrument.center_id, booking.organization, _("使用仪器")
    contracts: Any = TechnologyContract.objects.filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gt=frozen),
        center__in=centers, signed_on__range=days, recorded_at__lte=frozen, counterparty__isnull=False,
    )  # fmt: skip
    for contract in contracts.select_related("counterparty").order_by("pk"):
        assert contract.counterparty is not None
        yield contract.center_id, contract.counterparty, contract.get_type_display()
