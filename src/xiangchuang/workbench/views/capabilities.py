"""Capabilities of the register: recorded, corrected, confirmed, withdrawn, each with its history."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.organizations.confirm_fact import confirm_capability
from xiangchuang.organizations.models import CapabilityKind, CapabilityLevel, CapabilityRecord
from xiangchuang.organizations.queries import capability_history
from xiangchuang.organizations.record_capability import correct_capability, record_capability
from xiangchuang.organizations.withdraw_statement import withdraw_capability
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.packs import current_pack
from xiangchuang.workbench.fact_table import field_words
from xiangchuang.workbench.register_forms import CapabilityCorrectionForm, CapabilityForm
from xiangchuang.workbench.statement_history import capability_words, changes_of
from xiangchuang.workbench.views.facts import (
    do_confirm,
    find_statement,
    recordable_organization,
    statement_context,
    statement_form,
    stored_evidence,
    withdrawal_form,
)

FEN_PER_WAN = 1_000_000


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: ActorRequest, pk: int) -> HttpResponse:
    """Record a platform, transfer case, project, patent or rule."""
    organization = recordable_organization(request.actor, pk)
    form = CapabilityForm(request.POST or None, request.FILES or None, pack=current_pack())

    def act(data: dict[str, Any]) -> str:
        record_capability(
            actor=request.actor, organization=organization, kind=CapabilityKind(data["kind"]),
            level=CapabilityLevel(data["level"]), title=data["title"], on=data["on"], source=data["source"],
            field=data["field"], amount_fen=_fen(data["amount"]),
            evidence=stored_evidence(request.actor, data),
        )  # fmt: skip
        return _("已登记“%(title)s”，等待确认。") % {"title": data["title"]}

    return statement_form(request, organization, form, act, _("登记能力记录"))


def _fen(wan: Decimal | None) -> int | None:
    return None if wan is None else int(wan * FEN_PER_WAN)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def capability(request: ActorRequest, pk: int, capability_id: int) -> HttpResponse:
    """Show a capability with its history; whoever may record corrects it here, with a reason."""
    found = find_statement(CapabilityRecord, request.actor, pk, capability_id)
    amount = None if found.amount_fen is None else Decimal(found.amount_fen) / FEN_PER_WAN
    initial = {
        "level": found.level, "title": found.title, "field": found.field, "on": found.on, "amount": amount,
    }  # fmt: skip
    form = CapabilityCorrectionForm(
        request.POST or None, request.FILES or None, pack=current_pack(), initial=initial
    )

    def act(data: dict[str, Any]) -> str:
        correct_capability(
            actor=request.actor, capability=found, reason=data["reason"],
            level=CapabilityLevel(data["level"]), title=data["title"], on=data["on"], field=data["field"],
            amount_fen=_fen(data["amount"]), source=data["source"],
            evidence=stored_evidence(request.actor, data),
        )  # fmt: skip
        return _("已更正，等待确认；原登记保留在历史里。")

    return answer_form(
        request, form, act, template="workbench/capability.html",
        then=reverse("workbench:organization", args=[found.organization_id]),
        context=_context(request.actor, found),
    )  # fmt: skip


def _context(actor: Actor, found: CapabilityRecord) -> dict[str, Any]:
    return statement_context(actor, found) | {
        "capability": found,
        "field": field_words(current_pack(), found.field),
        "changes": changes_of(capability_history(found), capability_words),
    }


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: ActorRequest, pk: int, capability_id: int) -> HttpResponse:
    """Take a capability back, with a reason."""
    found = find_statement(CapabilityRecord, request.actor, pk, capability_id)

    def act(data: dict[str, Any]) -> str:
        withdraw_capability(actor=request.actor, capability=found, reason=data["reason"])
        return _("已撤回；原登记保留在历史里。")

    back = reverse("workbench:capability", args=[pk, capability_id])
    return withdrawal_form(request, found.organization, capability_words(found), back, act)


@signed_in
@require_POST
def confirm(request: ActorRequest, pk: int, capability_id: int) -> HttpResponse:
    """Confirm a capability; the refusal of a second click leads back as well."""
    found = find_statement(CapabilityRecord, request.actor, pk, capability_id)
    do_confirm(request, lambda: confirm_capability(actor=request.actor, capability=found))
    return redirect("workbench:organization", found.organization_id)
