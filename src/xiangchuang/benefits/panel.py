"""What stands at the head of the chapter: the layers of rules in force today, one row a kind of income."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xiangchuang.accounts.actor import Actor
from xiangchuang.benefits.calculation import layered_rules
from xiangchuang.benefits.models import IncomeKind, UnitKind
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.policy.benefits.rules import RewardRule


@dataclass(frozen=True)
class KindRules:
    """The team's share of one kind of income, layer by layer, in basis points; None where no layer speaks."""

    label: str
    floor: RewardRule | None
    hint: RewardRule | None
    own_title: str
    own_share: int | None
    is_below: bool


def rules_in_force(center: Center, actor: Actor) -> Mapping[str, Any]:
    """Return today's layers for a state-founded unit, the strictest reader of them."""
    today = clock.today()
    rules = layered_rules(center)
    lines = []
    for kind in IncomeKind:
        speaking = [r for r in rules.pack.rewards if kind.value in r.events and r.holds_on(today)]
        floor = next((r for r in speaking if UnitKind.STATE_FOUNDED in r.never_below), None)
        hint = next((r for r in speaking if UnitKind.STATE_FOUNDED in r.encourages), None)
        own = rules.terms(kind.value, today)  # type: ignore[arg-type]
        is_below = bool(own and floor and own.team_share < floor.team_share)
        lines.append(
            KindRules(
                str(kind.label),
                floor,
                hint,
                own.title if own else "",
                own.team_share if own else None,
                is_below,
            )
        )
    return {"lines": lines, "today": today}
