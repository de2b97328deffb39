"""When somebody may be told: not in the quiet hours, and not on days off for who chose so."""

from datetime import datetime, time, timedelta

from xiangchuang.calendars import clock
from xiangchuang.calendars.working_days import WorkCalendar
from xiangchuang.notify.models import SendingChoice

_DAY = timedelta(days=1)
# Longer than any run of days off.
_LOOK_AHEAD = 40


def earliest(moment: datetime, choice: SendingChoice, calendar: WorkCalendar) -> datetime:
    """Return `moment`, or the first instant after it that is neither quiet nor on a day off.

    Quiet hours may span midnight; their last instant is no longer quiet. The same time twice: none are quiet.
    """
    if _may_tell(moment, choice, calendar):
        return moment
    day = moment.astimezone(clock.SHANGHAI).date()
    for ahead in range(_LOOK_AHEAD):
        on = day + ahead * _DAY
        for start in sorted({time(0, 0), choice.quiet_to}):
            found = datetime.combine(on, start, tzinfo=clock.SHANGHAI)
            if found > moment and _may_tell(found, choice, calendar):
                return found
    return moment


def is_quiet(at: time, choice: SendingChoice) -> bool:
    """Return whether the time of day lies in the quiet hours."""
    begins, ends = choice.quiet_from, choice.quiet_to
    if begins <= ends:
        return begins <= at < ends
    return at >= begins or at < ends


def _may_tell(moment: datetime, choice: SendingChoice, calendar: WorkCalendar) -> bool:
    local = moment.astimezone(clock.SHANGHAI)
    if choice.quiet_on_days_off and not calendar.is_workday(local.date()):
        return False
    return not is_quiet(local.time(), choice)
