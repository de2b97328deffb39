"""The organisation chart of a comprehensive center: headquarters above, institutes in rows below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from xiangchuang.governance.institutes_on import InstituteOnDay

# Pixels. Four boxes a row fit 1280; forty institutes are ten rows, each box readable.
WIDTH: Final = 1040
_COLUMNS: Final = 4
_BOX: Final = (240, 92)
_GAP: Final = (14, 26)
_LEFT: Final = 26
_HEAD: Final = 56
_TRUNK: Final = 10
# Characters of 13 and of 12 px that a box holds.
_NAME, _LINE = 16, 18


@dataclass(frozen=True)
class Box:
    """One institute at its place; texts are cut to the box, whole in its title and in the list."""

    institute: InstituteOnDay
    x: int
    y: int
    width: int = _BOX[0]
    height: int = _BOX[1]

    @property
    def lines(self) -> list[tuple[str, str, int]]:
        """The lines of the box: class, text, base line."""
        told = self.institute
        texts = [told.name, told.area, told.host, f"{told.field} · {told.head}"]
        return [
            ("rest" if number else "name", cut(text, _LINE if number else _NAME), self.y + 22 + 19 * number)
            for number, text in enumerate(texts)
        ]

    @property
    def text_x(self) -> int:
        """Left edge of the text."""
        return self.x + 10

    @property
    def middle(self) -> int:
        """Horizontal middle of the box."""
        return self.x + self.width // 2


@dataclass(frozen=True)
class Chart:
    """The drawing and its size in pixels; `branches` are the lines from the trunk to the boxes, as paths."""

    boxes: tuple[Box, ...]
    branches: tuple[str, ...]
    height: int
    width: int = WIDTH
    head_height: int = _HEAD


def organisation_chart(institutes: Sequence[InstituteOnDay]) -> Chart:
    """Lay the institutes out in rows, by area code and name."""
    placed = sorted(institutes, key=lambda i: (i.prefecture, i.name))
    boxes = [
        Box(
            institute, _LEFT + (n % _COLUMNS) * (_BOX[0] + _GAP[0]),
            _HEAD + _GAP[1] + (n // _COLUMNS) * (_BOX[1] + _GAP[1]),
        )
        for n, institute in enumerate(placed)
    ]  # fmt: skip
    rows = [boxes[start : start + _COLUMNS] for start in range(0, len(boxes), _COLUMNS)]
    branches = [_branch(row) for row in rows]
    if rows:
        branches.append(f"M {_TRUNK} {_HEAD} V {_rail(rows[-1])}")
    return Chart(tuple(boxes), tuple(branches), boxes[-1].y + _BOX[1] + 2 if boxes else _HEAD + 2)


def _rail(row: Sequence[Box]) -> int:
    return row[0].y - _GAP[1] // 2


def _branch(row: Sequence[Box]) -> str:
    down = " ".join(f"M {box.middle} {_rail(row)} V {box.y}" for box in row)
    return f"M {_TRUNK} {_rail(row)} H {row[-1].middle} {down}"


def cut(text: str, length: int) -> str:
    """Return the text, its end replaced by an ellipsis when it is longer than `length` characters."""
    return text if len(text) <= length else f"{text[: length - 1]}…"
