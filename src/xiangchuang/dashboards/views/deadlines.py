"""Deadlines at risk: by holder, with the cases behind every number; reports as their own list counts them."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.dashboards.deadlines import (
    WITHIN,
    Holder,
    State,
    at_risk,
    held_by,
    holders,
    last_day,
    totals,
)
from xiangchuang.dashboards.scope import cases_in_view, viewpoint_of
from xiangchuang.dashboards.views.frame import frame_of, opens
from xiangchuang.overview.scope import scope_label
from xiangchuang.overview.views.frame import source_of
from xiangchuang.pages import figures
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.chart_download import chart_download
from xiangchuang.pages.charts import Chart, Point
from xiangchuang.pages.lying_chart import lying_chart
from xiangchuang.pages.parts import ChoiceFilter, Column, ListTable, Row
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import whole
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reporting.queries import owed_visible_to
from xiangchuang.reporting.standing import VIEWS, counts_of
from xiangchuang.workbench.due_days import DueDays
from xiangchuang.workbench.viewpoint import Viewpoint
from xiangchuang.workbench.wording import stage_words

MOST_DRAWN = 12
"""Holders drawn; the table has them all."""


@signed_in
@require_safe
def deadlines(request: ActorRequest) -> HttpResponse:
    """Show who holds what is late or soon due, and the cases that the address asks for."""
    actor, within, state, who = request.actor, *_asked(request)
    cases, until, viewpoint = cases_in_view(actor), last_day(within), viewpoint_of(actor)
    held = holders(cases, until, viewpoint)
    chart = _chart(held, within, scope_label(actor))
    download = chart_download(chart, wanted=request.GET.get("format", ""), title=_("期限风险"))
    if download is not None:
        return download
    rows = at_risk(cases, until, state).select_related("holder_organization").order_by("due_on", "pk")
    names = {one.key: one.label for one in held}
    # A holder whom the table does not name is not told by the cases either.
    chosen = held_by(rows, who) if who in names else rows.none() if who else rows
    page = page_of(chosen, request.GET.get("page", "1"))
    context = {
        **frame_of(actor, "deadlines"), "chart": chart, "until": until, "page": page,
        "cases": _case_table(page.object_list, viewpoint, names), "shown": _shown(state, names.get(who, who)),
        "is_narrow": bool(state or who), "whole_url": f"?within={within}#cases",
        "within": ChoiceFilter(
            "within", _("往后看"),
            [(str(n), _("%(days)s 个工作日") % {"days": n}) for n in WITHIN], str(within),
        ),
        "reports": _reports(request),
    }  # fmt: skip
    return render(request, "dashboards/deadlines.html", context)


def _asked(request: ActorRequest) -> tuple[int, State, str]:
    within = whole(request.GET.get("within", ""), 0)
    word = request.GET.get("state", "")
    state: State = "late" if word == "late" else "soon" if word == "soon" else ""
    return within if within in WITHIN else WITHIN[1], state, request.GET.get("who", "")[:40]


def _chart(held: list[Holder], within: int, scope: str) -> Chart:
    points = [Point(one.label, one.late + one.soon, _words(one)) for one in held[:MOST_DRAWN]]
    return lying_chart(
        _finding(held, within, scope), _("件"), source_of(_("案卷")), points, _holder_table(held, within)
    )


def _words(one: Holder) -> str:
    if not one.late:
        return str(one.soon)
    return _("%(all)s（逾期 %(late)s）") % {"all": one.late + one.soon, "late": one.late}


def _finding(held: list[Holder], within: int, scope: str) -> str:
    late, soon = totals(held)
    told: dict[str, Any] = {"scope": scope, "late": late, "soon": soon, "days": within}
    if not late and not soon:
        return _("%(scope)s没有逾期的案卷，%(days)s 个工作日内也没有到期的。") % told
    if not late:
        return _("%(scope)s没有逾期的案卷，%(days)s 个工作日内到期 %(soon)s 件。") % told
    told |= {"who": held[0].label, "most": held[0].late}
    return (
        _("%(scope)s逾期 %(late)s 件，%(who)s最多，有 %(most)s 件；%(days)s 个工作日内到期 %(soon)s 件。")
        % told
    )


def _holder_table(held: list[Holder], within: int) -> ListTable:
    columns = [
        Column(_("持有人"), is_lead=True), Column(_("已逾期"), _("件"), is_number=True),
        Column(_("即将到期"), _("件"), is_number=True),
    ]  # fmt: skip
    rows = [
        Row([one.label, *(opens(n, _url(within, state, one.key)) for n, state in _numbers(one))])
        for one in held
    ]
    return ListTable(columns, rows, _("各持有人手中的期限"))


def _numbers(one: Holder) -> tuple[tuple[int, State], tuple[int, State]]:
    return (one.late, "late"), (one.soon, "soon")


def _url(within: int, state: State, who: str) -> str:
    return f"?{urlencode({'within': within, 'state': state, 'who': who})}#cases"


def _shown(state: State, who: str) -> str:
    """Return what the list below holds, in words."""
    what = {"late": _("已逾期"), "soon": _("即将到期"), "": _("已逾期和即将到期")}[state]
    return _("%(who)s：%(what)s") % {"who": who, "what": what} if who else what


def _case_table(cases: Iterable[Case], viewpoint: Viewpoint, names: dict[str, str]) -> ListTable:
    due = DueDays()
    columns = [
        Column(_("案卷"), is_lead=True), Column(_("案卷号")), Column(_("种类")), Column(_("阶段")),
        Column(_("持有人")), Column(_("截止")), Column(_("余下时间")),
    ]  # fmt: skip
    rows = []
    for case in cases:
        assert case.due_on is not None
        reading = due.reading(case.due_on, provisional=case.due_provisional)
        stage = pack_of(case).procedures[case.kind].stage(case.stage_code)
        holder = str(case.holder_organization or names.get(case.holder_role, _("省科技厅")))
        rows.append(
            Row(
                [
                    case.title, case.number, case.get_matter_display(), stage_words(stage, viewpoint), holder,
                    figures.iso_day(case.due_on), figures.left_text(reading) if reading else "",
                ],
                reverse("workbench:case", args=[case.number]),
            )
        )  # fmt: skip
    return ListTable(columns, rows, _("期限有风险的案卷"))


def _reports(request: ActorRequest) -> list[tuple[str, object]]:
    """How many annual reports wait and are missing, as the list of reports counts them."""
    counts, here = counts_of(owed_visible_to(request.actor)), reverse("reporting:reports")
    return [
        (str(VIEWS[view]), opens(counts[view], f"{here}?view={view}"))
        for view in ("missing", "due", "submitted")
    ]
