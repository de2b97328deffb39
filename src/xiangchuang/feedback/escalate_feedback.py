"""Bringing a feedback up: by hand when it is major (6.1-3), by the clock when nobody has answered in time."""

from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangchuang.accounts.actor import Actor
from xiangchuang.feedback.handlers import acting_as_handler
from xiangchuang.feedback.messages import tell_escalated, tell_late
from xiangchuang.feedback.models import Feedback, FeedbackState, Level
from xiangchuang.feedback.queries import overdue
from xiangchuang.feedback.rules import MAJOR
from xiangchuang.feedback.step import needed, refuse_unless, step, write_step

ESCALATE: Final = "escalate_feedback"
ESCALATE_LATE: Final = "escalate_late_feedback"
LONGEST_REASON: Final = 500


def escalate_feedback(*, actor: Actor, feedback: Feedback, seen: int, reason: str) -> None:
    """Bring a major matter one level up: from the officer to the division head, from there to the leadership.

    Raises NotFound, NotPermitted, Stale, Blocked (answered, or with the leadership), Invalid (no reason).
    """
    said = needed(reason, LONGEST_REASON, _("理由没有填写。"), _("写明是什么重大问题、需要协调什么。"))
    acting = acting_as_handler(actor, feedback)
    with step(
        ESCALATE, actor=actor, acting=acting, feedback=feedback, seen=seen, text=said, clause=MAJOR
    ) as row:
        refuse_unless(not row.is_answered, _("这件反馈已经答复。"), clause=MAJOR)
        refuse_unless(row.level < Level.LEADERSHIP, _("这件反馈已经报厅领导。"), clause=MAJOR)
        row.level += 1
        tell_escalated(row)


def escalate_late(today: date) -> str:
    """Bring up what was not answered in time: to the division head, some days later to the leadership.

    However often it runs on a day, each is brought up and told once. Returns what it came to, or "".
    """
    brought = sum(
        _bring_up(row, level)
        for level, late in _late_by_level(today)
        for row in overdue(today).filter(late, level__lt=level).select_related("owner")
    )
    if not brought:
        return ""
    words = ngettext("逾期未答复的反馈：报送 %(count)d 件", "逾期未答复的反馈：报送 %(count)d 件", brought)
    return words % {"count": brought}


def _late_by_level(today: date) -> list[tuple[Level, Q]]:
    """The higher level first: what comes to the leadership need not be told to the head that day as well."""
    with_leadership = Q(leadership_on__lte=today)
    return [(Level.LEADERSHIP, with_leadership), (Level.DIVISION_HEAD, Q(due_on__lt=today))]


def _bring_up(row: Feedback, level: Level) -> bool:
    with transaction.atomic():
        waiting = Feedback.objects.filter(~Q(state=FeedbackState.ANSWERED), pk=row.pk, level__lt=level)
        # An open form of the level below no longer stands for what it saw.
        if not waiting.update(level=level, version=F("version") + 1):
            return False  # answered or brought up meanwhile
        row.level = level
        write_step(row, ESCALATE_LATE, Actor.system(), None, text=str(level.label))
        tell_late(row)
    return True
