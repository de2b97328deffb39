"""The province against its goals of 1.3, year by year."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.overview.goals import GoalLine, goal_lines
from xiangchuang.overview.scope import achievements_visible_to, centers_in_view
from xiangchuang.overview.views.frame import frame_of, source_of
from xiangchuang.overview.yearly import years_shown
from xiangchuang.pages.charts import Chart, Point, Series
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.table_download import table_download
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack


@signed_in
@require_safe
def goals(request: ActorRequest) -> HttpResponse:
    """Show each goal's actual against its target, with the picture, the numbers and the rows behind them."""
    centers = list(centers_in_view(request.actor))
    standing = list(achievements_visible_to(request.actor).filter(withdrawn_at__isnull=True))
    lines = goal_lines(current_pack().goals, centers, standing, years_shown(centers))
    table, source = goals_table(lines), source_of(_("中心档案和成效登记"))
    download = table_download(
        every_year_table(lines), wanted=request.GET.get("format", ""), title=_("建设目标对照"), source=source
    )
    if download is not None:
        return download
    parts = [(line, words(line.goal.label), goal_chart(line, source)) for line in lines]
    return render(
        request, "overview/goals.html", {**frame_of(request.actor, "goals"), "table": table, "parts": parts}
    )


def goals_table(lines: Sequence[GoalLine]) -> ListTable:
    """Return where each goal stands now."""
    columns = [
        Column(_("目标"), is_lead=True), Column(_("截至年度"), is_number=True),
        Column(_("实际"), is_number=True), Column(_("目标值"), is_number=True), Column(_("单位")),
        Column(_("情况")),
    ]  # fmt: skip
    rows = [
        Row(
            [
                words(line.goal.label), line.now.year, line.now.actual,
                "" if line.now.target is None else line.now.target, line.goal.unit, _standing(line),
            ],
            line.url,
        )
        for line in lines
    ]  # fmt: skip
    return ListTable(columns, rows, _("建设目标对照"))


def _standing(line: GoalLine) -> str:
    if line.now.target is None:
        return _("没有设目标值")
    return _("未达到") if line.now.is_behind else _("达到")


def every_year_table(lines: Sequence[GoalLine]) -> ListTable:
    """Return each goal by year, actual beside target."""
    columns = [
        Column(_("目标"), is_lead=True), Column(_("年度"), is_number=True),
        Column(_("实际"), is_number=True), Column(_("目标值"), is_number=True), Column(_("单位")),
    ]  # fmt: skip
    rows = [
        Row([words(o.goal.label), y.year, y.actual, "" if y.target is None else y.target, o.goal.unit])
        for o in lines
        for y in o.years
    ]
    return ListTable(columns, rows, _("建设目标对照"))


def goal_chart(line: GoalLine, source: str) -> Chart:
    """Return the picture of one goal, its finding in the title."""
    label, now = words(line.goal.label), line.now
    told = {"label": label, "year": now.year, "actual": now.actual, "target": now.target}
    if now.target is None:
        title = _("%(label)s：到 %(year)s 年累计 %(actual)s，没有设目标值。") % told
    elif now.is_behind:
        title = _("%(label)s：到 %(year)s 年累计 %(actual)s，低于目标值 %(target)s。") % told
    else:
        title = _("%(label)s：到 %(year)s 年累计 %(actual)s，达到目标值 %(target)s。") % told
    actual = Series(_("实际"), [Point(str(y.year), y.actual, str(y.actual)) for y in line.years])
    wanted = Series(_("目标值"), [Point(str(y.year), y.target, str(y.target or "")) for y in line.years])
    columns = [
        Column(_("年度"), is_lead=True), Column(_("实际"), is_number=True),
        Column(_("目标值"), is_number=True),
    ]  # fmt: skip
    rows = [Row([y.year, y.actual, "" if y.target is None else y.target]) for y in line.years]
    series = [actual, wanted] if line.goal.targets else [actual]
    return Chart(
        title, line.goal.unit, source, series, ListTable(columns, rows, label), as_lines=len(line.years) > 1
    )
