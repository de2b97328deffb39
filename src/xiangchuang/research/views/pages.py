"""Pages of research that are more than a table: schedule, funnel, targets, possible duplicates."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.calendars import clock
from xiangchuang.centers.permissions import may_keep
from xiangchuang.centers.queries import find_file
from xiangchuang.centers.registers.forms import EVIDENCE_ENDINGS, EVIDENCE_KINDS
from xiangchuang.centers.registers.gates import purpose_of
from xiangchuang.centers.registers.keep import check_keeper
from xiangchuang.centers.views.file import frame_of
from xiangchuang.files.store import store
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import whole
from xiangchuang.research.duplicates import dismiss_duplicate, possible_duplicates
from xiangchuang.research.funnel import ORDER, WIDTH, funnel_of
from xiangchuang.research.gantt import LABELS, WORDS, draw
from xiangchuang.research.gantt import WIDTH as GANTT_WIDTH
from xiangchuang.research.models import Milestone, Result
from xiangchuang.research.models.kinds import TechnologyKind
from xiangchuang.research.queries import standing
from xiangchuang.research.reach_milestone import reach_milestone
from xiangchuang.research.record_actual import adopt_figure, write_actual
from xiangchuang.research.registers import MILESTONES
from xiangchuang.research.schedule import Schedule, schedule_of
from xiangchuang.research.slippage import pack_of_center
from xiangchuang.research.targets import TargetLine, plain_number, target_lines
from xiangchuang.research.views.forms import WRITTEN, ActualForm, DismissalForm, ReachedForm

RECENT = 10
CHAPTER = "research"


@signed_in
@require_safe
def schedule(request: ActorRequest, pk: int) -> HttpResponse:
    """Draw the tasks over the cycle, with milestones, today and what slips."""
    center = find_file(request.actor, pk)
    asked = [int(n) for n in request.GET.getlist("owner") if n.isascii() and n.isdigit() and len(n) < 10]
    pack = pack_of_center(center)
    found = schedule_of(
        center, today=clock.today(), warning_days=pack.research.warning_days, unfolded=asked,
        unfold_all=request.GET.get("all") == "1",
    )  # fmt: skip
    context = {
        **frame_of(center, CHAPTER),
        "schedule": found, "drawings": draw(found, center), "rule": pack.research.slippage,
        "width": GANTT_WIDTH, "labels": LABELS, "words": WORDS, "asked": asked, "words_x": WORDS + 18,
        "may_keep": may_keep(request.actor, center) is not None, "clauses": pack.clauses,
    }  # fmt: skip
    return render(request, "research/schedule.html", context)


@signed_in
@require_safe
def schedule_export(request: ActorRequest, pk: int) -> HttpResponse:
    """Give the schedule as a table: a row for each milestone, and one for a task without any."""
    center = find_file(request.actor, pk)
    days = pack_of_center(center).research.warning_days
    found = schedule_of(center, today=clock.today(), warning_days=days, unfold_all=True)
    head = [_("责任单位"), _("任务"), _("负责人"), _("开始日期"), _("结束日期"), _("预算（万元）"),
            _("已支出（万元）"), _("里程碑"), _("应完成日期"), _("完成日期"), _("状态")]  # fmt: skip
    return csv_response(f"{center.name}-{_('任务进度')}.csv", head, _schedule_rows(found))


def _schedule_rows(schedule: Schedule) -> list[list[object]]:
    rows: list[list[object]] = []
    for group in schedule.groups:
        for line in group.lines:
            task = line.task
            first = [group.owner, str(task), task.responsible, task.starts_on, task.ends_on,
                     Decimal(task.budget_fen) / 1_000_000, Decimal(line.spent_fen) / 1_000_000]  # fmt: skip
            stops = [[s.name, s.due_on, s.reached_on or "", s.words] for s in line.stops]
            rows += [[*first, *stop] for stop in stops or [["", "", "", _("没有里程碑")]]]
    return rows


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reach(request: ActorRequest, pk: int, milestone_pk: int) -> HttpResponse:
    """Write down that a milestone was reached."""
    center = find_file(request.actor, pk)
    rows = standing(Milestone, center).select_related("task__owner", "center")
    found = rows.filter(pk=milestone_pk).first()
    if found is None:
        raise NotFound(_("没有这个里程碑。"))
    check_keeper(MILESTONES, request.actor, center)
    typed = request.POST.get("version", "")
    seen = whole(typed, found.version)
    form = ReachedForm(
        request.POST or None, request.FILES or None, initial={"reached_on": clock.today(), "note": found.note}
    )

    def act(data: dict[str, Any]) -> str:
        upload = data["evidence"]
        evidence = upload and store(
            actor=request.actor, upload=upload, expect=EVIDENCE_KINDS, purpose=purpose_of(MILESTONES.code)
        )
        reach_milestone(
            actor=request.actor, milestone=found, seen=seen, reached_on=data["reached_on"], note=data["note"],
            evidence=evidence or None,
        )  # fmt: skip
        return _("已登记完成：%(name)s。") % {"name": found.name}

    back = reverse("research:schedule", args=[pk])
    return answer_form(
        request, form, act, template="research/reached_form.html", then=back,
        context={**frame_of(center, CHAPTER), "milestone": found, "version": seen, "back": back,
                 "kinds": EVIDENCE_ENDINGS},
    )  # fmt: skip


@signed_in
@require_safe
def funnel(request: ActorRequest, pk: int) -> HttpResponse:
    """Show how far the results have come, by technology type, and which moved last."""
    center = find_file(request.actor, pk)
    found = funnel_of(center)
    moved = (
        standing(Result, center).filter(moves__withdrawn_at__isnull=True, moves__isnull=False)
        .order_by("-moves__moved_on", "-pk").values_list("pk", "title", "moves__stage", "moves__moved_on",
                                                         "moves__place", "origin")
    )  # fmt: skip
    labels = dict(Result._meta.get_field("stage").choices or ())
    origins = dict(Result._meta.get_field("origin").choices or ())
    context = {
        **frame_of(center, CHAPTER),
        "funnel": found, "bars": found.bars(), "width": WIDTH, "middle": WIDTH // 2,
        "matrix": _by_technology(center), "stages": [stage.label for stage in ORDER],
        "moved": [
            (
                reverse("centers:entry", args=[pk, "results", row]),
                title, labels[stage], on, place, origins[origin],
            )
            for row, title, stage, on, place, origin in moved[:RECENT]
        ],
    }  # fmt: skip
    return render(request, "research/funnel.html", context)


def _by_technology(center: Any) -> list[tuple[str, list[int], int]]:
    counts: dict[tuple[str, str], int] = {}
    for pair in standing(Result, center).order_by().values_list("technology_type", "stage"):
        counts[pair] = counts.get(pair, 0) + 1
    rows = []
    for kind in TechnologyKind:
        cells = [counts.get((kind.value, stage.value), 0) for stage in ORDER]
        rows.append((str(kind.label), cells, sum(cells)))
    return rows


@signed_in
@require_safe
def targets(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the plan's yearly targets against what was reached."""
    center = find_file(request.actor, pk)
    this_year = clock.today().year
    lines = target_lines(center, pack_of_center(center), through=this_year)
    context = {
        **frame_of(center, CHAPTER), "lines": lines, "this_year": this_year,
        "may_keep": may_keep(request.actor, center) is not None,
        "told": sum(line.actual is not None for line in lines),
        "reached": sum(line.is_reached for line in lines),
    }  # fmt: skip
    return render(request, "research/targets.html", context)


@signed_in
@require_safe
def targets_export(request: ActorRequest, pk: int) -> HttpResponse:
    """Give targets and what was reached as a table."""
    center = find_file(request.actor, pk)
    lines = target_lines(center, pack_of_center(center), through=clock.today().year)
    head = [_("目标"), pgettext("measure", "单位"), _("年份"), _("目标值"), _("实际值"), _("来源"), _("截至")]
    rows = [
        [
            line.target.name, line.target.unit, line.target.year, line.target.value,
            line.actual.value if line.actual else "", line.actual.source if line.actual else "",
            line.actual.as_of if line.actual else "",
        ]
        for line in lines
    ]  # fmt: skip
    return csv_response(f"{center.name}-{_('目标与实际')}.csv", head, rows)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def record_actual(request: ActorRequest, pk: int, target_pk: int) -> HttpResponse:
    """Adopt the figure of a register for a target, or write one with its source."""
    center = find_file(request.actor, pk)
    lines = target_lines(center, pack_of_center(center), through=clock.today().year)
    line = _line_of(lines, target_pk)
    form = ActualForm(request.POST or None, line=line)

    def act(data: dict[str, Any]) -> str:
        if data["choice"] == WRITTEN:
            made = write_actual(
                actor=request.actor, target=line.target, value=data["value"], source=data["source"]
            )
        else:
            made = adopt_figure(actor=request.actor, target=line.target, span=data["choice"])
        return _("已记下 %(year)d 年“%(name)s”的实际值：%(value)s %(unit)s。") % {
            "year": line.target.year, "name": line.target.name, "value": plain_number(made.value),
            "unit": line.target.unit,
        }  # fmt: skip

    back = reverse("research:targets", args=[pk])
    return answer_form(
        request, form, act, template="research/actual_form.html", then=back,
        context={**frame_of(center, CHAPTER), "line": line, "back": back},
    )  # fmt: skip


def _line_of(lines: list[TargetLine], target_pk: int) -> TargetLine:
    for line in lines:
        if line.target.pk == target_pk:
            return line
    raise NotFound(_("没有这个目标。"))


@signed_in
@require_safe
def duplicates(request: ActorRequest, pk: int) -> HttpResponse:
    """Show results that may be one, here or with another center."""
    center = find_file(request.actor, pk)
    suspects = possible_duplicates(center)
    context = {
        **frame_of(center, CHAPTER), "suspects": suspects, "knows_other": request.actor.is_department_staff,
        "may_keep": may_keep(request.actor, center) is not None,
    }  # fmt: skip
    return render(request, "research/duplicates.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def dismiss(request: ActorRequest, pk: int, result_pk: int, other_pk: int) -> HttpResponse:
    """Find that two results are not one."""
    center = find_file(request.actor, pk)
    suspect = next(
        (s for s in possible_duplicates(center) if (s.result.pk, s.other.pk) == (result_pk, other_pk)), None
    )
    if suspect is None:
        raise NotFound(_("没有这一对疑似重复，或者已经核对过。"))
    form = DismissalForm(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        dismiss_duplicate(
            actor=request.actor, center=center, result=result_pk, other=other_pk, reason=data["reason"]
        )
        return _("已记下不是重复。")

    back = reverse("research:duplicates", args=[pk])
    return answer_form(
        request, form, act, template="research/dismissal_form.html", then=back,
        context={**frame_of(center, CHAPTER), "suspect": suspect, "back": back},
    )  # fmt: skip
