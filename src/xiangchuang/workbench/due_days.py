"""Due days as people read them, with the working days left; one query for a page, however many days."""

from datetime import date

from django.utils.functional import cached_property

from xiangchuang.calendars import clock
from xiangchuang.calendars.working_days import WorkCalendar
from xiangchuang.pages.parts import DueReading
from xiangchuang.procedure.deadlines import work_calendar


class DueDays:
    """Reads days against the calendar as it is now."""

    @cached_property
    def _calendar(self) -> WorkCalendar:
        return work_calendar()

    def left(self, day: date) -> int:
        """Return the working days from today to the day: 0 on it, negative when past."""
        return self._calendar.working_days_between(clock.today(), day)

    def reading(self, day: date | None, *, provisional: bool = False) -> DueReading | None:
        """Return the reading of a due day; None where nothing is due."""
        if day is None:
            return None
        left = self.left(day)
        if left == 0 and day != clock.today():
            # Only days of rest lie between: still to come without a working day left, or just past.
            return DueReading(day, None if day > clock.today() else -1, provisional)
        return DueReading(day, left, provisional)
