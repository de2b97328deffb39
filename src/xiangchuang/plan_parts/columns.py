"""The columns of one table: as the pack words them, with years and kinds of contribution behind them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from xiangchuang.policy.pack import Pack
from xiangchuang.policy.plan_parts import COLUMNS, YEARLY, CellKind, PartRule
from xiangchuang.procedure.pack_words import words

ColumnKind = CellKind | Literal["figure"]
Cell = str | int | bool | date | None
Line = Mapping[str, Cell]
"""One row of a table by column: money in whole fen, organisations by their key as text, codes of choices."""


@dataclass(frozen=True)
class TableColumn:
    """One column. A "figure" is fen or a number, by the kind its row has chosen."""

    name: str
    label: str
    kind: ColumnKind
    required: bool = False
    hint: str = ""
    example: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None

    @property
    def is_number(self) -> bool:
        return self.kind in {"money", "count", "figure"}

    @property
    def unit(self) -> str:
        """The unit written behind the label."""
        return _("万元") if self.kind == "money" else ""

    @property
    def heading(self) -> str:
        """The label with its unit."""
        return (
            _("%(label)s（%(unit)s）") % {"label": self.label, "unit": self.unit} if self.unit else self.label
        )


def year_column(year: int) -> str:
    """Return the name of a year's column."""
    return f"y{year}"


def fen_in(line: Line, column: str) -> int:
    """Return the number in a cell, 0 where there is none."""
    value = line.get(column)
    return value if isinstance(value, int) else 0


def years_in(lines: Iterable[Line]) -> list[int]:
    """Return the years that have a figure in any of the lines, in order."""
    return sorted({int(name[1:]) for line in lines for name in line if name[0] == "y" and name[1:].isdigit()})


def contribution_column(kind: str) -> str:
    """Return the name of the column of a kind of contribution."""
    return f"put_{kind}"


def columns_of(
    rule: PartRule, pack: Pack, *, parties: Mapping[str, str], years: Sequence[int]
) -> tuple[TableColumn, ...]:
    """Return the columns in the pack's order, in the language of the page; `parties` are names by key."""
    kinds = COLUMNS[rule.code]
    plain = [
        TableColumn(
            name=column.code, label=words(column.label), kind=kinds[column.code], required=column.required,
            hint=words(column.hint) if column.hint else "", example=column.example,
            choices=_choices(rule, column.code, pack, parties),
        )
        for column in rule.columns
    ]  # fmt: skip
    return (*plain, *_contributions(rule), *_years(rule, years))


def _choices(rule: PartRule, column: str, pack: Pack, parties: Mapping[str, str]) -> Mapping[str, str]:
    if column == "organization":
        return parties
    if column == "kind":
        return {kind.code: words(kind.label) for kind in rule.kinds}
    if column == "standing":
        return {kind.code: words(kind.label) for kind in rule.standings}
    if column == "technology_type":
        return {kind.code: words(kind.label) for kind in pack.technology_types}
    return {}


def _contributions(rule: PartRule) -> Iterator[TableColumn]:
    if rule.code != "members":
        return
    measured: dict[str, ColumnKind] = {"money": "money", "count": "count", "words": "line"}
    for kind in rule.kinds:
        yield TableColumn(contribution_column(kind.code), words(kind.label), measured[kind.measure])


def _years(rule: PartRule, years: Sequence[int]) -> Iterator[TableColumn]:
    if rule.code not in YEARLY:
        return
    for year in years:
        kind: ColumnKind = "figure" if rule.code == "benefits" else "money"
        yield TableColumn(year_column(year), str(year), kind, year=year)
