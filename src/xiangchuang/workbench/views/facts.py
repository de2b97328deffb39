"""Yearly facts of the register: recorded, corrected, confirmed, withdrawn."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store
from xiangchuang.organizations.apps import EVIDENCE
from xiangchuang.organizations.confirm_fact import confirm_fact
from xiangchuang.organizations.jumps import jumps_beside
from xiangchuang.organizations.models import CapabilityRecord, FactRecord, Organization
from xiangchuang.organizations.permissions import may_confirm, may_record
from xiangchuang.organizations.queries import fact_history
from xiangchuang.organizations.record_fact import correct_fact, record_fact
from xiangchuang.organizations.statements import Statement
from xiangchuang.organizations.withdraw_statement import withdraw_fact
from xiangchuang.pages.answering import Act, answer_form
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.errors import NotFound, NotPermitted, Refusal
from xiangchuang.procedure.packs import current_pack
from xiangchuang.workbench.evidence_lines import evidence_lines
from xiangchuang.workbench.fact_table import jump_words
from xiangchuang.workbench.fact_words import FactWord, fact_words, value_text
from xiangchuang.workbench.register_forms import EVIDENCE_KINDS, CorrectionForm, FactForm, WithdrawalForm
from xiangchuang.workbench.statement_history import changes_of, readable_evidence
from xiangchuang.workbench.views.organizations import find_organization

S = TypeVar("S", FactRecord, CapabilityRecord)
EVIDENCE_SUFFIXES = ",".join(f".{kind}" for kind in EVIDENCE_KINDS)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: ActorRequest, pk: int) -> HttpResponse:
    """Record a yearly fact with its source and evidence."""
    organization = recordable_organization(request.actor, pk)
    form = FactForm(request.POST or None, request.FILES or None, pack=current_pack())

    def act(data: dict[str, Any]) -> str:
        word = form.known[data["code"]]
        record_fact(
            actor=request.actor, organization=organization, code=word.code, year=data["year"],
            value=word.value_of(data["number"]), source=data["source"], explanation=data["explanation"],
            evidence=stored_evidence(request.actor, data), rule=current_pack().register.year_on_year,
        )  # fmt: skip
        return _("已登记 %(year)d 年的“%(label)s”，等待确认。") % {"year": data["year"], "label": word.label}

    return statement_form(request, organization, form, act, _("登记年度事实"))


def recordable_organization(actor: Actor, pk: int) -> Organization:
    """Return the organisation; raises NotPermitted on GET already for whoever may only read it."""
    organization = find_organization(actor, pk)
    if may_record(actor, organization) is None:
        raise NotPermitted(_("该单位的登记由本单位、所在市州科技局或省科技厅经办填写。"))
    return organization


def statement_form(
    request: ActorRequest, organization: Organization, form: Any, act: Act, heading: str
) -> HttpResponse:
    """Answer the page on which a statement of the organisation is recorded."""
    here = reverse("workbench:organization", args=[organization.pk])
    return answer_form(
        request, form, act, template="workbench/statement_form.html", then=here,
        context={"organization": organization, "heading": heading, "back": here,
                 "kinds": EVIDENCE_SUFFIXES},
    )  # fmt: skip


def stored_evidence(actor: Actor, data: dict[str, Any]) -> StoredFile | None:
    """Return the file that was uploaded with a statement, kept, or None; raises RefusedUpload."""
    upload = data.get("evidence")
    return store(actor=actor, upload=upload, expect=EVIDENCE_KINDS, purpose=EVIDENCE) if upload else None


def find_statement(kind: type[S], actor: Actor, pk: int, statement_id: int) -> S:
    """Return the statement of an organisation the actor may read; raises NotFound for any other."""
    rows = kind._default_manager.filter(organization=find_organization(actor, pk), pk=statement_id)
    people = ("recorded_by", "confirmed_by", "withdrawn_by")
    found = rows.select_related("organization", "evidence", *people).first()
    if found is None:
        raise NotFound(_("没有这条登记。"))
    return found


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def fact(request: ActorRequest, pk: int, fact_id: int) -> HttpResponse:
    """Show a statement with its history; whoever may record corrects it here, with a reason."""
    found = find_statement(FactRecord, request.actor, pk, fact_id)
    word = _word_of(found)
    form = CorrectionForm(request.POST or None, request.FILES or None, word=word)

    def act(data: dict[str, Any]) -> str:
        correct_fact(
            actor=request.actor, fact=found, value=word.value_of(data["value"]), reason=data["reason"],
            source=data["source"], evidence=stored_evidence(request.actor, data),
        )  # fmt: skip
        return _("已更正，等待确认；原登记保留在历史里。")

    here = reverse("workbench:organization", args=[pk])
    return answer_form(
        request, form, act, template="workbench/fact.html", then=here,
        context=_fact_context(request.actor, found, word) | {"back": here},
    )  # fmt: skip


def statement_context(actor: Actor, found: Statement) -> dict[str, Any]:
    """Return what every page of a statement shows: its evidence, and what the person may do with it."""
    waits = found.is_current and not found.is_confirmed
    return {
        "organization": found.organization,
        "evidence": readable_evidence(found),
        "may_correct": found.is_current and may_record(actor, found.organization) is not None,
        "may_confirm": waits and may_confirm(actor, found.organization) is not None,
        "recorded_it": actor.user is not None and found.recorded_by_id == actor.user.pk,
        "kinds": EVIDENCE_SUFFIXES,
        **evidence_lines(actor, found),
    }


def _fact_context(actor: Actor, found: FactRecord, word: FactWord) -> dict[str, Any]:
    jumps = jumps_beside(found, current_pack().register.year_on_year) if found.is_current else []
    return statement_context(actor, found) | {
        "fact": found,
        "word": word,
        "text": value_text(found.value, word.counted_in),
        "jumps": [jump_words(jump, word.counted_in) for jump in jumps],
        "changes": changes_of(list(fact_history(found)), lambda h: value_text(h.value, word.counted_in)),
        "contradictions": [
            (c, value_text(c.found, word.counted_in)) for c in found.contradictions.select_related("fact")
        ],
    }


def _word_of(fact: FactRecord) -> FactWord:
    known = fact_words(current_pack()).get(fact.code)
    return known or FactWord(fact.code, fact.code, fact.value.kind, "", in_field=False)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: ActorRequest, pk: int, fact_id: int) -> HttpResponse:
    """Take a statement back, with a reason."""
    found = find_statement(FactRecord, request.actor, pk, fact_id)
    word = _word_of(found)
    back = reverse("workbench:fact", args=[pk, fact_id])
    title = f"{word.label} {found.year}" + _("：") + value_text(found.value, word.counted_in)

    def act(data: dict[str, Any]) -> str:
        withdraw_fact(actor=request.actor, fact=found, reason=data["reason"])
        return _("已撤回；原登记保留在历史里。")

    return withdrawal_form(request, found.organization, title, back, act)


def withdrawal_form(
    request: ActorRequest, organization: Organization, title: str, back: str, act: Act
) -> HttpResponse:
    """Answer the page that asks for the reason of a withdrawal; raises NotPermitted for a mere reader."""
    recordable_organization(request.actor, organization.pk)
    return answer_form(
        request, WithdrawalForm(request.POST or None), act,
        template="workbench/statement_withdrawal.html", then=back,
        context={"organization": organization, "title": title, "back": back},
    )  # fmt: skip


@signed_in
@require_POST
def confirm(request: ActorRequest, pk: int, fact_id: int) -> HttpResponse:
    """Confirm a statement against its evidence; the refusal of a second click leads back as well."""
    found = find_statement(FactRecord, request.actor, pk, fact_id)
    do_confirm(request, lambda: confirm_fact(actor=request.actor, fact=found))
    return redirect("workbench:fact", pk, fact_id)


def do_confirm(request: ActorRequest, verb: Callable[[], None]) -> None:
    """Confirm and say so, or say why it no longer can be. Raises NotPermitted."""
    try:
        verb()
    except Refusal as refusal:
        if refusal.status == NotPermitted.status:
            raise
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("已确认。"))
