"""The register of platforms for those who keep it: the list with its views, and one platform."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.files.gates import may_read
from xiangchuang.network.links import links_among
from xiangchuang.network.platform_acts import acts_on
from xiangchuang.network.queries import centers_going_on, cooperations_visible_to
from xiangchuang.network.words import (
    center_table,
    choices_of,
    field_labels,
    kind_labels,
    kind_words,
    platform_table,
    state_words,
)
from xiangchuang.organizations.prefectures import prefecture_label
from xiangchuang.pages import figures
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.parts import Column, FilterBar, ListTable, Row, Tab
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.table_download import table_download
from xiangchuang.platforms.models import Platform, PlatformEvent
from xiangchuang.platforms.permissions import houses, knows_leader, may_register_some
from xiangchuang.platforms.queries import alike, awaiting, find_platform, unregistered, visible_to
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.packs import current_pack

EXPORTED_AT_MOST = 5000
_FILTERS = ("kind", "field", "prefecture", "state")
_VIEWS = ("", "awaiting", "mine", "unregistered")


@signed_in
@require_safe
def registry(request: ActorRequest) -> HttpResponse:
    """List the platforms the person may read of, by view and filter."""
    pack, actor = current_pack(), request.actor
    view = request.GET.get("view", "")
    view = view if view in _VIEWS else ""
    if view == "unregistered":
        return _unregistered(request, pack)
    rows = _narrowed(_of_view(actor, view), request)
    wanted = request.GET.get("format", "")
    if wanted in ("csv", "xlsx"):
        download = table_download(
            platform_table(pack, list(rows[:EXPORTED_AT_MOST]), _("创新平台"), lambda row: ""),
            wanted=wanted, title=_("创新平台"),
            source=_("平台登记册，截至 %(day)s") % {"day": figures.iso_day(clock.today())},
        )  # fmt: skip
        assert download is not None
        return download
    page = page_of(rows, request.GET.get("page", "1"))
    context = {
        **_frame(request, view), "page": page,
        "table": platform_table(pack, list(page.object_list), _("创新平台"), _url),
        "bar": FilterBar(
            _("平台、单位或研究方向"), _text(request),
            choices_of(pack, request.GET.dict(), *_FILTERS), {"view": view} if view else {},
        ),
    }  # fmt: skip
    return render(request, "network/registry.html", context)


def _of_view(actor: Actor, view: str) -> "QuerySet[Platform]":
    if view == "awaiting":
        return awaiting(actor)
    if view == "mine":
        own = houses(actor)
        mine = Q(host__in=own) | Q(partners__organization__in=own)
        return visible_to(actor).filter(mine).distinct()
    return visible_to(actor)


def _narrowed(rows: "QuerySet[Platform]", request: ActorRequest) -> "QuerySet[Platform]":
    text = _text(request)
    if text:
        rows = rows.filter(
            Q(name__icontains=text) | Q(host__name__icontains=text) | Q(specialty__icontains=text)
        )
    for name in _FILTERS:
        if value := request.GET.get(name, "")[:64]:
            rows = rows.filter(**{name: value})
    return rows


def _text(request: ActorRequest) -> str:
    return normalise_line(request.GET.get("q", ""))[:100]


def _url(platform: Platform) -> str:
    return reverse("network:platform", args=[platform.pk])


def _frame(request: ActorRequest, view: str) -> dict[str, Any]:
    actor = request.actor
    keeps = actor.holds(Role.OFFICER) or bool(actor.prefectures)
    labels = {
        "": _("全部"),
        "awaiting": _("待确认"),
        "mine": _("本单位"),
        "unregistered": _("能力记录未入册"),
    }
    shown = {
        "": True,
        "awaiting": keeps,
        "mine": bool(houses(actor)),
        "unregistered": may_register_some(actor),
    }
    here = reverse("network:registry")
    return {
        "tabs": [
            Tab(labels[code], f"{here}?view={code}" if code else here, code == view)
            for code in _VIEWS
            if shown[code]
        ],
        "view": view,
        "may_register": may_register_some(actor),
        "may_import": keeps,
    }


def _unregistered(request: ActorRequest, pack: Pack) -> HttpResponse:
    """List what registers say of platforms that are not in this one yet: one step takes each up."""
    page = page_of(unregistered(request.actor), request.GET.get("page", "1"))
    fields = field_labels(pack)
    columns = [
        Column(_("名称"), is_lead=True), Column(_("单位")), Column(_("级别")), Column(_("领域")),
        Column(_("日期")),
    ]  # fmt: skip
    rows = [
        Row(
            [row.title, row.organization.name, row.get_level_display(), fields.get(row.field, row.field),
             figures.iso_day(row.on)],
            f"{reverse('network:register')}?capability={row.pk}",
        )
        for row in page.object_list
    ]  # fmt: skip
    context = {
        **_frame(request, "unregistered"), "page": page,
        "table": ListTable(columns, rows, _("能力记录未入册的平台")), "bar": None,
    }  # fmt: skip
    return render(request, "network/registry.html", context)


@signed_in
@require_safe
def platform(request: ActorRequest, pk: int) -> HttpResponse:
    """Show a platform: what it is, what became of it, what links it with centers, what may be done."""
    actor, pack = request.actor, current_pack()
    found = find_platform(actor, pk)
    knows = knows_leader(actor, found)
    partners = [partner.organization for partner in found.partners.select_related("organization")]
    links = links_among(list(centers_going_on()), [found], actor)
    evidence = found.evidence if found.evidence and may_read(actor, found.evidence) else None
    near = alike(pack.platforms, found.name, apart_from=found.pk) if knows else []
    kind = pack.platforms.kind(found.kind)
    context = {
        "platform": found, "kind": kind_words(pack, found), "kind_rule": kind, "state": state_words(found),
        "field": field_labels(pack).get(found.field, found.field),
        "prefecture": prefecture_label(found.prefecture), "partners": partners, "knows": knows,
        "evidence": evidence, "links": center_table(links, _("与中心的联系")) if links else None,
        "events": _events(found, knows, pack), "conversions": found.conversions.all(),
        "cooperations": cooperations_visible_to(actor).filter(platform=found),
        "acts": acts_on(actor, found, pack.platforms), "alike": [(row, _url(row)) for row in near],
        "recorded_it": actor.user is not None and found.recorded_by_id == actor.user.pk,
    }  # fmt: skip
    return render(request, "network/platform.html", context)


def _events(
    found: Platform, knows: bool, pack: Pack
) -> Sequence[tuple[PlatformEvent, list[tuple[str, str]]]]:
    """The history; what stood before a correction is for those who know the platform, names above all."""
    labels = {field.name: str(field.verbose_name) for field in Platform._meta.concrete_fields}
    kinds, fields = kind_labels(pack), field_labels(pack)

    def said(name: str, value: str) -> str:
        return kinds.get(value, value) if name == "kind" else fields.get(value, value)

    rows = found.events.select_related("by", "organization")
    return [
        (
            row,
            [(labels.get(name, name), said(name, value) or "—") for name, value in row.before.items()]
            if knows and row.kind == PlatformEvent.Kind.CORRECTED
            else [],
        )
        for row in rows
    ]
