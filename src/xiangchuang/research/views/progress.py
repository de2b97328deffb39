"""The page on which whoever sees several centers sees which of them keep to their plans."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.calendars import clock
from xiangchuang.pages import figures
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack
from xiangchuang.research.models import StepState
from xiangchuang.research.progress import progress_of_centers


@signed_in
@require_safe
def progress(request: ActorRequest) -> HttpResponse:
    """List the centers in the person's sight, those with most late milestones first."""
    pack = current_pack()
    rows = progress_of_centers(request.actor, today=clock.today(), warning_days=pack.research.warning_days)
    page = page_of(rows, request.GET.get("page", "1"))
    lines = [Row(_cells(center, pack), reverse("research:schedule", args=[center.pk])) for center in page]
    context = {
        "page": page, "table": ListTable(_columns(), lines, caption=_("各中心进度")),
        "late": rows.filter(late__gt=0).count(), "rule": pack.research.slippage, "clauses": pack.clauses,
    }  # fmt: skip
    return render(request, "research/progress.html", context)


@signed_in
@require_safe
def progress_export(request: ActorRequest) -> HttpResponse:
    """Give the list as a table."""
    pack = current_pack()
    rows = progress_of_centers(request.actor, today=clock.today(), warning_days=pack.research.warning_days)
    head = [column.label for column in _columns()]
    return csv_response(f"{_('各中心进度')}.csv", head, [_cells(center, pack) for center in rows])


def _columns() -> list[Column]:
    return [
        Column(_("中心"), is_lead=True), Column(_("逾期里程碑"), is_number=True),
        Column(_("临近里程碑"), is_number=True), Column(_("到期完成"), is_number=True),
        Column(_("下一节点")), Column(_("截止")), Column(_("状态")),
    ]  # fmt: skip


def _cells(center: Any, pack: Pack) -> list[str]:
    done = figures.share_text(center.reached * 10_000 // center.due) if center.due else ""
    step = next((s for s in pack.research.cycle_steps if s.code == center.step_code), None)
    return [
        center.name, str(center.late), str(center.soon), done,
        words(step.label) if step else "", figures.iso_day(center.step_due_on) if center.step_due_on else "",
        str(StepState(center.step_state).label) if center.step_state else "",
    ]  # fmt: skip
