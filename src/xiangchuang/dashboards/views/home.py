"""The dashboard's first page: where applications stand, for how long, what is at risk, the goals of 1.3."""

from collections.abc import Sequence
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.dashboards.deadlines import WITHIN, holders, last_day, totals
from xiangchuang.dashboards.pipeline import StageLine, pipeline
from xiangchuang.dashboards.scope import approvals_in_view, cases_in_view, cases_url, viewpoint_of
from xiangchuang.dashboards.views.frame import frame_of, opens
from xiangchuang.overview.goals import goal_lines
from xiangchuang.overview.scope import achievements_visible_to, centers_in_view, scope_label
from xiangchuang.overview.views.frame import source_of
from xiangchuang.overview.views.goals import goals_table
from xiangchuang.overview.yearly import years_shown
from xiangchuang.pages.chart_download import chart_download
from xiangchuang.pages.charts import Chart, Point
from xiangchuang.pages.lying_chart import lying_chart
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.packs import current_pack
from xiangchuang.workbench.viewpoint import Viewpoint
from xiangchuang.workbench.wording import stage_words

LOOKED_AHEAD: Final = WITHIN[1]


@signed_in
@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """Show the state of all applications in the actor's view on one page; or give its chart."""
    actor, pack = request.actor, current_pack()
    lines = pipeline(approvals_in_view(actor), pack)
    chart = _chart(lines, viewpoint_of(actor), scope_label(actor))
    download = chart_download(chart, wanted=request.GET.get("format", ""), title=_("办理进度"))
    if download is not None:
        return download
    centers = list(centers_in_view(actor))
    standing = list(achievements_visible_to(actor).filter(withdrawn_at__isnull=True))
    context = {
        **frame_of(actor, "home"), "chart": chart, "count": sum(line.count for line in lines),
        "facts": _facts(actor, lines),
        "goals": goals_table(goal_lines(pack.goals, centers, standing, years_shown(centers))),
    }  # fmt: skip
    return render(request, "dashboards/home.html", context)


def _facts(actor: Actor, lines: Sequence[StageLine]) -> list[tuple[str, object]]:
    """The numbers to know first, each a way to what it counts. At risk: cases of every matter."""
    held = holders(cases_in_view(actor), last_day(LOOKED_AHEAD), viewpoint_of(actor))
    late, soon = totals(held)
    here = f"{reverse('dashboards:deadlines')}?within={LOOKED_AHEAD}"
    return [
        (_("在办申报"), opens(sum(line.count for line in lines), cases_url(view="running"))),
        (_("其中暂缓"), sum(line.deferred for line in lines)),
        (_("各类案卷已逾期"), opens(late, f"{here}&state=late#cases")),
        (
            _("%(days)s 个工作日内到期") % {"days": LOOKED_AHEAD},
            opens(soon, f"{here}&state=soon#cases"),
        ),
    ]


def _chart(lines: Sequence[StageLine], viewpoint: Viewpoint, scope: str) -> Chart:
    named = [(_stage(line, viewpoint), line) for line in lines]
    points = [Point(name, line.count, str(line.count)) for name, line in named]
    return lying_chart(
        _finding(named, scope), _("件"), source_of(_("案卷")), points, _table(named)
    )  # fmt: skip


def _stage(line: StageLine, viewpoint: Viewpoint) -> str:
    return stage_words(line.stage, viewpoint) if line.stage else line.code


def _finding(named: Sequence[tuple[str, StageLine]], scope: str) -> str:
    """Say where most applications stand, and how many are past their day."""
    count = sum(line.count for _name, line in named)
    if not count:
        return _("%(scope)s现在没有在办的申报。") % {"scope": scope}
    name, most = max(named, key=lambda pair: pair[1].count)
    late = sum(line.late for _name, line in named)
    told = {"scope": scope, "count": count, "stage": name, "most": most.count, "late": late}
    if not late:
        return _("%(scope)s在办申报 %(count)s 件，“%(stage)s”最多，有 %(most)s 件；没有逾期的。") % told
    return _("%(scope)s在办申报 %(count)s 件，“%(stage)s”最多，有 %(most)s 件；逾期 %(late)s 件。") % told


def _table(named: Sequence[tuple[str, StageLine]]) -> ListTable:
    columns = [
        Column(_("阶段"), is_lead=True), Column(_("在办"), _("件"), is_number=True),
        Column(_("其中暂缓"), _("件"), is_number=True),
        Column(_("停留中位数"), _("天"), is_number=True),
        Column(_("停留最久"), _("天"), is_number=True), Column(_("已逾期"), _("件"), is_number=True),
    ]  # fmt: skip
    rows = [
        Row(
            [
                name, opens(line.count, cases_url(view="running", stage=line.code)), line.deferred,
                line.median,
                _oldest(line), opens(line.late, cases_url(view="running", stage=line.code, clock="late")),
            ]
        )
        for name, line in named
    ]  # fmt: skip
    return ListTable(columns, rows, _("各阶段在办申报"))


def _oldest(line: StageLine) -> object:
    """The longest stay leads to the stage's cases, oldest first."""
    if line.oldest is None:
        return None
    return opens(line.oldest, cases_url(view="running", stage=line.code, sort="number")) or "0"
