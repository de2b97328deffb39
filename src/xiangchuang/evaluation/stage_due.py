"""The day of the stage under way, as a person reads it."""

from xiangchuang.calendars import clock
from xiangchuang.pages.parts import DueReading
from xiangchuang.procedure.deadlines import work_calendar
from xiangchuang.procedure.models import Case


def stage_due(case: Case) -> DueReading | None:
    """Return the case's due day with the working days left; None where it has none."""
    if case.due_on is None:
        return None
    left = work_calendar().working_days_between(clock.today(), case.due_on)
    if left == 0 and case.due_on != clock.today():
        # Only days of rest lie between: still to come without a working day left, or just past.
        return DueReading(case.due_on, None if case.due_on > clock.today() else -1, case.due_provisional)
    return DueReading(case.due_on, left, case.due_provisional)
