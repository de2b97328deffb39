"""Incomes and their decisions: the list, one income with its calculation, one decision as it was frozen."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import Refusal
from xiangchuang.benefits.calculation import as_stored, calculate, fingerprint_of
from xiangchuang.benefits.decide_distribution import decide_distribution
from xiangchuang.benefits.decision_document import decision_pdf
from xiangchuang.benefits.exports import decision_workbook, distributions_workbook
from xiangchuang.benefits.forms import DecisionForm
from xiangchuang.benefits.models import BenefitIncome, DistributionDecision, Payee
from xiangchuang.benefits.queries import (
    NOT_PAID_OUT,
    contributions_of,
    decisions_of,
    find_decision,
    find_income,
    incomes_of,
    is_in_force,
    paid_before,
)
from xiangchuang.benefits.receipts import receipts_of
from xiangchuang.benefits.refusing import refusal_of
from xiangchuang.benefits.registers import INCOMES
from xiangchuang.benefits.words import step_line
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import find_file
from xiangchuang.centers.views.file import chapter_url, frame_of
from xiangchuang.pages import figures
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.policy.benefits import BelowFloorError, BenefitError, Distribution

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in
@require_safe
def distributions(request: ActorRequest, pk: int) -> HttpResponse:
    """List the center's incomes with what was decided and paid of each."""
    center = find_file(request.actor, pk)
    waiting = request.GET.get("state") == "waiting"
    rows = incomes_of(request.actor, center, waiting=waiting)
    if request.GET.get("format") == "xlsx":
        return _download(distributions_workbook(center, rows), _("收益分配.xlsx"), XLSX)
    context = {
        **frame(center),
        "page": page_of(rows, request.GET.get("page", "1")),
        "waiting": waiting,
        "may_keep": INCOMES.keeps(request.actor, center) is not None,
    }
    return render(request, "benefits/distributions.html", context)


@signed_in
@require_safe
def receipts(request: ActorRequest, pk: int) -> HttpResponse:
    """List receipts under contracts, so that one is taken as an income instead of typed again."""
    center = find_file(request.actor, pk)
    context = {
        **frame(center),
        "page": Paginator(receipts_of(center), 50).get_page(request.GET.get("page")),
        "may_keep": INCOMES.keeps(request.actor, center) is not None,
    }
    return render(request, "benefits/receipts.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def income(request: ActorRequest, pk: int, income_pk: int) -> HttpResponse:
    """Show an income's calculation step by step, and take the decision on it."""
    center = find_file(request.actor, pk)
    found = find_income(request.actor, center, income_pk)
    decisions = list(decisions_of(found))
    worked = _worked_out(found)
    form = DecisionForm(
        request.POST or None,
        needs_reason=bool(decisions),
        needs_purpose_reason=worked["purpose_met"] is False,
        initial={"decided_on": clock.today()},
    )

    def act(data: dict[str, Any]) -> str:
        decision = decide_distribution(
            actor=request.actor, income=found, seen=request.POST.get("seen", ""), **data
        )
        return _("已作出第 %(number)d 份分配决定。") % {"number": decision.number}

    context = {
        **frame(center), **worked, "income": found, "decisions": decisions,
        "is_stale": bool(decisions) and decisions[0].fingerprint != worked["fingerprint"],
        "may_keep": INCOMES.keeps(request.actor, center) is not None,
    }  # fmt: skip
    here = reverse("benefits:income", args=[center.pk, found.pk])
    return answer_form(request, form, act, template="benefits/income.html", then=here, context=context)


@signed_in
@require_safe
def decision(request: ActorRequest, pk: int, decision_pk: int) -> HttpResponse:
    """Show a decision as it was frozen, with what has been paid."""
    center = find_file(request.actor, pk)
    found = find_decision(request.actor, center, decision_pk)
    in_force = is_in_force(found)
    before = paid_before(found) if found.number > 1 else {}
    lines = [
        (share, before.get((share.payee, share.name), 0), share.payee not in NOT_PAID_OUT)
        for share in found.shares.all()
    ]
    context = {
        **frame(center), "decision": found, "steps": [step_line(step) for step in found.steps],
        "lines": lines, "in_force": in_force, "corrects": found.number > 1,
        "payable": sum(s.fen for s, _paid, due in lines if due),
        "paid": sum(s.fen for s, _paid, due in lines if due and s.paid_on),
        "may_keep": INCOMES.keeps(request.actor, center) is not None,
        "pairs": _facts_of(found),
    }  # fmt: skip
    return render(request, "benefits/decision.html", context)


@signed_in
@require_safe
def decision_paper(request: ActorRequest, pk: int, decision_pk: int) -> HttpResponse:
    """Give the decision as PDF."""
    found = find_decision(request.actor, find_file(request.actor, pk), decision_pk)
    name = _("收益分配决定 %(title)s.pdf") % {"title": found.title}
    return _download(decision_pdf(found), name, "application/pdf")


@signed_in
@require_safe
def decision_sheet(request: ActorRequest, pk: int, decision_pk: int) -> HttpResponse:
    """Give the decision's shares as a workbook."""
    found = find_decision(request.actor, find_file(request.actor, pk), decision_pk)
    return _download(decision_workbook(found), _("收益分配 %(title)s.xlsx") % {"title": found.title}, XLSX)


def frame(center: Center) -> dict[str, Any]:
    """Return what every page of the chapter shows above its content."""
    return {**frame_of(center, "benefits"), "chapter_url": chapter_url(center, "benefits")}


def shown(found: Distribution) -> dict[str, Any]:
    """Return a calculation as the pages draw it."""
    return {
        "steps": [step_line(as_stored(step)) for step in found.steps],
        "shares": [(Payee(share.payee).label, share) for share in found.shares],
        "purpose_met": found.purpose_met,
        "fingerprint": fingerprint_of(found),
        "calculation_refusal": None,
    }


def refused(error: BenefitError) -> dict[str, Any]:
    """Return why there is no calculation, with the steps up to the one that failed."""
    steps = error.steps if isinstance(error, BelowFloorError) else ()
    refusal: Refusal = refusal_of(error)
    return {
        "steps": [step_line(as_stored(step)) for step in steps],
        "shares": (), "purpose_met": None, "fingerprint": "", "calculation_refusal": refusal,
    }  # fmt: skip


def _worked_out(income: BenefitIncome) -> dict[str, Any]:
    people = list(contributions_of(income))
    try:
        worked = shown(calculate(income, people))
    except BenefitError as error:
        worked = refused(error)
    return {**worked, "people": people}


def _facts_of(decision: DistributionDecision) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("收益方式"), decision.get_kind_display()),
        (_("完成单位"), decision.get_unit_kind_display()),
        (_("到账（成股）日期"), figures.iso_day(decision.received_on)),
        (_("收入"), figures.yuan_text(decision.gross)),
        (_("净收益"), figures.yuan_text(decision.net)),
        (_("决定日期"), figures.iso_day(decision.decided_on)),
        (_("由谁决定"), decision.decided_by),
        (_("文号"), decision.document_number),
        (_("另作决定的理由"), decision.reason),
        (_("没有主要用于科研投入与团队奖励的理由"), decision.purpose_reason),
        (_("登记人"), f"{decision.recorded_by} {figures.moment_text(decision.recorded_at)}"),
    ]
    return [(label, value) for label, value in facts if value]


def _download(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
