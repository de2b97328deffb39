"""A center's income over the years, and its investment plan beside what came and went."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.centers.money import money_sources
from xiangchuang.centers.queries import find_file
from xiangchuang.centers.views.file import chapter_url, frame_of
from xiangchuang.consortia.downloads import income_sheet, investment_sheet
from xiangchuang.consortia.income_bars import bars_of
from xiangchuang.consortia.income_mix import income_years
from xiangchuang.consortia.investment import investment_of
from xiangchuang.consortia.registers import INCOMES, PLANNED_RECEIPTS
from xiangchuang.consortia.take_budget import budget_to_take, take_budget
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.packs import current_pack


@signed_in
@require_safe
def income(request: ActorRequest, pk: int) -> HttpResponse:
    """Show income by kind with the market's share of each year."""
    center, rules = find_file(request.actor, pk), current_pack().funding
    years = income_years(center, rules)
    if request.GET.get("format") == "xlsx":
        return income_sheet(center, years, rules)
    context = {
        **frame_of(center, "funding"), "chapter_url": chapter_url(center, "funding"),
        "years": years, "rules": rules, "chart": bars_of(years) if years else None,
        "elsewhere": [source.label for source in money_sources("income")],
        "kinds": [(rule, [year.by_kind[rule.code] for year in years]) for rule in rules.income],
        "may_keep": INCOMES.keeps(request.actor, center) is not None,
    }  # fmt: skip
    return render(request, "consortia/income.html", context)


@signed_in
@require_safe
def investment(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the plan of a year, or of all years, beside what came and what was spent."""
    center = find_file(request.actor, pk)
    asked = request.GET.get("year", "")
    found = investment_of(
        center, int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None
    )
    if request.GET.get("format") == "xlsx":
        return investment_sheet(center, found)
    context = {
        **frame_of(center, "funding"), "chapter_url": chapter_url(center, "funding"), "found": found,
        "elsewhere": [source.label for source in money_sources("use")],
        "may_keep": (keeps := PLANNED_RECEIPTS.keeps(request.actor, center) is not None),
        "to_take": budget_to_take(center).count if keeps else 0,
    }  # fmt: skip
    return render(request, "consortia/investment.html", context)


@signed_in
@require_POST
def take(request: ActorRequest, pk: int) -> HttpResponse:
    """Take the plan's budget into the investment plan."""
    center = find_file(request.actor, pk)
    count = take_budget(actor=request.actor, center=center)
    told = ngettext("已带入 %(count)d 项预算。", "已带入 %(count)d 项预算。", count) % {"count": count}
    messages.success(request, told)
    return redirect("consortia:investment", pk)
