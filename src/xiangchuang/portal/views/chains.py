"""The industry chains with the centers on them; one chain, link by link (1.1-2)."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.documents.personal import without_personal_data as openly
from xiangchuang.organizations.prefectures import prefecture_label
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.pages.public import public_page
from xiangchuang.portal.center_tabs import center_tabs
from xiangchuang.portal.industry_chains import UNNAMED, Chain, industry_chains
from xiangchuang.research.models.keys import title_key


@public_page
def chains(request: HttpRequest) -> HttpResponse:
    """List the chains: how many centers serve each, where, and where the layout asks for one in vain."""
    found = industry_chains()
    context = {
        "tabs": center_tabs("chains"), "table": _table(found), "chains": found,
        "served": sum(1 for chain in found if chain.standings),
        "gaps": [chain for chain in found if chain.is_gap],
    }  # fmt: skip
    return render(request, "portal/chains.html", context)


@public_page
def chain(request: HttpRequest, name: str) -> HttpResponse:
    """Show one chain: its links with the centers that serve each, and the directions open on it."""
    found = next((c for c in industry_chains() if c.key == title_key(name)), None)
    if found is None:
        raise Http404
    context = {
        "chain": found, "title": openly(found.label),
        "links": [(_link(link), standings) for link, standings in found.links],
        "areas": "、".join(_areas(found)),
    }  # fmt: skip
    return render(request, "portal/chain.html", context)


def _table(found: Sequence[Chain]) -> ListTable:
    columns = [
        Column(_("产业链"), is_lead=True), Column(_("中心"), is_number=True), Column(_("环节")),
        Column(_("市州")), Column(_("开放的方向"), is_number=True), Column(_("向联盟外转化"), is_number=True),
    ]  # fmt: skip
    rows = [
        Row(
            [
                openly(c.label), len(c.centers), "、".join(_link(link) for link, _s in c.links) or "—",
                "、".join(_areas(c)) or "—", len(c.directions), c.transfers,
            ],
            reverse("portal:chain", args=[c.key]),
        )
        for c in found
    ]  # fmt: skip
    return ListTable(columns, rows, _("产业链与中心"))


def _link(link: str) -> str:
    return openly(link) if link != UNNAMED else _("环节未说明")


def _areas(found: Chain) -> list[str]:
    codes = sorted({center.prefecture for center in found.centers if center.prefecture})
    return [prefecture_label(code) for code in codes]
