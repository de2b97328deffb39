"""Agenda and minutes on paper: of a sitting with all its cases, or of the one meeting on a single case."""

from typing import Final

from django.conf import settings

from xiangchuang.decisions.models import Meeting, MeetingDecision, Sitting
from xiangchuang.documents.official import AgendaItem as PaperItem
from xiangchuang.documents.official import Block, MeetingRecord, render_pages_pdf
from xiangchuang.files.set_papers import blocked_when_unset
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import current_pack, pack_of

_SAID: Final = {
    MeetingDecision.APPROVE: "同意",
    MeetingDecision.DEFER: "暂缓",
    MeetingDecision.REFUSE: "不予通过",
}
_NOT_YET: Final = "尚未议定。"


def minutes_of_sitting(sitting: Sitting) -> MeetingRecord:
    """Return the record of the sitting: each case with reasons and resolution, in the order of the agenda."""
    made = {meeting.run_id: meeting for meeting in sitting.decisions.select_related("case")}
    items = list(sitting.items.select_related("run__case"))
    return MeetingRecord(
        title=sitting.title,
        case_number="",
        office=_office(current_pack()),
        held_on=sitting.held_on,
        place=sitting.place,
        chair=sitting.chair,
        recorder=sitting.recorder or "—",
        present=_names(sitting.present) or ("—",),
        absent=_names(sitting.absent),
        items=tuple(_item(item.run.case, made.get(item.run_id)) for item in items),
        sample=any(item.run.case.is_sample for item in items),
    )


def minutes_of_case(meeting: Meeting) -> MeetingRecord:
    """Return the part of the record that belongs to the case's own file: nothing of the other cases."""
    sitting, case = meeting.sitting, meeting.case
    return MeetingRecord(
        title=meeting.title,
        case_number=case.number,
        office=_office(pack_of(case)),
        held_on=meeting.held_on,
        place=sitting.place if sitting else "—",
        chair=sitting.chair if sitting else "—",
        recorder=(sitting.recorder if sitting else "") or meeting.recorded_by.full_name,
        present=_names(meeting.attendees),
        absent=_names(sitting.absent) if sitting else (),
        items=(_item(case, meeting),),
        sample=case.is_sample,
    )


def meeting_pdf(record: MeetingRecord) -> bytes:
    """Return the paper as PDF; raises Blocked when it cannot be set."""
    with blocked_when_unset():
        return render_pages_pdf(record, fonts=settings.DOCUMENT_FONT_DIRECTORIES)


def _item(case: Case, meeting: Meeting | None) -> PaperItem:
    title = f"{case.title}（{case.number}）"
    if meeting is None:
        return PaperItem(title, (), _NOT_YET)
    said = _SAID[MeetingDecision(meeting.decision)]
    terms = [Block("paragraph", f"专门约定：{line}") for line in meeting.terms.splitlines() if line.strip()]
    reasons = [Block("paragraph", line) for line in meeting.reasons.splitlines() if line.strip()]
    return PaperItem(title, (*reasons, *terms), f"{said}。")


def _office(pack: Pack) -> str:
    return pack.identity.issued_by.zh


def _names(text: str) -> tuple[str, ...]:
    """Names are written a line each, or on one line with 、 between them."""
    return tuple(name.strip() for line in text.splitlines() for name in line.split("、") if name.strip())
