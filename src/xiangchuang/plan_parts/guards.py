"""What keeps a plan from being submitted: tables that contradict themselves or are left half filled."""

from django.utils.translation import ngettext

from xiangchuang.plan_parts.findings import BLOCKING, findings_of
from xiangchuang.plan_parts.models import PartState
from xiangchuang.plan_parts.tables import tables_of_revision
from xiangchuang.procedure.verbs import Blocker, Standpoint, guard
from xiangchuang.proposals.manuscript import revision_under_way


@guard("plan_tables_sound")
def plan_tables_sound(at: Standpoint) -> list[Blocker]:
    """Annex: what the tables of the plan say agrees; a table without any row is left to the check."""
    revision = revision_under_way(at)
    if revision is None or not PartState.objects.filter(revision=revision).exists():
        return []
    found = [finding for finding in findings_of(tables_of_revision(revision)) if finding.level in BLOCKING]
    if not found:
        return []
    first, more = found[0], len(found) - 1
    message = first.message
    if more:
        message += ngettext("另有 %(count)d 处。", "另有 %(count)d 处。", more) % {"count": more}
    return [Blocker(message, first.clause, "save_plan_part")]
