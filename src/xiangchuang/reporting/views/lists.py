"""All reports of the centers one oversees, by year and by where they stand."""

from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.text import normalise_line
from xiangchuang.organizations.prefectures import PREFECTURES, prefecture_label
from xiangchuang.pages import figures
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.parts import ChoiceFilter, FilterBar, Tab
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import whole
from xiangchuang.procedure.models import Obligation
from xiangchuang.reporting.due import ReportDays
from xiangchuang.reporting.queries import owed_visible_to
from xiangchuang.reporting.standing import VIEWS, counts_of, is_late, narrowed, standing_word

MOST_EXPORTED = 20_000


@signed_in
@require_safe
def reports(request: ActorRequest) -> HttpResponse:
    """List the reports owed by the centers one oversees, newest year first; or export what is shown."""
    view = request.GET.get("view", "all")
    view = view if view in VIEWS else "all"
    rows, bar = _filtered(request)
    shown = narrowed(rows, view)
    if request.GET.get("format") == "csv":
        return _export(shown)
    page = page_of(shown, request.GET.get("page", "1"))
    days = ReportDays()
    kept = {
        name: value for name, value in request.GET.items() if name in ("q", "year", "prefecture") and value
    }
    here, counts = reverse("reporting:reports"), counts_of(rows)
    context = {
        "page": page, "bar": bar, "view": view,
        "tabs": [
            Tab(str(label), f"{here}?{urlencode({**kept, 'view': code})}", code == view, counts[code])
            for code, label in VIEWS.items()
        ],
        "export_url": f"?{urlencode({**kept, 'view': view, 'format': 'csv'})}",
        "lines": [
            {"owed": owed, "center": owed.case.center, "word": standing_word(owed), "late": is_late(owed),
             "area": prefecture_label(owed.case.center.prefecture),
             "due": days.reading(owed, getattr(owed, "annual_report", None)),
             "url": reverse("reporting:report", args=[owed.case.center.pk, owed.period])}
            for owed in page.object_list
        ],
    }  # fmt: skip
    return render(request, "reporting/list.html", context)


def _filtered(request: ActorRequest) -> "tuple[QuerySet[Obligation], FilterBar]":
    rows = owed_visible_to(request.actor)
    years = list(rows.order_by("-period").values_list("period", flat=True).distinct())
    text = normalise_line(request.GET.get("q", ""))[:100]
    year = whole(request.GET.get("year", ""), None)
    area = request.GET.get("prefecture", "")
    area = area if area in {a.code for a in PREFECTURES} else ""
    chosen = str(year) if year in years else ""
    if text:
        rows = rows.filter(
            Q(case__center__name__icontains=text) | Q(case__center__lead__name__icontains=text)
        )
    if year in years:
        rows = rows.filter(period=year)
    if area:
        rows = rows.filter(case__center__prefecture=area)
    areas = [(a.code, str(a.label)) for a in PREFECTURES]
    bar = FilterBar(
        _("中心或牵头单位名称"), text,
        [
            ChoiceFilter("year", _("年度"), [(str(y), str(y)) for y in years], chosen),
            ChoiceFilter("prefecture", _("市州"), areas, area),
        ],
        {"view": request.GET["view"]} if "view" in request.GET else {},
    )  # fmt: skip
    return rows, bar


def _export(rows: "QuerySet[Obligation]") -> HttpResponse:
    head = [
        _("中心"),
        _("牵头单位"),
        _("市州"),
        _("年度"),
        _("截止日"),
        _("状态"),
        _("首次报送"),
        _("逾期报送"),
    ]
    lines = (
        [
            owed.case.center.name, owed.case.center.lead.name, prefecture_label(owed.case.center.prefecture),
            owed.period, owed.due_on.isoformat(), standing_word(owed),
            figures.moment_text(owed.fulfilled_at) if owed.fulfilled_at else "",
            _("是") if is_late(owed) else "",
        ]
        for owed in rows[:MOST_EXPORTED]
    )  # fmt: skip
    return csv_response(_("年度报告.csv"), head, lines)
