"""Leadership meeting (厅党组会审定, default practice): the division records it, the leadership confirms.

Each case is decided for itself, with terms of its own where needed (5.1-1 一事一议, 3.3-2 一中心一方案).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.decisions.call_sitting import sitting_of_run
from xiangchuang.decisions.issue_document import issue_letter
from xiangchuang.decisions.models import DocumentKind, Meeting, MeetingDecision
from xiangchuang.policy.pack import MATTERS, Stage
from xiangchuang.procedure.errors import Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import Step, perform
from xiangchuang.procedure.stages import add_work_item, close_work_items
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard

OUTCOME_OF: Final[dict[str, str]] = {
    MeetingDecision.APPROVE: "passed",
    MeetingDecision.DEFER: "deferred",
    MeetingDecision.REFUSE: "failed",
}
_LETTER_OF: Final[dict[str, DocumentKind]] = {
    "deferred": DocumentKind.DEFERRAL,
    "failed": DocumentKind.REFUSAL,
}


@dataclass(frozen=True)
class MeetingDraft:
    """What the record says; `terms` are those of this one case (5.1-1), empty when it needs none."""

    held_on: date
    title: str
    attendees: str
    decision: str
    reasons: str
    terms: str = ""


def possible_decisions(stage: Stage) -> tuple[MeetingDecision, ...]:
    """Return the decisions for which the pack names a way on."""
    return tuple(d for d in MeetingDecision if OUTCOME_OF[d] in stage.outcomes)


def _recorded(at: Standpoint) -> list[Blocker]:
    if Meeting.objects.filter(run=at.run).exists():
        return []
    return [Blocker(_("会议记录还没有登记"), "", "record_meeting")]


@guard("meeting_record_complete")
def meeting_record_complete(at: Standpoint) -> list[Blocker]:
    """The case goes on only on a record of the meeting."""
    return _recorded(at)


RECORD = Verb(
    "record_meeting", gettext_lazy("登记会议记录"), role="division_head", tone="primary",
    page="decisions:record-meeting",
)  # fmt: skip
CONFIRM = Verb(
    "confirm_meeting", gettext_lazy("确认并执行会议决定"), outcomes=("passed", "deferred", "failed"),
    needs=(_recorded,), tone="primary", page="decisions:confirm-meeting",
)  # fmt: skip


def _ask_division(at: Standpoint) -> None:
    add_work_item(at.run, what=RECORD.code, role=RECORD.role)


contribute("meeting", RECORD, CONFIRM, on_open=_ask_division, matters=MATTERS)


def record_meeting(*, actor: Actor, case: Case, seen: int, draft: MeetingDraft) -> Meeting:
    """Keep the record; until it is carried out, a later one replaces it.

    Raises Invalid when a part is missing, the day lies ahead, or the pack knows no way on for the decision.
    """
    with perform(RECORD, actor=actor, case=case, seen=seen) as step:
        _refuse_incomplete(step, draft)
        assert actor.user is not None
        meeting, _created = Meeting.objects.update_or_create(
            run=step.run,
            defaults={
                "case": step.case,
                "sitting": sitting_of_run(step.run),
                "held_on": draft.held_on,
                "title": normalise_line(draft.title),
                "attendees": normalise_text(draft.attendees),
                "decision": draft.decision,
                "reasons": normalise_text(draft.reasons),
                "terms": normalise_text(draft.terms),
                "recorded_by": actor.user,
                "recorded_at": clock.now(),
            },
        )
        close_work_items(step.run, what=RECORD.code)
        step.subject = f"meeting:{meeting.pk}"
        step.note(decision=draft.decision, held_on=draft.held_on.isoformat())
    return meeting


def _refuse_incomplete(step: Step, draft: MeetingDraft) -> None:
    for text, message in (
        (draft.title, _("填写会议名称，例如“2026年第12次厅党组会议”。")),
        (draft.attendees, _("填写出席人员：决定由谁作出要留在案卷里。")),
        (draft.reasons, _("写明决定的理由，申报单位能看到。")),
    ):
        if not text.strip():
            raise Invalid(message)
    if draft.held_on > clock.today():
        raise Invalid(_("会议日期在今天之后：会议开过再登记。"))
    if draft.held_on < clock.day_of(step.case.opened_at):
        raise Invalid(_("会议日期早于案卷立案之日：核对日期。"))
    if draft.decision not in possible_decisions(step.stage):
        raise Invalid(_("选择会议的决定：%(known)s。") % {
            "known": _("、").join(str(d.label) for d in possible_decisions(step.stage))
        })  # fmt: skip


def confirm_meeting(*, actor: Actor, case: Case, seen: int) -> Case:
    """Carry the recorded decision out: on to publicity, deferred, or refused; the last two by letter."""
    with perform(CONFIRM, actor=actor, case=case, seen=seen) as step:
        meeting = Meeting.objects.get(run=step.run)
        outcome = OUTCOME_OF[meeting.decision]
        if outcome in _LETTER_OF:
            issue_letter(step, _LETTER_OF[outcome], meeting.reasons)
        step.subject = f"meeting:{meeting.pk}"
        step.note(decision=meeting.decision)
        step.finish(outcome, meeting.reasons)
    return case
