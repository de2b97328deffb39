"""The yearly facts of an organisation as a table: one row a fact, one column a year."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiangchuang.organizations.jumps import Jump, jumps_among
from xiangchuang.organizations.models import FactRecord
from xiangchuang.policy.pack import Pack
from xiangchuang.workbench.fact_words import FactWord, fact_words, value_text

YEARS_SHOWN = 5


@dataclass(frozen=True)
class FactCell:
    """One statement in the table; `jump` says from what it jumps. Without a fact, a year that is missing."""

    fact: FactRecord | None = None
    text: str = ""
    jump: str = ""


@dataclass(frozen=True)
class FactRow:
    """A fact with its statements by year, None before the first year on record; `field` where it counts."""

    label: str
    field: str
    cells: Sequence[FactCell | None]


@dataclass(frozen=True)
class FactTable:
    """The table with its years, newest first."""

    years: Sequence[int]
    rows: Sequence[FactRow]
    unconfirmed: int
    jumps: int


def fact_table(facts: Iterable[FactRecord], pack: Pack) -> FactTable:
    """Return the table in the pack's order; facts the policy does not read come last, under their code."""
    known = fact_words(pack)
    found: dict[tuple[str, str], dict[int, FactRecord]] = {}
    for fact in facts:
        found.setdefault((fact.code, fact.field), {})[fact.year] = fact
    years = _years({year for row in found.values() for year in row})
    order = {code: place for place, code in enumerate(known)}
    keys = sorted(found, key=lambda key: (order.get(key[0], len(order)), key))
    everything = [fact for row in found.values() for fact in row.values()]
    jumps = jumps_among(everything, pack.register.year_on_year)
    rows = [_row(key, found[key], years, known.get(key[0]), pack, jumps) for key in keys]
    unconfirmed = sum(not fact.is_confirmed for fact in everything)
    return FactTable(years, rows, unconfirmed, len(jumps))


def _years(recorded: set[int]) -> list[int]:
    """Return the years shown, newest first, with those between that nobody recorded."""
    if not recorded:
        return []
    return list(range(max(recorded), max(min(recorded), max(recorded) - YEARS_SHOWN + 1) - 1, -1))


def _row(
    key: tuple[str, str],
    by_year: dict[int, FactRecord],
    years: Sequence[int],
    word: FactWord | None,
    pack: Pack,
    jumps: Mapping[int, Jump],
) -> FactRow:
    code, field = key
    counted_in = word.counted_in if word else ""
    cells = [_cell(year, by_year, counted_in, jumps) for year in years]
    return FactRow(word.label if word else code, field_words(pack, field), cells)


def _cell(
    year: int, by_year: dict[int, FactRecord], counted_in: str, jumps: Mapping[int, Jump]
) -> FactCell | None:
    fact = by_year.get(year)
    if fact is None:
        return FactCell() if year > min(by_year) else None
    return FactCell(fact, value_text(fact.value, counted_in), jump_words(jumps.get(fact.pk), counted_in))


def jump_words(jump: Jump | None, counted_in: str) -> str:
    """Return from what a statement jumps: "与 2024 年的 1,000.00 万元相差很大"; "" when it does not."""
    if jump is None:
        return ""
    other = value_text(jump.other, counted_in)
    return _("与 %(year)d 年的 %(value)s相差很大") % {"year": jump.other_year, "value": other}


def field_words(pack: Pack, code: str) -> str:
    """Return the field's name; a field of another version keeps its code."""
    if not code:
        return ""
    try:
        return pack.field(code)[1].label.zh
    except KeyError:
        return code
