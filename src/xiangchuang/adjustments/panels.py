"""The parts of adjustments on a center's file: where it stands, what was decided, what limits support."""

from typing import Any

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.adjustments.lines import adjustment_lines
from xiangchuang.adjustments.queries import adjustments_visible_to
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center, CenterState, CenterStateChange, SupportStanding

SHOWN = 20


def standing_panel(center: Center, actor: Actor) -> dict[str, Any]:
    """Return the state with its day and decision, and what holds for later support."""
    changes = CenterStateChange.objects.filter(center=center)
    change = changes.select_related("case__adjustment__document", "into").first()
    standings = SupportStanding.objects.in_force(clock.today()).filter(center=center)
    return {
        "center": center,
        "change": change,
        "document": change.case.adjustment.document if change else None,
        "is_usual": center.state == CenterState.OPERATING,
        "standings": list(standings.select_related("case")),
    }


def changes_panel(center: Center, actor: Actor) -> dict[str, Any]:
    """Return what was moved and decided on the center, newest first, and whether the person may move more."""
    rows = adjustments_visible_to(actor).filter(center=center)
    return {
        "center": center,
        "lines": adjustment_lines(rows[:SHOWN]),
        "changes": list(
            CenterStateChange.objects.filter(center=center).select_related("case", "into")[:SHOWN]
        ),
        "may_move": actor.acting_as([Role.OFFICER]) is not None and center.goes_on,
        "rectification": center.rectifications.filter(closed_on=None).first(),
        "wind_up": getattr(center, "wind_up", None),
    }
