"""Bars that lie under each other: names too long to stand side by side are read in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xiangchuang.pages.charts import Bar, Chart, Point, Series
from xiangchuang.pages.parts import ListTable

_ROW, _THICK = 28, 16
_WIDTH = 480
"""Narrow enough to be read whole on a telephone, where charts.css writes larger."""
_HAN, _MOST_NAME, _NUMBERS = 16, 210, 120
"""Width of a character there; the most room for names on the left, and the room for numbers on the right."""


@dataclass(frozen=True)
class Strip:
    """A bar as drawn, its name before it and its number behind."""

    x: int
    y: int
    width: int
    height: int
    point: Point

    @property
    def words_y(self) -> int:
        """The line on which name and number stand."""
        return self.y + self.height - 3

    @property
    def name_x(self) -> int:
        """Where the name ends."""
        return self.x - 8

    @property
    def number_x(self) -> int:
        """Where the number begins."""
        return self.x + self.width + 6


@dataclass(frozen=True)
class LyingChart(Chart):
    """One series, each point a row of its own."""

    @property
    def bars(self) -> list[Bar]:
        """None stands upright."""
        return []

    @property
    def labels(self) -> list[tuple[int, str]]:
        """The names stand beside the bars."""
        return []

    @property
    def strips(self) -> list[Strip]:
        """The points from above, the longest bar as wide as there is room."""
        points = self.series[0].points
        most = max([point.value or 0 for point in points], default=0)
        names = min(max([len(point.label) for point in points], default=0) * _HAN + 12, _MOST_NAME)
        room = self.width - names - _NUMBERS
        return [
            Strip(
                names, n * _ROW + (_ROW - _THICK) // 2,
                (point.value or 0) * room // most if most else 0, _THICK, point,
            )
            for n, point in enumerate(points)
        ]  # fmt: skip


def lying_chart(title: str, unit: str, source: str, points: Sequence[Point], table: ListTable) -> LyingChart:
    """Return the chart, as high as its rows."""
    height = _ROW * max(len(points), 1)
    return LyingChart(
        title, unit, source, [Series("", points)], table, width=_WIDTH, height=height, base=height
    )
