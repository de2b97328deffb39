"""Income of each year as a bar cut by side: the market's part first, its share written beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from xiangchuang.consortia.income_mix import SIDES, YearOfIncome
from xiangchuang.policy.funding import Side

BAR_X: Final = 52
LONGEST: Final = 440
ROW: Final = 38
TOP: Final = 6
THICK: Final = 22


@dataclass(frozen=True)
class Piece:
    """One side's part of a bar."""

    side: Side
    x: float
    width: float


@dataclass(frozen=True)
class Bar:
    """One year: the whole length is the year's income, each bar to the same scale."""

    year: YearOfIncome
    y: int
    pieces: Sequence[Piece]
    end: float

    @property
    def text_y(self) -> int:
        """The base of its words."""
        return self.y + 16


@dataclass(frozen=True)
class BarChart:
    """All years, in the drawing's units."""

    bars: Sequence[Bar]
    height: int
    width: int = 760
    bar_x: int = BAR_X
    thick: int = THICK


def bars_of(years: Sequence[YearOfIncome]) -> BarChart:
    """Return the bars of years that have income, the largest as long as the drawing allows."""
    largest = max(1, *(year.total for year in years))
    bars = [_bar(year, TOP + n * ROW, largest) for n, year in enumerate(years)]
    return BarChart(bars, TOP + len(bars) * ROW)


def _bar(year: YearOfIncome, y: int, largest: int) -> Bar:
    pieces, x = [], float(BAR_X)
    for side in SIDES:
        width = round(year.by_side[side] * LONGEST / largest, 1)
        if width > 0:
            pieces.append(Piece(side, round(x, 1), width))
            x += width
    return Bar(year, y, pieces, round(x, 1))
