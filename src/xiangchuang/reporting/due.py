"""Until when a report is expected, as people read it; one query for a page, however many reports."""

from functools import cached_property

from xiangchuang.calendars import clock
from xiangchuang.calendars.working_days import WorkCalendar
from xiangchuang.pages.parts import DueReading
from xiangchuang.procedure.deadlines import work_calendar
from xiangchuang.procedure.models import Obligation
from xiangchuang.reporting.models import AnnualReport


class ReportDays:
    """Reads due days against the calendar as it is now."""

    @cached_property
    def _calendar(self) -> WorkCalendar:
        return work_calendar()

    def reading(self, owed: Obligation, report: AnnualReport | None) -> DueReading | None:
        """Return until when the center must act; None once the report is with the department or accepted."""
        if report is not None and not report.is_writable:
            return None
        reworked = report.rework_by if report is not None else None
        day = reworked or owed.due_on
        left = self._calendar.working_days_between(clock.today(), day)
        if left == 0 and day != clock.today():
            # Only days of rest lie between: still to come without a working day left, or just past.
            return DueReading(day, None if day > clock.today() else -1)
        return DueReading(day, left, provisional=owed.due_provisional and reworked is None)
