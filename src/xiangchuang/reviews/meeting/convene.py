"""Calling the panel together, and beginning its meeting: from then on its members know each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.panel_meeting import MeetingRule
from xiangchuang.procedure.errors import Blocked, Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.perform import Step, claim, perform
from xiangchuang.procedure.stages import add_work_item, close_work_items, holder_organization_id
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute
from xiangchuang.reviews.meeting.messages import tell_of_meeting
from xiangchuang.reviews.meeting.models import AgendaRow, Attendance, PanelMeeting
from xiangchuang.reviews.meeting.standing_meeting import meeting_at, meeting_of, offered_when, seated_when
from xiangchuang.reviews.models import Panel
from xiangchuang.reviews.panel import active_seats, panel_covers_kinds, panel_size
from xiangchuang.reviews.reading import own_seat
from xiangchuang.reviews.write_review import all_reviews_in

MOST_ROWS: Final = 30
# What waits for members and lead; the first two end when the meeting begins.
REPLY_WORK: Final = "reply_to_invitation"
PRESENTATION_WORK: Final = "present_to_panel"
SCORING_WORK: Final = "score_again"


@dataclass(frozen=True)
class AgendaEntry:
    """A row of the agenda: what, how many minutes, who speaks."""

    title: str
    minutes: int
    speaker: str = ""


def meeting_rule(pack: Pack) -> MeetingRule:
    """Return the pack's rule of the meeting; raises Blocked in a pack without one."""
    if pack.review.meeting is None:
        raise Blocked(_("本政策没有规定召开论证会。"), remedy=_("各位专家都提交后，直接作出论证结论。"))
    return pack.review.meeting


def proposed_agenda(pack: Pack) -> list[AgendaEntry]:
    """Return the agenda that the pack proposes, in the language of the page."""
    rows = meeting_rule(pack).agenda
    return [AgendaEntry(words(row.label), row.minutes, words(row.speaker)) for row in rows]


def _reading_open(at: Standpoint) -> list[Blocker]:
    if Panel.objects.filter(run=at.run, reading_opened_at__isnull=False).exists():
        return []
    return [Blocker(_("专家组还没有开始审阅"), "5.2-1", "open_reading")]


def _not_begun(at: Standpoint) -> list[Blocker]:
    if PanelMeeting.objects.filter(panel__run=at.run, began_at__isnull=False).exists():
        return [Blocker(_("论证会已经开始"), "5.2-1")]
    return []


def _is_convened(at: Standpoint) -> list[Blocker]:
    if PanelMeeting.objects.filter(panel__run=at.run).exists():
        return []
    return [Blocker(_("还没有通知召开论证会"), "5.2-1", "convene_meeting")]


def panel_is_whole(at: Standpoint) -> list[Blocker]:
    """5.2-1: the panel that meets has all kinds and the number that the policy asks for."""
    return [*panel_covers_kinds(at), *panel_size(at)]


CONVENE = Verb(
    "convene_meeting", gettext_lazy("通知召开论证会"), needs=(_reading_open, _not_begun), clause="5.2-1",
    page="reviews:convene-meeting",
    offered=lambda at, actor: (
        at.pack.review.meeting is not None
        and not _reading_open(at)
        and ((meeting := meeting_of(at)) is None or meeting.began_at is None)
    ),
)  # fmt: skip
REPLY = Verb(
    REPLY_WORK, gettext_lazy("答复会议通知"), role="expert", shared=True, page="reviews:reply-invitation",
    offered=seated_when(lambda meeting: meeting.began_at is None),
)  # fmt: skip
BEGIN = Verb(
    "begin_meeting", gettext_lazy("开始论证会"),
    needs=(_is_convened, _not_begun, all_reviews_in, panel_is_whole), clause="5.2-1", tone="primary",
    page="reviews:begin-meeting",
    offered=offered_when(lambda meeting: meeting.began_at is None),
)  # fmt: skip
contribute("review", CONVENE, REPLY, BEGIN)


def convene_meeting(
    *, actor: Actor, case: Case, seen: int, starts_at: datetime, place: str, agenda: Sequence[AgendaEntry]
) -> PanelMeeting:
    """Invite members and lead to the panel's meeting, or to its new day or place; `starts_at` is aware.

    A new day or hour asks the members anew whether they come. Raises Invalid for a day that is past, an
    empty place or an incomplete agenda, Blocked once the meeting has begun.
    """
    with perform(CONVENE, actor=actor, case=case, seen=seen) as step:
        meeting_rule(step.pack)
        where = within(PanelMeeting, "place", normalise_line(place))
        _refuse_incomplete(starts_at, where, agenda)
        assert actor.user is not None
        panel = Panel.objects.get(run=step.run)
        before = PanelMeeting.objects.filter(panel=panel).first()
        meeting, _created = PanelMeeting.objects.update_or_create(
            panel=panel,
            defaults={
                "starts_at": starts_at, "place": where, "convened_by": actor.user, "convened_at": clock.now()
            },
        )  # fmt: skip
        meeting.agenda.all().delete()
        AgendaRow.objects.bulk_create(
            AgendaRow(meeting=meeting, position=position, title=normalise_line(row.title)[:200],
                      minutes=row.minutes, speaker=normalise_line(row.speaker)[:100])
            for position, row in enumerate(agenda)
        )  # fmt: skip
        _invite(step, meeting, is_new_hour=before is None or before.starts_at != starts_at)
        step.subject = f"meeting:{meeting.pk}"
        step.note(starts_at=starts_at.isoformat(), place=where)
    return meeting


def _refuse_incomplete(starts_at: datetime, place: str, agenda: Sequence[AgendaEntry]) -> None:
    if clock.day_of(starts_at) < clock.today():
        raise Invalid(_("会议日期已经过去。"), remedy=_("改为今天或以后的日期。"), kept={"place": place})
    if not place:
        raise Invalid(_("写明会议地点，线上会议写明网址。"))
    if not agenda or len(agenda) > MOST_ROWS:
        raise Invalid(
            _("议程写 1 到 %(most)d 项。") % {"most": MOST_ROWS}, kept={"place": place},
        )  # fmt: skip
    if any(not row.title.strip() or not 0 < row.minutes <= 600 for row in agenda):
        raise Invalid(_("每项议程写明内容和时长，时长为 1 到 600 分钟。"), kept={"place": place})


def _invite(step: Step, meeting: PanelMeeting, *, is_new_hour: bool) -> None:
    seats = active_seats(meeting.panel)
    lead = holder_organization_id(step.case, "lead")
    if is_new_hour:
        meeting.attendances.all().delete()
        for seat in seats:
            user_id = seat.expert.user_id
            close_work_items(step.run, what=REPLY_WORK, user_id=user_id)
            add_work_item(step.run, what=REPLY_WORK, role="expert", user_id=user_id)
    if meeting.presentation_id is None and lead is not None:
        close_work_items(step.run, what=PRESENTATION_WORK, organization_id=lead)
        add_work_item(step.run, what=PRESENTATION_WORK, role="lead", organization_id=lead)
    tell_of_meeting(step.case, meeting, seats, lead)


def reply_to_invitation(
    *, actor: Actor, case: Case, seat_seen: int, comes: bool, reason: str = ""
) -> Attendance:
    """A member says whether the member comes; who stays away says why. May be changed until it begins."""
    with perform(REPLY, actor=actor, case=case, seen=seat_seen) as step:
        seat = own_seat(step)
        claim(seat, seat_seen)
        meeting = meeting_at(step)
        _refuse_begun(meeting)
        said = within(Attendance, "reason", normalise_line(reason))
        if not comes and not said:
            raise Invalid(_("不能到会的写明原因，经办人据此判断能否按期开会。"))
        attendance, _created = Attendance.objects.update_or_create(
            meeting=meeting, seat=seat,
            defaults={"comes": comes, "reason": "" if comes else said, "replied_at": clock.now()},
        )  # fmt: skip
        close_work_items(step.run, what=REPLY_WORK, user_id=seat.expert.user_id)
        step.subject = f"seat:{seat.pk}"
        step.note(comes=comes)
    return attendance


def _refuse_begun(meeting: PanelMeeting) -> None:
    if meeting.began_at is not None:
        raise Blocked(_("论证会已经开始。"), clause="5.2-1")


def begin_meeting(*, actor: Actor, case: Case, seen: int) -> PanelMeeting:
    """Begin: members see each other's names, scores and verdicts, and may score a second time.

    Raises Blocked while a review is missing, before the day of the invitation, or when it has begun.
    """
    with perform(BEGIN, actor=actor, case=case, seen=seen) as step:
        meeting = meeting_at(step)
        day = clock.day_of(meeting.starts_at)
        if day > clock.today():
            raise Blocked(
                _("论证会定在 %(day)s，还没有到。") % {"day": day}, remedy=_("提前开会的，先更改会议通知。"),
                clause="5.2-1",
            )  # fmt: skip
        meeting.began_at = clock.now()
        meeting.save(update_fields=["began_at"])
        close_work_items(
            step.run, what=PRESENTATION_WORK, organization_id=holder_organization_id(step.case, "lead")
        )
        seats = active_seats(meeting.panel)
        for seat in seats:
            attendance, _created = Attendance.objects.get_or_create(meeting=meeting, seat=seat)
            attendance.present = attendance.comes is not False
            attendance.save(update_fields=["present"])
            close_work_items(step.run, what=REPLY_WORK, user_id=seat.expert.user_id)
            add_work_item(step.run, what=SCORING_WORK, role="expert", user_id=seat.expert.user_id)
        step.subject = f"meeting:{meeting.pk}"
        step.note(members=len(seats))
    return meeting
