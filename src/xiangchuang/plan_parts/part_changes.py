"""What differs between two states of the tables: rows that came and went, cells before and after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from xiangchuang.plan_parts.cell_words import NOTHING, read_words
from xiangchuang.plan_parts.columns import Line, TableColumn
from xiangchuang.plan_parts.tables import PartTable, PlanTables
from xiangchuang.policy.plan_parts import PartRule

KEYS: Final = {
    "people": ("name", "organization"),
    "members": ("organization",),
    "bodies": ("name",),
    "resources": ("name",),
    "tasks": ("code",),
    "milestones": ("task", "name"),
    "phases": ("name",),
    "sources": ("kind", "name"),
    "uses": ("kind", "name"),
    "benefits": ("kind", "name"),
}
"""By what a row is the same row in another state of its table."""


@dataclass(frozen=True)
class CellChange:
    """One cell of a row that stayed; `by` is the new number less the old (fen or a count), None for words."""

    row: str
    column: str
    old: str
    new: str
    by: int | None = None


@dataclass(frozen=True)
class PartChange:
    """One table: the rows that came and went, named as people name them, and the cells that changed."""

    rule: PartRule
    added: Sequence[str]
    removed: Sequence[str]
    cells: Sequence[CellChange]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.cells)


def changes_between(old: PlanTables, new: PlanTables) -> list[PartChange]:
    """Return the tables that differ between two revisions, in the pack's order."""
    changes = []
    for table in new:
        before = old.tables.get(table.rule.code)
        change = change_of(table, before.lines if before else (), table.lines)
        if not change.is_empty:
            changes.append(change)
    return changes


def change_of(table: PartTable, old: Sequence[Line], new: Sequence[Line]) -> PartChange:
    """Return what differs between two states of one table's lines."""
    rule = table.rule
    before, after = _keyed(rule, old), _keyed(rule, new)
    names = {key: _name(table, line) for key, line in {**before, **after}.items()}
    cells = [
        change
        for key, line in after.items()
        if key in before
        for change in _cells(table, names[key], before[key], line)
    ]
    return PartChange(
        rule,
        [names[key] for key in after if key not in before],
        [names[key] for key in before if key not in after],
        cells,
    )


def _keyed(rule: PartRule, lines: Sequence[Line]) -> dict[tuple[object, ...], Line]:
    """Lines by their key; of equal keys the second is told from the first by its number."""
    found: dict[tuple[object, ...], Line] = {}
    for line in lines:
        key = tuple(line.get(name) for name in KEYS[rule.code])
        number = sum(1 for other in found if other[:-1] == key)
        found[*key, number] = line
    return found


def _name(table: PartTable, line: Line) -> str:
    known = {column.name: column for column in table.columns}
    told = [read_words(table.rule, known[name], line) for name in KEYS[table.rule.code] if name in known]
    return " ".join(word for word in told if word) or NOTHING


def _cells(table: PartTable, row: str, old: Line, new: Line) -> Iterator[CellChange]:
    for column in table.columns:
        left, right = old.get(column.name), new.get(column.name)
        if left == right:
            continue
        yield CellChange(
            row, column.heading, read_words(table.rule, column, old) or NOTHING,
            read_words(table.rule, column, new) or NOTHING, _by(column, left, right),
        )  # fmt: skip


def _by(column: TableColumn, old: object, new: object) -> int | None:
    if not column.is_number:
        return None
    return (new if isinstance(new, int) else 0) - (old if isinstance(old, int) else 0)
