"""The pages of the construction cycle, for the center and for the department."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.refusals import Blocked, Refusal
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_keep, may_oversee
from xiangchuang.centers.queries import find_file
from xiangchuang.centers.views.file import frame_of
from xiangchuang.files.gates import may_read
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.parts import DueReading
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.research import CycleStepRule
from xiangchuang.procedure.deadlines import work_calendar
from xiangchuang.research.extend_cycle import answer_extension, ask_extension, latest_end, refuse_extension
from xiangchuang.research.hand_in_step import (
    REPORT_KINDS,
    REPORT_PURPOSE,
    hand_in_step,
    refuse_before_mid_term,
)
from xiangchuang.research.judge_step import judge_step
from xiangchuang.research.models import CycleExtension, CycleStep, ExtensionState, StepState
from xiangchuang.research.open_cycle import open_cycle
from xiangchuang.research.slippage import pack_of_center
from xiangchuang.research.views.forms import AnswerForm, ExtensionForm, HandInForm, JudgementForm
from xiangchuang.research.year_so_far import year_so_far

CHAPTER = "research"


@dataclass(frozen=True)
class StepLine:
    """A step as the page shows it: its rule, until when it waits for the center, whose turn it is.

    why_not: why the center cannot hand it in yet.
    """

    step: CycleStep
    rule: CycleStepRule
    due: DueReading | None
    may_hand_in: bool
    why_not: Refusal | None
    may_judge: bool
    shows_report: bool


@signed_in
@require_safe
def cycle(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the cycle: its steps with their days and findings, its extensions, and what may be done."""
    center, actor = find_file(request.actor, pk), request.actor
    pack = pack_of_center(center)
    lines = step_lines(center, pack, actor)
    extensions = list(
        CycleExtension.objects.filter(center=center).select_related("asked_by", "answered_by").order_by("-pk")
    )
    oversees = may_oversee(actor, center) is not None
    context = {
        **frame_of(center, CHAPTER), "lines": lines, "extensions": extensions, "clauses": pack.clauses,
        "may_open": oversees and not lines and bool(pack.research.cycle_steps),
        "may_ask": may_keep(actor, center) is not None, "why_not_ask": _why_not(center),
        "may_answer": oversees, "rule": pack.research.extension, "asked": ExtensionState.ASKED,
    }  # fmt: skip
    return render(request, "research/cycle.html", context)


def step_lines(center: Center, pack: Pack, actor: Actor) -> list[StepLine]:
    """Return the steps of the cycle as this person may see and act on them, soonest first."""
    calendar, today = work_calendar(), clock.today()
    keeps, oversees = may_keep(actor, center) is not None, may_oversee(actor, center) is not None
    steps = CycleStep.objects.filter(center=center).select_related("obligation", "report")
    lines = []
    for step in steps:
        due_on = step.rework_by or step.obligation.due_on
        waits = step.state in (StepState.OPEN, StepState.RETURNED)
        left = calendar.working_days_between(today, due_on)
        lines.append(
            StepLine(
                step, pack.research.cycle_step(step.code),
                DueReading(due_on, left, step.obligation.due_provisional) if waits else None,
                waits and keeps, _why_not_handed_in(step), step.state == StepState.HANDED_IN and oversees,
                step.report is not None and may_read(actor, step.report),
            )
        )  # fmt: skip
    return lines


@signed_in
@require_POST
def lay_down(request: ActorRequest, pk: int) -> HttpResponse:
    """Lay down the cycle of a center founded before cycles were kept."""
    from django.contrib import messages
    from django.shortcuts import redirect

    open_cycle(actor=request.actor, center=find_file(request.actor, pk))
    messages.success(request, _("已建立周期节点。"))
    return redirect("research:cycle", pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """Hand a step in."""
    center, step, rule = _found(request, pk, code)
    form = HandInForm(
        request.POST or None,
        request.FILES or None,
        initial={"summary": step.summary},
        keeps_report=step.report is not None,
    )

    def act(data: dict[str, Any]) -> str:
        hand_in_step(
            actor=request.actor, step=step, seen=version_seen(request), summary=data["summary"],
            report=_stored(request, center, data),
        )  # fmt: skip
        return _("已提交，等待省科技厅审查。")

    return _answer(request, center, form, act, template="research/hand_in.html", step=step, rule=rule)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """Find on a step that was handed in."""
    center, step, rule = _found(request, pk, code)
    form = JudgementForm(request.POST or None, code=code)

    def act(data: dict[str, Any]) -> str:
        judge_step(
            actor=request.actor, step=step, seen=version_seen(request), finding=StepState(data["finding"]),
            opinion=data["opinion"],
        )  # fmt: skip
        return _("已记下结论：%(finding)s。") % {"finding": StepState(data["finding"]).label}

    return _answer(
        request, center, form, act, template="research/judge.html", step=step, rule=rule,
        shows_report=step.report is not None and may_read(request.actor, step.report),
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask for a longer cycle."""
    center = find_file(request.actor, pk)
    form = ExtensionForm(request.POST or None, initial={"new_end_on": latest_end(center)})

    def act(data: dict[str, Any]) -> str:
        ask_extension(actor=request.actor, center=center, **data)
        return _("已提交延期申请，等待省科技厅答复。")

    return _answer(
        request, center, form, act, template="research/ask_extension.html", latest=latest_end(center)
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ActorRequest, pk: int, extension_pk: int) -> HttpResponse:
    """Answer the wish for a longer cycle."""
    center = find_file(request.actor, pk)
    wish = get_object_or_404(CycleExtension.objects.select_related("center"), center=center, pk=extension_pk)
    form = AnswerForm(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        grants = data["grants"] == "yes"
        answer_extension(actor=request.actor, extension=wish, grants=grants, answer=data["answer"])
        return _("已同意延期，周期和验收日期已顺延。") if grants else _("已答复不同意延期。")

    return _answer(request, center, form, act, template="research/answer_extension.html", wish=wish)


def _answer(
    request: ActorRequest, center: Center, form: Any, act: Any, *, template: str, **context: Any
) -> HttpResponse:
    back = reverse("research:cycle", args=[center.pk])
    if step := context.get("step"):
        context["register_says"] = year_so_far(center, request.actor)
        context["version"] = version_seen(request) or step.version
    return answer_form(
        request, form, act, template=template, then=back,
        context={**frame_of(center, CHAPTER), "back": back, **context},
    )  # fmt: skip


def _found(request: ActorRequest, pk: int, code: str) -> tuple[Center, CycleStep, CycleStepRule]:
    center = find_file(request.actor, pk)
    steps = CycleStep.objects.select_related("obligation", "report", "center__founding_case")
    step = get_object_or_404(steps, center=center, code=code)
    return center, step, pack_of_center(center).research.cycle_step(code)


def _stored(request: ActorRequest, center: Center, data: dict[str, Any]) -> StoredFile | None:
    upload = data.get("report")
    if not upload or may_keep(request.actor, center) is None:
        return None
    return store(actor=request.actor, upload=upload, expect=REPORT_KINDS, purpose=REPORT_PURPOSE)


def _why_not_handed_in(step: CycleStep) -> Refusal | None:
    try:
        refuse_before_mid_term(step)
    except Blocked as blocked:
        return blocked
    return None


def _why_not(center: Center) -> Refusal | None:
    try:
        refuse_extension(center)
    except Blocked as blocked:
        return blocked
    return None
