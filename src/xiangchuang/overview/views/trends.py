"""Trends: one figure over years, of all, by field, city or center; and the grades of published rounds."""

from collections.abc import Callable
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.centers.figures import Figure, find_figure
from xiangchuang.centers.models import Center
from xiangchuang.centers.views.file import chapter_url
from xiangchuang.evaluation.models import SubjectScore
from xiangchuang.evaluation.result_words import grade_words, points_text
from xiangchuang.organizations.prefectures import prefecture_label
from xiangchuang.overview.figure_text import cell_text, figure_text, unit_words
from xiangchuang.overview.scope import centers_in_view, scope_label
from xiangchuang.overview.views.frame import frame_of, source_of
from xiangchuang.overview.yearly import addable_figures, by_group, published_grades, years_shown
from xiangchuang.pages.chart_download import chart_download
from xiangchuang.pages.charts import Chart, Point, Series
from xiangchuang.pages.parts import ChoiceFilter, Column, ListTable, Row
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.packs import pack_of_version

FIRST_SHOWN: Final = "rd_spending"
MOST_LINES: Final = 4
"""More lines than dashes tell apart would need colour; the table has them all."""


@signed_in
@require_safe
def trends(request: ActorRequest) -> HttpResponse:
    """Show a figure of the centers in view over years, grouped as asked."""
    centers = list(centers_in_view(request.actor))
    names = dict(addable_figures())
    code = request.GET.get("figure", "")
    figure = find_figure(code if code in names else FIRST_SHOWN)
    groups = {"": _("合计"), "field": _("领域"), "city": _("市州"), "center": _("中心")}
    by = request.GET.get("by", "") if request.GET.get("by", "") in groups else ""
    chart = _chart(figure, centers, by, scope_label(request.actor))
    title = _("%(figure)s趋势") % {"figure": figure.label}
    download = chart_download(chart, wanted=request.GET.get("format", ""), title=title)
    if download is not None:
        return download
    context = {
        **frame_of(request.actor, "trends"), "chart": chart, "figure": figure, "by": by,
        "figures": ChoiceFilter("figure", _("数据"), list(names.items()), figure.code),
        "groups": ChoiceFilter("by", _("分组"), list(groups.items()), by), "grades": _grades(centers),
    }  # fmt: skip
    return render(request, "overview/trends.html", context)


def _group(by: str) -> Callable[[Center], tuple[str, int]]:
    """What a center is grouped by: its name there, and its key where the group is one center."""
    return {
        "field": lambda center: (center.field_label, 0),
        "city": lambda center: (prefecture_label(center.prefecture), 0),
        "center": lambda center: (center.name, center.pk),
    }.get(by, lambda center: (_("合计"), 0))


def _chart(figure: Figure, centers: list[Center], by: str, scope: str) -> Chart:
    years = years_shown(centers)
    found = by_group(figure.code, centers, years, _group(by))
    ordered = sorted(found.items(), key=lambda pair: (-(pair[1][-1] or 0), pair[0]))
    columns = [Column(_("分组"), is_lead=True)] + [
        Column(str(year), unit_words(figure.unit), is_number=True) for year in years
    ]
    urls = {center.pk: chapter_url(center, "overview") for center in centers}
    rows = [
        Row([name, *(cell_text(value, figure.unit) for value in values)], urls.get(pk, ""))
        for (name, pk), values in ordered
    ]
    lines = [
        Series(
            name,
            [Point(str(y), v, figure_text(v, figure.unit)) for y, v in zip(years, values, strict=True)],
        )
        for (name, _pk), values in ordered[:MOST_LINES]
    ]
    total = by_group(figure.code, centers, years, _group("")) if by else found
    values = next(iter(total.values()), [])
    return Chart(
        _finding(figure, years, values, scope), unit_words(figure.unit),
        source_of(_("各中心登记簿")), lines, ListTable(columns, rows, str(figure.label)),
        as_lines=len(years) > 1 or len(lines) > 1,
    )  # fmt: skip


def _finding(figure: Figure, years: list[int], values: list[int | None], scope: str) -> str:
    if not values or values[-1] is None:
        return _("%(scope)s的%(figure)s还没有登记数据。") % {"scope": scope, "figure": figure.label}
    told = {
        "scope": scope, "figure": figure.label, "year": years[-1],
        "value": figure_text(values[-1], figure.unit),
    }  # fmt: skip
    if len(values) < 2 or values[-2] is None:
        return _("%(scope)s%(year)s 年%(figure)s为 %(value)s。") % told
    told["before"] = figure_text(values[-2], figure.unit)
    if values[-1] > values[-2]:
        return _("%(scope)s%(year)s 年%(figure)s为 %(value)s，高于上年的 %(before)s。") % told
    if values[-1] < values[-2]:
        return _("%(scope)s%(year)s 年%(figure)s为 %(value)s，低于上年的 %(before)s。") % told
    return _("%(scope)s%(year)s 年%(figure)s为 %(value)s，与上年持平。") % told


def _grades(centers: list[Center]) -> ListTable:
    found = published_grades(centers)
    years = sorted({year for of in found.values() for year in of})
    columns = [Column(_("中心"), is_lead=True), *(Column(str(year)) for year in years)]
    rows = []
    for center in centers:
        of = found.get(center.pk, {})
        if of:
            cells = [_grade(of[year]) if year in of else "" for year in years]
            rows.append(Row([center.name, *cells], chapter_url(center, "overview")))
    return ListTable(columns, rows, _("各中心历次评价等次"))


def _grade(score: SubjectScore) -> str:
    rules = pack_of_version(score.run.round.case.policy_version_id).evaluation
    told = {"grade": grade_words(rules, score.grade), "points": points_text(score.points_e2)}
    return _("%(grade)s（%(points)s 分）") % told if score.points_e2 is not None else told["grade"]
