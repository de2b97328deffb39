"""Verbs that any running case offers: withdrawal by its lead, resumption after a deferral."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.policy.pack import MATTERS
from xiangchuang.procedure.errors import Invalid
from xiangchuang.procedure.models import Case, CaseState
from xiangchuang.procedure.perform import perform
from xiangchuang.procedure.stages import close_run, end_case, open_stage
from xiangchuang.procedure.verbs import Verb, contribute_everywhere

WITHDRAW = Verb("withdraw", gettext_lazy("撤回申报"), role="lead", tone="quiet", page="procedure:withdraw")
RESUME = Verb(
    "resume",
    gettext_lazy("恢复办理"),
    role="officer",
    tone="primary",
    in_deferral=True,
    page="procedure:resume",
)

contribute_everywhere(WITHDRAW)
contribute_everywhere(RESUME, matters=MATTERS)


def withdraw(*, actor: Actor, case: Case, seen: int, reason: str) -> Case:
    """The lead takes its proposal back, with a reason that stays in the case."""
    with perform(WITHDRAW, actor=actor, case=case, seen=seen) as step:
        if not reason.strip():
            raise Invalid(_("撤回要写明原因，原因会留在案卷里。"), kept={"reason": reason})
        step.note(reason=reason.strip())
        close_run(step.run, outcome="withdrawn", reason=reason.strip(), closed_by=actor.name)
        end_case(step.case, CaseState.WITHDRAWN)
    return case


def resume(*, actor: Actor, case: Case, seen: int) -> Case:
    """The department takes a deferred case up again, in the stage the pack names for the deferral."""
    with perform(RESUME, actor=actor, case=case, seen=seen) as step:
        procedure = step.pack.procedures[step.case.kind]
        open_stage(step.case, procedure.stage(procedure.after(step.case.stage_code, "deferred")), step.pack)
    return case
