"""When somebody may be told: Shanghai time, nights that span midnight, days off with their exceptions."""

from datetime import UTC, date, datetime, time

import pytest

from xiangchuang.calendars.clock import SHANGHAI
from xiangchuang.calendars.working_days import WorkCalendar
from xiangchuang.notify.models import SendingChoice
from xiangchuang.notify.quiet_hours import earliest

# 2026-10-01 … 07 are holidays, Saturday 2026-10-10 is worked in exchange.
CALENDAR = WorkCalendar.from_days(
    [(date(2026, 10, day), False) for day in range(1, 8)] + [(date(2026, 10, 10), True)]
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of October 2026 in Shanghai."""
    return datetime(2026, 10, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (at(8, 10), at(8, 10)),
        (at(8, 20, 59), at(8, 20, 59)),
        (at(8, 21), at(9, 8)),
        (at(9, 7, 59), at(9, 8)),
        (at(9, 8), at(9, 8)),
        (at(9, 23), at(10, 8)),  # Saturday, but people work
        (at(10, 21), at(12, 8)),  # Sunday is off
        (at(1, 12), at(8, 8)),  # the holidays
    ],
)
def test_the_defaults_leave_nights_and_days_off_alone(moment: datetime, told: datetime) -> None:
    assert earliest(moment, SendingChoice(), CALENDAR) == told


def test_who_does_not_mind_days_off_is_told_on_them() -> None:
    assert earliest(at(1, 12), SendingChoice(quiet_on_days_off=False), CALENDAR) == at(1, 12)


def test_the_same_time_twice_means_no_quiet_hours() -> None:
    choice = SendingChoice(quiet_from=time(0), quiet_to=time(0))
    assert earliest(at(8, 3), choice, CALENDAR) == at(8, 3)
    assert earliest(at(11, 3), choice, CALENDAR) == at(12, 0)


def test_quiet_hours_within_one_day_hold_too() -> None:
    choice = SendingChoice(quiet_from=time(12), quiet_to=time(14))
    assert earliest(at(8, 13), choice, CALENDAR) == at(8, 14)
    assert earliest(at(8, 23), choice, CALENDAR) == at(8, 23)


def test_it_is_shanghai_time_whatever_the_moment_is_written_in() -> None:
    night = datetime(2026, 10, 8, 14, 0, tzinfo=UTC)  # 22:00 in Shanghai
    assert earliest(night, SendingChoice(), CALENDAR) == at(9, 8)
