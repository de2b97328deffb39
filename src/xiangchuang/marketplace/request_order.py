"""A firm asks a center for a service, for contract R&D or for a joint laboratory (4.4-1)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.marketplace.models import Offering, Order, OrderKind
from xiangchuang.marketplace.order_verbs import CLAUSE, write_step
from xiangchuang.marketplace.permissions import as_firm
from xiangchuang.marketplace.stop_serving import refuse_unless_serving
from xiangchuang.organizations.models import Organization


@dataclass(frozen=True)
class OrderDraft:
    """What the firm asks for and whom the center may call once both agree."""

    kind: OrderKind
    title: str
    text: str
    contact_name: str
    contact_phone: str
    wanted_by: date | None = None


def request_order(
    *, actor: Actor, center: Center, draft: OrderDraft, offering: Offering | None = None
) -> Order:
    """Return the new order, which waits for the center's quote.

    Raises NotPermitted, Invalid, Blocked (the resource is withdrawn, or the firm is the center's own lead).
    """
    acting = as_firm(actor)
    if acting is None:
        raise NotPermitted(_("服务由企业等单位提出。"), remedy=_("用单位的账号登录后提出。"), clause=CLAUSE)
    refuse_unless_serving(center)
    firm = Organization.objects.get(pk=acting.organization_id)
    if firm.pk in (center.lead_id, center.organization_id):
        raise Blocked(_("本单位就是这个中心的牵头单位，内部任务不作为服务订单。"), clause=CLAUSE)
    if offering is not None and (not offering.is_standing or offering.center_id != center.pk):
        raise Blocked(_("这项资源已撤下。"), remedy=_("在目录中另找，或直接向中心提出。"))
    order = Order(
        center=center, organization=firm, is_sme=firm.is_sme, kind=draft.kind, offering=offering,
        title=within(Order, "title", normalise_line(draft.title)),
        text=within(Order, "text", normalise_text(draft.text)),
        wanted_by=draft.wanted_by, requested_by=actor.user,
        firm_contact_name=within(Order, "firm_contact_name", normalise_line(draft.contact_name)),
        firm_contact_phone=within(Order, "firm_contact_phone", normalise_line(draft.contact_phone)),
        is_sample=center.is_sample,
    )  # fmt: skip
    _check(order)
    with transaction.atomic():
        order.save(force_insert=True)
        write_step(order, "request", actor, acting, text=order.text)
    return order


def _check(order: Order) -> None:
    if not order.title or not order.text:
        raise Invalid(_("事项或要求没有填写。"), remedy=_("写明要解决什么、做到什么程度。"))
    if not order.firm_contact_name or not order.firm_contact_phone:
        raise Invalid(_("联系人没有填写。"), remedy=_("双方达成一致之后，中心才看到联系人。"))
    if order.wanted_by is not None and order.wanted_by < clock.today():
        raise Invalid(_("希望完成日已经过去。"), remedy=_("改为今天以后的日子，或不填。"))
