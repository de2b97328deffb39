"""Opening the manuscript: empty at first, later a copy of what was last submitted."""

from xiangchuang.accounts.actor import Actor
from xiangchuang.drafting.desk import desk_of
from xiangchuang.drafting.verbs import WRITE
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import perform
from xiangchuang.proposals.manuscript import open_revision
from xiangchuang.proposals.models import PlanRevision


def begin_manuscript(*, actor: Actor, case: Case) -> PlanRevision:
    """Begin the revision to write on (5.1-3); where one is under way, that one, and nothing is entered.

    Raises NotFound, NotPermitted, Blocked as every verb does.
    """
    desk = desk_of(actor, case)
    if desk.revision is not None:
        return desk.revision
    with perform(WRITE, actor=actor, case=case, seen=None) as step:
        assert actor.user is not None
        revision = open_revision(step.at, actor.user)
        step.subject = f"plan_revision:{revision.pk}"
        step.note(revision=revision.number)
    return revision
