"""Until when a round is read: its last day with the working days left, for experts and officers alike."""

from xiangchuang.calendars import clock
from xiangchuang.pages.parts import DueReading
from xiangchuang.procedure.deadlines import work_calendar
from xiangchuang.procedure.models import StageRun


def due_reading(run: StageRun) -> DueReading | None:
    """Return the last day of the round (the pack's days); None where nothing is due."""
    if run.due_on is None:
        return None
    today = clock.today()
    left = work_calendar().working_days_between(today, run.due_on)
    if left == 0 and run.due_on != today:
        # Only days of rest lie between: still to come without a working day left, or just past.
        return DueReading(run.due_on, None if run.due_on > today else -1, run.due_provisional)
    return DueReading(run.due_on, left, run.due_provisional)
