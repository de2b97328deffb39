"""The approval document (5.3-1 发文批准组建) as a draft of the officer; the leadership issues it."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.decisions.document_text import approval_content
from xiangchuang.decisions.issue_document import draft_document, issue_letter
from xiangchuang.decisions.models import DocumentKind, OfficialDocument
from xiangchuang.decisions.personal_data import refuse_private_paper
from xiangchuang.procedure.errors import Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import perform
from xiangchuang.procedure.stages import add_work_item, close_work_items
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard


@guard("approval_document_ready")
def approval_document_ready(at: Standpoint) -> list[Blocker]:
    """5.3-1: the approval is a document, so there is one to issue."""
    if OfficialDocument.objects.filter(run=at.run, kind=DocumentKind.APPROVAL).exists():
        return []
    return [Blocker(_("批准组建文件还没有拟稿"), "", "draft_approval")]


DRAFT = Verb(
    "draft_approval", gettext_lazy("拟批准组建文件"), role="officer", tone="primary",
    page="decisions:draft-approval",
)  # fmt: skip
REFUSE = Verb(
    "refuse_approval", gettext_lazy("不予批准"), outcomes=("failed",), tone="danger",
    page="decisions:refuse-approval",
)  # fmt: skip


def _ask_officer(at: Standpoint) -> None:
    add_work_item(at.run, what=DRAFT.code, role=DRAFT.role)


contribute("decision", DRAFT, REFUSE, on_open=_ask_officer)


def draft_approval(
    *, actor: Actor, case: Case, seen: int, addressee: str, cycle_starts_on: date | None = None
) -> OfficialDocument:
    """Draft the approval from plan, meeting and pack; a later draft replaces it until it is issued.

    `cycle_starts_on` is the start the plan names (A.7.1); without one the cycle starts with the approval.
    Raises Invalid without an addressee and for personal data: the approval is public.
    """
    with perform(DRAFT, actor=actor, case=case, seen=seen) as step:
        if not addressee.strip():
            raise Invalid(_("填写主送机关：批复发给谁。"), kept={"addressee": addressee})
        today = clock.today()
        starts = cycle_starts_on if step.pack.reporting.cycle.starts == "plan_start" else None
        worded = approval_content(
            step.case, step.pack, addressee=normalise_line(addressee), cycle_starts_on=starts,
            drafted_on=today,
        )  # fmt: skip
        refuse_private_paper(worded.content)
        draft = draft_document(step, DocumentKind.APPROVAL, worded, cycle_starts_on=starts)
        close_work_items(step.run, what=DRAFT.code)
        step.subject = f"document:{draft.pk}"
        step.note(content=draft.content_sha256)
    return draft


def refuse_approval(*, actor: Actor, case: Case, seen: int, reason: str) -> Case:
    """Refuse at the last step, by letter with the reason."""
    with perform(REFUSE, actor=actor, case=case, seen=seen) as step:
        if not reason.strip():
            raise Invalid(_("不予批准要写明理由，申报单位能看到。"), kept={"reason": reason})
        issue_letter(step, DocumentKind.REFUSAL, normalise_text(reason))
        step.finish("failed", normalise_text(reason))
    return case
