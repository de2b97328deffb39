"""The pages on which a center names the technology contract of an order, or takes it back."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import Blocked, NotPermitted
from xiangchuang.marketplace.carry_out_order import paid_fen
from xiangchuang.marketplace.contracts import (
    Fit,
    contracts_for,
    link_contract,
    received_under,
    unlink_contract,
)
from xiangchuang.marketplace.forms import ContractForm, PlainForm
from xiangchuang.marketplace.models import Order
from xiangchuang.marketplace.order_verbs import LINK_CONTRACT, UNLINK_CONTRACT, OrderVerb, acting_on
from xiangchuang.marketplace.views.finding import find_order
from xiangchuang.pages import figures
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen

FORM = "marketplace/order_contract.html"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: ActorRequest, pk: int) -> HttpResponse:
    """Name the contract: those that fit stand first, any other is typed by its number."""
    found = _found(request, pk, LINK_CONTRACT)
    if request.method != "POST" and found.is_paid_by_contract:
        raise Blocked(_("这个订单已关联技术合同。"), remedy=_("要换合同的，先取消关联。"))
    fits = contracts_for(found)
    form = ContractForm(
        request.POST if request.method == "POST" else None, center=found.center,
        choices=[(fit.contract.pk, _offered(fit)) for fit in fits],
    )  # fmt: skip

    def act(data: dict[str, Any]) -> str:
        link_contract(actor=request.actor, order=found, seen=version_seen(request), contract=data["contract"])
        return _("%(number)s 已关联技术合同，收入按合同到账计。") % {"number": found.number}

    return _answer(request, found, form, act, LINK_CONTRACT, paid=paid_fen(found), fits=fits)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def unlink(request: ActorRequest, pk: int) -> HttpResponse:
    """Take the contract back."""
    found = _found(request, pk, UNLINK_CONTRACT)
    if request.method != "POST" and found.contract is None:
        raise Blocked(_("这个订单没有关联技术合同。"))
    form = PlainForm(request.POST if request.method == "POST" else None)

    def act(_data: dict[str, Any]) -> str:
        unlink_contract(actor=request.actor, order=found, seen=version_seen(request))
        return _("%(number)s 已取消关联，收入按订单到账计。") % {"number": found.number}

    received = received_under(found.contract) if found.contract else 0
    return _answer(
        request, found, form, act, UNLINK_CONTRACT, paid=paid_fen(found), received=received, unlinks=True
    )


def _found(request: ActorRequest, pk: int, verb: OrderVerb) -> Order:
    found = find_order(request.actor, pk)
    if acting_on(verb, request.actor, found) is None:
        raise NotPermitted(_("“%(verb)s”不由您这一方办理。") % {"verb": verb.label}, clause="4.4-1")
    if request.method != "POST" and found.state not in verb.before:
        raise Blocked(
            _("订单现在是“%(state)s”，不能%(verb)s。")
            % {"state": found.get_state_display(), "verb": verb.label},
            remedy=_("双方达成一致之后再办。"),
        )
    return found


def _offered(fit: Fit) -> str:
    return _("%(contract)s，%(amount)s，%(day)s 签订（%(reasons)s）") % {
        "contract": fit.contract, "amount": figures.money_text(fit.contract.agreed_fen),
        "day": figures.iso_day(fit.contract.signed_on), "reasons": _("、").join(map(str, fit.reasons)),
    }  # fmt: skip


def _answer(
    request: ActorRequest, order: Order, form: Any, act: Any, verb: OrderVerb, **context: Any
) -> HttpResponse:
    back = reverse("marketplace:order", args=[order.pk])
    return answer_form(
        request, form, act, template=FORM, then=back,
        context={
            "order": order, "button": verb.label, "back": back, "crumbs": [(back, order.number)],
            "heading": _("%(verb)s · %(title)s") % {"verb": verb.label, "title": order.title},
            "clause": "4.4-1", "version": version_seen(request) or order.version, **context,
        },
    )  # fmt: skip
