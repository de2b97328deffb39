"""Promises outside an agreement: made freely, or asked for a talent first (6.4-1, 6.4-3)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_keep
from xiangchuang.centers.queries import can_view
from xiangchuang.organizations.models import Organization
from xiangchuang.procedure.packs import current_pack
from xiangchuang.support.models import Commitment, CommitmentState, LeadingTalent
from xiangchuang.support.sides import may_promise, partners_of
from xiangchuang.support.verbs import DECLINE, PROMISE, needed_text, step, write_step


@dataclass(frozen=True)
class PromiseDraft:
    """What is promised; kind and measure are codes of the pack, the amount is in fen."""

    kind: str
    text: str
    due_on: date | None
    amount_fen: int | None = None
    measure: str = ""
    promised_by: Organization | None = None
    talent: LeadingTalent | None = None


def promise_freely(*, actor: Actor, center: Center, draft: PromiseDraft) -> Commitment:
    """Return a promise that one's own organisation makes to a center; it runs from today.

    Raises NotFound, NotPermitted, Invalid.
    """
    if not can_view(actor, center):
        raise NotFound(_("没有这个中心，或者它的登记不归您查看。"))
    acting = may_promise(actor, center)
    if acting is None:
        raise NotPermitted(_("承诺由所在市州、主管部门或省科技厅作出。"), clause="6.4-1")
    promiser = Organization.objects.get(pk=acting.organization_id)
    commitment = checked_promise(center, promiser, draft)
    _need_day(commitment)
    commitment.state, commitment.promised_on = CommitmentState.OPEN, clock.today()
    with transaction.atomic():
        commitment.save()
        write_step(commitment, "commitment_promise_freely", actor, acting)
    return commitment


def ask_for_talent(*, actor: Actor, talent: LeadingTalent, draft: PromiseDraft) -> Commitment:
    """Return what a center asks of its city or supervising department for a talent (6.4-3); not yet promised.

    Raises NotPermitted, Invalid (no measure, an organisation that is neither), Blocked (talent withdrawn).
    """
    center, pack = talent.center, current_pack()
    acting = may_keep(actor, center)
    if acting is None:
        raise NotPermitted(_("人才支持由中心提请。"), clause="6.4-3")
    if not talent.is_standing:
        raise Blocked(_("这位人才的登记已撤销。"), remedy=_("重新登记后再提请。"))
    promiser = draft.promised_by
    if promiser is None or not partners_of(center).filter(pk=promiser.pk).exists():
        raise Invalid(_("只能向所在市州或主管部门提请。"), remedy=_("从列表中选择。"), clause="6.4-3")
    commitment = checked_promise(center, promiser, draft, kind=pack.support.talent_kind)
    if not commitment.measure:
        raise Invalid(_("支持方式没有选。"), remedy=_("从列表中选择。"), clause="6.4-3")
    commitment.talent, commitment.state = talent, CommitmentState.ASKED
    with transaction.atomic():
        commitment.save()
        write_step(commitment, "commitment_ask", actor, acting)
    return commitment


def promise_asked(*, actor: Actor, commitment: Commitment, seen: int, due_on: date, text: str) -> None:
    """Take on what a center has asked, by a day; what is written replaces what was asked."""
    said = needed_text(text, _("承诺内容没有填写。"), _("写明给什么、怎么给。"))
    with step(PROMISE, actor=actor, matter=commitment, seen=seen, text=said) as row:
        row.text, row.due_on = within(Commitment, "text", said), due_on
        row.promised_on = clock.today()
        _need_day(row)


def decline_asked(*, actor: Actor, commitment: Commitment, seen: int, reason: str) -> None:
    """Do not take on what a center has asked, and say why."""
    said = needed_text(reason, _("理由没有填写。"), _("写明为何不作承诺，中心会看到。"))
    with step(DECLINE, actor=actor, matter=commitment, seen=seen, text=said):
        pass


def checked_promise(
    center: Center, promiser: Organization, draft: PromiseDraft, *, kind: str = ""
) -> Commitment:
    """Return an unsaved commitment after its words, kind, day and amount were checked; raises Invalid."""
    support = current_pack().support
    found = support.commitment_kind(kind or draft.kind)
    if found is None:
        raise Invalid(_("类别没有选。"), remedy=_("从列表中选择。"), clause="6.4-1")
    if draft.measure and (found.code != support.talent_kind or support.talent_measure(draft.measure) is None):
        raise Invalid(
            _("支持方式只用于人才类承诺。"), remedy=_("类别改选人才，或不填支持方式。"), clause="6.4-3"
        )
    text = within(Commitment, "text", normalise_line(draft.text))
    if not text:
        raise Invalid(_("承诺内容没有填写。"), remedy=_("写明给什么、给多少、怎么给。"))
    if draft.amount_fen is not None and (draft.amount_fen <= 0 or not found.has_amount):
        raise Invalid(_("金额应大于零，且只用于与钱有关的类别。"), remedy=_("不是资金的留空。"))
    if draft.due_on is not None and draft.due_on < clock.today():
        raise Invalid(_("应履行日已经过去。"), remedy=_("填今天或以后的日期。"))
    return Commitment(
        center=center, promised_by=promiser, kind=found.code, measure=draft.measure, text=text,
        amount_fen=draft.amount_fen, due_on=draft.due_on, state=CommitmentState.DRAFT,
    )  # fmt: skip


def _need_day(commitment: Commitment) -> None:
    if commitment.due_on is None or commitment.due_on < clock.today():
        raise Invalid(_("应履行日没有填写，或已经过去。"), remedy=_("填今天或以后的日期。"))
