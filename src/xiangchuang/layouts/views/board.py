"""The board: category or area by field, what is crowded and what is missing, and the same as a list."""

from dataclasses import replace
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.calendars import clock
from xiangchuang.layouts.board import Board, FieldLine, Item, board_of, items_of, kind_words
from xiangchuang.layouts.later_stages import Taken, new_builds, occupants_for, places_taken
from xiangchuang.layouts.models import DirectionState, LayoutVersion
from xiangchuang.layouts.models.demands import STANDING
from xiangchuang.layouts.permissions import may_file, may_plan
from xiangchuang.layouts.queries import (
    demands_visible_to,
    directions_of,
    directions_visible_to,
    layout_in_force,
)
from xiangchuang.layouts.rules import planning_of
from xiangchuang.layouts.tables import item_table
from xiangchuang.layouts.views.frame import chosen, frame_of, source_words
from xiangchuang.organizations.prefectures import PREFECTURES
from xiangchuang.pages.parts import ChoiceFilter, Column, ListTable, Row, Tab
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.table_download import table_download
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack

BY_CATEGORY, BY_PREFECTURE = "category", "prefecture"
SHOWN: Final = (DirectionState.PLANNED, DirectionState.OPEN)


@signed_in
@require_safe
def board(request: ActorRequest) -> HttpResponse:
    """Show the layout as it stands today, of what the person may see."""
    pack = current_pack()
    by = BY_PREFECTURE if request.GET.get("by") == BY_PREFECTURE else BY_CATEGORY
    filters = _filters(request, pack)
    items = _narrowed(_items(request.actor), filters)
    drawn = board_of(
        items, pack, columns_of(pack, by), by=by, crowded_from=planning_of(pack).crowded.occupants
    )
    download = table_download(
        item_table(items, pack) if request.GET.get("of") == "items" else matrix_table(drawn),
        wanted=request.GET.get("format", ""), title=_("布局图"), source=source_words(),
    )  # fmt: skip
    if download is not None:
        return download
    context = {
        **frame_of(request.actor, "board"), "board": _linked(drawn, request), "by": by,
        "views": _views(request, by), "filters": filters, "kept": {"by": by}, "pack": pack,
        "items": item_table(items, pack), "rules": planning_of(pack), "scale": scale_of(layout_in_force()),
        "may_plan": may_plan(request.actor), "may_file": may_file(request.actor), "day": clock.today(),
        "is_narrow": any(f.chosen for f in filters),
        "crowded": drawn.marked("crowded"), "wanted": drawn.marked("wanted"), "blank": drawn.marked("blank"),
    }  # fmt: skip
    return render(request, "layouts/board.html", context)


def scale_of(layout: LayoutVersion | None) -> dict[str, Any] | None:
    """Return the published layout's cap with what is used of it (3.1-1); None before the first."""
    if layout is None:
        return None
    built = new_builds(layout.period_from, layout.period_to)
    opened = list(directions_of(layout).filter(state=DirectionState.OPEN))
    taken = places_taken(opened)
    free = sum(max(d.cap - taken.get(d.pk, Taken()).total, 0) for d in opened)
    return {"layout": layout, "built": built, "left": max(layout.cap - built, 0),
            "places": sum(d.cap for d in opened), "free": free, "is_full": built >= layout.cap}  # fmt: skip


def matrix_table(board: Board) -> ListTable:
    """Return the matrix as numbers, for a spreadsheet: a column for each kind under each head."""
    named = kind_words()
    heads = [_("%(column)s·%(kind)s") % {"column": label, "kind": kind}
             for _code, label in board.columns for kind in named.values()]  # fmt: skip
    columns = [Column(_("面向")), Column(_("领域"), is_lead=True), Column(_("提示")), *map(Column, heads)]
    rows = [
        Row([line.orientation, line.label, mark_words(line),
             *(cell.counts.get(kind, 0) for cell in line.cells for kind in named)])
        for line in board.lines
    ]  # fmt: skip
    return ListTable(columns, rows, _("布局图"))


def mark_words(line: FieldLine) -> str:
    """Say what the totals of a field mean."""
    said = {"crowded": _("拥挤"), "wanted": _("有需求、无布局"), "blank": _("空白"), "": ""}
    return said[line.mark]


def _items(actor: Actor) -> list[Item]:
    directions = list(directions_visible_to(actor).filter(state__in=SHOWN))
    demands = demands_visible_to(actor).filter(state__in=STANDING).order_by("pk")
    return items_of(occupants_for(actor), directions, places_taken(directions), demands)


def columns_of(pack: Pack, by: str) -> list[tuple[str, str]]:
    """Return code and head of each column: the categories, or the prefectures."""
    if by == BY_PREFECTURE:
        return [(area.code, _short(str(area.label))) for area in PREFECTURES]
    return [(c.code, words(c.label)) for c in pack.categories]


def _short(label: str) -> str:
    """Fourteen heads stand side by side: the name without 市, of an autonomous prefecture its first two."""
    return (
        label[:2] if len(label) > 4 and label.isalpha() and not label.isascii() else label.removesuffix("市")
    )


def _filters(request: ActorRequest, pack: Pack) -> list[ChoiceFilter]:
    get = request.GET.get
    categories = [(c.code, words(c.label)) for c in pack.categories]
    fields: list[tuple[str, Any]] = [
        (words(o.label), [(f.code, words(f.label)) for f in o.fields]) for o in pack.orientations
    ]
    return [
        chosen("kind", _("种类"), list(kind_words().items()), get("kind", "")),
        chosen("category", _("类别"), categories, get("category", "")),
        chosen("field", _("领域"), fields, get("field", "")),
        chosen("prefecture", _("市州"), [(a.code, str(a.label)) for a in PREFECTURES], get("prefecture", "")),
    ]


def _narrowed(items: list[Item], filters: list[ChoiceFilter]) -> list[Item]:
    for one in filters:
        if one.chosen:
            items = [item for item in items if getattr(item, one.name) == one.chosen]
    return items


def _views(request: ActorRequest, by: str) -> list[Tab]:
    here = reverse("layouts:board")
    return [
        Tab(_("按类别"), here, by == BY_CATEGORY),
        Tab(_("按市州"), f"{here}?by={BY_PREFECTURE}", by == BY_PREFECTURE),
    ]


def _linked(board: Board, request: ActorRequest) -> Board:
    """Let each field lead to its own items."""
    by = request.GET.get("by", "")
    lines = [
        replace(line, url=f"?{urlencode({'by': by, 'field': line.field})}#items" if line.field else "")
        for line in board.lines
    ]
    return replace(board, lines=lines)
