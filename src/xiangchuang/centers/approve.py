"""Approval (5.3-1 由省科技厅发文批准组建): document issued and center founded in one transaction."""

from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.found import found_center
from xiangchuang.centers.models import Center
from xiangchuang.decisions.issue_document import issue_document
from xiangchuang.decisions.publish_notice import objection_blockers
from xiangchuang.decisions.queries import approval_draft
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import perform
from xiangchuang.procedure.verbs import Verb, contribute

APPROVE = Verb(
    "approve", gettext_lazy("签发批复，组建中心"), outcomes=("passed",), needs=(objection_blockers,),
    tone="primary", page="centers:approve",
)  # fmt: skip
contribute("decision", APPROVE)


def approve(*, actor: Actor, case: Case, seen: int) -> Center:
    """Issue the drafted approval and found its center; Blocked without draft or with an objection."""
    with perform(APPROVE, actor=actor, case=case, seen=seen) as step:
        center = None
        draft = approval_draft(step.case)
        if draft is not None:
            document = issue_document(step, draft, is_public=True)
            center = found_center(step.case, step.pack, document)
            step.note(center=center.pk)
        step.finish("passed")
    # Without a draft the pack's guard has refused; a pack without that guard cannot found on nothing either.
    assert center is not None
    return center
