"""Directions: list, one with all that hangs on it, a new one; amended, closed, opened again, dropped."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.layouts.choose_mode import choose_mode
from xiangchuang.layouts.draft_layout import CLAUSE, refuse_finished
from xiangchuang.layouts.forms import DirectionForm, ModeForm, ReasonForm, ReopenForm, place_values
from xiangchuang.layouts.later_stages import places_taken
from xiangchuang.layouts.models import Demand, DemandState, Direction, DirectionState
from xiangchuang.layouts.permissions import planner
from xiangchuang.layouts.plan_direction import (
    DirectionDraft,
    add_direction,
    amend_direction,
    close_direction,
    drop_direction,
    reopen_direction,
)
from xiangchuang.layouts.queries import (
    demands_visible_to,
    directions_visible_to,
    find_direction,
    find_version,
)
from xiangchuang.layouts.rules import planning
from xiangchuang.layouts.tables import direction_table
from xiangchuang.layouts.views.frame import FORM, chosen, frame_of, searched, source_words
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.parts import FilterBar
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.table_download import table_download
from xiangchuang.pages.typed import version_seen, whole
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack


@signed_in
@require_safe
def directions(request: ActorRequest) -> HttpResponse:
    """List the directions the person may read."""
    pack, get = current_pack(), request.GET.get
    states = [(str(c), str(label)) for c, label in DirectionState.choices]
    state = chosen("state", _("状态"), states, get("state", ""))
    category = chosen(
        "category", _("类别"), [(c.code, words(c.label)) for c in pack.categories], get("category", "")
    )
    text = searched(get("q", ""))
    rows = directions_visible_to(request.actor).order_by("-number")
    if state.chosen:
        rows = rows.filter(state=state.chosen)
    if category.chosen:
        rows = rows.filter(category=category.chosen)
    if text:
        rows = rows.filter(title__icontains=text) | rows.filter(number__icontains=text)
    if wanted := get("format", ""):
        every = list(rows)
        download = table_download(
            direction_table(every, pack, places_taken(every)), wanted=wanted, title=_("布局方向"),
            source=source_words(),
        )  # fmt: skip
        if download is not None:
            return download
    page = page_of(rows, get("page", "1"))
    shown = list(page.object_list)
    context = {
        **frame_of(request.actor, "directions"), "page": page,
        "table": direction_table(shown, pack, places_taken(shown)),
        "bar": FilterBar(_("方向或编号"), text, [state, category]),
    }  # fmt: skip
    return render(request, "layouts/directions.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_direction(request: ActorRequest, pk: int) -> HttpResponse:
    """Plan a direction in a version; `?demand=` begins it from a demand."""
    planner(request.actor)
    layout, pack = find_version(request.actor, pk), current_pack()
    refuse_finished(layout)
    demand = _demand(request)
    form = DirectionForm(request.POST or None, pack=pack, initial={"cap": 1, **_from(demand)})

    def act(data: dict[str, Any]) -> str:
        found = add_direction(
            actor=request.actor, layout=layout, seen=version_seen(request), draft=_draft(form),
            demands=[demand] if demand else [],
        )  # fmt: skip
        return _("已加入方向 %(number)s。") % {"number": found.number}

    here = reverse("layouts:version", args=[layout.pk])
    about = (
        _("由需求 %(number)s 而来：%(title)s") % {"number": demand.number, "title": demand.title}
        if demand
        else layout.title
    )
    return answer_form(
        request, form, act, template=FORM, then=here,
        context={**frame_of(request.actor, "directions"), "heading": _("加入方向"), "about": about,
                 "button": _("加入"), "back": here, "clause": CLAUSE, "rule": planning().per_direction,
                 "version": version_seen(request) or layout.version},
    )  # fmt: skip


def _demand(request: ActorRequest) -> Demand | None:
    waiting = demands_visible_to(request.actor).filter(state__in=[DemandState.FILED, DemandState.SORTED])
    return waiting.filter(pk=whole(request.GET.get("demand", ""), 0)).first()


def _from(demand: Demand | None) -> dict[str, Any]:
    return {"title": demand.title, "need": demand.text, **place_values(demand)} if demand else {}


def _draft(form: DirectionForm) -> DirectionDraft:
    told = form.cleaned_data
    return DirectionDraft(
        title=told["title"], category=told["category"], place=form.place, need=told["need"], cap=told["cap"],
        opens_on=told["opens_on"], closes_on=told["closes_on"], terms=told["terms"],
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit_direction(request: ActorRequest, pk: int) -> HttpResponse:
    """Write a direction anew; a published one with a reason."""
    found = find_direction(request.actor, pk)
    names = ("title", "category", "need", "cap", "opens_on", "closes_on", "terms")
    values = {name: getattr(found, name) for name in names}
    form = DirectionForm(
        request.POST or None, pack=current_pack(), initial={**values, **place_values(found)},
        is_published=found.state != DirectionState.PLANNED,
    )  # fmt: skip

    def act(data: dict[str, Any]) -> str:
        amend_direction(
            actor=request.actor, direction=found, seen=version_seen(request), draft=_draft(form),
            reason=data.get("reason", ""),
        )  # fmt: skip
        return _("已保存。")

    return _step(request, found, form, act, _("修改方向"), _("保存"), rule=planning().per_direction)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: ActorRequest, pk: int) -> HttpResponse:
    """Close an open direction."""
    found = find_direction(request.actor, pk)
    form = ReasonForm(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        close_direction(
            actor=request.actor, direction=found, seen=version_seen(request), reason=data["reason"]
        )
        return _("已关闭；已提交的申报继续办理。")

    return _step(request, found, form, act, _("关闭方向"), _("关闭"), is_danger=True)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: ActorRequest, pk: int) -> HttpResponse:
    """Open a closed direction again."""
    found = find_direction(request.actor, pk)
    form = ReopenForm(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        reopen_direction(actor=request.actor, direction=found, seen=version_seen(request), **data)
        return _("已重新开放。")

    return _step(request, found, form, act, _("重新开放"), _("开放"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def mode(request: ActorRequest, pk: int) -> HttpResponse:
    """Choose the formation mode, beside what the figures advise."""
    found = find_direction(request.actor, pk)
    first = {"mode": found.formation_mode or found.advised_mode, "reason": found.mode_reason}
    form = ModeForm(request.POST or None, pack=current_pack(), initial=first)

    def act(data: dict[str, Any]) -> str:
        choose_mode(actor=request.actor, direction=found, seen=version_seen(request), **data)
        return _("已选定组建模式。")

    return _step(request, found, form, act, _("选定组建模式"), _("选定"), clause="3.3-2", advice=found.advice)


@signed_in
@require_POST
def drop(request: ActorRequest, pk: int, direction_pk: int) -> HttpResponse:
    """Take a direction out of a version being written."""
    layout, found = find_version(request.actor, pk), find_direction(request.actor, direction_pk)
    drop_direction(actor=request.actor, layout=layout, seen=version_seen(request), direction=found)
    messages.success(request, _("已删去方向 %(number)s。") % {"number": found.number})
    return redirect("layouts:version", pk)


def _step(
    request: ActorRequest, found: Direction, form: Any, act: Any, heading: str, button: str,
    *, clause: str = CLAUSE, **more: Any,
) -> HttpResponse:  # fmt: skip
    actor: Actor = request.actor
    here = reverse("layouts:direction", args=[found.pk])
    return answer_form(
        request, form, act, template=FORM, then=here,
        context={**frame_of(actor, "directions"), "heading": heading, "about": found.title, "button": button,
                 "back": here, "clause": clause, "version": version_seen(request) or found.version, **more},
    )  # fmt: skip
