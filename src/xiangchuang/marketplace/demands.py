"""The demand board's verbs: post, close, answer, take an answer back, choose one (4.4-1)."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.marketplace.models import AnswerState, Demand, DemandAnswer, DemandState, Offering, OrderKind
from xiangchuang.marketplace.order_verbs import CLAUSE
from xiangchuang.marketplace.permissions import as_center, as_firm
from xiangchuang.marketplace.stop_serving import refuse_unless_serving
from xiangchuang.organizations.models import Organization
from xiangchuang.search.follow import refresh


@dataclass(frozen=True)
class DemandDraft:
    """A problem in the firm's own words; budget in fen."""

    title: str
    text: str
    contact_name: str
    contact_phone: str
    field: str = ""
    industry: str = ""
    wanted_by: date | None = None
    budget_from_fen: int | None = None
    budget_to_fen: int | None = None


@dataclass(frozen=True)
class AnswerDraft:
    """What a center proposes; price in fen."""

    kind: OrderKind
    text: str
    price_fen: int
    deliver_by: date
    contact_name: str
    contact_phone: str
    offering: Offering | None = None


def post_demand(*, actor: Actor, draft: DemandDraft, is_sample: bool = False) -> Demand:
    """Return the new demand, open on the board. Raises NotPermitted, Invalid."""
    acting = as_firm(actor)
    if acting is None:
        raise NotPermitted(_("需求由企业等单位发布。"), remedy=_("用单位的账号登录后发布。"), clause=CLAUSE)
    firm = Organization.objects.get(pk=acting.organization_id)
    demand = Demand(
        organization=firm, is_sme=firm.is_sme, field=draft.field[:64],
        title=within(Demand, "title", normalise_line(draft.title)),
        text=within(Demand, "text", normalise_text(draft.text)),
        industry=within(Demand, "industry", normalise_line(draft.industry)) or firm.industry,
        wanted_by=draft.wanted_by, budget_from_fen=draft.budget_from_fen, budget_to_fen=draft.budget_to_fen,
        contact_name=within(Demand, "contact_name", normalise_line(draft.contact_name)),
        contact_phone=within(Demand, "contact_phone", normalise_line(draft.contact_phone)),
        posted_by=actor.user, is_sample=is_sample,
    )  # fmt: skip
    _check(demand)
    with transaction.atomic():
        demand.save(force_insert=True)
        _entry(actor, acting, "post_demand", demand, is_sme=firm.is_sme)
    return demand


def _check(demand: Demand) -> None:
    if not demand.title or not demand.text:
        raise Invalid(_("标题或问题描述没有填写。"), remedy=_("写明现状、难处和想达到的指标。"))
    if not demand.contact_name or not demand.contact_phone:
        raise Invalid(_("联系人没有填写。"), remedy=_("选定答复之后，对方中心才看到联系人。"))
    low, high = demand.budget_from_fen or 0, demand.budget_to_fen
    if low < 0 or (high is not None and high < low):
        raise Invalid(_("预算范围不成立。"), remedy=_("下限不小于 0，上限不小于下限。"))
    if demand.wanted_by is not None and demand.wanted_by < clock.today():
        raise Invalid(_("希望完成日已经过去。"), remedy=_("改为今天以后的日子，或不填。"))


def close_demand(*, actor: Actor, demand: Demand, seen: int, reason: str) -> None:
    """Take a demand off the board; its answers lapse. Raises NotPermitted, Invalid, Blocked, Stale."""
    acting = _owner(actor, demand)
    said = within(Demand, "closed_reason", normalise_line(reason))
    if not said:
        raise Invalid(_("结束原因没有填写。"), remedy=_("用一句话写明，例如已自行解决。"))
    with transaction.atomic():
        _claim(demand, seen)
        demand.state, demand.closed_reason = DemandState.CLOSED, said
        demand.save()
        demand.answers.filter(state=AnswerState.OFFERED).update(state=AnswerState.PASSED)
        _entry(actor, acting, "close_demand", demand, reason=said)


def answer_demand(*, actor: Actor, demand: Demand, center: Center, draft: AnswerDraft) -> DemandAnswer:
    """Return a center's answer; one at a time a center.

    Raises NotPermitted, Invalid, Blocked (not open any more, answered already, its own demand, or the center
    takes no new business).
    """
    acting = as_center(actor, center)
    if acting is None:
        raise NotPermitted(_("需求由中心的人员答复。"), clause=CLAUSE)
    if demand.organization_id in (center.lead_id, center.organization_id):
        raise Blocked(_("这是本单位自己的需求，不能由本中心答复。"), clause=CLAUSE)
    refuse_unless_serving(center)
    answer = DemandAnswer(
        demand=demand, center=center, offering=draft.offering, kind=draft.kind,
        text=within(DemandAnswer, "text", normalise_text(draft.text)),
        price_fen=draft.price_fen, deliver_by=draft.deliver_by,
        contact_name=within(DemandAnswer, "contact_name", normalise_line(draft.contact_name)),
        contact_phone=within(DemandAnswer, "contact_phone", normalise_line(draft.contact_phone)),
        answered_by=actor.user,
    )  # fmt: skip
    if not answer.text or not answer.contact_name or not answer.contact_phone:
        raise Invalid(
            _("方案或联系人没有填写。"), remedy=_("写明怎么做、交什么；联系人在选定之后才给对方看。")
        )
    if answer.price_fen < 0 or answer.deliver_by < clock.today():
        raise Invalid(_("报价是负数，或完成日已经过去。"), remedy=_("免费的填 0；完成日填今天以后。"))
    if draft.offering is not None and draft.offering.center_id != center.pk:
        raise Invalid(_("所选资源不是本中心的。"), remedy=_("从本中心的目录中选。"))
    try:
        with transaction.atomic():
            # The row is locked, so that an answer never arrives at a demand that is being closed.
            state = Demand.objects.select_for_update().values_list("state", flat=True).get(pk=demand.pk)
            if state != DemandState.OPEN:
                raise Blocked(_("这条需求已不再征集。"), remedy=_("在需求榜上看其他需求。"))
            answer.save(force_insert=True)
            _entry(actor, acting, "answer_demand", demand, center=center.pk, price_fen=answer.price_fen)
    except IntegrityError as error:
        raise Blocked(_("本中心已答复过这条需求。"), remedy=_("先撤回原来的答复，再重新答复。")) from error
    return answer


def withdraw_answer(*, actor: Actor, answer: DemandAnswer) -> None:
    """Take a center's answer back before it is chosen. Raises NotPermitted, Blocked."""
    acting = as_center(actor, answer.center)
    if acting is None:
        raise NotPermitted(_("答复由作出答复的中心撤回。"), clause=CLAUSE)
    with transaction.atomic():
        waiting = DemandAnswer.objects.filter(pk=answer.pk, state=AnswerState.OFFERED)
        if not waiting.update(state=AnswerState.WITHDRAWN):
            raise Blocked(_("这份答复已被选定或已结束，不能撤回。"), remedy=_("已成订单的，在订单页解除。"))
        _entry(actor, acting, "withdraw_answer", answer.demand, center=answer.center_id)
    answer.refresh_from_db()


def _owner(actor: Actor, demand: Demand) -> HeldAppointment:
    acting = as_firm(actor, demand.organization_id)
    if acting is None:
        raise NotPermitted(_("需求由发布的单位办理。"), clause=CLAUSE)
    return acting


def _claim(demand: Demand, seen: int) -> None:
    if not Demand.objects.filter(pk=demand.pk, version=seen).update(version=seen + 1):
        raise Stale(_("这条需求刚被办理过，本次操作没有生效。"), remedy=_("查看最新状态后再办。"))
    demand.refresh_from_db()
    if demand.state != DemandState.OPEN:
        raise Blocked(_("这条需求已不再征集。"), remedy=_("需要时另发布一条。"))


def _entry(
    actor: Actor, acting: HeldAppointment, verb: str, demand: Demand, **detail: str | int | bool
) -> None:
    write_entry(actor, verb=verb, acting=acting, subject=f"demand:{demand.pk}", clause=CLAUSE, detail=detail)
    refresh("demand", [demand.pk])


def owned_demand(actor: Actor, demand: Demand, seen: int) -> HeldAppointment:
    """Claim an open demand for its own firm in the running transaction; return the appointment.

    Raises NotFound (another firm's), Stale, Blocked.
    """
    if as_firm(actor, demand.organization_id) is None:
        raise NotFound(_("没有这条需求，或者它不归您办理。"))
    acting = _owner(actor, demand)
    _claim(demand, seen)
    return acting
