"""How a center is built up: who decides what, who works there, institutes on any day, the headquarters."""

import datetime as dt
from collections import Counter

from django.db.models import Max, Min
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.calendars import clock
from xiangchuang.centers.permissions import may_keep
from xiangchuang.centers.queries import find_file
from xiangchuang.centers.views.file import frame_of
from xiangchuang.governance.autonomy_matrix import autonomy_matrix
from xiangchuang.governance.center_record import COMPREHENSIVE, CenterRecord
from xiangchuang.governance.institutes_on import institutes_on, turning_days
from xiangchuang.governance.models import Allocation, HeadquartersPaper, PaperKind, StaffPlan
from xiangchuang.governance.organisation_chart import organisation_chart
from xiangchuang.governance.queries import charter_of, staff_structure
from xiangchuang.governance.standing_rows import standing
from xiangchuang.organizations.prefectures import PREFECTURES
from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.prefecture_map import prefecture_map
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.packs import current_pack

_AREAS = {area.code for area in PREFECTURES}


@signed_in
@require_safe
def autonomy(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the matters of 4.1-4 against the charter in force: article, decider, gaps."""
    center = find_file(request.actor, pk)
    record = CenterRecord.of(center)
    charter = record.charter_on(clock.today())
    context = {
        **frame_of(center, "governance"),
        "charter": charter,
        "lines": autonomy_matrix(record, current_pack(), charter),
        "may_keep": may_keep(request.actor, center),
    }
    return render(request, "governance/autonomy.html", context)


@signed_in
@require_safe
def staffing(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the staff by function against the plan of a year (4.2-2)."""
    center = find_file(request.actor, pk)
    this_year = clock.today().year
    planned = standing(StaffPlan).filter(center=center).aggregate(first=Min("year"), last=Max("year"))
    first = min(planned["first"] or this_year, center.approved_on.year)
    last = max(planned["last"] or this_year, this_year)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else this_year
    year = min(max(year, first), last)
    lines = staff_structure(center, year)
    context = {
        **frame_of(center, "governance"),
        "lines": lines, "year": year, "years": range(first, last + 1), "is_ahead": year > this_year,
        "actual": sum(line.actual for line in lines), "planned": sum(line.planned or 0 for line in lines),
        "most": max(1, *(max(line.actual, line.planned or 0) for line in lines)),
        "may_keep": may_keep(request.actor, center),
    }  # fmt: skip
    return render(request, "governance/staffing.html", context)


@signed_in
@require_safe
def organisation(request: ActorRequest, pk: int) -> HttpResponse:
    """Show headquarters and institutes as they stood on a day: chart, map and list."""
    center = find_file(request.actor, pk)
    on = _day(request.GET.get("on", ""))
    institutes = institutes_on(center, on)
    chosen = request.GET.get("prefecture", "")
    shown = [i for i in institutes if i.prefecture == chosen] if chosen in _AREAS else institutes
    counts = Counter(i.prefecture for i in institutes)
    context = {
        **frame_of(center, "governance"),
        "on": on, "today": clock.today(), "institutes": shown, "count": len(institutes),
        "chosen": chosen if chosen in _AREAS else "", "chart": organisation_chart(shown),
        "map": prefecture_map(counts, chosen), "areas": len(counts), "days": turning_days(center)[:12],
        "is_comprehensive": center.category == COMPREHENSIVE, "may_keep": may_keep(request.actor, center),
    }  # fmt: skip
    return render(request, "governance/organisation.html", context)


@signed_in
@require_safe
def organisation_export(request: ActorRequest, pk: int) -> HttpResponse:
    """Give the institutes of the day as a table."""
    center = find_file(request.actor, pk)
    on = _day(request.GET.get("on", ""))
    head = [
        _("研发机构"),
        _("依托单位"),
        _("研究领域"),
        _("市州"),
        _("地点"),
        _("负责人"),
        _("设立日期"),
        _("最近调整"),
    ]
    rows = (
        [i.name, i.host, i.field, i.area, i.place, i.head, i.opened_on, i.adjusted_on or ""]
        for i in institutes_on(center, on)
    )
    return csv_response(f"{center.name}-{_('研发机构')}-{on.isoformat()}.csv", head, rows)


@signed_in
@require_safe
def headquarters(request: ActorRequest, pk: int) -> HttpResponse:
    """Show what 3.1.1-3 gives to the headquarters: papers by kind, what each institute is given by year."""
    center = find_file(request.actor, pk)
    papers = list(standing(HeadquartersPaper).filter(center=center).order_by("-issued_on"))
    rows = standing(Allocation).filter(center=center).select_related("institute")
    by_institute: dict[str, dict[int, Allocation]] = {}
    for row in rows.order_by("institute__name"):
        by_institute.setdefault(row.institute.name, {})[row.year] = row
    years = sorted({year for given in by_institute.values() for year in given})[-5:]
    totals = [sum(given[y].funds for given in by_institute.values() if y in given) for y in years]
    context = {
        **frame_of(center, "governance"),
        "kinds": [(kind, [paper for paper in papers if paper.kind == kind]) for kind in PaperKind],
        "today": clock.today(), "years": years, "totals": totals, "charter": charter_of(center),
        "lines": [(name, [given.get(year) for year in years]) for name, given in by_institute.items()],
        "may_keep": may_keep(request.actor, center), "is_comprehensive": center.category == COMPREHENSIVE,
    }  # fmt: skip
    return render(request, "governance/headquarters.html", context)


def _day(typed: str) -> dt.date:
    try:
        return dt.date.fromisoformat(typed)
    except ValueError:
        return clock.today()
