"""Slippage shown before it hurts: milestones that come due soon or are late, and who owns them (A.4.1)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.db.models import Q
from django.utils.translation import gettext as _

from xiangchuang.centers.models import Center
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.packs import pack_of
from xiangchuang.research.models import Milestone
from xiangchuang.research.queries import standing

MilestoneState = Literal["reached", "reached_late", "late", "soon", "ahead"]
LISTED = 50


def milestone_state(
    due_on: date, reached_on: date | None, *, today: date, warning_days: int
) -> MilestoneState:
    """Return where a milestone stands. Due today it is not late yet; the day after, it is by one day."""
    if reached_on is not None:
        return "reached" if reached_on <= due_on else "reached_late"
    if due_on < today:
        return "late"
    return "soon" if due_on <= today + timedelta(days=warning_days) else "ahead"


def state_words(state: MilestoneState, due_on: date, *, today: date) -> str:
    """Return the state in words, with the days where they matter."""
    days = abs((due_on - today).days)
    if state == "late":
        return _("逾期 %(days)d 天") % {"days": days}
    if state == "soon":
        return _("今天到期") if days == 0 else _("还有 %(days)d 天") % {"days": days}
    return {"reached": _("已完成"), "reached_late": _("逾期完成"), "ahead": _("未到期")}[state]


@dataclass(frozen=True)
class Slip:
    """A milestone that is late or comes due within the warning days."""

    milestone: Milestone
    state: MilestoneState
    words: str


@dataclass(frozen=True)
class Slippage:
    """What slips, latest first, then what comes due. The counts tell all, `slips` holds the first 50."""

    late: int
    soon: int
    warning_days: int
    slips: tuple[Slip, ...]


def slippage_of(center: Center, pack: Pack, today: date) -> Slippage:
    """Return the center's late and coming milestones, in three queries."""
    days = pack.research.warning_days
    unreached = standing(Milestone, center).filter(reached_on=None, task__withdrawn_at__isnull=True)
    near = unreached.filter(due_on__lte=today + timedelta(days=days))
    rows = near.select_related("task__owner").order_by("due_on", "pk")[:LISTED]
    return Slippage(
        late=near.filter(Q(due_on__lt=today)).count(),
        soon=near.filter(Q(due_on__gte=today)).count(),
        warning_days=days,
        slips=tuple(_slip(row, today, days) for row in rows),
    )


def pack_of_center(center: Center) -> Pack:
    """Return the pack under which the center was approved."""
    return pack_of(center.founding_case)


def _slip(milestone: Milestone, today: date, warning_days: int) -> Slip:
    state = milestone_state(milestone.due_on, None, today=today, warning_days=warning_days)
    return Slip(milestone, state, state_words(state, milestone.due_on, today=today))
