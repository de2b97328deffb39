"""The page of one direction: what it asks, its advice, its demands, what later stages bring."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.layouts.history import history_of
from xiangchuang.layouts.later_stages import Taken, panels_of, places_taken
from xiangchuang.layouts.models import Direction, DirectionState
from xiangchuang.layouts.permissions import DECIDERS, may_plan
from xiangchuang.layouts.placing import (
    category_words,
    field_words,
    mode_words,
    orientation_words,
    prefecture_words,
    technology_words,
)
from xiangchuang.layouts.queries import demands_visible_to, find_direction, versions_visible_to
from xiangchuang.layouts.tables import demand_table, window_text
from xiangchuang.layouts.views.frame import frame_of
from xiangchuang.pages.parts import Action
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.packs import current_pack


@signed_in
@require_safe
def direction(request: ActorRequest, pk: int) -> HttpResponse:
    """Show a direction and what hangs on it."""
    found, actor, pack = find_direction(request.actor, pk), request.actor, current_pack()
    demands = demands_visible_to(actor).filter(direction=found)
    layouts = versions_visible_to(actor).filter(entries__direction=found)
    writing = next((v for v in layouts if v.may_be_written), None)
    taken = places_taken([found])[found.pk]
    context = {
        **frame_of(actor, "directions"), "direction": found, "pack": pack, "clauses": pack.clauses,
        "pairs": _pairs(found, pack, taken), "demands": demand_table(list(demands), pack), "layouts": layouts,
        "panels": panels_of(actor, found), "actions": _actions(actor, found), "is_open": _is_open(found),
        "advice": found.advice, "advised": mode_words(pack, found.advised_mode) if found.advised_mode else "",
        "chosen": mode_words(pack, found.formation_mode) if found.formation_mode else "",
        "rule": pack.layout.planning, "writing": writing if may_plan(actor) else None,
        "history": history_of(found.ledger_key) if actor.is_department_staff else [],
    }  # fmt: skip
    return render(request, "layouts/direction.html", context)


def _is_open(found: Direction) -> bool:
    return found.takes_applications(clock.today())


def _pairs(found: Direction, pack: Pack, taken: Taken) -> list[tuple[str, object]]:
    used = _("%(cap)d 个：已批准 %(approved)d，已过会 %(decided)d，余 %(left)d") % {
        "cap": found.cap, "approved": taken.approved, "decided": taken.decided,
        "left": max(found.cap - taken.total, 0),
    }  # fmt: skip
    pairs: list[tuple[str, object]] = [
        (_("编号"), found.number),
        (_("状态"), found.get_state_display()),
        (_("类别"), category_words(pack, found.category)),
        (_("面向"), orientation_words(pack, found.orientation)),
        (_("领域"), field_words(found, pack)),
        (_("技术类型"), technology_words(pack, found.technology_type)),
        (_("产业链"), found.industry_chain),
        (_("意向市州"), prefecture_words(found.prefecture)),
        (_("受理时间"), window_text(found)),
        (_("名额"), used),
        (_("专门要求"), found.terms),
        (_("关闭的理由"), found.closed_reason),
    ]
    return [(label, value) for label, value in pairs if value]


def _actions(actor: Actor, found: Direction) -> list[Action]:
    """Return what this person can do with the direction, the likeliest first."""

    def page(name: str) -> str:
        return reverse(f"layouts:{name}", args=[found.pk])

    is_open = found.state == DirectionState.OPEN
    actions: list[Action] = []
    if is_open and Role.LEAD in actor.roles:
        reason = "" if _is_open(found) else _("不在受理时间内")
        actions.append(
            Action(_("按这个方向申报"), _later("proposals:begin", found), "get", "primary", reason)
        )
    if may_plan(actor):
        if is_open:
            actions.append(Action(_("邀请单位申报"), _later("proposals:invite", found), "get", "primary"))
        if found.state in (DirectionState.PLANNED, DirectionState.OPEN):
            actions.append(Action(_("选定组建模式"), page("choose-mode"), "get"))
        if found.state == DirectionState.PLANNED:
            actions.append(Action(_("修改"), page("edit-direction"), "get"))
        if is_open:
            actions.append(Action(_("关闭"), page("close-direction"), "get", "danger"))
    if actor.acting_as(DECIDERS):
        if is_open:
            actions.append(Action(_("调整"), page("edit-direction"), "get"))
        if found.state == DirectionState.CLOSED:
            actions.append(Action(_("重新开放"), page("reopen-direction"), "get", "primary"))
    return [action for action in actions if action.url]


def _later(name: str, found: Direction) -> str:
    """Return the address of a later stage's page, "" while it is not routed."""
    try:
        return f"{reverse(name)}?{urlencode({'direction': found.pk})}"
    except NoReverseMatch:
        return ""
