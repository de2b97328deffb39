"""Problems: the list with their clock, a new one, one problem."""

from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.refusals import NotPermitted
from xiangchuang.calendars import clock
from xiangchuang.centers.queries import find_file
from xiangchuang.centers.views.file import chapter_url
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.parts import Action, FilterBar
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.packs import current_pack
from xiangchuang.support.forms import ProblemForm
from xiangchuang.support.models import Level, Problem, ProblemState
from xiangchuang.support.queries import find_matter, problems_visible_to
from xiangchuang.support.raise_problem import (
    ProblemDraft,
    may_assign,
    may_raise,
    raise_problem,
    why_not_escalate,
)
from xiangchuang.support.verbs import ASSIGN_PROBLEM, ESCALATE_PROBLEM
from xiangchuang.support.views.finding import chosen, list_page, searched
from xiangchuang.support.views.steps import FORM, actions_of, history_of
from xiangchuang.support.words import problem_state, problem_table

OVERDUE = "overdue"


@signed_in
@require_safe
def problems(request: ActorRequest) -> HttpResponse:
    """List the problems the person takes part in, the department all; the list exports as shown."""
    today, text = clock.today(), searched(request.GET.get("q", ""))
    states = {OVERDUE: _("已逾期"), **{str(code): str(label) for code, label in ProblemState.choices}}
    levels = {str(code): str(label) for code, label in Level.choices}
    state = chosen("state", _("状态"), states, request.GET.get("state", ""))
    level = chosen("level", _("协调层级"), levels, request.GET.get("level", ""))
    rows = problems_visible_to(request.actor)
    if state.chosen == OVERDUE:
        rows = rows.filter(state__in=[ProblemState.RAISED, ProblemState.ASSIGNED], due_on__lt=today)
    elif state.chosen:
        rows = rows.filter(state=state.chosen)
    if level.chosen:
        rows = rows.filter(level=level.chosen)
    if text:
        found = Q(title__icontains=text) | Q(center__name__icontains=text)
        rows = rows.filter(found | Q(raised_by__name__icontains=text) | Q(owner__name__icontains=text))
    return list_page(
        request, rows, lambda shown: problem_table(shown, today), name=_("协调事项"),
        bar=FilterBar(_("问题、中心或单位"), text, [state, level]), template="support/problems.html",
        may_raise=may_raise(request.actor, None) is not None,
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_problem(request: ActorRequest, pk: int | None = None) -> HttpResponse:
    """Raise a problem, of a center or of one's own city or department."""
    center = find_file(request.actor, pk) if pk is not None else None
    if may_raise(request.actor, center) is None:
        raise NotPermitted(_("协调事项由中心、市州或主管部门提出。"), clause="6.1-3")
    form = ProblemForm(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        raise_problem(actor=request.actor, center=center, draft=ProblemDraft(**data))
        return _("已提出，等省科技厅交办。")

    back = chapter_url(center, "support") if center else reverse("support:problems")
    term = current_pack().support.problem_term
    return answer_form(
        request, form, act, template=FORM, then=back,
        context={"heading": _("提出协调事项"), "about": center.name if center else "", "button": _("提出"),
                 "back": back, "clause": "6.1-3", "term": term},
    )  # fmt: skip


def _actions(actor: Actor, found: Problem) -> list[Action]:
    """Leave out what lies with a higher level; say why a level up cannot be asked for yet."""
    actions = actions_of(actor, found, without=() if may_assign(actor, found) else (ASSIGN_PROBLEM,))
    reason = why_not_escalate(actor, found)
    return [
        replace(action, reason=reason) if action.label == str(ESCALATE_PROBLEM.label) else action
        for action in actions
    ]


@signed_in
@require_safe
def problem(request: ActorRequest, pk: int) -> HttpResponse:
    """Show a problem: who owns it, until when, on which level, what was answered."""
    found, today = find_matter(Problem, request.actor, pk), clock.today()
    pairs: list[tuple[str, object]] = [
        (_("中心"), found.center.name if found.center else ""),
        (_("提出单位"), f"{found.raised_by.name}（{found.raised_by_name}）"),
        (_("希望怎样解决"), found.wanted),
        (_("办理单位"), found.owner.name if found.owner else ""),
        (_("协同单位"), "、".join(party.name for party in found.parties.all())),
        (_("协调层级"), found.get_level_display()),
    ]
    context = {
        "problem": found, "state": problem_state(found, today), "is_overdue": found.is_overdue(today),
        "actions": _actions(request.actor, found),
        "pairs": [(label, value) for label, value in pairs if value], "history": history_of(found),
        "term": current_pack().support.problem_term,
    }  # fmt: skip
    return render(request, "support/problem.html", context)
