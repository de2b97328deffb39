"""Who reads the findings of a plan: its authors, and the department once it is submitted."""

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import DEPARTMENT_STAFF
from xiangchuang.procedure.standing import current_participants
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.plan_files import AUTHORS, may_read_revision


def may_read_findings(actor: Actor, revision: PlanRevision) -> bool:
    """Return whether the actor may read them; cities, other departments and experts read the plan itself."""
    if not may_read_revision(actor, revision):
        return False
    own = {held.organization_id for held in actor.appointments if held.role != "expert"}
    authors = {p.organization_id for p in current_participants(revision.proposal.case) if p.part in AUTHORS}
    return bool(actor.roles & DEPARTMENT_STAFF) or bool(own & authors)
