"""Lists for the department and its cities: measures, rectifications, and who needs a decision."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotPermitted
from xiangchuang.accounts.text import normalise_line
from xiangchuang.adjustments.grounds import grade_words, points
from xiangchuang.adjustments.lines import adjustment_lines
from xiangchuang.adjustments.models import Adjustment, Rectification
from xiangchuang.adjustments.models.rectifications import RECTIFYING
from xiangchuang.adjustments.need_decision import Needed, need_decision
from xiangchuang.adjustments.queries import adjustments_visible_to, rectifications_visible_to
from xiangchuang.calendars import clock
from xiangchuang.organizations.prefectures import PREFECTURES, prefecture_label
from xiangchuang.pages import figures
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.parts import ChoiceFilter, FilterBar, Tab
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.models import RUNNING, CaseState
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack

MOST_EXPORTED = 20_000
ADJUSTMENT_VIEWS = {
    "running": (gettext_lazy("办理中"), Q(case__state__in=RUNNING)),
    "decided": (gettext_lazy("已决定"), Q(case__state=CaseState.COMPLETED)),
    "other": (gettext_lazy("撤回和不作处理"), Q(case__state__in=[CaseState.WITHDRAWN, CaseState.REFUSED])),
}


@signed_in
@require_safe
def adjustments(request: ActorRequest) -> HttpResponse:
    """List the measures on the centers one may read; or export what is shown."""
    view = request.GET.get("view", "running")
    view = view if view in ADJUSTMENT_VIEWS else "running"
    rows, bar = _narrowed(request, adjustments_visible_to(request.actor))
    measures = {m.code: words(m.label) for m in current_pack().adjustments.measures}
    measure = request.GET.get("measure", "")
    if measure in measures:
        rows = rows.filter(measure=measure)
    shown = rows.filter(ADJUSTMENT_VIEWS[view][1])
    if request.GET.get("format") == "csv":
        return _export(shown)
    page = page_of(shown, request.GET.get("page", "1"))
    kept = {n: v for n, v in request.GET.items() if n in ("q", "prefecture", "measure") and v}
    here = reverse("adjustments:adjustments")
    chosen = measure if measure in measures else ""
    choice = ChoiceFilter("measure", _("处理措施"), list(measures.items()), chosen)
    context = {
        "page": page, "lines": adjustment_lines(page.object_list), "view": view,
        "bar": FilterBar(bar.search_label, bar.text, [*bar.choices, choice], {"view": view}),
        "tabs": [
            Tab(
                str(label), f"{here}?{urlencode({**kept, 'view': code})}", code == view,
                rows.filter(which).count(),
            )
            for code, (label, which) in ADJUSTMENT_VIEWS.items()
        ],
        "export_url": f"?{urlencode({**kept, 'view': view, 'format': 'csv'})}",
        "is_inside": request.actor.is_department_staff,
    }  # fmt: skip
    return render(request, "adjustments/adjustments.html", context)


def _export(rows: "QuerySet[Adjustment]") -> HttpResponse:
    head = [_("案号"), _("中心"), _("牵头单位"), _("市州"), _("处理措施"), _("进展"), _("提出日期"),
            _("决定日期"), _("文号"), _("理由")]  # fmt: skip
    lines = (
        [
            line.adjustment.case.number, line.adjustment.center.name, line.adjustment.center.lead.name,
            prefecture_label(line.adjustment.center.prefecture), line.measure, line.where,
            figures.iso_day(line.adjustment.moved_at) if line.adjustment.moved_at else "",
            figures.iso_day(line.adjustment.decided_at) if line.adjustment.decided_at else "",
            line.adjustment.document.number if line.adjustment.document else "",
            line.adjustment.decision_reason or line.adjustment.reason,
        ]
        for line in adjustment_lines(rows[:MOST_EXPORTED])
    )  # fmt: skip
    return csv_response(_("动态调整.csv"), head, lines)


def _narrowed(
    request: ActorRequest, rows: "QuerySet[Adjustment]"
) -> "tuple[QuerySet[Adjustment], FilterBar]":
    text = normalise_line(request.GET.get("q", ""))[:100]
    area = request.GET.get("prefecture", "")
    area = area if area in {a.code for a in PREFECTURES} else ""
    if text:
        rows = rows.filter(Q(center__name__icontains=text) | Q(center__lead__name__icontains=text))
    if area:
        rows = rows.filter(center__prefecture=area)
    areas = [(a.code, str(a.label)) for a in PREFECTURES]
    return rows, FilterBar(
        _("中心或牵头单位名称"), text, [ChoiceFilter("prefecture", _("市州"), areas, area)]
    )


@signed_in
@require_safe
def rectifications(request: ActorRequest) -> HttpResponse:
    """List the rectifications one may read: planning, plan handed in, under way, overdue, over."""
    today = clock.today()
    views: dict[str, tuple[str, Q]] = {
        "open": (_("全部在办"), Q(state__in=RECTIFYING)),
        "planning": (_("待报方案"), Q(state="planning")),
        "submitted": (_("方案待审"), Q(state="submitted")),
        "overdue": (_("到期未复核"), Q(state__in=RECTIFYING, due_on__lt=today)),
        "over": (_("已了结"), ~Q(state__in=RECTIFYING)),
    }
    view = request.GET.get("view", "open")
    view = view if view in views else "open"
    rows = rectifications_visible_to(request.actor).order_by("due_on", "pk")
    shown = rows.filter(views[view][1])
    if request.GET.get("format") == "csv":
        return _export_rectifications(shown)
    here = reverse("adjustments:rectifications")
    page = page_of(shown, request.GET.get("page", "1"))
    context = {
        "page": page, "today": today, "view": view,
        "tabs": [
            Tab(label, f"{here}?view={code}", code == view, rows.filter(which).count())
            for code, (label, which) in views.items()
        ],
    }  # fmt: skip
    return render(request, "adjustments/rectifications.html", context)


def _export_rectifications(rows: "QuerySet[Rectification]") -> HttpResponse:
    head = [_("中心"), _("市州"), _("状态"), _("整改起"), _("整改止"), _("了结日期")]
    lines = (
        [row.center.name, prefecture_label(row.center.prefecture), row.get_state_display(),
         row.opened_on.isoformat(), row.due_on.isoformat(),
         row.closed_on.isoformat() if row.closed_on else ""]
        for row in rows[:MOST_EXPORTED]
    )  # fmt: skip
    return csv_response(_("整改.csv"), head, lines)


@signed_in
@require_safe
def needed(request: ActorRequest) -> HttpResponse:
    """Who needs a decision: centers of the last published round on which the pack suggests something."""
    if not request.actor.is_department_staff:
        raise NotPermitted(_("这一页由省科技厅人员查看。"), clause="6.5-3")
    pack = current_pack()
    found, grades = need_decision(pack), grade_words(pack)
    lines = [
        {
            "center": line.center, "points": points(line.score), "is_busy": line.is_busy,
            "grade": grades.get(line.score.grade, line.score.grade),
            "suggested": [(words(s.measure.label), s.measure.code, s.why, s.rule) for s in line.suggested],
        }
        for line in found.lines
    ]  # fmt: skip
    if request.GET.get("format") == "csv":
        return _export_needed(found, grades)
    context = {"round": found.round, "lines": lines, "scored": found.scored}
    return render(request, "adjustments/needed.html", context)


def _export_needed(found: Needed, grades: Mapping[str, str]) -> HttpResponse:
    head = [_("中心"), _("得分"), _("等次"), _("建议的措施"), _("原因")]
    rows = (
        [line.center.name, points(line.score), grades.get(line.score.grade, ""), words(one.measure.label),
         one.why]
        for line in found.lines
        for one in line.suggested
    )  # fmt: skip
    return csv_response(_("待处理中心.csv"), head, rows)
