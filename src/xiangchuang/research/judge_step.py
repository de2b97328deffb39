"""The department judges a step of the cycle: passed, returned with a reason, or not accepted (3.3-3)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.centers.permissions import may_oversee
from xiangchuang.centers.queries import can_view
from xiangchuang.procedure.deadlines import due_after
from xiangchuang.procedure.models import Obligation
from xiangchuang.procedure.packs import pack_of
from xiangchuang.research.hand_in_step import claim
from xiangchuang.research.models import CycleStep, StepState
from xiangchuang.research.open_cycle import CLAUSE

VERBS = {
    StepState.PASSED: "pass_cycle_step",
    StepState.RETURNED: "return_cycle_step",
    StepState.FAILED: "fail_cycle_step",
}


def judge_step(*, actor: Actor, step: CycleStep, seen: int, finding: StepState, opinion: str) -> None:
    """Find on a step that was handed in. A returned one is owed again, within the pack's days.

    Raises NotFound, NotPermitted, Invalid (a return or refusal without a reason; a mid-term check cannot
    fail, it is returned), Blocked (nothing was handed in), Stale.
    """
    center = step.center
    if not can_view(actor, center):
        raise NotFound(_("没有这个中心，或者它的登记不归您查看。"))
    acting = may_oversee(actor, center)
    if acting is None:
        raise NotPermitted(_("周期材料由省科技厅审查。"), clause=CLAUSE)
    if step.state != StepState.HANDED_IN:
        raise Blocked(_("这一步没有待审查的材料。"), remedy=_("等待中心提交。"), clause=CLAUSE)
    text = _checked_opinion(step, finding, opinion)
    with transaction.atomic():
        claim(step, seen)
        step.state, step.opinion = finding, text
        step.found_at, step.found_by = clock.now(), actor.user
        step.rework_by = _owed_again(step) if finding == StepState.RETURNED else None
        step.save()
        write_entry(
            actor, verb=VERBS[finding], acting=acting, subject=f"cycle-step:{step.pk}", clause=CLAUSE,
            case_number=center.ledger_key, detail={"step": step.code, "opinion": text},
        )  # fmt: skip


def _checked_opinion(step: CycleStep, finding: StepState, opinion: str) -> str:
    if finding not in VERBS or (finding == StepState.FAILED and step.code != "acceptance"):
        raise Invalid(_("这一步没有这种结论。"), remedy=_("选择通过或退回。"))
    text = within(CycleStep, "opinion", normalise_text(opinion))
    if finding != StepState.PASSED and not text:
        raise Invalid(_("审查意见没有填写。"), remedy=_("写明退回或不通过的理由，以及要补正什么。"))
    return text


def _owed_again(step: CycleStep) -> date | None:
    """Return until when the step is handed in again; what was owed is open once more."""
    rework = pack_of(step.center.founding_case).research.rework
    due = due_after(clock.today(), rework)
    Obligation.objects.filter(pk=step.obligation_id).update(fulfilled_at=None)
    return due.day if due else None
