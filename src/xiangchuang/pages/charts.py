"""Charts drawn on the server: where each bar, line and word stands. The numbers stand beside it in a table.

Told apart by shape, dash and word, never by colour alone, so that grey paper shows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from unicodedata import east_asian_width

from xiangchuang.pages.parts import ListTable

WIDTH = 640
_TOP, _PLOT, _FOOT = 24, 160, 24
_LEFT, _RIGHT = 8, 150
"""Room for the names of lines at their ends."""
_WIDEST = 80
"""A bar alone is no wall."""
_WIDE, _NARROW = 13, 7
"""Pixels of a Chinese character and of a Latin letter or digit, as charts.css writes them."""


@dataclass(frozen=True)
class Point:
    """One value over one label of the axis; `text` is the value as people write it, None where unknown.

    is_marked: the reader's own, drawn full and named in `text`.
    """

    label: str
    value: int | None
    text: str = ""
    is_marked: bool = False


@dataclass(frozen=True)
class Series:
    """Points in the order of the axis; every series of a chart has the same labels."""

    label: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Bar:
    """A bar as drawn, with its number above and its label below."""

    x: int
    y: int
    width: int
    height: int
    point: Point

    @property
    def middle(self) -> int:
        """Where its words are centred."""
        return self.x + self.width // 2

    @property
    def text_y(self) -> int:
        """Where its number is written."""
        return self.y - 6


@dataclass(frozen=True)
class Line:
    """A series as drawn: runs of points without a gap, its dots, its name at the end of the last."""

    label: str
    place: int
    runs: Sequence[str]
    dots: Sequence[tuple[int, int]]
    end: tuple[int, int]


@dataclass(frozen=True)
class Chart:
    """A picture with its table twin. `title` states the finding; unit, source and day are written below."""

    title: str
    unit: str
    source: str
    series: Sequence[Series]
    table: ListTable
    as_lines: bool = False

    width: int = WIDTH
    height: int = _TOP + _PLOT + _FOOT
    base: int = _TOP + _PLOT
    foot: int = _TOP + _PLOT + 18

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to draw."""
        return any(point.value for one in self.series for point in one.points)

    @property
    def labels(self) -> list[tuple[int, str]]:
        """Words below the axis, with the place where they are centred; the table has the whole of each."""
        return [(self._middle(n), _fitting(point.label, self._step)) for n, point in enumerate(self._axis)]

    @property
    def bars(self) -> list[Bar]:
        """The first series as bars."""
        if self.as_lines or not self.series:
            return []
        room = min(self._step * 7 // 10, _WIDEST)
        return [
            Bar(self._middle(n) - room // 2, self._y(p.value), room, self.base - self._y(p.value), p)
            for n, p in enumerate(self.series[0].points)
            if p.value is not None
        ]

    @property
    def strips(self) -> Sequence[object]:
        """Bars that lie: none here."""
        return []

    @property
    def lines(self) -> list[Line]:
        """All series as lines, the names at their ends kept apart."""
        if not self.as_lines:
            return []
        return _apart([self._line(place, one) for place, one in enumerate(self.series) if _has(one)])

    def _line(self, place: int, one: Series) -> Line:
        at = [
            None if p.value is None else (self._middle(n), self._y(p.value)) for n, p in enumerate(one.points)
        ]
        runs = [list(run) for known, run in groupby(at, key=lambda spot: spot is not None) if known]
        dots = [spot for spot in at if spot is not None]
        written = [" ".join(f"{spot[0]},{spot[1]}" for spot in run if spot) for run in runs if len(run) > 1]
        return Line(one.label, place % 4, written, dots, (dots[-1][0] + 8, dots[-1][1] + 4))

    @property
    def _axis(self) -> Sequence[Point]:
        return self.series[0].points if self.series else ()

    @property
    def _step(self) -> int:
        room = self.width - _LEFT - (_RIGHT if self.as_lines else _LEFT)
        return room // max(len(self._axis), 1)

    def _middle(self, place: int) -> int:
        return _LEFT + self._step * place + self._step // 2

    def _y(self, value: int | None) -> int:
        known = [p.value for one in self.series for p in one.points if p.value is not None]
        most = max([*known, 0])
        return self.base - (max(value or 0, 0) * _PLOT // most if most else 0)


def _fitting(label: str, room: int) -> str:
    """Return as much of a label as stands in so many pixels, and a mark where it goes on."""
    widths = [_WIDE if east_asian_width(letter) in "WF" else _NARROW for letter in label]
    if sum(widths) <= room:
        return label
    kept = [letter for n, letter in enumerate(label) if sum(widths[: n + 1]) + _WIDE <= room]
    return f"{''.join(kept) or label[:1]}…"


def _has(one: Series) -> bool:
    return any(point.value is not None for point in one.points)


def _apart(lines: Sequence[Line], room: int = 16) -> list[Line]:
    """Move names down where two would be written over each other."""
    return list(_moved(sorted(lines, key=lambda line: line.end[1]), room))


def _moved(lines: Sequence[Line], room: int) -> Iterator[Line]:
    least = 0
    for line in lines:
        y = max(line.end[1], least)
        least = y + room
        yield Line(line.label, line.place, line.runs, line.dots, (line.end[0], y))
