"""Targets of the approved plan against what was reached, year by year (A.2.4, 5.4-2)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xiangchuang.centers.figures import Span, Unit, find_figure, read_spans
from xiangchuang.centers.models import Center, CenterTarget
from xiangchuang.policy.pack import Pack
from xiangchuang.research.models import TargetActual

Reach = Literal["year", "since_start"]
FEN_PER_UNIT: Final = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}
SHARES: Final = frozenset({"%", "‰"})
PER_UNIT: Final[dict[Unit, int]] = {"count": 1, "hours": 1, "basis_points": 100, "hundredths": 100}
"""How much of a figure's whole number is one of what a target counts."""


def plain_number(value: Decimal) -> str:
    """Return a value with thousands separators and no idle decimals: "12,000", "2.5"."""
    return f"{value:,.4f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Proposal:
    """A value that a register gives for a target: of the year alone, or since the cycle began."""

    figure: str
    span: Reach
    value_e4: int

    @property
    def label(self) -> str:
        """Which figure it is."""
        return str(find_figure(self.figure).label)

    @property
    def source(self) -> str:
        """Which figure it is and what counts for it, as it is kept beside an adopted value."""
        figure = find_figure(self.figure)
        return _("%(label)s：%(about)s") % {"label": figure.label, "about": figure.about}

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

    The queries grow with the figures asked for and the years, not with the targets.
    """
    actuals: dict[int, TargetActual] = {}
    for actual in newest_last(center):
        actuals[actual.target_id] = actual
    figures = _Figures(center)
    return [
        TargetLine(target, actuals.get(target.pk), proposals_for(target, pack, figures, through=through))
        for target in center.targets.order_by("position", "year")
    ]


def newest_last(center: Center) -> "QuerySet[TargetActual]":
    """Return all values recorded for the center's targets; the newest of a target counts."""
    return TargetActual.objects.filter(target__center=center).select_related("recorded_by").order_by("pk")


class _Figures:
    """Figures by code and year of the target, each read once for all targets that ask for it."""

    def __init__(self, center: Center) -> None:
        self.center = center
        self._known: dict[tuple[str, int], tuple[int | None, int | None]] = {}

    def of_year_and_since_start(self, code: str, year: int) -> tuple[int | None, int | None]:
        """Return the figure of the year, and of the years since the cycle began."""
        if (code, year) not in self._known:
            since = Span(date(min(self.center.cycle_starts_on.year, year), 1, 1), date(year, 12, 31))
            alone, whole = read_spans(code, self.center, [Span.of_year(year), since])
            self._known[code, year] = (alone.value, whole.value)
        return self._known[code, year]


def proposals_for(
    target: CenterTarget, pack: Pack, figures: _Figures | None = None, *, through: int
) -> tuple[Proposal, ...]:
    """Return what the registers give for a target; nothing for a year to come or a target nobody counts.

    Plans state targets by year or since the start, so both are offered where they differ.
    """
    rule = pack.research.target_figures
    code = rule.figure_for(target.name) if rule else None
    if code is None or target.year > through:
        return ()
    alone, whole = (figures or _Figures(target.center)).of_year_and_since_start(code, target.year)
    found: list[tuple[Reach, int | None]] = [("year", alone), ("since_start", whole)]
    if alone == whole:
        found = found[:1]
    proposals = []
    for span, value in found:
        value_e4 = None if value is None else in_unit_e4(code, value, target.unit)
        if value_e4 is not None:
            proposals.append(Proposal(code, span, value_e4))
    return tuple(proposals)


def in_unit_e4(code: str, value: int, unit: str) -> int | None:
    """Return a figure in ten-thousandths of a target's unit, or None where the unit does not fit it."""
    counts = find_figure(code).unit
    if counts == "fen":
        per_unit = FEN_PER_UNIT.get(unit)
        return None if per_unit is None else value * 10_000 // per_unit
    fits = unit == "%" if counts == "basis_points" else unit not in FEN_PER_UNIT and unit not in SHARES
    return value * 10_000 // PER_UNIT[counts] if fits else None
