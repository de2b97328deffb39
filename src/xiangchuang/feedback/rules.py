"""The days an answer may take, as the pack says, and the clauses a feedback may be about."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from xiangchuang.calendars import clock
from xiangchuang.feedback.models import Feedback
from xiangchuang.policy.correspondence import FeedbackRule
from xiangchuang.procedure.deadlines import due_after, work_calendar
from xiangchuang.procedure.packs import current_pack

CLAUSE: Final = "0-3"
MAJOR: Final = "6.1-3"
"""What is major is brought up and coordinated in time."""


@dataclass(frozen=True)
class AnswerDays:
    """Until when an answer is due, and from when it is the leadership's to press; None without a rule."""

    due_on: date | None = None
    provisional: bool = False
    leadership_on: date | None = None


def feedback_rule() -> FeedbackRule | None:
    """Return what the pack in force says of answers; None where it sets no term."""
    return current_pack().correspondence.feedback


def answer_days(filed_on: date) -> AnswerDays:
    """Return the days of a feedback filed on that day."""
    rule = feedback_rule()
    due = due_after(filed_on, rule.term) if rule else None
    if rule is None or due is None:
        return AnswerDays()
    later = work_calendar().add_working_days(due.day, rule.to_leadership.days)
    return AnswerDays(due.day, due.provisional or later.provisional, later.day)


def settle_answer_days() -> int:
    """Compute provisional days anew when holidays are published; none comes later than the filer was told.

    Returns how many moved.
    """
    moved = 0
    for row in Feedback.objects.filter(due_provisional=True, answered_at__isnull=True):
        days = answer_days(clock.day_of(row.filed_at))
        if days.due_on is None or row.due_on is None:
            continue
        moved += days.due_on < row.due_on
        Feedback.objects.filter(pk=row.pk).update(
            due_on=min(days.due_on, row.due_on), due_provisional=days.provisional,
            leadership_on=days.leadership_on,
        )  # fmt: skip
    return moved
