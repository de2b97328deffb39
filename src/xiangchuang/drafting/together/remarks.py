"""Remarks that a check or a return left at sections of a plan (pain 9), and what to compare with since."""

from collections import defaultdict

from xiangchuang.accounts.actor import Actor
from xiangchuang.procedure.comments import remarks_for
from xiangchuang.procedure.models import Case, FieldComment
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision


def remarks_on(actor: Actor, case: Case) -> dict[str, list[FieldComment]]:
    """Return the open remarks the actor may read, by the code of their section."""
    codes = {rule.code for rule in pack_of(case).outline.sections}
    found: dict[str, list[FieldComment]] = defaultdict(list)
    for remark in remarks_for(actor, case):
        # An anchor may name the section alone, or say that it is one of the plan's.
        code = remark.anchor.removeprefix("plan:")
        if code in codes:
            found[code].append(remark)
    return found


def submitted_before(revision: PlanRevision) -> PlanRevision | None:
    """Return the revision that was submitted before this one; None before any return."""
    earlier = PlanRevision.objects.filter(
        proposal=revision.proposal_id, number__lt=revision.number, frozen_at__isnull=False
    )
    return earlier.order_by("-number").first()
