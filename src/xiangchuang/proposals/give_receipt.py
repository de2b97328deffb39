"""What the receipts of an intention and of a plan say, and which content they are over."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.canonical_json import json_sha256
from xiangchuang.documents.official import ReceivedFile
from xiangchuang.procedure.numbering import next_serial
from xiangchuang.procedure.perform import Step
from xiangchuang.proposals.models import PlanRevision, Proposal
from xiangchuang.receipts.issue_receipt import issue_receipt
from xiangchuang.receipts.models import Receipt, ReceiptKind

_NOT_CONTENT = frozenset({"id", "case", "version", "saved_at", "handed_in_at"})


def give_receipt(step: Step, revision: PlanRevision) -> Receipt:
    """Give the receipt of a plan just frozen, under the number that the revision has."""
    file = revision.file
    with translation.override("zh-hans"):
        title = _("%(title)s建设方案（修订 %(number)s）")
    return issue_receipt(
        step, number=revision.receipt_number, kind=ReceiptKind.PLAN, subject=f"plan_revision:{revision.pk}",
        title=title % {"title": step.case.title, "number": revision.number},
        submitter=revision.proposal.lead.name, content_sha256=revision.content_sha256,
        files=[ReceivedFile(file.name, file.size, file.sha256)] if file else [],
    )  # fmt: skip


def give_intention_receipt(step: Step, proposal: Proposal) -> Receipt:
    """Give the receipt of an intention as it is submitted; one submitted again gets another."""
    year = clock.today().year
    with translation.override("zh-hans"):
        title = _("%(title)s建设意向")
    return issue_receipt(
        step, number=f"YX{year}{next_serial('intention_receipt', year):06d}", kind=ReceiptKind.INTENTION,
        subject=f"proposal:{proposal.pk}", title=title % {"title": step.case.title},
        submitter=proposal.lead.name, content_sha256=intention_sha256(proposal),
    )  # fmt: skip


def intention_sha256(proposal: Proposal) -> str:
    """Return the SHA-256 over all that the intention says, as canonical JSON."""
    fields = (f for f in proposal._meta.concrete_fields if f.name not in _NOT_CONTENT)
    content: dict[str, Any] = {f.attname: getattr(proposal, f.attname) for f in fields}
    content["title"] = proposal.case.title
    content["tasks"] = [[t.title, t.technology_type] for t in proposal.key_tasks.all()]
    members = proposal.memberships.order_by("organization_id")
    content["members"] = [[m.organization_id, m.role, m.duty] for m in members]
    return json_sha256(content)
