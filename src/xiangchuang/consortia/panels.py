"""Parts of the chapters' pages: positioning on the overview, the consortium's state, support given."""

from collections.abc import Mapping
from typing import Any

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.consortia.contribution_balance import balances_of
from xiangchuang.consortia.finding_lines import lines_of
from xiangchuang.consortia.models import SharingAgreement
from xiangchuang.consortia.models.findings import UNSETTLED
from xiangchuang.consortia.queries import findings_visible_to, government_support
from xiangchuang.consortia.registers import MEMBERS
from xiangchuang.consortia.standing_rows import standing
from xiangchuang.consortia.take_members import members_to_take

SHOWN = 5


def positioning_now(center: Center, actor: Actor) -> Mapping[str, Any]:
    """Return the newest unsettled findings and their number."""
    rows = findings_visible_to(actor).filter(center=center, state__in=UNSETTLED)
    return {"center": center, "lines": lines_of(rows[:SHOWN]), "count": rows.count()}


def consortium_now(center: Center, actor: Actor) -> Mapping[str, Any]:
    """Return the members' sums and those of the plan not yet taken into the register."""
    balances = balances_of(center, clock.today())
    return {
        "center": center,
        "members": len(balances),
        "untold": sum(1 for b in balances if not (b.member.rights and b.member.duties)),
        "promised": sum(b.promised for b in balances),
        "made": sum(b.made for b in balances),
        "overdue": sum(b.overdue for b in balances),
        "unproven": standing(SharingAgreement).filter(center=center, evidence=None).count(),
        "to_take": members_to_take(center),
        "may_keep": MEMBERS.keeps(actor, center) is not None,
    }


def support_given(center: Center, actor: Actor) -> Mapping[str, Any]:
    """Return what department, city and supervising department gave, this year and in all."""
    year = clock.today().year
    whole, recent = government_support(center), government_support(center, year)
    return {"center": center, "year": year, "lines": list(zip(whole, recent, strict=True))}
