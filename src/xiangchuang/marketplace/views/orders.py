"""Asking a center for a service, one order, and the page of each of its steps."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.refusals import Blocked, NotFound, NotPermitted
from xiangchuang.centers.models import Center
from xiangchuang.marketplace.carry_out_order import (
    accept_delivery,
    agree_order,
    cancel_order,
    close_order,
    decline_order,
    deliver_order,
    paid_fen,
    quote_order,
    record_payment,
    return_delivery,
    withdraw_order,
)
from xiangchuang.marketplace.contracts import received_under
from xiangchuang.marketplace.forms import (
    AnswerRatingForm,
    DeliveryForm,
    OptionalReasonForm,
    OrderForm,
    PaymentForm,
    PlainForm,
    QuoteForm,
    RatingForm,
    ReasonForm,
)
from xiangchuang.marketplace.models import Offering, OfferingKind, Order, OrderKind, OrderStep
from xiangchuang.marketplace.models.orders import AGREED_STATES
from xiangchuang.marketplace.order_verbs import (
    LINK_CONTRACT,
    ORDER_VERBS,
    UNLINK_CONTRACT,
    OrderVerb,
    acting_on,
    offered_verbs,
)
from xiangchuang.marketplace.permissions import as_center, may_see_desk
from xiangchuang.marketplace.queries import order_contacts
from xiangchuang.marketplace.rate_order import answer_rating, rate_order
from xiangchuang.marketplace.registers import LABORATORIES
from xiangchuang.marketplace.request_order import OrderDraft, request_order
from xiangchuang.marketplace.step_words import step_words
from xiangchuang.marketplace.views.finding import find_offering, find_order
from xiangchuang.pages import figures
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.parts import Action, Entry
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen
from xiangchuang.research.registers import CONTRACTS
from xiangchuang.research.registers import RECEIPTS as CONTRACT_RECEIPTS

FORM = "marketplace/form.html"
STEPS: Mapping[str, tuple[type[forms.Form], Callable[..., object]]] = {
    "quote": (QuoteForm, quote_order),
    "decline": (ReasonForm, decline_order),
    "agree": (PlainForm, agree_order),
    "withdraw": (ReasonForm, withdraw_order),
    "deliver": (DeliveryForm, deliver_order),
    "accept": (PlainForm, accept_delivery),
    "return": (ReasonForm, return_delivery),
    "pay": (PaymentForm, record_payment),
    "close": (OptionalReasonForm, close_order),
    "cancel": (ReasonForm, cancel_order),
    "rate": (RatingForm, rate_order),
    "answer-rating": (AnswerRatingForm, answer_rating),
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def order_offering(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask for a service of the directory."""
    offering = find_offering(pk)
    return _request_page(request, offering.center, offering)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def order_center(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask a center for contract R&D or a joint laboratory, whatever its directory holds."""
    center = Center.objects.filter(pk=pk).first()
    if center is None:
        raise NotFound(_("没有这个中心。"))
    return _request_page(request, center, None)


def _request_page(request: ActorRequest, center: Center, offering: Offering | None) -> HttpResponse:
    is_service = offering is not None and offering.kind != OfferingKind.RESULT
    first = {"kind": OrderKind.SERVICE if is_service else OrderKind.CONTRACT_RD}
    if offering is not None:
        first["title"] = offering.name[:100]  # type: ignore[assignment]
    form = OrderForm(request.POST or None, actor=request.actor, initial=first)

    def act(data: dict[str, Any]) -> str:
        order = request_order(actor=request.actor, center=center, offering=offering, draft=OrderDraft(**data))
        return _("已提出，订单号 %(number)s，等%(center)s报价。") % {
            "number": order.number,
            "center": center.name,
        }

    back = reverse("marketplace:offering", args=[offering.pk]) if offering else reverse("marketplace:home")
    return answer_form(
        request, form, act, template=FORM, then=reverse("marketplace:mine"),
        context={
            "heading": _("向%(center)s提出服务要求") % {"center": center.name}, "button": _("提交"),
            "back": back, "crumbs": [(back, offering.name if offering else _("服务"))], "clause": "4.4-1",
            "note": offering.summary if offering else "",
        },
    )  # fmt: skip


@signed_in
@require_safe
def order(request: ActorRequest, pk: int) -> HttpResponse:
    """Show an order: where it stands, what was agreed and paid, who may do what now."""
    found = find_order(request.actor, pk)
    contacts = order_contacts(request.actor, found)
    context = {
        "order": found,
        "actions": order_actions(request.actor, found),
        "contacts": contacts,
        "payments": found.payments.all(),
        "paid_fen": paid_fen(found),
        "rating": getattr(found, "rating", None),
        "laboratory": getattr(found, "laboratory", None),
        "history": [
            Entry(
                step.at, _who(request.actor, step, is_agreed=contacts is not None), step_words(step.verb),
                detail="\n".join(t for t in (_amount(step.amount_fen), step.text) if t),
            )
            for step in found.steps.all()
        ],
        "waits_for": waits_for(found),
        "contract": contract_of(request.actor, found),
    }  # fmt: skip
    return render(request, "marketplace/order.html", context)


def _who(actor: Actor, step: OrderStep, *, is_agreed: bool) -> str:
    """Return who did a step: until both agree each side reads the other's organisation, not the person."""
    own = step.organization_name in {held.organization_name for held in actor.appointments}
    if not (is_agreed or own):
        return step.organization_name
    return step.by_name + _("（%(unit)s）") % {"unit": step.organization_name}


def contract_of(actor: Actor, order: Order) -> dict[str, Any] | None:
    """Return the technology contract whose receipts count for the order, with its pages for their readers."""
    contract = order.contract
    if contract is None or not order.is_paid_by_contract:
        return None
    here, code = order.center_id, CONTRACT_RECEIPTS.code
    return {
        "name": str(contract), "received": received_under(contract),
        "url": reverse("centers:entry", args=[here, CONTRACTS.code, contract.pk])
        if may_see_desk(actor, order.center) else "",
        "record_url": f"{reverse('centers:new-entry', args=[here, code])}?contract={contract.pk}"
        if as_center(actor, order.center) else "",
    }  # fmt: skip


def waits_for(order: Order) -> str:
    """Return who has the next word, in words."""
    if order.state in {"requested", "agreed", "accepted"}:
        return order.center.name
    return order.organization.name if order.state in {"quoted", "delivered"} else ""


def _amount(fen: int | None) -> str:
    return "" if fen is None else figures.yuan_text(fen)


def order_actions(actor: Actor, order: Order) -> list[Action]:
    """Return the buttons of an order for this person."""
    actions = [
        Action(str(verb.label), _step_url(order, verb), method="get", kind=verb.tone)
        for verb in offered_verbs(actor, order)
    ]
    if (said := _about_contract(actor, order)) is not None:
        actions.append(said)
    if _may_open_laboratory(actor, order):
        asked = urlencode({
            "order": order.pk, "organization": order.organization.uscc or order.organization.name,
            "name": order.title, "purpose": order.text,
        })  # fmt: skip
        url = reverse("centers:new-entry", args=[order.center_id, LABORATORIES.code])
        actions.append(Action(_("登记联合实验室"), f"{url}?{asked}", method="get"))
    return actions


def _about_contract(actor: Actor, order: Order) -> Action | None:
    verb = UNLINK_CONTRACT if order.is_paid_by_contract else LINK_CONTRACT
    if order.state not in verb.before or acting_on(verb, actor, order) is None:
        return None
    return Action(str(verb.label), reverse(f"marketplace:{verb.code}", args=[order.pk]), method="get")


def _may_open_laboratory(actor: Actor, order: Order) -> bool:
    return (
        order.kind == OrderKind.JOINT_LABORATORY
        and order.state in AGREED_STATES
        and getattr(order, "laboratory", None) is None
        and as_center(actor, order.center) is not None
    )


def _step_url(order: Order, verb: OrderVerb) -> str:
    return reverse(f"marketplace:{verb.code}-order", args=[order.pk])


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """Show the form of one step, do it once, keep what was typed when it is refused."""
    found = find_order(request.actor, pk)
    verb = next(verb for verb in ORDER_VERBS if verb.code == code)
    if acting_on(verb, request.actor, found) is None:
        raise NotPermitted(_("“%(verb)s”不由您这一方办理。") % {"verb": verb.label}, clause="4.4-1")
    if request.method != "POST" and found.state not in verb.before:
        raise Blocked(
            _("订单现在是“%(state)s”，不能%(verb)s。")
            % {"state": found.get_state_display(), "verb": verb.label},
            remedy=_("打开订单查看最新进展。"),
        )
    form_class, do = STEPS[code]
    form = _form(form_class, request, found)

    def act(data: dict[str, Any]) -> str:
        do(
            actor=request.actor,
            order=found,
            seen=version_seen(request),
            **data,
        )
        return _("%(number)s：已%(verb)s。") % {"number": found.number, "verb": verb.label}

    back = reverse("marketplace:order", args=[found.pk])
    return answer_form(
        request, form, act, template=FORM, then=back,
        context={
            "heading": f"{verb.label} · {found.title}", "button": verb.label, "back": back, "clause": "4.4-1",
            "crumbs": [(back, found.number)], "version": found.version, "is_danger": verb.tone == "danger",
            "order": found,
        },
    )  # fmt: skip


def _form(form_class: type[forms.Form], request: ActorRequest, order: Order) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    if not issubclass(form_class, QuoteForm):
        return form_class(data)
    first = {
        "amount_fen": order.amount_fen, "deliver_by": order.deliver_by or order.wanted_by,
        "terms": order.terms,
    }  # fmt: skip
    return form_class(data, actor=request.actor, initial=first)
