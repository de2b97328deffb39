"""Platforms and links in words: kinds, fields, places, and the tables that lists and downloads share."""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from xiangchuang.centers.models import Center
from xiangchuang.network.links import Link
from xiangchuang.organizations.prefectures import PREFECTURES, prefecture_label
from xiangchuang.pages import figures
from xiangchuang.pages.parts import ChoiceFilter, Column, ListTable, Row
from xiangchuang.platforms.models import Platform, PlatformState
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words


def kind_labels(pack: Pack) -> dict[str, str]:
    """Return code → label of every kind of platform."""
    return {kind.code: words(kind.label) for kind in pack.platforms.kinds}


def field_labels(pack: Pack) -> dict[str, str]:
    """Return code → label of every field of the policy."""
    return {f.code: words(f.label) for o in pack.orientations for f in o.fields}


def field_groups(pack: Pack) -> list[tuple[str, Any]]:
    """Return the fields grouped by orientation."""
    return [(words(o.label), [(f.code, words(f.label)) for f in o.fields]) for o in pack.orientations]


def kind_words(pack: Pack, platform: Platform) -> str:
    """Return kind and level, "重点实验室 · 省级"; another version's kind stays a code."""
    kind = kind_labels(pack).get(platform.kind, platform.kind)
    return f"{kind} · {platform.get_level_display()}"


def state_words(platform: Platform) -> str:
    """Return the state, and since when it is no longer working."""
    if platform.state == PlatformState.OPERATING:
        return platform.get_state_display()
    told = {"state": platform.get_state_display(), "day": figures.iso_day(platform.state_since)}
    return _("%(state)s（%(day)s）") % told


def choices_of(pack: Pack, chosen: dict[str, str], *names: str) -> list[ChoiceFilter]:
    """Return the filters of those names, with what the address has chosen."""
    known: dict[str, ChoiceFilter] = {
        "kind": ChoiceFilter("kind", _("类型"), list(kind_labels(pack).items()), chosen.get("kind", "")),
        "field": ChoiceFilter("field", _("领域"), field_groups(pack), chosen.get("field", "")),
        "prefecture": ChoiceFilter(
            "prefecture", _("市州"), [(a.code, str(a.label)) for a in PREFECTURES],
            chosen.get("prefecture", ""),
        ),
        "state": ChoiceFilter("state", _("状态"), PlatformState.choices, chosen.get("state", "")),
    }  # fmt: skip
    return [known[name] for name in names]


def platform_table(
    pack: Pack, rows: Sequence[Platform], caption: str, url: Callable[[Platform], str]
) -> ListTable:
    """Return platforms as a list; nobody's name is in it."""
    fields = field_labels(pack)
    columns = [
        Column(_("平台名称"), is_lead=True), Column(_("类型")), Column(_("依托单位")), Column(_("领域")),
        Column(_("市州")), Column(_("批准日期")), Column(_("状态")),
    ]  # fmt: skip
    lines = [
        Row(
            [
                row.name, kind_words(pack, row), row.host.name, fields.get(row.field, row.field),
                prefecture_label(row.prefecture), figures.iso_day(row.approved_on), state_words(row),
            ],
            url(row),
        )
        for row in rows
    ]  # fmt: skip
    return ListTable(columns, lines, caption)


def link_table(links: Sequence[Link], caption: str, *, plain: bool = False) -> ListTable:
    """Return links as a list, each with the row it rests on; `plain` for a download, without addresses."""
    columns = [Column(_("平台"), is_lead=True), Column(_("中心")), *_reason_columns()]
    rows = [
        Row(
            [link.platform.name, link.center.name, *_reason_cells(link, plain)],
            reverse("network:public-platform", args=[link.platform.pk]),
        )
        for link in links
    ]
    return ListTable(columns, rows, caption)


def center_table(links: Sequence[Link], caption: str, *, plain: bool = False) -> ListTable:
    """Return the links of one platform: the centers, each with the row it rests on."""
    columns = [Column(_("中心"), is_lead=True), *_reason_columns()]
    rows = [
        Row(
            [link.center.name, *_reason_cells(link, plain)],
            reverse("portal:center", args=[link.center.pk]),
        )
        for link in links
    ]
    return ListTable(columns, rows, caption)


def _reason_columns() -> list[Column]:
    return [Column(_("联系")), Column(_("凭据")), Column(_("自何时"))]


def _reason_cells(link: Link, plain: bool) -> list[object]:
    evidence: object = link.evidence
    if link.url and not plain:
        evidence = format_html('<a href="{}">{}</a>', link.url, link.evidence)
    return [str(link.kind.label), evidence, figures.iso_day(link.since) if link.since else ""]


def place_of(pack: Pack, group: str) -> Callable[[Center | Platform], str]:
    """Return under which heading a node of the drawing stands: its field's or its prefecture's."""
    fields = field_labels(pack)
    if group == "prefecture":
        return lambda thing: prefecture_label(thing.prefecture)
    return lambda thing: fields.get(thing.field) or _("其他领域")
