"""Days until which things are due, on the working-day calendar of the database."""

from datetime import date

from xiangchuang.calendars.working_days import Due, WorkCalendar
from xiangchuang.policy.pack import Deadline
from xiangchuang.procedure.models import CalendarDay


def work_calendar() -> WorkCalendar:
    """Return the calendar as the holiday table has it now."""
    return WorkCalendar.from_days(CalendarDay.objects.values_list("day", "is_workday"))


def due_after(opened: date, deadline: Deadline | None) -> Due | None:
    """Return the last day of a stage opened on that day, or None where the pack sets no deadline."""
    if deadline is None:
        return None
    calendar = work_calendar()
    if deadline.unit == "working":
        return calendar.add_working_days(opened, deadline.days)
    return calendar.add_calendar_days(opened, deadline.days)
