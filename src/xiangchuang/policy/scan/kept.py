"""A finished scan opened again, to be read by many at once: its organisations by standing and filter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from xiangchuang.policy.conditions import ConditionRule
from xiangchuang.policy.content import Pack
from xiangchuang.policy.scan.release import Release, quoted
from xiangchuang.policy.scan.scanning import STANDINGS, Filters, Found, Standing

_MOST_CHOICES = 500


class KeptRelease(Release):
    """A release that nobody changes any more. Raises duckdb.Error when the file is gone or another's."""

    def __init__(self, path: Path) -> None:
        """Opens the database read-only: several processes may read it at once."""
        settings: dict[str, str | bool | int | float | list[str]] = {"threads": 2, "memory_limit": "1GB"}
        self.connection = duckdb.connect(str(path), read_only=True, config=settings)


class Identity(NamedTuple):
    """Who an organisation of the table is; ``standing`` "other" for one that is further away."""

    org_id: int
    uscc: str
    name: str
    kind: str
    industry: str
    prefecture: str
    field: str
    standing: Standing


def lead_rules(pack: Pack) -> tuple[ConditionRule, ...]:
    """The conditions a scan judges: those on the lead."""
    return tuple(rule for rule in pack.conditions if rule.subject == "lead")


def kept_rows(
    release: Release, pack: Pack, standing: Standing, filters: Filters, *, limit: int, offset: int = 0
) -> list[Found]:
    """Organisations of a standing by USCC, narrowed by the filters."""
    rules = lead_rules(pack)
    codes = "".join(f", {quoted(rule.code)}" for rule in rules)
    where, values = _narrowed(filters)
    rows = release.run(
        f"SELECT org_id, uscc, name, o.kind, industry, prefecture, field, standing{codes} "
        f"FROM scanned JOIN organisations o USING (org_id) WHERE standing = $standing{where} "
        "ORDER BY uscc LIMIT $limit OFFSET $offset",
        {**values, "standing": standing, "limit": limit, "offset": offset},
    )
    return [_found(row, rules) for row in rows]


def kept_numbers(release: Release, filters: Filters) -> dict[Standing, int]:
    """How many organisations of each kept standing the filters leave; ``other`` are not kept."""
    where, values = _narrowed(filters)
    rows = release.run(
        "SELECT standing, count(*) FROM scanned JOIN organisations o USING (org_id) "
        f"WHERE TRUE{where} GROUP BY standing",
        values,
    )
    found = {standing: int(number) for standing, number in rows}
    return {standing: found.get(standing, 0) for standing in STANDINGS if standing != "other"}


def kept_identity(release: Release, org_id: int) -> Identity | None:
    """Who the organisation of that number is, whatever its standing."""
    rows = release.run(
        "SELECT org_id, uscc, name, o.kind, industry, prefecture, field, coalesce(standing, 'other') "
        "FROM organisations o LEFT JOIN scanned USING (org_id) WHERE org_id = $id",
        {"id": org_id},
    )
    if not rows:
        return None
    number, *words, standing = rows[0]
    uscc, name, kind, industry, prefecture, field = ("" if word is None else str(word) for word in words)
    return Identity(number, uscc, name, kind, industry, prefecture, field, standing)


def number_of_uscc(release: Release, uscc: str) -> int | None:
    """The number of the organisation with that code."""
    rows = release.run("SELECT org_id FROM organisations WHERE uscc = $uscc", {"uscc": uscc})
    return int(rows[0][0]) if rows else None


def choices_of(release: Release, column: str) -> list[str]:
    """The values that the kept organisations have in ``prefecture`` or ``field``, at most 500."""
    rows = release.run(
        f"SELECT DISTINCT {quoted(column)} FROM scanned JOIN organisations USING (org_id) "
        f"WHERE {quoted(column)} IS NOT NULL ORDER BY 1 LIMIT {_MOST_CHOICES}"
    )
    return [str(value) for (value,) in rows]


def largest_industries(release: Release, year: int, *, limit: int = 30) -> list[tuple[str, int, int]]:
    """Industries by the income of their enterprises in that year: code, enterprises, income in fen."""
    rows = release.run(
        "SELECT industry, count(*), sum(income)::HUGEINT FROM yearly JOIN organisations USING (org_id) "
        "WHERE year = $year AND kind = 'enterprise' AND income IS NOT NULL AND industry IS NOT NULL "
        "GROUP BY industry ORDER BY 3 DESC, 1 LIMIT $limit",
        {"year": year, "limit": limit},
    )
    return [(str(industry), int(count), int(income)) for industry, count, income in rows]


def income_years(release: Release) -> list[int]:
    """The years of which the release has an enterprise's income, newest first."""
    rows = release.run("SELECT DISTINCT year FROM yearly WHERE income IS NOT NULL ORDER BY year DESC")
    return [int(year) for (year,) in rows]


def _found(row: tuple[Any, ...], rules: tuple[ConditionRule, ...]) -> Found:
    org_id, *words, standing = row[:8]
    uscc, name, kind, industry, prefecture, field = ("" if word is None else str(word) for word in words)
    outcomes = {rule.code: value for rule, value in zip(rules, row[8:], strict=True)}
    return Found(org_id, uscc, name, kind, industry, prefecture, field, standing, outcomes)


def _narrowed(filters: Filters) -> tuple[str, dict[str, object]]:
    parts = list(_parts(filters))
    return "".join(f" AND {sql}" for sql, _name, _value in parts), {name: value for _s, name, value in parts}


def _parts(filters: Filters) -> Iterator[tuple[str, str, str]]:
    if filters.industry:
        yield "starts_with(industry, $only_industry)", "only_industry", filters.industry
    for name in ("field", "prefecture"):
        if value := getattr(filters, name):
            yield f"{quoted(name)} = $only_{name}", f"only_{name}", value
    if filters.kind:
        yield "o.kind::VARCHAR = $only_kind", "only_kind", filters.kind
