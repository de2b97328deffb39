"""Which hours of an instrument are open, taken or free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from xiangchuang.accounts.refusals import Blocked, Invalid
from xiangchuang.calendars import clock
from xiangchuang.marketplace.models import BookedHour, Offering

DAYS_OF_A_WEEK = 7
# How far ahead the calendar goes, the product's own bound.
BOOKED_AHEAD = timedelta(days=90)


@dataclass(frozen=True)
class Slot:
    """One hour of one day: "free", "taken", "closed" or "past"."""

    hour: int
    state: str


@dataclass(frozen=True)
class Day:
    """A day of the calendar with its slots and its free ranges (from, to), in whole hours."""

    day: date
    slots: tuple[Slot, ...]

    @property
    def free(self) -> list[tuple[int, int]]:
        """Return the free ranges, each (first hour, hour after the last)."""
        return _ranges([slot.hour for slot in self.slots if slot.state == "free"])


def week(instrument: Offering, first: date) -> list[Day]:
    """Return seven days from `first`, in one query."""
    last = first + timedelta(days=DAYS_OF_A_WEEK)
    rows = BookedHour.objects.filter(
        instrument=instrument,
        hour__gte=clock.moment_on(first, time(0)),
        hour__lt=clock.moment_on(last, time(0)),
    )
    taken = set(rows.values_list("hour", flat=True))
    days = [first + timedelta(days=number) for number in range(DAYS_OF_A_WEEK)]
    return [_day(instrument, day, taken) for day in days]


def _day(instrument: Offering, day: date, taken: set[datetime]) -> Day:
    opens, closes = instrument.opens_at or 0, instrument.closes_at or 0
    now = clock.now()
    slots = []
    for hour in range(opens, closes):
        at = clock.moment_on(day, time(hour))
        state = "free"
        if at in taken:
            state = "taken"
        elif at <= now or at > now + BOOKED_AHEAD:
            state = "past"
        elif not is_open_on(instrument, day):
            state = "closed"
        slots.append(Slot(hour, state))
    return Day(day, tuple(slots))


def is_open_on(instrument: Offering, day: date) -> bool:
    """Return whether the instrument is open on that weekday."""
    return str(day.isoweekday()) in instrument.open_days


def free_ranges(instrument: Offering, day: date) -> list[tuple[int, int]]:
    """Return the free ranges of one day."""
    return week(instrument, day)[0].free


def booking_hours(instrument: Offering, day: date, hour: int, hours: int) -> Sequence[datetime]:
    """Return the instants of the hours asked for, in their order.

    Raises Blocked when the instrument is withdrawn; Invalid when they are none, too many, closed, past or too
    far ahead.
    """
    if not instrument.is_standing or not instrument.is_instrument:
        raise Blocked(_("这项资源现在不能预约。"), remedy=_("在目录中另找一台。"))
    longest = instrument.longest_hours or 1
    if not 1 <= hours <= longest:
        raise Invalid(
            _("一次可约 1 至 %(most)d 小时。") % {"most": longest}, remedy=_("改短，或分几次预约。")
        )
    opens, closes = instrument.opens_at or 0, instrument.closes_at or 0
    if not is_open_on(instrument, day) or not opens <= hour < hour + hours <= closes:
        raise Invalid(
            _("这个时段不开放：每天 %(opens)02d:00 至 %(closes)02d:00。")
            % {"opens": opens, "closes": closes},
            remedy=_("在日历上选标为空闲的时段。"),
        )
    first = clock.moment_on(day, time(hour))
    if not clock.now() < first <= clock.now() + BOOKED_AHEAD:
        raise Invalid(
            _("只能预约今后 %(days)d 天内的时段。") % {"days": BOOKED_AHEAD.days}, remedy=_("在日历上选。")
        )
    return [first + timedelta(hours=number) for number in range(hours)]


def _ranges(hours: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for hour in hours:
        if found and found[-1][1] == hour:
            found[-1] = (found[-1][0], hour + 1)
        else:
            found.append((hour, hour + 1))
    return found
