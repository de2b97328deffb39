"""The cities beside each other, of all years or of one."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.dashboards.cities import CityLine, city_lines, years_applied
from xiangchuang.dashboards.scope import approvals_in_view, cases_url
from xiangchuang.dashboards.views.frame import frame_of, opens
from xiangchuang.organizations.prefectures import prefecture_label
from xiangchuang.overview.scope import scope_label
from xiangchuang.overview.views.frame import source_of
from xiangchuang.pages.chart_download import chart_download
from xiangchuang.pages.charts import Chart, Point
from xiangchuang.pages.lying_chart import lying_chart
from xiangchuang.pages.parts import ChoiceFilter, Column, ListTable, Row
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import whole
from xiangchuang.procedure.course import COURSE


@signed_in
@require_safe
def cities(request: ActorRequest) -> HttpResponse:
    """Show what came of each city's applications, or give the chart."""
    cases = approvals_in_view(request.actor)
    years = {str(year): str(year) for year in years_applied(cases)}
    asked = request.GET.get("year", "")
    year = whole(asked, None) if asked in years else None
    chart = _chart(city_lines(cases, year), year, scope_label(request.actor))
    download = chart_download(chart, wanted=request.GET.get("format", ""), title=_("市州对比"))
    if download is not None:
        return download
    context = {
        **frame_of(request.actor, "cities"), "chart": chart,
        "years": ChoiceFilter("year", _("提交年度"), [("", _("全部")), *years.items()], str(year or "")),
    }  # fmt: skip
    return render(request, "dashboards/cities.html", context)


def _chart(lines: Sequence[CityLine], year: int | None, scope: str) -> Chart:
    points = [
        Point(prefecture_label(line.prefecture), line.came["applied"], str(line.came["applied"]))
        for line in lines
    ]
    return lying_chart(
        _finding(lines, scope), _("件，按已提交"), source_of(_("案卷")), points, _table(lines, year)
    )


def _finding(lines: Sequence[CityLine], scope: str) -> str:
    """Say who applied most, and how many were approved of all."""
    if not lines:
        return _("%(scope)s还没有提交的申报。") % {"scope": scope}
    told: dict[str, object] = {
        "scope": scope, "count": sum(line.came["applied"] for line in lines), "cities": len(lines),
        "granted": sum(line.came["granted"] for line in lines),
        "first": prefecture_label(lines[0].prefecture), "most": lines[0].came["applied"],
    }  # fmt: skip
    if len(lines) == 1:
        return _("%(first)s提交申报 %(count)s 件，批准 %(granted)s 件。") % told
    return (
        _("%(cities)s 个市州提交申报 %(count)s 件，批准 %(granted)s 件；%(first)s最多，有 %(most)s 件。")
        % told
    )


def _table(lines: Sequence[CityLine], year: int | None) -> ListTable:
    columns = [
        Column(_("市州"), is_lead=True),
        *(Column(str(label), _("件"), is_number=True) for label in COURSE.values()),
        Column(_("批准用时中位数"), _("天"), is_number=True),
    ]
    rows = [
        Row(
            [
                prefecture_label(line.prefecture),
                *(opens(line.came[mark], _url(line.prefecture, mark, year)) for mark in COURSE),
                line.days,
            ]
        )
        for line in lines
    ]
    return ListTable(columns, rows, _("市州对比"))


def _url(prefecture: str, mark: str, year: int | None) -> str:
    return cases_url(view="all", prefecture=prefecture, course=mark, year=str(year or ""))
