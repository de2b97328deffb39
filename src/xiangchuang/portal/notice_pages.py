"""A public notice as the public reads it: its content, its window, and how to object."""

from dataclasses import dataclass

from xiangchuang.calendars import clock
from xiangchuang.decisions.models import Notice
from xiangchuang.pages.parts import DueReading
from xiangchuang.workbench.due_days import DueDays


@dataclass(frozen=True)
class NoticeReading:
    """Where the notice's window stands now: `state` is waiting, open or over."""

    notice: Notice
    state: str
    due: DueReading | None

    @property
    def is_open(self) -> bool:
        """Whether an objection is received now."""
        return self.state == "open"


def read_notice(notice: Notice, due: DueDays) -> NoticeReading:
    """Read the window on the server's clock: it is open to 24:00 of its last day, and then over (5.3-1)."""
    today = clock.today()
    if today < notice.opens_on:
        return NoticeReading(notice, "waiting", None)
    if clock.now() >= clock.end_of_day(notice.closes_on):
        return NoticeReading(notice, "over", None)
    return NoticeReading(notice, "open", due.reading(notice.closes_on, provisional=notice.closes_provisional))
