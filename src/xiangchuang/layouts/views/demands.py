"""Demands: list, one, a new one, and what the department does with it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.refusals import NotPermitted
from xiangchuang.layouts.decide_demand import (
    decline_demand,
    link_demand,
    merge_demand,
    reconsider_demand,
    sort_demand,
)
from xiangchuang.layouts.demand_files import KINDS
from xiangchuang.layouts.demand_form import DemandForm, demand_values
from xiangchuang.layouts.file_demand import CLAUSE, amend_demand, file_demand, filing_for, withdraw_demand
from xiangchuang.layouts.forms import PickForm, ReasonForm, SortForm, place_values
from xiangchuang.layouts.models import Demand, DemandState, Direction, DirectionState
from xiangchuang.layouts.models.demands import STANDING
from xiangchuang.layouts.permissions import may_file, planner
from xiangchuang.layouts.queries import demands_visible_to, directions_visible_to, find_demand
from xiangchuang.layouts.similar import similar_demands
from xiangchuang.layouts.tables import demand_table
from xiangchuang.layouts.views.frame import FORM, chosen, frame_of, searched, source_words
from xiangchuang.organizations.prefectures import PREFECTURES
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.parts import FilterBar
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.table_download import table_download
from xiangchuang.pages.typed import version_seen
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack

ENDINGS = ",".join(f".{kind}" for kind in KINDS)
_MOST_CHOICES = 300


@signed_in
@require_safe
def demands(request: ActorRequest) -> HttpResponse:
    """List the demands the person may read, newest first, with what became of each."""
    pack, get = current_pack(), request.GET.get
    state = chosen(
        "state", _("进展"), [(str(c), str(label)) for c, label in DemandState.choices], get("state", "")
    )
    fields: list[tuple[str, Any]] = [
        (words(o.label), [(f.code, words(f.label)) for f in o.fields]) for o in pack.orientations
    ]
    field = chosen("field", _("领域"), fields, get("field", ""))
    area = chosen(
        "prefecture", _("市州"), [(a.code, str(a.label)) for a in PREFECTURES], get("prefecture", "")
    )
    text, rows = searched(get("q", "")), demands_visible_to(request.actor)
    for one in (state, field, area):
        if one.chosen:
            rows = rows.filter(**{one.name: one.chosen})
    if text:
        found = rows.filter(title__icontains=text) | rows.filter(organization__name__icontains=text)
        rows = found | rows.filter(number__icontains=text)
    if wanted := get("format", ""):
        table = demand_table(list(rows), pack)
        download = table_download(table, wanted=wanted, title=_("技术需求"), source=source_words())
        if download is not None:
            return download
    page = page_of(rows, get("page", "1"))
    context = {
        **frame_of(request.actor, "demands"), "page": page, "may_file": may_file(request.actor),
        "table": demand_table(list(page.object_list), pack),
        "bar": FilterBar(_("技术、单位或编号"), text, [state, field, area]),
    }  # fmt: skip
    return render(request, "layouts/demands.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_demand(request: ActorRequest) -> HttpResponse:
    """Say what technology is wanted."""
    if not may_file(request.actor):
        raise NotPermitted(_("技术需求由市州、部门、企业、院所和中心提出。"), clause=CLAUSE)
    form = DemandForm(request.POST or None, request.FILES or None, pack=current_pack(), actor=request.actor)

    def act(data: dict[str, Any]) -> str:
        found = file_demand(actor=request.actor, organization=form.house, draft=form.draft(request.actor))
        return _("已提出，编号 %(number)s；处理情况会告知。") % {"number": found.number}

    return _page(request, form, act, _("提出技术需求"), _("提出"), reverse("layouts:demands"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit_demand(request: ActorRequest, pk: int) -> HttpResponse:
    """Write one's own demand anew while nobody has sorted it."""
    found = find_demand(request.actor, pk)
    filing_for(request.actor, found.organization_id)
    form = DemandForm(
        request.POST or None, request.FILES or None, pack=current_pack(), actor=request.actor, demand=found,
        initial={**demand_values(found), **place_values(found)},
    )  # fmt: skip

    def act(data: dict[str, Any]) -> str:
        seen = version_seen(request)
        amend_demand(actor=request.actor, demand=found, seen=seen, draft=form.draft(request.actor))
        return _("已保存。")

    here = reverse("layouts:demand", args=[pk])
    return _page(request, form, act, _("修改技术需求"), _("保存"), here, found)


def _page(
    request: ActorRequest, form: Any, act: Any, heading: str, button: str, back: str,
    found: Demand | None = None,
) -> HttpResponse:  # fmt: skip
    version = version_seen(request) or (found.version if found else 0)
    return answer_form(
        request, form, act, template="layouts/demand_form.html", then=back,
        context={**frame_of(request.actor, "demands"), "heading": heading, "button": button, "back": back,
                 "clause": CLAUSE, "version": version, "kinds": ENDINGS,
                 "about": found.title if found else ""},
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sort(request: ActorRequest, pk: int) -> HttpResponse:
    """Put a demand where it belongs."""
    planner(request.actor, CLAUSE)
    found = find_demand(request.actor, pk)
    form = SortForm(request.POST or None, pack=current_pack(), initial=place_values(found))

    def act(data: dict[str, Any]) -> str:
        sort_demand(
            actor=request.actor, demand=found, seen=version_seen(request), place=form.place, text=data["text"]
        )
        return _("已归类。")

    return _step(request, found, form, act, _("归类"), _("归类"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: ActorRequest, pk: int) -> HttpResponse:
    """Let a demand go on in another; the likeliest come first."""
    planner(request.actor, CLAUSE)
    found = find_demand(request.actor, pk)
    near = similar_demands(request.actor, found)
    others = demands_visible_to(request.actor).filter(state__in=STANDING).exclude(pk=pk)
    alike = {row.pk: row for row, _score in near}
    rest = [row for row in others[:_MOST_CHOICES] if row.pk not in alike]
    choices = [(str(row.pk), f"{row.number} {row.title}") for row in [*alike.values(), *rest]]
    form = PickForm(request.POST or None, label=_("并入哪一项"), choices=choices)

    def act(data: dict[str, Any]) -> str:
        into = find_demand(request.actor, int(data["chosen"]))
        merge_demand(
            actor=request.actor, demand=found, seen=version_seen(request), into=into, text=data["text"]
        )
        return _("已并入 %(number)s。") % {"number": into.number}

    return _step(request, found, form, act, _("并入同类需求"), _("并入"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: ActorRequest, pk: int) -> HttpResponse:
    """Say which direction answers a demand."""
    planner(request.actor, CLAUSE)
    found = find_demand(request.actor, pk)
    rows = {str(row.pk): row for row in _directions(request.actor, found)}
    choices = [(key, f"{row.number} {row.title}") for key, row in rows.items()]
    form = PickForm(request.POST or None, label=_("纳入哪个方向"), choices=choices)

    def act(data: dict[str, Any]) -> str:
        link_demand(
            actor=request.actor, demand=found, seen=version_seen(request), direction=rows[data["chosen"]],
            text=data["text"],
        )  # fmt: skip
        return _("已纳入方向。")

    return _step(request, found, form, act, _("纳入方向"), _("纳入"))


def _directions(actor: Actor, demand: Demand) -> list[Direction]:
    """Those of the demand's own field first."""
    rows = directions_visible_to(actor).filter(state__in=[DirectionState.PLANNED, DirectionState.OPEN])
    return sorted(rows[:_MOST_CHOICES], key=lambda row: (row.field != demand.field, row.number))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: ActorRequest, pk: int) -> HttpResponse:
    """Say why a demand is not taken up."""
    planner(request.actor, CLAUSE)
    return _reasoned(request, pk, decline_demand, _("不纳入布局"), _("不纳入"), _("已告知提出单位。"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reconsider(request: ActorRequest, pk: int) -> HttpResponse:
    """Decide a demand anew."""
    planner(request.actor, CLAUSE)
    return _reasoned(request, pk, reconsider_demand, _("重新处理"), _("重新处理"), _("已恢复为待处理。"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    """Take one's own demand back."""
    found = find_demand(request.actor, pk)
    filing_for(request.actor, found.organization_id)
    return _reasoned(request, pk, withdraw_demand, _("撤回技术需求"), _("撤回"), _("已撤回。"))


def _reasoned(
    request: ActorRequest, pk: int, verb: Any, heading: str, button: str, done: str
) -> HttpResponse:
    found = find_demand(request.actor, pk)
    form = ReasonForm(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        verb(actor=request.actor, demand=found, seen=version_seen(request), reason=data["reason"])
        return done

    return _step(request, found, form, act, heading, button)


def _step(
    request: ActorRequest, found: Demand, form: Any, act: Any, heading: str, button: str
) -> HttpResponse:
    here = reverse("layouts:demand", args=[found.pk])
    return answer_form(
        request, form, act, template=FORM, then=here,
        context={**frame_of(request.actor, "demands"), "heading": heading, "about": found.title,
                 "button": button, "back": here, "clause": CLAUSE,
                 "version": version_seen(request) or found.version},
    )  # fmt: skip
