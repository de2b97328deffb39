"""The firm picks a center's answer: the demand is met and an agreed order begins (4.4-1)."""

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Blocked, NotFound
from xiangchuang.calendars import clock
from xiangchuang.marketplace.demands import owned_demand
from xiangchuang.marketplace.models import AnswerState, Demand, DemandAnswer, DemandState, Order, OrderState
from xiangchuang.marketplace.order_verbs import CLAUSE, write_step
from xiangchuang.marketplace.stop_serving import refuse_unless_serving
from xiangchuang.search.follow import refresh


def choose_answer(*, actor: Actor, answer: DemandAnswer, seen: int) -> Order:
    """Return the order. Both have said yes, the center by its answer: each sees the other's contact.

    `seen` is the demand's version. Raises NotFound (another firm's demand), Stale, Blocked (not open, the
    answer was taken back, or the center takes no new business).
    """
    demand = answer.demand
    refuse_unless_serving(answer.center)
    with transaction.atomic():
        acting = owned_demand(actor, demand, seen)
        chosen = DemandAnswer.objects.filter(pk=answer.pk, state=AnswerState.OFFERED)
        if not chosen.update(state=AnswerState.CHOSEN):
            raise Blocked(_("这份答复刚被中心撤回，没有选定。"), remedy=_("看看其他答复。"))
        demand.answers.filter(state=AnswerState.OFFERED).update(state=AnswerState.PASSED)
        demand.state = DemandState.MET
        demand.save()
        order = _order(actor, demand, answer)
        write_step(order, "choose", actor, acting, text=order.text, amount_fen=order.amount_fen)
        write_entry(
            actor, verb="choose_answer", acting=acting, subject=f"demand:{demand.pk}", clause=CLAUSE,
            detail={"center": answer.center_id, "order": order.pk},
        )  # fmt: skip
        refresh("demand", [demand.pk])
    return order


def _order(actor: Actor, demand: Demand, answer: DemandAnswer) -> Order:
    if actor.user is None:
        raise NotFound(_("没有这条需求，或者它不归您办理。"))
    return Order.objects.create(
        center=answer.center, organization=demand.organization, is_sme=demand.is_sme, kind=answer.kind,
        offering=answer.offering, answer=answer, title=demand.title, text=demand.text,
        wanted_by=demand.wanted_by, state=OrderState.AGREED, amount_fen=answer.price_fen,
        deliver_by=answer.deliver_by, terms=answer.text, agreed_on=clock.today(),
        firm_contact_name=demand.contact_name, firm_contact_phone=demand.contact_phone,
        center_contact_name=answer.contact_name, center_contact_phone=answer.contact_phone,
        requested_by=actor.user, is_sample=demand.is_sample,
    )  # fmt: skip
