"""Results: the table of a round, two scorings beside each other, a center's own over time."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import Blocked, NotFound
from xiangchuang.evaluation.compare_runs import compare as compared
from xiangchuang.evaluation.models import Round, ScoreRun
from xiangchuang.evaluation.result_list import ResultList
from xiangchuang.evaluation.result_queries import find_overseen, overseen_rounds, scores_visible_to
from xiangchuang.evaluation.result_words import grade_words, points_text, rank_text
from xiangchuang.evaluation.scored import Scored, documents_of
from xiangchuang.pages import figures
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.parts import Column, ListTable, Row, Tab
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import whole
from xiangchuang.policy.evaluation import InputsError
from xiangchuang.procedure.packs import pack_of_version
from xiangchuang.sheets import write_table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def readable(run: ScoreRun) -> Scored:
    """Return a scoring's documents; raises Blocked with what to do where they are damaged or gone."""
    try:
        return documents_of(run)
    except InputsError as damaged:
        raise Blocked(str(damaged), clause="6.5-2") from damaged


def run_of(found: Round, number: int | None) -> ScoreRun:
    """Return the round's scoring of that number, the newest without one; raises NotFound."""
    rows = found.score_runs.select_related("inputs", "results", "round")
    run = (rows if number is None else rows.filter(number=number)).first()
    if run is None:
        raise NotFound(_("这一轮还没有评分。"))
    return run


@signed_in
@require_safe
def results(request: ActorRequest, pk: int) -> HttpResponse:
    """Show all results of a scoring to the department and the evaluator; exports as shown."""
    found = find_overseen(request.actor, pk)
    run = run_of(found, whole(request.GET.get("run", ""), None))
    listing = ResultList(run, readable(run), request.GET.dict())
    wanted = request.GET.get("format", "")
    if wanted == "xlsx":
        return _workbook(found, listing)
    if wanted == "csv":
        columns, rows = listing.sheet()
        cells = [[row.get(c.name, "") for c in columns] for row in rows]
        return csv_response(_("评价结果.csv"), [c.label for c in columns], cells)
    page = page_of(listing.rows, request.GET.get("page", "1"))
    context = {
        "round": found, "run": run, "page": page, "listing": listing,
        "table": listing.table(list(page.object_list)), "runs": _run_tabs(found, run),
        "others": found.score_runs.exclude(pk=run.pk),
    }  # fmt: skip
    return render(request, "evaluation/results.html", context)


def _run_tabs(found: Round, shown: ScoreRun) -> list[Tab]:
    address = reverse("evaluation:results", args=[found.pk])
    return [
        Tab(
            _("第 %(number)s 次：%(purpose)s")
            % {"number": run.number, "purpose": run.get_purpose_display()},
            f"{address}?run={run.number}", run.pk == shown.pk,
        )
        for run in found.score_runs.all()
    ]  # fmt: skip


def _workbook(found: Round, listing: ResultList) -> HttpResponse:
    columns, rows = listing.sheet()
    source = _("%(round)s，第 %(number)s 次评分，%(at)s") % {
        "round": found.case.title, "number": listing.run.number,
        "at": figures.moment_text(listing.run.scored_at),
    }  # fmt: skip
    content = write_table(columns, rows, title=_("评价结果"), source=source)  # type: ignore[arg-type]
    response = HttpResponse(content, content_type=XLSX)
    name = _("评价结果.xlsx")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


@signed_in
@require_safe
def compare(request: ActorRequest, pk: int) -> HttpResponse:
    """Show what differs between two scorings of a round; the last two unless told."""
    found = find_overseen(request.actor, pk)
    runs = list(found.score_runs.select_related("inputs", "results", "round"))
    if len(runs) < 2:
        raise NotFound(_("这一轮只有一次评分，没有可以对比的。"))
    by_number = {run.number: run for run in runs}
    first = by_number.get(whole(request.GET.get("first", ""), runs[1].number), runs[1])
    second = by_number.get(whole(request.GET.get("second", ""), runs[0].number), runs[0])
    readable(first), readable(second)
    comparison = compared(first, second)
    table = comparison.table()
    if request.GET.get("format") == "csv":
        heads = [column.label for column in table.columns]
        return csv_response(_("评分对比.csv"), heads, [row.cells for row in table.rows])
    context = {
        "round": found, "runs": runs, "first": first, "second": second, "comparison": comparison,
        "table": table,
    }  # fmt: skip
    return render(request, "evaluation/compare.html", context)


@signed_in
@require_safe
def my_results(request: ActorRequest) -> HttpResponse:
    """List the newest result of each round that the person may read: a center's own, year by year."""
    if overseen_rounds(request.actor).exists():
        return _rounds(request)
    newest: dict[int, Row] = {}
    for score in scores_visible_to(request.actor):
        if score.subject_id in newest:
            continue
        found = score.run.round
        # The names of grades are those of the policy that the round began under.
        rules = pack_of_version(found.case.policy_version_id).evaluation
        cells = [
            found.year, score.subject.center.name, score.run.get_purpose_display(),
            points_text(score.points_e2), rank_text(score), grade_words(rules, score.grade),
        ]  # fmt: skip
        newest[score.subject_id] = Row(cells, reverse("evaluation:result", args=[score.subject_id]))
    columns = [
        Column(_("年度"), is_lead=True), Column(_("中心")), Column(_("结果")),
        Column(_("得分"), is_number=True), Column(_("名次")), Column(_("等次")),
    ]  # fmt: skip
    table = ListTable(columns, list(newest.values()), _("本单位的评价结果"))
    return render(request, "evaluation/my_results.html", {"table": table})


def _rounds(request: ActorRequest) -> HttpResponse:
    rows = [
        Row(
            [found.year, found.case.title, found.evaluator.name],
            reverse("evaluation:results", args=[found.pk]),
        )
        for found in overseen_rounds(request.actor).filter(score_runs__isnull=False).distinct()
    ]
    columns = [Column(_("年度"), is_lead=True), Column(_("评价")), Column(_("评估机构"))]
    table = ListTable(columns, rows, _("各轮评价的结果"))
    return render(request, "evaluation/my_results.html", {"table": table, "is_of_rounds": True})
