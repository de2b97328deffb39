"""How concentrated an industry is, and which way to form a center the notice then names (3.3-4 to 3.3-6)."""

from __future__ import annotations

from typing import Final, NamedTuple

from xiangchuang.policy.concentration import ConcentrationThreshold, Level, ModeChoice
from xiangchuang.policy.content import Pack
from xiangchuang.policy.scan.faults import ConcentrationUnknownError
from xiangchuang.policy.scan.release import Release

WHOLE: Final = 10_000
"""Basis points in one, and the HHI of a single seller."""
_SHOWN: Final = 20


class Share(NamedTuple):
    """One enterprise's part of its industry's income, in basis points rounded down."""

    uscc: str
    name: str
    income: int
    basis_points: int


class Concentration(NamedTuple):
    """Of one industry in one year: CR4 and CR8 in basis points, HHI from 0 to 10000, all rounded down.

    ``enterprises`` are those with an income on record, ``unknown`` those of the industry without; ``shares``
    the largest, for drawing. With many unknown the figures say little.
    """

    industry: str
    year: int
    cr4: int
    cr8: int
    hhi: int
    enterprises: int
    unknown: int
    shares: tuple[Share, ...]


class MeasureReading(NamedTuple):
    """A measure beside its threshold."""

    threshold: ConcentrationThreshold
    value: int
    level: Level


class Advice(NamedTuple):
    """What the figures and a person's finding speak for; ``choice`` None: a person weighs the readings.

    ``level`` is None where the measures differ. ``alternatives`` are the pack's other modes, each with its
    clause: 3.3-5 and 3.3-6 are offered (可以), never required.
    """

    readings: tuple[MeasureReading, ...]
    level: Level | None
    choice: ModeChoice | None
    alternatives: tuple[ModeChoice, ...]


def concentration(release: Release, industry: str, year: int, *, field: str = "") -> Concentration:
    """The industry's concentration by the income of its enterprises; the industry's code as in the table.

    ``field`` narrows it to the enterprises that the table gives that field.

    Universities and institutes do not sell in the market and are left out. Raises ConcentrationUnknownError
    where nobody has an income.
    """
    of_industry = (
        "FROM organisations LEFT JOIN (SELECT org_id, income FROM yearly WHERE year = $year) "
        "USING (org_id) WHERE industry = $industry AND kind = 'enterprise' "
        "AND ($field = '' OR field = $field)"
    )
    asked: dict[str, object] = {"year": year, "industry": industry, "field": field}
    known, unknown, total, squares = release.run(
        "SELECT count(income), count(*) - count(income), sum(income), "
        f"sum(income::HUGEINT * income::HUGEINT) {of_industry}",
        asked,
    )[0]
    if not total:
        raise ConcentrationUnknownError(
            f"行业 {industry} 在 {year} 年没有企业收入数据，无法计算集中度，换一个年度或补充数据"
        )
    largest = release.run(
        f"SELECT uscc, name, income {of_industry} AND income IS NOT NULL "
        f"ORDER BY income DESC, uscc LIMIT {_SHOWN}",
        asked,
    )
    incomes = [int(income) for _uscc, _name, income in largest]
    return Concentration(
        industry,
        year,
        cr4=WHOLE * sum(incomes[:4]) // int(total),
        cr8=WHOLE * sum(incomes[:8]) // int(total),
        hhi=WHOLE * int(squares) // int(total) ** 2,
        enterprises=int(known),
        unknown=int(unknown),
        shares=tuple(
            Share(uscc, name or "", income, WHOLE * income // int(total)) for uscc, name, income in largest
        ),
    )


def advise(found: Concentration, pack: Pack, *, market_not_mature: bool | None = None) -> Advice:
    """The formation mode that the pack names for such an industry, with its clause.

    ``market_not_mature`` is a person's finding that research drives a field whose market is not yet mature
    (3.3-6), None while nobody has judged; no figure stands for it.
    """
    readings = tuple(
        MeasureReading(threshold, value, "high" if value >= threshold.high_from else "low")
        for threshold in pack.concentration.thresholds
        for value in (getattr(found, threshold.measure),)
    )
    levels = {reading.level for reading in readings}
    level = levels.pop() if len(levels) == 1 else None
    choice = next((mode for mode in pack.concentration.modes if _fits(mode, level, market_not_mature)), None)
    others = tuple(mode for mode in pack.concentration.modes if mode is not choice)
    return Advice(readings, level, choice, others)


def _fits(mode: ModeChoice, level: Level | None, market_not_mature: bool | None) -> bool:
    if market_not_mature:
        return mode.market_not_mature
    return mode.concentration is not None and mode.concentration == level
