"""The life of an order as a table: who does what from which state; and the one way to do a step."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Blocked, NotFound, NotPermitted, Stale
from xiangchuang.marketplace.models import Order, OrderState, OrderStep
from xiangchuang.marketplace.models.orders import AGREED_STATES
from xiangchuang.marketplace.permissions import as_center, as_firm
from xiangchuang.marketplace.queries import may_view_order

CLAUSE = "4.4-1"
Side = Literal["firm", "center"]


@dataclass(frozen=True)
class OrderVerb:
    """One thing to do: by which sides, in which states, and where it leads ("" when the state stays)."""

    code: str
    label: str | Promise
    sides: tuple[Side, ...]
    before: frozenset[str]
    after: str = ""
    tone: Literal["primary", "plain", "danger"] = "plain"


def _verb(
    code: str,
    label: Promise,
    sides: tuple[Side, ...],
    before: str,
    after: str = "",
    tone: Literal["primary", "plain", "danger"] = "plain",
) -> OrderVerb:
    return OrderVerb(code, label, sides, frozenset(before.split()), after, tone)


QUOTE = _verb("quote", gettext_lazy("报价"), ("center",), "requested quoted", "quoted", "primary")
DECLINE = _verb("decline", gettext_lazy("不承接"), ("center",), "requested quoted", "declined", "danger")
AGREE = _verb("agree", gettext_lazy("同意报价"), ("firm",), "quoted", "agreed", "primary")
WITHDRAW = _verb("withdraw", gettext_lazy("撤回"), ("firm",), "requested quoted", "withdrawn", "danger")
DELIVER = _verb("deliver", gettext_lazy("交付"), ("center",), "agreed", "delivered", "primary")
ACCEPT = _verb("accept", gettext_lazy("验收"), ("firm",), "delivered", "accepted", "primary")
RETURN = _verb("return", gettext_lazy("退回整改"), ("firm",), "delivered", "agreed")
PAY = _verb("pay", gettext_lazy("登记到账"), ("center",), "agreed delivered accepted")
CLOSE = _verb("close", gettext_lazy("办结"), ("center",), "accepted", "closed", "primary")
CANCEL = _verb("cancel", gettext_lazy("解除"), ("firm", "center"), "agreed", "cancelled", "danger")
RATE = _verb("rate", gettext_lazy("评价"), ("firm",), "delivered accepted closed", "", "primary")
ANSWER_RATING = _verb("answer-rating", gettext_lazy("答复评价"), ("center",), "delivered accepted closed")

ORDER_VERBS = (
    QUOTE, DECLINE, AGREE, WITHDRAW, DELIVER, ACCEPT, RETURN, PAY, CLOSE, CANCEL, RATE, ANSWER_RATING,
)  # fmt: skip

_ONCE_AGREED = " ".join(AGREED_STATES)
LINK_CONTRACT = _verb("link-contract", gettext_lazy("关联技术合同"), ("center",), _ONCE_AGREED)
UNLINK_CONTRACT = _verb("unlink-contract", gettext_lazy("取消关联技术合同"), ("center",), _ONCE_AGREED)
CONTRACT_VERBS = (LINK_CONTRACT, UNLINK_CONTRACT)
"""Said of an order at any time after the agreement; they lead to no other state."""


def acting_on(verb: OrderVerb, actor: Actor, order: Order) -> HeldAppointment | None:
    """Return the appointment under which the actor may do the verb on this order, whatever its state."""
    for side in verb.sides:
        acting = as_firm(actor, order.organization_id) if side == "firm" else as_center(actor, order.center)
        if acting is not None:
            return acting
    return None


def offered_verbs(actor: Actor, order: Order) -> list[OrderVerb]:
    """Return what the actor can do with the order now, the likeliest first; nothing is rated twice."""
    rating = getattr(order, "rating", None)
    spent = {RATE.code} if rating else {ANSWER_RATING.code}
    if rating and rating.answered_at:
        spent.add(ANSWER_RATING.code)
    if order.is_paid_by_contract:
        spent.add(PAY.code)
    return [
        verb
        for verb in ORDER_VERBS
        if order.state in verb.before and verb.code not in spent and acting_on(verb, actor, order)
    ]


@contextmanager
def order_step(
    verb: OrderVerb, *, actor: Actor, order: Order, seen: int, text: str = "", amount_fen: int | None = None
) -> Iterator[Order]:
    """Let the body change the order, then save it, write the step and the ledger entry, in one transaction.

    Raises NotFound (not theirs to know of), NotPermitted (the other side's verb), Stale, Blocked (not now).
    """
    if not may_view_order(actor, order):
        raise NotFound(_("没有这个订单，或者它不归您查看。"))
    acting = acting_on(verb, actor, order)
    if acting is None:
        raise NotPermitted(_("“%(verb)s”不由您这一方办理。") % {"verb": verb.label}, clause=CLAUSE)
    with transaction.atomic():
        row = _claimed(order, seen)
        if row.state not in verb.before:
            raise Blocked(
                _("订单现在是“%(state)s”，不能%(verb)s。")
                % {"state": row.get_state_display(), "verb": verb.label},
                remedy=_("打开订单查看最新进展。"),
            )
        row.state = verb.after or row.state
        yield row
        row.save()
        write_step(row, verb.code, actor, acting, text=text, amount_fen=amount_fen)
    order.refresh_from_db()


def _claimed(order: Order, seen: int) -> Order:
    if not Order.objects.filter(pk=order.pk, version=seen).update(version=seen + 1):
        raise Stale(
            _("订单刚被办理过，本次操作没有生效，您写的内容还在。"), remedy=_("对照最新进展后重新提交。")
        )
    return Order.objects.select_related("center", "organization", "contract").get(pk=order.pk)


def write_step(
    order: Order,
    code: str,
    actor: Actor,
    acting: HeldAppointment,
    *,
    text: str = "",
    amount_fen: int | None = None,
) -> None:
    """Write what was done into the order's own history and into the ledger."""
    OrderStep.objects.create(
        order=order, verb=code, by_name=actor.name[:100], organization_name=acting.organization_name,
        text=text, amount_fen=amount_fen,
    )  # fmt: skip
    write_entry(
        actor, verb=f"order_{code.replace('-', '_')}", acting=acting, subject=f"order:{order.pk}",
        clause=CLAUSE,
        detail={"state": str(OrderState(order.state)), "amount_fen": amount_fen},
    )  # fmt: skip
