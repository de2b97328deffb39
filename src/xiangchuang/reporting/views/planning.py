"""The plan of the year after as rows, and what became of last year's."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import Refusal
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen
from xiangchuang.reporting.filled import last_plan
from xiangchuang.reporting.forms import OutcomesForm, PlanFormSet
from xiangchuang.reporting.models import AnnualReport
from xiangchuang.reporting.page_frame import page_frame, report_to_write
from xiangchuang.reporting.permissions import refuse_unless_writable
from xiangchuang.reporting.plan_items import PlannedItem, say_outcomes, write_plan
from xiangchuang.reporting.ready import address


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: ActorRequest, pk: int, year: int) -> HttpResponse:
    """Show the plan's rows and write them."""
    report = report_to_write(request, pk, year)
    refuse_unless_writable(report)
    formset, refusal, status = PlanFormSet(request.POST or None, initial=_rows(report)), None, 200
    if request.method == "POST":
        status = 422
        if formset.is_valid():
            items = [PlannedItem(**form.cleaned_data) for form in formset if form.cleaned_data.get("title")]
            try:
                write_plan(actor=request.actor, report=report, seen=version_seen(request), items=items)
            except Refusal as refused:
                refusal, status = refused, refused.status
            else:
                messages.success(request, _("已保存 %(count)d 项计划。") % {"count": len(items)})
                return redirect(address(report, "plan" if "more" in request.POST else "report"))
    context: dict[str, Any] = {
        **page_frame(report.center, year, report), "formset": formset, "refusal": refusal,
        "version": version_seen(request) or report.version, "coming": year + 1,
    }  # fmt: skip
    return render(request, "reporting/plan.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def last_year(request: ActorRequest, pk: int, year: int) -> HttpResponse:
    """Show last year's items and take what became of them."""
    report = report_to_write(request, pk, year)
    refuse_unless_writable(report)
    form = OutcomesForm(request.POST or None, lines=last_plan(report))

    def act(data: dict[str, Any]) -> str:
        say_outcomes(actor=request.actor, report=report, seen=version_seen(request), outcomes=form.outcomes())
        return _("已保存上年计划执行情况。")

    context = {**page_frame(report.center, year, report), "version": version_seen(request) or report.version}
    return answer_form(
        request, form, act, template="reporting/last_plan.html", context=context,
        then=address(report, "report"),
    )  # fmt: skip


def _rows(report: AnnualReport) -> list[dict[str, Any]]:
    names = ("title", "due_on", "expected", "source")
    return list(report.plan_items.values(*names))
