"""The one clock seam: every "now" and "today" of the product is read here, and nowhere else.

Instants are aware datetimes in UTC, days are days of Asia/Shanghai. Only the walkthrough, the demo and
tests move the clock. What they set holds for the whole process and every thread in it, not for a context:
a browser test plays against a server thread, which must live at the same moment as the test.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_OFFICE_OPENS = time(9)


class NaiveMomentError(ValueError):
    """A moment without a time zone was given; it could mean either Shanghai or UTC."""


@dataclass
class _Hands:
    offset: timedelta = timedelta(0)
    frozen: datetime | None = None


_hands = _Hands()


def now() -> datetime:
    """Return this instant, aware, in UTC."""
    if _hands.frozen is not None:
        return _hands.frozen
    return datetime.now(UTC) + _hands.offset


def today() -> date:
    """Return the day it is in Shanghai."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """Return the Shanghai day an instant falls on. Raises NaiveMomentError without a time zone."""
    return _aware(moment).astimezone(SHANGHAI).date()


def end_of_day(day: date) -> datetime:
    """Return the UTC instant of 24:00 Shanghai on `day`.

    It is the first instant that no longer belongs to the day: what arrives before it is in time,
    what arrives at it or later is late.
    """
    return moment_on(day + timedelta(days=1), time(0))


def moment_on(day: date, at_time: time = _OFFICE_OPENS) -> datetime:
    """Return the UTC instant of `at_time` (Shanghai wall clock; 09:00 unless told) on `day`."""
    return datetime.combine(day, at_time, tzinfo=SHANGHAI).astimezone(UTC)


def set_offset(offset: timedelta) -> None:
    """Let the clock run `offset` ahead of (negative: behind) the machine's, for the whole process."""
    _hands.offset = offset
    _hands.frozen = None


def advance(step: timedelta) -> None:
    """Move the clock on by `step`; a clock standing still in `at` stands still at the new moment.

    Raises ValueError for a step backwards, which would let a receipt precede the one before it.
    """
    if step < timedelta(0):
        raise ValueError("时钟只能向前拨：步长为负。需要回到过去时用 at() 另开一段")
    if _hands.frozen is not None:
        _hands.frozen += step
    else:
        _hands.offset += step


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Stop the clock at `moment` inside the block (process-wide), then put it back as it was.

    Raises NaiveMomentError without a time zone.
    """
    before = (_hands.offset, _hands.frozen)
    _hands.frozen = _aware(moment).astimezone(UTC)
    try:
        yield
    finally:
        _hands.offset, _hands.frozen = before


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise NaiveMomentError(f"时刻 {moment.isoformat()} 没有时区：写明 UTC 或 Asia/Shanghai")
    return moment
