"""Two calculators that save nothing: a distribution tried out, and the tax benefits."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.benefits.calculation import as_stored, layered_rules
from xiangchuang.benefits.forms import DeductionForm, HighTechForm, TrialForm
from xiangchuang.benefits.models import IncomeKind
from xiangchuang.benefits.queries import contributions_of, find_income
from xiangchuang.benefits.receipts import unit_kind_of
from xiangchuang.benefits.refusing import refusal_of
from xiangchuang.benefits.views.distributions import frame, refused, shown
from xiangchuang.benefits.words import StepLine, step_line
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import find_file
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import whole
from xiangchuang.policy.benefits import (
    BenefitError,
    IncomeEvent,
    OwnTerms,
    Step,
    distribute,
    high_tech_saving,
    super_deduction,
)
from xiangchuang.procedure.packs import current_pack


@signed_in
@require_safe
def calculator(request: ActorRequest, pk: int) -> HttpResponse:
    """Try out an income: the address holds it all, so it can be kept and sent, and nothing is saved."""
    center = find_file(request.actor, pk)
    is_asked = "gross" in request.GET
    form = TrialForm(request.GET) if is_asked else TrialForm(initial=_initial(request.actor, center, request))
    worked: dict[str, Any] = {"steps": (), "shares": (), "calculation_refusal": None}
    status = 200
    if is_asked and form.is_valid():
        try:
            worked = _tried(center, form.cleaned_data)
        except BenefitError as error:
            worked, status = refused(error), 422
    elif is_asked:
        status = 422
    return render(
        request, "benefits/calculator.html", {**frame(center), **worked, "form": form}, status=status
    )


@signed_in
@require_safe
def tax(request: ActorRequest, pk: int) -> HttpResponse:
    """Work out the extra deduction and the high-tech rate; an estimate, said to be one."""
    center = find_file(request.actor, pk)
    last_year = clock.today().year - 1
    forms: list[DeductionForm | HighTechForm] = [
        DeductionForm(request.GET if "deduction-year" in request.GET else None, initial={"year": last_year}),
        HighTechForm(request.GET if "high-tech-year" in request.GET else None, initial={"year": last_year}),
    ]
    sections = []
    for form, title, clause in zip(
        forms, (_("研发费用加计扣除"), _("高新技术企业税率")), ("6.3-1", "6.3-1"), strict=True
    ):
        lines, refusal = _tax_steps(form)
        sections.append({"form": form, "title": title, "clause": clause, "steps": lines, "refusal": refusal})
    failed = any(section["refusal"] or section["form"].errors for section in sections)
    context = {**frame(center), "sections": sections}
    return render(request, "benefits/tax.html", context, status=422 if failed else 200)


def _tried(center: Center, data: dict[str, Any]) -> dict[str, Any]:
    event = IncomeEvent(
        kind=data["kind"], unit=data["unit_kind"], gross=data["gross"], contributors=data["people"],
        costs=data["costs"] or 0, taxes=data["taxes"] or 0, year=data["year"],
    )  # fmt: skip
    tried = None
    if data["team_share"] is not None:
        tried = OwnTerms(
            basis="trial", title=_("试算的比例"), source="", from_=data["received_on"],
            events=(data["kind"],), team_share=data["team_share"], research_share=data["research_share"] or 0,
        )  # fmt: skip
    return shown(distribute(event, layered_rules(center, tried), data["received_on"]))


def _initial(actor: Actor, center: Center, request: ActorRequest) -> dict[str, Any]:
    """Begin with a registered income when one is named, else with today and the lead's kind."""
    asked = whole(request.GET.get("income", ""), None)
    if asked is not None:
        income = find_income(actor, center, asked)
        names = ("kind", "unit_kind", "received_on", "gross", "costs", "taxes")
        people = "\n".join(
            f"{c.name} {c.weight}{'' if c.is_main else ' 非主要'}" for c in contributions_of(income)
        )
        return {
            **{name: getattr(income, name) for name in names},
            "year": income.implementation_year, "people": people,
            "team_share": income.agreed_team_share, "research_share": income.agreed_research_share,
        }  # fmt: skip
    return {
        "kind": IncomeKind.LICENCE,
        "unit_kind": unit_kind_of(center),
        "received_on": clock.today(),
    }


def _tax_steps(form: DeductionForm | HighTechForm) -> tuple[list[StepLine], Any]:
    if not form.is_bound or not form.is_valid():
        return [], None
    data, rules = form.cleaned_data, current_pack().benefits
    steps: tuple[Step, ...]
    try:
        if isinstance(form, DeductionForm):
            steps = super_deduction(
                data["expense"], data["year"], data["firm"], rules,
                after_change=data["after_change"], high_tech=data["high_tech"],
            ).steps  # fmt: skip
        else:
            steps = high_tech_saving(data["profit"], data["year"], rules).steps
    except BenefitError as error:
        return [], refusal_of(error)
    return [step_line(as_stored(step)) for step in steps], None
