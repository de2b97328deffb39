"""The cycle extended: the center asks with a reason and a new last day, the department answers (3.3-3)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_keep, may_oversee
from xiangchuang.centers.queries import can_view
from xiangchuang.decisions.approval_terms import add_months
from xiangchuang.procedure.models import Obligation
from xiangchuang.procedure.packs import pack_of
from xiangchuang.research.models import CycleExtension, CycleStep, ExtensionState, StepState
from xiangchuang.research.open_cycle import CLAUSE, due_of


def ask_extension(*, actor: Actor, center: Center, new_end_on: date, reason: str) -> CycleExtension:
    """Ask for a longer cycle.

    Raises NotFound, NotPermitted, Invalid (no reason, a day too early or too late), Blocked (asked already,
    extended as often as the pack allows, acceptance handed in).
    """
    _check_seen(actor, center)
    acting = may_keep(actor, center)
    if acting is None:
        raise NotPermitted(_("延期由中心工作人员申请。"), clause=CLAUSE)
    text = within(CycleExtension, "reason", normalise_text(reason))
    if not text:
        raise Invalid(_("延期理由没有填写。"), remedy=_("写明哪些任务延后、为什么、怎样保证完成。"))
    assert actor.user is not None
    with transaction.atomic():
        held = Center.objects.select_for_update().get(pk=center.pk)
        refuse_extension(held)
        _check_day(held, new_end_on)
        asked = CycleExtension.objects.create(
            center=center, ends_on_before=held.cycle_ends_on, new_end_on=new_end_on, reason=text,
            asked_by=actor.user,
        )  # fmt: skip
        _write(actor, acting, center, "ask_extension", asked)
    return asked


def answer_extension(*, actor: Actor, extension: CycleExtension, grants: bool, answer: str) -> None:
    """Grant the extension, which moves the end of the cycle and the acceptance, or decline it with a reason.

    Raises NotFound, NotPermitted, Invalid (declined without a reason), Blocked (answered already).
    """
    center = extension.center
    _check_seen(actor, center)
    acting = may_oversee(actor, center)
    if acting is None:
        raise NotPermitted(_("延期由省科技厅决定。"), clause=CLAUSE)
    text = within(CycleExtension, "answer", normalise_text(answer))
    if not grants and not text:
        raise Invalid(_("答复没有填写。"), remedy=_("写明不同意的理由。"))
    state = ExtensionState.GRANTED if grants else ExtensionState.DECLINED
    with transaction.atomic():
        rows = CycleExtension.objects.filter(pk=extension.pk, state=ExtensionState.ASKED)
        if not rows.update(state=state, answer=text, answered_by=actor.user, answered_at=clock.now()):
            raise Blocked(_("这份延期申请已经答复。"), clause=CLAUSE)
        extension.refresh_from_db()
        if grants:
            _move_end(center, extension.new_end_on)
        _write(actor, acting, center, "grant_extension" if grants else "decline_extension", extension)


def refuse_extension(center: Center) -> None:
    """Raise Blocked when the cycle of this center cannot be extended now, with the cause."""
    rule = pack_of(center.founding_case).research.extension
    if rule is None:
        raise Blocked(_("批准时的政策没有延期。"), clause=CLAUSE)
    states = list(CycleExtension.objects.filter(center=center).values_list("state", flat=True))
    if ExtensionState.ASKED in states:
        raise Blocked(_("已有一份延期申请等待答复。"), clause=CLAUSE)
    if states.count(ExtensionState.GRANTED) >= rule.most:
        raise Blocked(_("建设周期最多延期 %(most)d 次，已经用完。") % {"most": rule.most}, clause=CLAUSE)
    begun = CycleStep.objects.filter(center=center, code="acceptance").exclude(state=StepState.OPEN)
    if begun.exists():
        raise Blocked(_("已经申请验收，不能再延期。"), clause=CLAUSE)


def latest_end(center: Center) -> date:
    """Return the last day that an extension may reach; the present end where the pack has no extensions."""
    rule = pack_of(center.founding_case).research.extension
    return add_months(center.cycle_ends_on, rule.longest_months) if rule else center.cycle_ends_on


def _check_day(center: Center, new_end_on: date) -> None:
    if not center.cycle_ends_on < new_end_on <= latest_end(center):
        raise Invalid(
            _("新的结束日期应在 %(now)s 之后、不晚于 %(latest)s。")
            % {"now": center.cycle_ends_on, "latest": latest_end(center)},
            remedy=_("改正日期后重新提交。"),
            clause=CLAUSE,
        )


def _move_end(center: Center, new_end_on: date) -> None:
    Center.objects.filter(pk=center.pk).update(cycle_ends_on=new_end_on)
    center.cycle_ends_on = new_end_on
    pack = pack_of(center.founding_case)
    for step in CycleStep.objects.filter(center=center):
        rule = pack.research.cycle_step(step.code)
        if rule.counted_from == "end":
            nominal, due = due_of(center, pack, rule)
            Obligation.objects.filter(pk=step.obligation_id).update(
                period=nominal.year, nominal_due_on=nominal, due_on=due.day, due_provisional=due.provisional
            )


def _check_seen(actor: Actor, center: Center) -> None:
    if not can_view(actor, center):
        raise NotFound(_("没有这个中心，或者它的登记不归您查看。"))


def _write(
    actor: Actor, acting: HeldAppointment, center: Center, verb: str, extension: CycleExtension
) -> None:
    write_entry(
        actor, verb=verb, acting=acting, subject=f"cycle-extension:{extension.pk}", clause=CLAUSE,
        case_number=center.ledger_key,
        detail={
            "from": extension.ends_on_before.isoformat(), "to": extension.new_end_on.isoformat(),
            "reason": extension.reason, "answer": extension.answer,
        },
    )  # fmt: skip
