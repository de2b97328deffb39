"""The page of a year's report: the desk of those who write it, and for the others what was handed in."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_keep, may_oversee
from xiangchuang.centers.queries import find_file
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.pack_words import words
from xiangchuang.reporting.begin_report import begin_report
from xiangchuang.reporting.due import ReportDays
from xiangchuang.reporting.filled import last_plan
from xiangchuang.reporting.models import AnnualReport, ReportRevision
from xiangchuang.reporting.page_frame import page_frame
from xiangchuang.reporting.queries import find_owed, visible_to
from xiangchuang.reporting.ready import findings, written_characters
from xiangchuang.reporting.rules import rules_for, sections_for
from xiangchuang.reporting.views.reading import reading_context


@signed_in
@require_safe
def report(request: ActorRequest, pk: int, year: int) -> HttpResponse:
    """Show the year's report: to be begun, being written, or as it was handed in last."""
    center = find_file(request.actor, pk)
    owed = find_owed(center, year)
    found = visible_to(request.actor).filter(center=center, year=year).first()
    writes = may_keep(request.actor, center) is not None
    context: dict[str, Any] = {
        **page_frame(center, year, found), "owed": owed, "may_write": writes,
        "due": ReportDays().reading(owed, found),
    }  # fmt: skip
    if found is not None:
        found.center = center
        if found.is_writable and writes:
            return render(request, "reporting/desk.html", {**context, **_desk(request, found)})
        latest = _latest(found)
        context["may_judge"] = may_oversee(request.actor, center) is not None and found.state == "submitted"
        return render(request, "reporting/read.html", {**context, **reading_context(found, latest)})
    return render(request, "reporting/begin.html", context)


@signed_in
@require_POST
def begin(request: ActorRequest, pk: int, year: int) -> HttpResponse:
    """Begin the report and lead to its desk."""
    center: Center = find_file(request.actor, pk)
    begin_report(actor=request.actor, center=center, year=year)
    messages.success(request, _("已按登记册和方案预填，草稿随时保存。"))
    return redirect(reverse("reporting:report", args=[pk, year]))


def _latest(found: AnnualReport) -> ReportRevision:
    latest = found.revisions.prefetch_related("remarks").order_by("-no").first()
    if latest is None:
        raise NotFound(_("这个年度还没有报送的年度报告。"))
    return latest


def _desk(request: ActorRequest, found: AnnualReport) -> dict[str, Any]:
    texts = {row.code: row for row in found.texts.select_related("saved_by")}
    lines = []
    for section in sections_for(found):
        row = texts.get(section.code)
        count = written_characters(row.text) if row else 0
        lines.append({"section": section, "row": row, "count": count, "is_done": bool(count)})
    said, reuse = findings(found, request.actor), rules_for(found).reuse
    latest = found.revisions.prefetch_related("remarks").order_by("-no").first()
    labels = {section.code: words(section.label) for section in sections_for(found)}
    before = last_plan(found)
    return {
        "lines": lines, "errors": [f for f in said if f.is_error],
        "warnings": [f for f in said if not f.is_error], "items": list(found.plan_items.all()),
        "last_items": before, "last_open": sum(not line.state for line in before), "latest": latest,
        "remarks": [(remark, labels.get(remark.code, _("计划事项"))) for remark in latest.remarks.all()]
        if latest else [],
        "may_reuse": bool(reuse and reuse.permitted), "reuse": reuse,
    }  # fmt: skip
