"""An order's steps after the request: quote, agreement, delivery, acceptance, money, closing (4.4-1)."""

from datetime import date

from django.db import IntegrityError
from django.db.models import Sum
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.marketplace.models import Order, Payment
from xiangchuang.marketplace.order_verbs import (
    ACCEPT,
    AGREE,
    CANCEL,
    CLOSE,
    DECLINE,
    DELIVER,
    PAY,
    QUOTE,
    RETURN,
    WITHDRAW,
    OrderVerb,
    order_step,
)


def quote_order(
    *,
    actor: Actor,
    order: Order,
    seen: int,
    amount_fen: int,
    deliver_by: date,
    terms: str,
    contact_name: str,
    contact_phone: str,
) -> None:
    """The center says for how much (fen) and by when; a later quote replaces an earlier one."""
    text = within(Order, "terms", normalise_text(terms))
    name = within(Order, "center_contact_name", normalise_line(contact_name))
    phone = within(Order, "center_contact_phone", normalise_line(contact_phone))
    if amount_fen < 0 or deliver_by < clock.today():
        raise Invalid(_("报价是负数，或完成日已经过去。"), remedy=_("免费的填 0；完成日填今天以后。"))
    if not name or not phone:
        raise Invalid(_("中心的联系人没有填写。"), remedy=_("企业同意报价之后才看到联系人。"))
    with order_step(QUOTE, actor=actor, order=order, seen=seen, text=text, amount_fen=amount_fen) as row:
        row.amount_fen, row.deliver_by, row.terms = amount_fen, deliver_by, text
        row.center_contact_name, row.center_contact_phone = name, phone


def agree_order(*, actor: Actor, order: Order, seen: int) -> None:
    """The firm takes the quote; from now on each side sees the other's contact."""
    with order_step(AGREE, actor=actor, order=order, seen=seen, amount_fen=order.amount_fen) as row:
        row.agreed_on = clock.today()


def decline_order(*, actor: Actor, order: Order, seen: int, reason: str) -> None:
    """The center does not take it on, and says why."""
    _end(DECLINE, actor, order, seen, reason)


def withdraw_order(*, actor: Actor, order: Order, seen: int, reason: str) -> None:
    """The firm takes its request back before it agreed."""
    _end(WITHDRAW, actor, order, seen, reason)


def cancel_order(*, actor: Actor, order: Order, seen: int, reason: str) -> None:
    """Either side ends an agreed order that is not delivered; what was paid stays on record."""
    _end(CANCEL, actor, order, seen, reason)


def _end(verb: OrderVerb, actor: Actor, order: Order, seen: int, reason: str) -> None:
    said = _said(reason)
    with order_step(verb, actor=actor, order=order, seen=seen, text=said) as row:
        row.reason = said


def deliver_order(*, actor: Actor, order: Order, seen: int, delivery: str) -> None:
    """The center hands over what was agreed and says what it is."""
    text = within(Order, "delivery", normalise_text(delivery))
    if not text:
        raise Invalid(_("交付内容没有填写。"), remedy=_("写明交了哪些报告、样品、图纸或数据。"))
    with order_step(DELIVER, actor=actor, order=order, seen=seen, text=text) as row:
        row.delivery, row.delivered_on = text, clock.today()


def accept_delivery(*, actor: Actor, order: Order, seen: int) -> None:
    """The firm accepts what was delivered."""
    with order_step(ACCEPT, actor=actor, order=order, seen=seen) as row:
        row.accepted_on = clock.today()


def return_delivery(*, actor: Actor, order: Order, seen: int, reason: str) -> None:
    """The firm sends a delivery back with what is missing; the order is under way again."""
    said = _said(reason)
    with order_step(RETURN, actor=actor, order=order, seen=seen, text=said) as row:
        row.delivered_on = None


def record_payment(
    *, actor: Actor, order: Order, seen: int, amount_fen: int, paid_on: date, reference: str
) -> None:
    """The center writes down money received, in fen; the sum never exceeds what was agreed.

    Raises Blocked, too, where the order is carried out under a technology contract, whose receipts count.
    """
    name = within(Payment, "reference", normalise_line(reference))
    if amount_fen <= 0 or paid_on > clock.today() or not name:
        raise Invalid(
            _("金额、到账日或凭证号不成立。"),
            remedy=_("金额大于 0，到账日不晚于今天，写明银行回单或发票号。"),
        )
    try:
        with order_step(PAY, actor=actor, order=order, seen=seen, text=name, amount_fen=amount_fen) as row:
            if row.is_paid_by_contract:
                raise Blocked(
                    _("这个订单按技术合同履行，到账记在合同下，没有在订单下登记。"),
                    remedy=_("到技术合同的“合同到账”登记；关联有误的，先取消关联。"),
                )
            if paid_fen(row) + amount_fen > (row.amount_fen or 0):
                raise Blocked(
                    _("到账合计会超过约定金额，没有登记。"), remedy=_("核对金额；约定有变化的，另立订单。")
                )
            assert actor.user is not None
            Payment.objects.create(
                order=row, amount_fen=amount_fen, paid_on=paid_on, reference=name, recorded_by=actor.user
            )
    except IntegrityError as error:
        raise Blocked(_("凭证号 %(name)s 已登记过。") % {"name": name}, remedy=_("核对是否重复。")) from error


def close_order(*, actor: Actor, order: Order, seen: int, reason: str = "") -> None:
    """The center closes an accepted order; unless it is paid in full, or by its contract, it says why."""
    said = within(Order, "reason", normalise_line(reason))
    with order_step(CLOSE, actor=actor, order=order, seen=seen, text=said) as row:
        short = paid_fen(row) < (row.amount_fen or 0) and not row.is_paid_by_contract
        if short and not said:
            raise Invalid(_("款项没有到齐。"), remedy=_("先登记到账，或写明为何不再收。"))
        row.closed_on, row.reason = clock.today(), said


def paid_fen(order: Order) -> int:
    """Return the money received so far, in fen."""
    total: int | None = order.payments.aggregate(total=Sum("amount_fen"))["total"]
    return total or 0


def _said(reason: str) -> str:
    said = within(Order, "reason", normalise_line(reason))
    if not said:
        raise Invalid(_("原因没有填写。"), remedy=_("用一两句话写明，对方会看到。"))
    return said
