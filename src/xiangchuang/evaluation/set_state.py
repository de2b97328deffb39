"""A state beside the grades (缓评、视同合格 …), given to a center by the officer with a reason (6.5-1)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.text import normalise_text
from xiangchuang.evaluation.models import Subject
from xiangchuang.procedure.errors import Invalid, NotFound
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import claim, perform
from xiangchuang.procedure.verbs import Verb, contribute

SET_STATE = Verb("set_evaluation_state", gettext_lazy("缓评、视同合格等"), role="officer", shared=True)
for _kind in ("intake", "integrity", "collection", "scoring"):
    contribute(_kind, SET_STATE, matters=("evaluation",))


def set_state(*, actor: Actor, case: Case, subject: Subject, seen: int, state: str, reason: str) -> Subject:
    """Give the center a state of the pack, or none ("") so that it is evaluated as any other.

    `seen` is the subject's version. Raises NotFound for a center of another round, Invalid for a state the
    pack does not name or a state without reason.
    """
    with perform(SET_STATE, actor=actor, case=case, seen=None) as step:
        if subject.round.case_id != step.case.pk:
            raise NotFound(_("这个中心不在本轮评价中。"))
        told = within(Subject, "state_reason", normalise_text(reason))
        if state and state not in {rule.code for rule in step.pack.evaluation.states}:
            raise Invalid(_("选择政策规定的一种情形。"), kept={"reason": reason})
        if state and not told:
            raise Invalid(_("写明理由，评价意见里会引用。"), kept={"reason": reason})
        claim(subject, seen)
        subject.refresh_from_db()
        subject.state, subject.state_reason = state, told if state else ""
        subject.state_by = actor.user
        subject.save(update_fields=["state", "state_reason", "state_by"])
        step.subject = f"evaluation-subject:{subject.pk}"
        step.note(center=subject.center_id, state=state, why=told)
    return subject
