"""What members and lead are told of the meeting: the invitation, a question, a statement that waits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.notify import audiences
from xiangchuang.notify.kinds import MessageKind, Said, Value
from xiangchuang.notify.models import Message
from xiangchuang.notify.tell import tell
from xiangchuang.pages import figures
from xiangchuang.procedure.models import Case
from xiangchuang.reviews.masked_plan import mask_of_case
from xiangchuang.reviews.meeting.models import MeetingQuestion, PanelMeeting, Statement
from xiangchuang.reviews.models import Seat

CALLED: Final = "panel_meeting_called"
ASKED: Final = "panel_meeting_question"
TO_SIGN: Final = "panel_statement_to_sign"
CLAUSE: Final = "5.2-1"


def hour_text(moment: datetime) -> str:
    """Return day and hour in Shanghai, as people read them."""
    local = timezone.localtime(moment, clock.SHANGHAI)
    return f"{figures.day_text(local)} {local:%H:%M}"


def tell_of_meeting(case: Case, meeting: PanelMeeting, seats: Sequence[Seat], lead: int | None) -> None:
    """Invite the members by person and the lead by house; told again when day, hour or place change."""
    starts, place = meeting.starts_at.isoformat(), sha256(meeting.place.encode()).hexdigest()[:16]
    for to, title in (
        (_people(seats), _title_for_members(case)),
        ([audiences.house(Role.LEAD, lead)] if lead is not None else [], case.title),
    ):
        _send(
            CALLED, case, to=to, key=f"{meeting.pk}:{starts}:{place}", url="reviews:panel-meeting",
            values={"meeting": meeting.pk, "starts_at": starts, "place": meeting.place}, title=title,
        )  # fmt: skip


def tell_of_question(case: Case, question: MeetingQuestion, lead: int | None) -> None:
    """Tell the lead that a question waits; nothing says whose it is."""
    if lead is not None:
        _send(
            ASKED, case, to=[audiences.house(Role.LEAD, lead)], key=str(question.pk),
            url="reviews:answer-questions", values={"question": question.pk}, title=case.title,
        )  # fmt: skip


def ask_to_sign(case: Case, statement: Statement, seats: Sequence[Seat], occasion: str) -> int:
    """Ask these members to sign; return how many had not been asked on that occasion."""
    return _send(
        TO_SIGN, case, to=_people(seats), key=f"{statement.pk}:{statement.text_sha256[:16]}:{occasion}",
        url="reviews:sign-statement",
        values={"statement": statement.pk, "sha256": statement.text_sha256}, title=case.title,
    )  # fmt: skip


def _title_for_members(case: Case) -> str:
    """Return the case's name as a member may read it before the panel meets."""
    mask = mask_of_case(case)
    return mask.text(case.title) if mask is not None else case.title


def _people(seats: Iterable[Seat]) -> list[str]:
    return [audiences.person(seat.expert.user_id) for seat in seats if seat.expert.user_id is not None]


def _send(
    kind: str, case: Case, *, to: Sequence[str], key: str, url: str, values: Mapping[str, Value], title: str
) -> int:
    return tell(
        kind=kind, to=to, key=f"{kind}:{key}", subject=title, url=reverse(url, args=[case.number]),
        clause=CLAUSE, is_sample=case.is_sample, values={**values, "case": title},
    )  # fmt: skip


def _say_called(values: Mapping[str, Value]) -> Said:
    said = {
        "case": values["case"], "place": values["place"],
        "at": hour_text(datetime.fromisoformat(str(values["starts_at"]))),
    }  # fmt: skip
    return Said(_("%(case)s：召开专家论证会") % said, _("时间：%(at)s。地点：%(place)s。") % said)


def _say_asked(values: Mapping[str, Value]) -> Said:
    return Said(_("%(case)s：专家组提出了问题") % values, _("在论证会页面书面答复。"))


def _say_to_sign(values: Mapping[str, Value]) -> Said:
    return Said(
        _("%(case)s：论证意见等待您签署") % values, _("核对全文，用登录密码确认签署；有不同意见的写明理由。")
    )


def _is_to_come(message: Message) -> bool:
    values = message.values
    found = PanelMeeting.objects.filter(
        pk=values["meeting"], began_at__isnull=True, panel__run__closed_at__isnull=True
    ).first()
    return found is not None and found.starts_at.isoformat() == values["starts_at"]


def _waits_for_answer(message: Message) -> bool:
    return MeetingQuestion.objects.filter(
        pk=message.values["question"], answer="", meeting__panel__run__closed_at__isnull=True
    ).exists()


def _waits_for_signature(message: Message) -> bool:
    user_id = message.audience.partition(":")[2]
    return (
        Statement.objects.filter(pk=message.values["statement"], text_sha256=message.values["sha256"])
        .filter(signed_at__isnull=True)
        .exclude(signatures__seat__expert__user_id=user_id)
        .exists()
    )


KINDS: Final = (
    MessageKind(CALLED, gettext_lazy("论证会通知"), _say_called, _is_to_come),
    MessageKind(ASKED, gettext_lazy("专家组的问题"), _say_asked, _waits_for_answer),
    MessageKind(TO_SIGN, gettext_lazy("论证意见待签署"), _say_to_sign, _waits_for_signature),
)
