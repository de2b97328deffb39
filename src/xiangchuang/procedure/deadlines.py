"""Days until which things are due, on the working-day calendar of the database."""

from datetime import date

from xiangchuang.calendars.work_calendar import Due, WorkCalendar
from xiangchuang.policy.pack import Deadline
from xiangchuang.procedure.models import CalendarDay


def work_calendar() -> WorkCalendar:
    """Return the calendar as the holiday table has it now.

    A year counts as published once the table holds any day of it.
    """
    rows = list(CalendarDay.objects.values_list("day", "is_workday"))
    return WorkCalendar(overrides=dict(rows), published_years=frozenset(day.year for day, _ in rows))


def due_after(opened: date, deadline: Deadline | None) -> Due | None:
    """Return the last day of a stage opened on that day, or None where the pack sets no deadline."""
    if deadline is None:
        return None
    calendar = work_calendar()
    if deadline.unit == "working":
        return calendar.add_working_days(opened, deadline.days)
    return calendar.add_calendar_days(opened, deadline.days)
