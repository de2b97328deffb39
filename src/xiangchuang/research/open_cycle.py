"""The construction cycle laid down (3.3-3): each step of the pack is owed by the center by a day."""

from datetime import date
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Blocked, NotFound, NotPermitted
from xiangchuang.calendars.working_days import Due
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_oversee
from xiangchuang.centers.queries import can_view
from xiangchuang.decisions.approval_terms import add_months
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.research import CycleStepRule
from xiangchuang.procedure.deadlines import work_calendar
from xiangchuang.procedure.models import Obligation
from xiangchuang.procedure.packs import pack_of
from xiangchuang.research.models import CycleStep

CLAUSE: Final = "3.3-3"


def lay_down_cycle(center: Center, pack: Pack) -> list[CycleStep]:
    """Write down the steps of the cycle with their due days, inside the transaction of the founding.

    A due day that is no working day rolls on where the pack says so, and stays provisional until the
    holidays of its year are published.
    """
    return [_owe(center, pack, rule) for rule in pack.research.cycle_steps]


def open_cycle(*, actor: Actor, center: Center) -> list[CycleStep]:
    """Lay down the cycle of a center that was founded before cycles were kept.

    Raises NotFound, NotPermitted, Blocked (the steps are there already, or the pack has none).
    """
    if not can_view(actor, center):
        raise NotFound(_("没有这个中心，或者它的登记不归您查看。"))
    acting = may_oversee(actor, center)
    if acting is None:
        raise NotPermitted(_("建设周期的节点由省科技厅建立。"), clause=CLAUSE)
    with transaction.atomic():
        Center.objects.select_for_update().get(pk=center.pk)
        if CycleStep.objects.filter(center=center).exists():
            raise Blocked(_("这个中心的周期节点已经建立。"), clause=CLAUSE)
        steps = lay_down_cycle(center, pack_of(center.founding_case))
        if not steps:
            raise Blocked(_("批准时的政策没有规定周期节点。"), clause=CLAUSE)
        write_entry(
            actor, verb="open_cycle", acting=acting, subject=f"center:{center.pk}", clause=CLAUSE,
            case_number=center.ledger_key, detail={"steps": [step.code for step in steps]},
        )  # fmt: skip
    return steps


def due_of(center: Center, pack: Pack, rule: CycleStepRule) -> tuple[date, Due]:
    """Return the day the rule names for this center's cycle, and the day it is due after any roll."""
    counted_from = center.cycle_starts_on if rule.counted_from == "start" else center.cycle_ends_on
    nominal = add_months(counted_from, rule.months)
    if pack.reporting.rolling.non_working_day == "keep":
        return nominal, Due(nominal, provisional=False)
    return nominal, work_calendar().roll_forward(nominal)


def _owe(center: Center, pack: Pack, rule: CycleStepRule) -> CycleStep:
    nominal, due = due_of(center, pack, rule)
    owed = Obligation.objects.create(
        case=center.founding_case, organization=center.lead, kind=rule.code, period=nominal.year,
        due_on=due.day, nominal_due_on=nominal, due_provisional=due.provisional,
        clause=rule.interprets or rule.clause,
    )  # fmt: skip
    return CycleStep.objects.create(center=center, code=rule.code, obligation=owed)
