"""One center in a round: where it stands, its state, its rulings, its reply, its letter."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotFound, Refusal
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.permissions import may_keep
from xiangchuang.evaluation.case_tabs import SETTABLE
from xiangchuang.evaluation.forms import RulingForm, StateForm
from xiangchuang.evaluation.grade_words import outcome_label, points_text, state_label
from xiangchuang.evaluation.models import OpinionLetter, Subject
from xiangchuang.evaluation.open_indicators import open_indicators
from xiangchuang.evaluation.permissions import evaluates
from xiangchuang.evaluation.queries import find_round, find_subject, run_shown, sees_whole_round
from xiangchuang.evaluation.reply import may_reply_now
from xiangchuang.evaluation.rule_points import indicator_of, rule_points
from xiangchuang.evaluation.set_state import set_state
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.parts import DueReading
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen
from xiangchuang.procedure.deadlines import work_calendar
from xiangchuang.procedure.models import CaseState
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of


@signed_in
@require_safe
def subject(request: ActorRequest, pk: int) -> HttpResponse:
    """Show where the center stands in the round, as far as the person may know."""
    found = find_subject(request.actor, pk)
    round_, pack, actor = found.round, pack_of(found.round.case), request.actor
    run = run_shown(actor, found)
    score = run.scores.filter(subject=found).select_related("subject").first() if run else None
    may_reply = _may_reply(request, found)
    kind = round_.case.stage_kind if round_.case.is_running else ""
    own = may_keep(actor, found.center) is not None or sees_whole_round(actor, round_)
    context = {
        **head_of(request, found),
        "score": score,
        "points": points_text(score.points_e2) if score and score.points_e2 is not None else "",
        "outcome": words(outcome_label(score, pack)) if score else "",
        "state": words(state_label(pack, found.state)) if found.state else "",
        "letter": OpinionLetter.objects.filter(subject=found).select_related("document").first(),
        "replies": _replies(found) if own else [],
        "may_reply": may_reply,
        "due": _due(found) if may_reply else None,
        "may_set": kind in SETTABLE and actor.holds(Role.OFFICER),
        "may_rule": evaluates(actor, round_) is not None and kind in ("scoring", "reply"),
        "corrections": _corrections(found) if sees_whole_round(actor, round_) else [],
    }
    return render(request, "evaluation/subject.html", context)


def head_of(request: ActorRequest, found: Subject) -> dict[str, Any]:
    """Return what the pages of a center in a round show above their content."""
    whole = sees_whole_round(request.actor, found.round)
    case = found.round.case
    stage = pack_of(case).procedures[case.kind].stage(case.stage_code)
    return {
        "subject": found, "round": found.round, "case": case, "sees_whole": whole,
        "stage": words(stage.label if whole else stage.public_label),
        "clauses": pack_of(case).clauses,
        "is_over": case.state == CaseState.COMPLETED,
    }  # fmt: skip


def _may_reply(request: ActorRequest, found: Subject) -> bool:
    try:
        may_reply_now(request.actor, found)
    except Refusal:
        return False
    return True


def _due(found: Subject) -> DueReading | None:
    day = found.round.reply_by
    if day is None:
        return None
    return DueReading(day, work_calendar().working_days_between(clock.today(), day))


def _replies(found: Subject) -> list[Any]:
    labels = {i.code: words(i.label) for i in pack_of(found.round.case).indicator_sets[found.set_code].scored}
    replies = found.replies.select_related("run").prefetch_related("points__evidence").order_by("-pk")
    return [
        (reply, [(point, labels.get(point.indicator, point.indicator)) for point in reply.points.all()])
        for reply in replies
    ]


def _corrections(found: Subject) -> list[Any]:
    labels = {i.code: words(i.label) for i in pack_of(found.round.case).indicator_sets[found.set_code].scored}
    rows = found.corrections.filter(replaced_at=None).select_related("made_by")
    return [(labels.get(row.indicator, row.indicator), points_text(row.points_e2), row) for row in rows]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: ActorRequest, pk: int) -> HttpResponse:
    """Give the center a state beside the grades, or take it back."""
    found = find_subject(request.actor, pk)
    if not request.actor.holds(Role.OFFICER):
        raise NotFound(_("没有这一页，或者它不归您办理。"))
    case = found.round.case
    form = StateForm(
        request.POST or None, states=pack_of(case).evaluation.states,
        initial={"state": found.state, "reason": found.state_reason},
    )  # fmt: skip

    def act(data: dict[str, Any]) -> str:
        set_state(
            actor=request.actor, case=case, subject=found, seen=version_seen(request), state=data["state"],
            reason=data["reason"],
        )  # fmt: skip
        return _("已登记。")

    context = {**head_of(request, found), "version": version_seen(request) or found.version,
               "heading": _("缓评、视同合格等")}  # fmt: skip
    then = reverse("evaluation:subject", args=[pk])
    return answer_form(request, form, act, template="evaluation/on_subject.html", context=context, then=then)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """Rule on the points of one indicator of the center."""
    found = find_subject(request.actor, pk)
    case = found.round.case
    if evaluates(request.actor, found.round) is None:
        raise NotFound(_("没有这一页，或者它不归您办理。"))
    indicator = indicator_of(found, pack_of(case), code)
    form = RulingForm(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        rule_points(
            actor=request.actor, case=case, subject=found, indicator=code, points_e2=form.points_e2,
            reason=data["reason"],
        )  # fmt: skip
        return _("已裁定，重新计算后生效。")

    context = {
        **head_of(request, found), "heading": words(indicator.label), "version": 0,
        "about": _("满分 %(weight)s 分。") % {"weight": indicator.weight},
    }  # fmt: skip
    then = reverse("evaluation:subject", args=[pk])
    return answer_form(request, form, act, template="evaluation/on_subject.html", context=context, then=then)


@signed_in
@require_safe
def rulings(request: ActorRequest, number: str) -> HttpResponse:
    """List the indicators that wait for a ruling, center by center, from the newest scoring."""
    round_ = find_round(request.actor, number)
    if not sees_whole_round(request.actor, round_):
        raise NotFound(_("没有这轮评价，或者它不归您办理。"))
    context = {
        "round": round_, "case": round_.case, "lines": open_indicators(round_),
        "may_rule": evaluates(request.actor, round_) is not None, "clauses": pack_of(round_.case).clauses,
    }  # fmt: skip
    return render(request, "evaluation/rulings.html", context)
