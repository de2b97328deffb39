"""Targets of the approved plan against what was reached, year by year (A.2.4, 5.4-2)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.db.models import QuerySet

from xiangchuang.centers.models import Center, CenterTarget
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.research import FigureCode
from xiangchuang.research.figures import FIGURE_LABELS, YearFigures, in_unit_e4
from xiangchuang.research.models import TargetActual

Span = Literal["year", "since_start"]


def plain_number(value: Decimal) -> str:
    """Return a value with thousands separators and no idle decimals: "12,000", "2.5"."""
    return f"{value:,.4f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Proposal:
    """A value that a register gives for a target: of the year alone, or since the cycle began."""

    figure: FigureCode
    span: Span
    value_e4: int

    @property
    def label(self) -> str:
        """Which figure it is."""
        return str(FIGURE_LABELS[self.figure])

    @property
    def value(self) -> Decimal:
        """The value in the target's unit."""
        return Decimal(self.value_e4) / 10_000

    @property
    def text(self) -> str:
        """The value as people write it."""
        return plain_number(self.value)


@dataclass(frozen=True)
class TargetLine:
    """A target of one year, what was reached of it, and what the registers would propose."""

    target: CenterTarget
    actual: TargetActual | None
    proposals: tuple[Proposal, ...]

    @property
    def basis_points(self) -> int | None:
        """Share of the target that was reached, rounded down; None without an actual value."""
        if self.actual is None or self.target.value_e4 <= 0:
            return None
        return self.actual.value_e4 * 10_000 // self.target.value_e4

    @property
    def wanted_text(self) -> str:
        """The target as people write it."""
        return plain_number(self.target.value)

    @property
    def actual_text(self) -> str:
        """What was reached as people write it; empty where nothing was recorded."""
        return plain_number(self.actual.value) if self.actual else ""

    @property
    def is_reached(self) -> bool:
        """Whether the value reached the target."""
        return self.actual is not None and self.actual.value_e4 >= self.target.value_e4


def target_lines(center: Center, pack: Pack, *, through: int) -> list[TargetLine]:
    """Return every target in order; those of years up to `through` with the registers' proposals.

    The queries grow with the years, not with the targets.
    """
    actuals: dict[int, TargetActual] = {}
    for actual in newest_last(center):
        actuals[actual.target_id] = actual
    years = _Years(center)
    return [
        TargetLine(target, actuals.get(target.pk), proposals_for(target, pack, years, through=through))
        for target in center.targets.order_by("position", "year")
    ]


def newest_last(center: Center) -> "QuerySet[TargetActual]":
    """Return all values recorded for the center's targets; the newest of a target counts."""
    return TargetActual.objects.filter(target__center=center).select_related("recorded_by").order_by("pk")


class _Years:
    """Figures by year, each year read once."""

    def __init__(self, center: Center) -> None:
        self.center = center
        self._known: dict[int, YearFigures] = {}

    def figure(self, code: FigureCode, year: int) -> int:
        if year not in self._known:
            self._known[year] = YearFigures(self.center, year)
        return self._known[year].value(code)


def proposals_for(
    target: CenterTarget, pack: Pack, years: _Years | None = None, *, through: int
) -> tuple[Proposal, ...]:
    """Return what the registers give for a target; nothing for a year to come or a target nobody counts.

    Plans state targets by year or since the start, so both are offered where they differ.
    """
    rule = pack.research.target_figures
    code = rule.figure_for(target.name) if rule else None
    if code is None or target.year > through:
        return ()
    years = years or _Years(target.center)
    start = min(target.center.cycle_starts_on.year, target.year)
    by_year = [years.figure(code, year) for year in range(start, target.year + 1)]
    found = [("year", by_year[-1]), ("since_start", sum(by_year))]
    if found[0][1] == found[1][1]:
        found = found[:1]
    proposals = []
    for span, value in found:
        value_e4 = in_unit_e4(code, value, target.unit)
        if value_e4 is not None:
            proposals.append(Proposal(code, "year" if span == "year" else "since_start", value_e4))
    return tuple(proposals)
