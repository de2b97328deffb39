"""Which days people work, for quiet hours: known above this app, handed over by who keeps the holidays."""

from collections.abc import Callable
from typing import Final

from xiangchuang.calendars.working_days import WorkCalendar

_known: Final[list[Callable[[], WorkCalendar]]] = []


def contribute_work_calendar(read: Callable[[], WorkCalendar]) -> None:
    """Let `read` give the calendar as it is now; call it from the app's `ready()`."""
    _known[:] = [read]


def work_calendar() -> WorkCalendar:
    """Return the calendar; without one, weekends are the days off."""
    return _known[0]() if _known else WorkCalendar.from_days([])
