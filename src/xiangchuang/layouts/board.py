"""The board: what stands where in the layout, what is crowded, what is missing (3.1-1, 1.2-2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.layouts.later_stages import Occupant, Taken
from xiangchuang.layouts.models import Demand, Direction
from xiangchuang.layouts.placing import OTHER
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words

Kind = Literal["center", "case", "platform", "direction", "demand"]
Mark = Literal["", "crowded", "wanted", "blank"]


@dataclass(frozen=True)
class Item:
    """One thing on the board. weight: how many places it stands for (a direction its free ones)."""

    kind: Kind
    title: str
    url: str
    category: str
    orientation: str
    field: str
    prefecture: str
    state: str
    weight: int = 1
    is_sample: bool = False


@dataclass
class Cell:
    """How much of each kind stands in one field (and category or area)."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, item: Item) -> None:
        """Count it."""
        self.counts[item.kind] = self.counts.get(item.kind, 0) + item.weight

    @property
    def occupants(self) -> int:
        """Centers, cases under way and free places together: what fills the field."""
        return sum(self.counts.get(kind, 0) for kind in ("center", "case", "direction"))

    @property
    def demands(self) -> int:
        """How often something is wanted here."""
        return self.counts.get("demand", 0)

    @property
    def lines(self) -> list[tuple[str, int]]:
        """What is drawn: kind in words and number, only what there is."""
        named = kind_words()
        return [(named[kind], self.counts[kind]) for kind in named if self.counts.get(kind)]


@dataclass(frozen=True)
class FieldLine:
    """One field of an orientation across the columns, with what its totals say."""

    orientation: str
    field: str
    label: str
    cells: Sequence[Cell]
    total: Cell
    mark: Mark
    url: str = ""


@dataclass(frozen=True)
class Board:
    """Fields by columns. Items are those of the lines, in their order."""

    columns: Sequence[tuple[str, str]]
    lines: Sequence[FieldLine]
    items: Sequence[Item]
    crowded_from: int

    def marked(self, mark: Mark) -> list[FieldLine]:
        """Return the fields that carry the mark."""
        return [line for line in self.lines if line.mark == mark]

    @property
    def totals(self) -> Cell:
        """Everything together."""
        whole = Cell()
        for item in self.items:
            whole.add(item)
        return whole


def kind_words() -> dict[str, str]:
    """Return what each kind of item is called, in the order they are drawn."""
    return {
        "center": _("中心"), "case": _("在办"), "direction": _("名额"), "demand": _("需求"),
        "platform": _("平台"),
    }  # fmt: skip


def items_of(
    occupants: Iterable[Occupant],
    directions: Iterable[Direction],
    taken: dict[int, Taken],
    demands: Iterable[Demand],
) -> list[Item]:
    """Return all that is drawn: a direction with the places it has left, a demand not yet merged."""
    found = [
        Item(o.kind, o.title, o.url, o.category, o.orientation, o.field or OTHER, o.prefecture, o.state,
             int(o.counts), o.is_sample)
        for o in occupants
    ]  # fmt: skip
    for d in directions:
        left = max(d.cap - taken.get(d.pk, Taken()).total, 0)
        state = _("%(state)s，余 %(left)d 个名额") % {"state": d.get_state_display(), "left": left}
        here = reverse("layouts:direction", args=[d.pk])
        found.append(
            Item("direction", d.title, here, d.category, d.orientation, d.field or OTHER, d.prefecture, state,
                 left, d.is_sample)
        )  # fmt: skip
    for wanted in demands:
        here = reverse("layouts:demand", args=[wanted.pk])
        area = wanted.prefecture or wanted.organization.prefecture
        found.append(
            Item("demand", wanted.title, here, "", wanted.orientation, wanted.field or OTHER, area,
                 str(wanted.get_state_display()), 1, wanted.is_sample)
        )  # fmt: skip
    return found


def board_of(
    items: Sequence[Item], pack: Pack, columns: Sequence[tuple[str, str]], *, by: str, crowded_from: int
) -> Board:
    """Return the items by the pack's fields and these columns; `by` names the column of an item."""
    places = {code: number for number, (code, _label) in enumerate(columns)}
    lines = []
    for orientation in pack.orientations:
        fields = [(named.code, words(named.label)) for named in orientation.fields]
        for code, label in [*fields, (OTHER, _("其他领域"))]:
            mine = [i for i in items if _stands_in(i, orientation.code, code, pack)]
            if code == OTHER and not mine:
                continue
            cells = [Cell() for _column in columns]
            total = Cell()
            for item in mine:
                total.add(item)
                if (number := places.get(getattr(item, by))) is not None:
                    cells[number].add(item)
            mark = _mark(total, crowded_from)
            lines.append(FieldLine(words(orientation.label), code, label, cells, total, mark))
    return Board(columns, lines, items, crowded_from)


def _stands_in(item: Item, orientation: str, field_code: str, pack: Pack) -> bool:
    if item.field != field_code:
        return False
    # A field under 等 stands where it was proposed; where no orientation is known, in the first.
    return field_code != OTHER or (item.orientation or pack.orientations[0].code) == orientation


def _mark(total: Cell, crowded_from: int) -> Mark:
    if total.occupants >= crowded_from:
        return "crowded"
    if total.occupants:
        return ""
    return "wanted" if total.demands else "blank"
