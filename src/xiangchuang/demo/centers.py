"""What the example's centers have recorded since their approval: each app furnishes its own registers."""

from collections.abc import Callable
from contextlib import nullcontext

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.keep import watchers_told_once
from xiangchuang.demo.benefits import furnish_benefits
from xiangchuang.demo.consortia import furnish_consortia
from xiangchuang.demo.governance import furnish_governance
from xiangchuang.demo.marketplace import furnish_marketplace
from xiangchuang.demo.province import Province
from xiangchuang.demo.research import furnish_research
from xiangchuang.demo.support import furnish_support

Furnish = Callable[[Center, Actor, Province], None]

FURNISHINGS: tuple[Furnish, ...] = (
    furnish_governance,
    furnish_research,
    furnish_consortia,
    furnish_benefits,
    furnish_marketplace,
    furnish_support,
)
"""In the order of the thread: a later one may lean on what an earlier one recorded."""


def furnish_centers(province: Province) -> int:
    """Let the staff of each approved center fill its registers; return the number of centers."""
    centers = list(Center.objects.select_related("lead").order_by("pk"))
    for center in centers:
        staff = Actor.of(province.staff[center.lead_id], clock.today())
        for furnish in FURNISHINGS:
            # What the consortium's rows show is explained among them: its watchers look after every row.
            once = nullcontext() if furnish is furnish_consortia else watchers_told_once()
            with once:
                furnish(center, staff, province)
    return len(centers)
