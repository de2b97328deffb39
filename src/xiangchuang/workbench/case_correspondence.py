"""往来: the remarks at fields with the applicant's replies, newest round first."""

from typing import Any

from xiangchuang.accounts.actor import Actor
from xiangchuang.procedure.models import Case, CaseState, FieldComment


def correspondence_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return the remarks of the case.

    A remark reaches the parties with the return it belongs to: while the check that wrote it is still
    open, it is the checker's draft.
    """
    remarks = FieldComment.objects.filter(run__case=case).select_related("run", "author")
    if not actor.is_department_staff:
        remarks = remarks.exclude(run__closed_at__isnull=True)
    shown = list(remarks.order_by("-run__pk", "pk"))
    return {
        "remarks": shown,
        "shows_authors": actor.is_department_staff,
        "answers_here": case.state == CaseState.OPEN and case.stage_kind == "intake",
    }
