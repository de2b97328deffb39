"""The investment plan of A.7.2 beside what came and went, by year, source and use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xiangchuang.centers.models import Center
from xiangchuang.centers.money import ByYear
from xiangchuang.consortia.models import SourceKind, UseKind
from xiangchuang.consortia.models.whole import WHOLE
from xiangchuang.consortia.money_by_year import (
    planned_by_source,
    planned_by_use,
    received_by_source,
    spent_by_use,
)


@dataclass(frozen=True)
class PlanLine:
    """A kind of source or use: planned and actual, in fen."""

    code: str
    label: str
    planned: int
    actual: int

    @property
    def difference(self) -> int:
        """Actual less planned, in fen; negative when less came or was spent than planned."""
        return self.actual - self.planned

    @property
    def share(self) -> int | None:
        """Basis points of the plan; None where nothing was planned."""
        return self.actual * WHOLE // self.planned if self.planned else None


@dataclass(frozen=True)
class Investment:
    """One year, or all of them (year None): sources and uses, each with its sum."""

    year: int | None
    years: Sequence[int]
    sources: Sequence[PlanLine]
    uses: Sequence[PlanLine]

    @property
    def received(self) -> PlanLine:
        """All sources together."""
        return _sum(self.sources)

    @property
    def spent(self) -> PlanLine:
        """All uses together."""
        return _sum(self.uses)


def investment_of(center: Center, year: int | None = None) -> Investment:
    """Return plan and actual of a year; of all years when it is None or has neither."""
    tables = (
        planned_by_source(center), received_by_source(center), planned_by_use(center), spent_by_use(center)
    )  # fmt: skip
    years = sorted({y for table in tables for y in table})
    chosen = year if year in years else None
    planned_in, came, planned_out, went = (_of(table, chosen) for table in tables)
    return Investment(chosen, years, _lines(SourceKind, planned_in, came), _lines(UseKind, planned_out, went))


def _of(table: ByYear, year: int | None) -> Mapping[str, int]:
    if year is not None:
        return table.get(year, {})
    found: dict[str, int] = {}
    for codes in table.values():
        for code, fen in codes.items():
            found[code] = found.get(code, 0) + fen
    return found


def _lines(kinds: Any, planned: Mapping[str, int], actual: Mapping[str, int]) -> list[PlanLine]:
    return [
        PlanLine(kind.value, str(kind.label), planned.get(kind.value, 0), actual.get(kind.value, 0))
        for kind in kinds
        if kind.value in planned or kind.value in actual
    ]


def _sum(lines: Sequence[PlanLine]) -> PlanLine:
    return PlanLine("", "", sum(line.planned for line in lines), sum(line.actual for line in lines))
