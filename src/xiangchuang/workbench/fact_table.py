"""The yearly facts of an organisation as a table: one row a fact, one column a year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xiangchuang.organizations.models import FactRecord
from xiangchuang.policy.pack import Pack
from xiangchuang.workbench.fact_words import FactWord, fact_words, value_text

YEARS_SHOWN = 5


@dataclass(frozen=True)
class FactCell:
    """One statement in the table."""

    fact: FactRecord
    text: str


@dataclass(frozen=True)
class FactRow:
    """A fact with its statements by year, None where the register has none; `field` only where it counts."""

    label: str
    field: str
    cells: Sequence[FactCell | None]


@dataclass(frozen=True)
class FactTable:
    """The table with its years, newest first."""

    years: Sequence[int]
    rows: Sequence[FactRow]
    unconfirmed: int


def fact_table(facts: Iterable[FactRecord], pack: Pack) -> FactTable:
    """Return the table in the pack's order; facts the policy does not read come last, under their code."""
    known = fact_words(pack)
    found: dict[tuple[str, str], dict[int, FactRecord]] = {}
    for fact in facts:
        found.setdefault((fact.code, fact.field), {})[fact.year] = fact
    years = sorted({year for row in found.values() for year in row}, reverse=True)[:YEARS_SHOWN]
    order = {code: place for place, code in enumerate(known)}
    keys = sorted(found, key=lambda key: (order.get(key[0], len(order)), key))
    rows = [_row(key, found[key], years, known.get(key[0]), pack) for key in keys]
    unconfirmed = sum(not fact.is_confirmed for row in found.values() for fact in row.values())
    return FactTable(years, rows, unconfirmed)


def _row(
    key: tuple[str, str],
    by_year: dict[int, FactRecord],
    years: Sequence[int],
    word: FactWord | None,
    pack: Pack,
) -> FactRow:
    code, field = key
    counted_in = word.counted_in if word else ""
    cells = [
        FactCell(by_year[year], value_text(by_year[year].value, counted_in)) if year in by_year else None
        for year in years
    ]
    return FactRow(word.label if word else code, field_words(pack, field), cells)


def field_words(pack: Pack, code: str) -> str:
    """Return the field's name; a field of another version keeps its code."""
    if not code:
        return ""
    try:
        return pack.field(code)[1].label.zh
    except KeyError:
        return code
