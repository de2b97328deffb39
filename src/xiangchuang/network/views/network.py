"""The network of platforms and centers (6.4-4): drawn, as a table, its gaps, and what could be converted."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.refusals import NotPermitted
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.network.conversion_list import conversion_table
from xiangchuang.network.gaps import centers_without_laboratory, fields_without_center
from xiangchuang.network.graph import around, draw, key_of
from xiangchuang.network.links import Link, LinkKind, links_among
from xiangchuang.network.queries import centers_going_on, platforms_working
from xiangchuang.network.words import choices_of, field_labels, kind_labels, link_table, place_of
from xiangchuang.organizations.prefectures import prefecture_label
from xiangchuang.pages import figures
from xiangchuang.pages.parts import ChoiceFilter, Column, FilterBar, ListTable, Row, Tab
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.table_download import table_download
from xiangchuang.platforms.models import Platform
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.packs import current_pack

MOST_CENTERS, MOST_PLATFORMS = 300, 900
MOST_ROWS = 300
_FILTERS = ("field", "prefecture", "kind")


def frame_of(here: str, actor: Actor) -> dict[str, Any]:
    """Return the tabs of the network's pages that the person may open."""
    pages = [("network", _("联系图")), ("gaps", _("缺口"))]
    if _may_convert(actor):
        pages.append(("conversion", _("可转建平台")))
    return {"tabs": [Tab(label, reverse(f"network:{name}"), name == here) for name, label in pages]}


def _may_convert(actor: Actor) -> bool:
    return actor.is_department_staff or bool(actor.prefectures)


def shapes_of(pack: Pack) -> dict[str, str]:
    """Return each kind's shape: a square for laboratories, a triangle for what converts, else a diamond."""
    return {
        kind.code: "square"
        if kind.is_laboratory
        else "triangle"
        if kind.relation == "convertible"
        else "diamond"
        for kind in pack.platforms.kinds
    }


@signed_in
@require_safe
def network(request: ActorRequest) -> HttpResponse:
    """Draw the links the person may know of, in a field, an area, around one node; and list them."""
    pack, chosen = current_pack(), request.GET.dict()
    centers, platforms = _in_view(request)
    links = links_among(centers, platforms, request.actor)
    text = normalise_line(chosen.get("q", ""))[:100]
    links = _named(links, text)
    kinds = {kind.value: str(kind.label) for kind in LinkKind}
    if (wanted_kind := chosen.get("link", "")) in kinds:
        links = [link for link in links if link.kind == wanted_kind]
    focus = _focus(links, chosen.get("focus", ""))
    links = around(links, focus) if focus else links
    download = table_download(
        link_table(links, _("平台与中心的联系"), plain=True), wanted=chosen.get("format", ""),
        title=_("平台与中心的联系"), source=_source(),
    )  # fmt: skip
    if download is not None:
        return download
    group = "prefecture" if chosen.get("group") == "prefecture" else "field"
    drawing = draw(links, place_of(pack, group), shapes_of(pack), focus)
    context = {
        **frame_of("network", request.actor), "drawing": drawing, "links": len(links), "focus": focus,
        "focus_name": _name_of(links, focus), "finding": _finding(links, centers, platforms),
        "table": link_table(links[:MOST_ROWS], _("平台与中心的联系")),
        "more_rows": max(len(links) - MOST_ROWS, 0), "source": _source(), "query": _without_focus(request),
        "bar": FilterBar(
            _("平台、中心或单位"), text,
            [
                *choices_of(pack, chosen, *_FILTERS),
                ChoiceFilter("link", _("联系"), list(kinds.items()), chosen.get("link", "")),
            ],
            {"group": group} if group == "prefecture" else {},
        ),
        "groups": [
            (_("按领域"), _with(request, group="field"), group == "field"),
            (_("按市州"), _with(request, group="prefecture"), group == "prefecture"),
        ],
    }  # fmt: skip
    return render(request, "network/network.html", context)


def _named(links: Sequence[Link], text: str) -> list[Link]:
    """Keep the links in which a platform, a center, its host or its lead has the words in its name."""
    if not text:
        return list(links)
    return [
        link
        for link in links
        if any(
            text in name
            for name in (link.platform.name, link.platform.host.name, link.center.name, link.center.lead.name)
        )
    ]


def _in_view(request: ActorRequest) -> tuple[list[Center], list[Platform]]:
    """Centers of the field and area; platforms of the kind, wherever a center of the view may meet them."""
    field, area = request.GET.get("field", "")[:64], request.GET.get("prefecture", "")[:6]
    centers = centers_going_on(field=field, prefecture=area)[:MOST_CENTERS]
    platforms = platforms_working(kind=request.GET.get("kind", "")[:48])[:MOST_PLATFORMS]
    return list(centers), list(platforms)


def _focus(links: Sequence[Link], asked: str) -> str:
    known = {key for link in links for key in (key_of(link.center), key_of(link.platform))}
    return asked if asked in known else ""


def _name_of(links: Sequence[Link], focus: str) -> str:
    for link in links:
        for thing in (link.center, link.platform):
            if key_of(thing) == focus:
                return thing.name
    return ""


def _with(request: ActorRequest, **changed: str) -> str:
    """Return this address with other parameters."""
    query = request.GET.copy()
    for name, value in changed.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _without_focus(request: ActorRequest) -> str:
    query = request.GET.copy()
    for name in ("focus", "format", "page"):
        query.pop(name, None)
    return query.urlencode()


def _finding(links: Sequence[Link], centers: Sequence[Center], platforms: Sequence[Platform]) -> str:
    linked = {link.center.pk for link in links}
    told = {
        "centers": len(linked), "all": len(centers), "platforms": len({link.platform.pk for link in links}),
    }  # fmt: skip
    if not links:
        return _("所选范围内 %(all)s 个中心与平台之间还没有查到联系。") % told
    return _("%(all)s 个中心中有 %(centers)s 个与 %(platforms)s 个平台有联系。") % told


def _source() -> str:
    told = {"day": figures.iso_day(clock.today())}
    return _("平台登记册、中心档案和合作登记，截至 %(day)s") % told


@signed_in
@require_safe
def gaps(request: ActorRequest) -> HttpResponse:
    """Show fields with laboratories and no center, and centers without a laboratory near."""
    pack = current_pack()
    centers, platforms = list(centers_going_on()), list(platforms_working())
    labs, fields = pack.platforms.laboratories, field_labels(pack)
    no_center = fields_without_center(centers, platforms, labs)
    no_lab = centers_without_laboratory(centers, platforms, labs)
    first = ListTable(
        [Column(_("领域"), is_lead=True), Column(_("重点实验室"), _("个"), is_number=True),
         Column(_("各类平台"), _("个"), is_number=True)],
        [Row([fields.get(g.field, g.field), g.laboratories, g.platforms],
             f"{reverse('network:public-platforms')}?field={g.field}") for g in no_center],
        _("有实验室、没有中心的领域"),
    )  # fmt: skip
    second = ListTable(
        [Column(_("中心"), is_lead=True), Column(_("领域")), Column(_("市州")),
         Column(_("外地实验室"), _("个"), is_number=True)],
        [Row([g.center.name, g.center.field_label, prefecture_label(g.center.prefecture), g.elsewhere],
             reverse("portal:center", args=[g.center.pk])) for g in no_lab],
        _("本市州没有同领域实验室的中心"),
    )  # fmt: skip
    for name, table in (("fields", first), ("centers", second)):
        if request.GET.get("table", "") == name:
            download = table_download(
                table, wanted=request.GET.get("format", ""), title=table.caption, source=_source()
            )
            if download is not None:
                return download
    context = {**frame_of("gaps", request.actor), "fields": first, "centers": second, "source": _source()}
    return render(request, "network/gaps.html", context)


@signed_in
@require_safe
def conversion(request: ActorRequest) -> HttpResponse:
    """List which platforms could become a center (3.1.3-1), with what speaks for and against each."""
    actor = request.actor
    if not _may_convert(actor):
        raise NotPermitted(_("可转建平台由省科技厅和市州科技局查看。"), clause="3.1.3-1")
    pack, chosen = current_pack(), request.GET.dict()
    table = conversion_table(pack, actor, chosen.get("field", "")[:64], chosen.get("prefecture", "")[:6])
    download = table_download(table, wanted=chosen.get("format", ""), title=_("可转建平台"), source=_source())
    if download is not None:
        return download
    kinds = [kind_labels(pack)[code] for code in pack.platforms.related("convertible")]
    context = {**frame_of("conversion", actor), "table": table, "chosen": chosen, "kinds": kinds,
               "choices": choices_of(pack, chosen, "field", "prefecture")}  # fmt: skip
    return render(request, "network/conversion.html", context)
