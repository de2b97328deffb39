"""How far each expert of a round has come, as the officer may know it: never what a draft says."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xiangchuang.notify import audiences
from xiangchuang.notify.models import Message
from xiangchuang.pages.parts import DueReading
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words
from xiangchuang.reviews.due import due_reading
from xiangchuang.reviews.models import ACTIVE_SEATS, Panel, Seat, SeatState
from xiangchuang.reviews.panel_matters import panel_rule

Course = Literal["chosen", "invited", "reading", "drafting", "submitted"]
COURSES: dict[Course, str | Promise] = {
    "chosen": _("未通知"),
    "invited": _("未声明"),
    "reading": _("已声明，未动笔"),
    "drafting": _("已动笔"),
    "submitted": _("已提交"),
}
REMINDER = "review_reminder"
_OF_STATE: dict[str, Course] = {
    SeatState.CHOSEN: "chosen",
    SeatState.INVITED: "invited",
    SeatState.READING: "reading",
    SeatState.SUBMITTED: "submitted",
}


@dataclass(frozen=True)
class SeatProgress:
    """One seat: how far its expert is, since when, and when the expert was last reminded."""

    seat: Seat
    kind_label: str
    course: Course
    at: datetime | None
    reminded_at: datetime | None

    @property
    def label(self) -> str:
        return str(COURSES[self.course])

    @property
    def waits(self) -> bool:
        """Whether the round waits for this expert."""
        return self.course in {"invited", "reading", "drafting"}


@dataclass(frozen=True)
class RoundProgress:
    """A round: its seats in the pack's order, how many are how far, and until when it is read."""

    seats: tuple[SeatProgress, ...]
    due: DueReading | None

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Return how many experts are how far, in the order of the course."""
        have = Counter(line.course for line in self.seats)
        return [(str(label), have[course]) for course, label in COURSES.items() if have[course]]

    @property
    def waiting(self) -> int:
        return sum(line.waits for line in self.seats)

    @property
    def is_late(self) -> bool:
        return self.due is not None and (self.due.working_days_left or 0) < 0


def round_progress(panel: Panel, pack: Pack) -> RoundProgress:
    """Return the progress of a panel's round (with run at hand): three queries, however many seats."""
    labels: dict[str, str] = {kind.code: words(kind.label) for kind in panel_rule(panel.case, pack).kinds}
    order = {code: position for position, code in enumerate(labels)}
    seats = sorted(
        panel.seats.filter(state__in=ACTIVE_SEATS).select_related("expert", "review"),
        key=lambda seat: (order.get(seat.kind, len(order)), seat.pk),
    )
    reminded = _reminded(seats)
    return RoundProgress(
        tuple(_line(seat, labels.get(seat.kind, seat.kind), reminded) for seat in seats),
        due_reading(panel.run),
    )


def subject_of(seat: Seat) -> str:
    """Return the prefix of the keys under which an expert is reminded of this seat."""
    return f"review-seat-{seat.pk}:"


def _line(seat: Seat, label: str, reminded: dict[str, datetime]) -> SeatProgress:
    review = getattr(seat, "review", None)
    course = _OF_STATE[seat.state]
    at = seat.declared_at
    if review is not None:
        course = "submitted" if review.submitted_at else "drafting" if course == "reading" else course
        at = review.submitted_at or review.saved_at
    return SeatProgress(seat, label, course, at, reminded.get(subject_of(seat)))


def _reminded(seats: list[Seat]) -> dict[str, datetime]:
    to = {audiences.person(seat.expert.user_id) for seat in seats if seat.expert.user_id is not None}
    rows = Message.objects.filter(kind=REMINDER, audience__in=to).order_by("told_at")
    return {f"{key.split(':')[0]}:": at for key, at in rows.values_list("key", "told_at")}
