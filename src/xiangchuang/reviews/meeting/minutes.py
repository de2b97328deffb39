"""The minutes of the meeting, and who came to it: kept by the officer while people talk."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.procedure.errors import Blocked
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import Step, claim, perform
from xiangchuang.procedure.verbs import Verb, contribute
from xiangchuang.reviews.meeting.models import Attendance, PanelMeeting
from xiangchuang.reviews.meeting.questions import is_open
from xiangchuang.reviews.meeting.standing_meeting import meeting_at, offered_when
from xiangchuang.reviews.models import ACTIVE_SEATS


@dataclass(frozen=True)
class Came:
    """Whether a member came; who did not come has a reason. None is not noted yet."""

    present: bool | None
    reason: str = ""


def _goes_on(meeting: PanelMeeting) -> bool:
    statement = getattr(meeting, "statement", None)
    return meeting.began_at is not None and (statement is None or statement.signed_at is None)


MINUTES = Verb(
    "keep_minutes", gettext_lazy("记录论证会"), shared=True, clause="5.2-1", page="reviews:meeting-minutes",
    offered=offered_when(_goes_on),
)  # fmt: skip
contribute("review", MINUTES)


def keep_minutes(
    *, actor: Actor, case: Case, minutes_seen: int, minutes: str, attendance: Mapping[int, Came]
) -> PanelMeeting:
    """Keep minutes and attendance (by seat), complete or not: they are written while people talk.

    Raises Blocked before the meeting or after the statement is signed, and for another attendance while a
    statement lies before the members: its votes are counted by who is there. Stale when a colleague saved.
    """
    with perform(MINUTES, actor=actor, case=case, seen=minutes_seen) as step:
        meeting = meeting_at(step)
        claim(meeting, minutes_seen)
        meeting.refresh_from_db()
        if meeting.began_at is None:
            raise Blocked(_("论证会还没有开始。"), remedy=_("先点“开始论证会”，再记录。"), clause="5.2-1")
        if not _goes_on(meeting):
            raise Blocked(_("论证意见已经全部签署，会议记录已固定。"), clause="5.2-1")
        meeting.minutes, meeting.minutes_saved_at = normalise_text(minutes), clock.now()
        meeting.save(update_fields=["minutes", "minutes_saved_at"])
        _take_attendance(step, meeting, attendance)
        step.subject = f"meeting:{meeting.pk}"
    return meeting


def _take_attendance(step: Step, meeting: PanelMeeting, attendance: Mapping[int, Came]) -> None:
    kept = {row.seat_id: row for row in meeting.attendances.all()}
    seats = meeting.panel.seats.filter(state__in=ACTIVE_SEATS, pk__in=attendance.keys())
    for seat in seats:
        came = attendance[seat.pk]
        row = kept.get(seat.pk) or Attendance(meeting=meeting, seat=seat)
        reason = "" if came.present else within(Attendance, "reason", normalise_line(came.reason))
        if (row.present, row.reason) == (came.present, reason):
            continue
        if not is_open(meeting):
            raise Blocked(
                _("论证意见已按到会情况提请签署，到会情况不能再改。"),
                remedy=_("确有出入的，先撤回论证意见，改好后重新提请签署。"), clause="5.2-1",
            )  # fmt: skip
        row.present, row.reason = came.present, reason
        row.save()
        step.note(attendance=True)
