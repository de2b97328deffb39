"""The facts of every organisation of a release, built once for a day and then scanned by any policy.

Ranks are integers: 1 + the number of peers of the same GB/T 4754 industry with a strictly greater figure in
that year, so equal figures share a rank; peers are those with a figure. An organisation without a figure or
without an industry is not ranked and counts for nobody: its rank is missing, not last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from xiangchuang.policy.conditions.register_facts import window_years
from xiangchuang.policy.conditions.rules import CapabilitySource, FactDefinition, NationalSource
from xiangchuang.policy.content import Pack
from xiangchuang.policy.scan.release import (
    SQL_TYPES,
    Release,
    column_of,
    is_ranked,
    quoted,
    unit_of,
)


class FactsTable(NamedTuple):
    """What was built: one row per organisation in ``facts``, with a column for each of ``names``."""

    on: date
    names: tuple[str, ...]
    rows: int


class _Ranking(NamedTuple):
    """The figure ranked and the year it is of."""

    figure: str
    year: int

    @property
    def table(self) -> str:
        return quoted(f"ranked {self.figure} {self.year}")


def build_facts(release: Release, pack: Pack, on: date) -> FactsTable:
    """Builds ``facts`` from the release's figures as they count on that day; replaces an earlier build.

    The rules are those of ``conditions.readings``: a missing year, or a value that proves nothing, is NULL.
    A figure the release has no column for is missing for everyone.
    """
    known = _columns(release)
    definitions = tuple(pack.facts.values())
    rankings = sorted({_ranking(d, on) for d in definitions if is_ranked(d)} - {None}, key=str)
    usable = [ranking for ranking in rankings if ranking is not None and ranking.figure in known]
    raw = ", ".join(f"{_raw(d, usable, known, on)} AS {quoted(d.name)}" for d in definitions)
    plausible = ", ".join(_plausible(d, pack.facts) for d in definitions)
    joins = "".join(f" LEFT JOIN {ranking.table} USING (org_id)" for ranking in usable)
    tables = "".join(f", {ranking.table} AS ({_ranked(ranking)})" for ranking in usable)
    release.run(
        f"CREATE OR REPLACE TABLE facts AS WITH windows AS ({_windows(definitions, known, on)}){tables}, "
        f"raw AS (SELECT org_id, kind, {raw} FROM organisations LEFT JOIN windows USING (org_id){joins}) "
        f"SELECT org_id, kind, {plausible} FROM raw"
    )
    names = tuple(definition.name for definition in definitions)
    return FactsTable(on, names, release.number("SELECT count(*) FROM facts"))


def _columns(release: Release) -> frozenset[str]:
    rows = release.run("SELECT column_name FROM information_schema.columns WHERE table_name = 'yearly'")
    return frozenset(str(name) for (name,) in rows) - {"org_id", "year"}


def _windows(definitions: Iterable[FactDefinition], known: frozenset[str], on: date) -> str:
    """One row per organisation with each unranked fact over its own years."""
    read = [d for d in definitions if not is_ranked(d) and d.subject == "lead" and column_of(d) in known]
    facts = "".join(f", {_window(d, on)} AS {quoted(d.name)}" for d in read)
    years = f"year BETWEEN {_first_year(read, on)} AND {on.year}"
    return f"SELECT org_id{facts} FROM yearly WHERE {years} GROUP BY org_id"


def _first_year(definitions: Iterable[FactDefinition], on: date) -> int:
    """Nothing older than the oldest window is read, unless a count of capabilities has no window at all."""
    definitions = tuple(definitions)
    if any(d.years is None for d in definitions):
        return 0
    return min((window_years(d.years, on)[0] for d in definitions if d.years), default=on.year)


def _window(definition: FactDefinition, on: date) -> str:
    column = quoted(column_of(definition))
    if isinstance(definition.source, CapabilitySource) or definition.years is None:
        return f"arg_max({column}, year)"
    years = window_years(definition.years, on)
    within = f"FILTER (year BETWEEN {years[0]} AND {years[-1]})"
    match definition.years.aggregate:
        case "latest":
            return f"any_value({column}) FILTER (year = {years[-1]})"
        case "standing":
            return f"arg_max({column}, year) {within}"
        case "years_known":
            return f"count({column}) {within}"
        case aggregate:
            total = f"sum({column}) {within}"
            whole = f"{total} // {len(years)}" if aggregate == "mean" else total
            return f"CASE WHEN count({column}) {within} = {len(years)} THEN {whole} END"


def _ranking(definition: FactDefinition, on: date) -> _Ranking | None:
    source = definition.source
    if not isinstance(source, NationalSource) or source.ranks is None or definition.years is None:
        return None
    return _Ranking(source.ranks, window_years(definition.years, on)[-1])


def _ranked(ranking: _Ranking) -> str:
    # Only three narrow columns go through the window: whole rows cost three times as much.
    figure = quoted(ranking.figure)
    return (
        f"SELECT org_id, rank() OVER (PARTITION BY industry ORDER BY {figure} DESC) AS rank, "
        f"count(*) OVER (PARTITION BY industry) AS peers "
        f"FROM yearly JOIN organisations USING (org_id) "
        f"WHERE year = {ranking.year} AND {figure} IS NOT NULL AND industry IS NOT NULL"
    )


def _raw(definition: FactDefinition, usable: list[_Ranking], known: frozenset[str], on: date) -> str:
    """The fact before it is asked whether it proves anything, in its column's type."""
    kind = SQL_TYPES[unit_of(definition)]
    ranking = _ranking(definition, on)
    if ranking is not None:
        part = "peers" if definition.unit == "count" else "rank"
        return f"{ranking.table}.{part}" if ranking in usable else f"NULL::{kind}"
    if definition.subject != "lead" or column_of(definition) not in known:
        return f"NULL::{kind}"
    if definition.years is not None and definition.years.aggregate == "years_known":
        return f"coalesce(windows.{quoted(definition.name)}, 0)"
    return f"windows.{quoted(definition.name)}::{kind}"


def _plausible(definition: FactDefinition, definitions: Mapping[str, FactDefinition]) -> str:
    name = quoted(definition.name)
    doubts = list(_doubts(definition, definitions))
    return f"CASE WHEN {' OR '.join(doubts)} THEN NULL ELSE {name} END AS {name}" if doubts else name


def _doubts(definition: FactDefinition, definitions: Mapping[str, FactDefinition]) -> Iterator[str]:
    name = quoted(definition.name)
    if definition.missing_below is not None:
        yield f"{name} < {definition.missing_below}"
    if definition.not_above in definitions:
        yield f"{name} > {quoted(str(definition.not_above))}"
