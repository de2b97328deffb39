"""Working days: the weekend rule, the yearly holiday notices laid over it, and what is not yet settled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

_DAY = timedelta(days=1)
_SATURDAY_AND_SUNDAY = frozenset({5, 6})
_NATIONAL_DAY = (10, 1)
# A year's notice moves the last days of the December before it (2007, 2018: from the 29th on).
_FIRST_DAY_OF_NEXT_NOTICE = (12, 29)


class WorkingDayCountError(ValueError):
    """A term of fewer than one working day was asked for."""


class Due(NamedTuple):
    """A last day; `provisional` while a holiday notice that could move it is not yet published."""

    day: date
    provisional: bool


class Window(NamedTuple):
    """First and last day, both inside; `provisional` as in `Due`."""

    opens: date
    closes: date
    provisional: bool


@dataclass(frozen=True)
class WorkCalendar:
    """The weekend rule with published exceptions.

    `overrides`: day → whether people work on it, as the State Council's yearly notices say;
    `published_years`: years whose notice is contained in `overrides`;
    `weekend`: weekdays of rest, Monday = 0.
    """

    overrides: Mapping[date, bool]
    published_years: frozenset[int]
    weekend: frozenset[int] = _SATURDAY_AND_SUNDAY

    @classmethod
    def from_days(cls, days: Iterable[tuple[date, bool]]) -> "WorkCalendar":
        """Build from (day, is_workday) rows, such as those of an updatable holiday table.

        A year counts as published once its 1 October is among the rows: each notice names National Day,
        while 1 January alone may have come with a December that another notice moved.
        """
        overrides = dict(days)
        years = frozenset(day.year for day in overrides if (day.month, day.day) == _NATIONAL_DAY)
        return cls(overrides, years)

    def is_workday(self, day: date) -> bool:
        """Return whether people work on `day`, by the weekend rule where nothing is published."""
        return self.overrides.get(day, day.weekday() not in self.weekend)

    def is_settled(self, day: date) -> bool:
        """Return whether every notice that could change `day` is published."""
        if day.year not in self.published_years:
            return False
        return (day.month, day.day) < _FIRST_DAY_OF_NEXT_NOTICE or day.year + 1 in self.published_years

    def add_working_days(self, start: date, n: int) -> Due:
        """Return the n-th working day after `start`; `start` itself never counts.

        Raises WorkingDayCountError for n < 1.
        """
        return self._nth_working_day(start + _DAY, n)

    def add_calendar_days(self, start: date, n: int) -> Due:
        """Return the n-th day after `start`, rest days included; it is never provisional."""
        return Due(start + n * _DAY, provisional=False)

    def roll_forward(self, day: date) -> Due:
        """Return `day` if people work on it, else the next working day."""
        return self._nth_working_day(day, 1)

    def window(self, start: date, n: int) -> Window:
        """Return the window of n working days that opens on `start` and counts it, if it is one.

        Opened on a day of rest, it is open from then and counts from the next working day.
        Raises WorkingDayCountError for n < 1.
        """
        last = self._nth_working_day(start, n)
        return Window(start, last.day, last.provisional)

    def working_days_between(self, a: date, b: date) -> int:
        """Count the working days after `a` up to and including `b`; negative when `b` lies before `a`."""
        if b < a:
            return -self.working_days_between(b, a)
        return sum(self.is_workday(a + step * _DAY) for step in range(1, (b - a).days + 1))

    def _nth_working_day(self, first: date, n: int) -> Due:
        if n < 1:
            raise WorkingDayCountError(f"工作日数为 {n}：至少为 1，改正政策包中的期限")
        day, left, provisional = first, n, False
        while True:
            provisional = provisional or not self.is_settled(day)
            left -= self.is_workday(day)
            if left == 0:
                return Due(day, provisional)
            day += _DAY
