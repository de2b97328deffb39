"""What the case file shows of an adjustment: the motion with its grounds, the hearing, what was decided."""

from typing import Any

from xiangchuang.accounts.actor import Actor
from xiangchuang.adjustments.decide_adjustment import foreseen
from xiangchuang.adjustments.effect_words import effect_pairs
from xiangchuang.adjustments.lines import measure_words
from xiangchuang.adjustments.queries import adjustment_of, rule_of
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of


def case_motion_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return the measure, its grounds, what the center said, and what the decision would do or has done."""
    adjustment = adjustment_of(case.pk)
    return {
        "adjustment": adjustment,
        "center": adjustment.center,
        "measure": measure_words(adjustment),
        "rule": rule_of(adjustment, pack_of(case)),
        "grounds": list(adjustment.grounds.select_related("score", "obligation")),
        "hearings": list(adjustment.hearings.select_related("evidence", "said_by")),
        "effects": effect_pairs(foreseen(adjustment)) if case.is_running else [],
    }
