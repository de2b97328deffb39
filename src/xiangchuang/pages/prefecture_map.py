"""The 14 prefectures as a grid of labelled tiles, placed as they lie; its twin is the list beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from xiangchuang.organizations.prefectures import prefecture_label

_TILE = (120, 56)
_GAP = 8
# Rows from north to south, each from west to east; None keeps a place free.
_PLACES: tuple[tuple[str | None, ...], ...] = (
    ("433100", "430800", "430700", "430600"),
    ("431200", "431300", "430900", "430100"),
    (None, "430500", "430300", "430200"),
    (None, "431100", "430400", "431000"),
)
_SHORT = {"433100": _("湘西州")}


@dataclass(frozen=True)
class Tile:
    """One prefecture with its number of centers, at its place in the drawing (pixels)."""

    code: str
    label: str
    count: int
    x: int
    y: int
    is_chosen: bool = False

    @property
    def middle(self) -> int:
        """Horizontal middle of the tile."""
        return self.x + _TILE[0] // 2

    @property
    def label_y(self) -> int:
        """Base line of the name."""
        return self.y + 23

    @property
    def count_y(self) -> int:
        """Base line of the number."""
        return self.y + 44


@dataclass(frozen=True)
class PrefectureMap:
    """The drawing: its tiles and its size in pixels."""

    tiles: tuple[Tile, ...]
    width: int
    height: int
    tile_width: int = _TILE[0]
    tile_height: int = _TILE[1]


def prefecture_map(counts: Mapping[str, int], chosen: str = "") -> PrefectureMap:
    """Return the grid; `counts` maps area codes to numbers of centers, areas without one count 0."""
    tiles = [
        Tile(
            code=code,
            label=str(_SHORT.get(code) or prefecture_label(code)),
            count=counts.get(code, 0),
            x=column * (_TILE[0] + _GAP) + 1,
            y=row * (_TILE[1] + _GAP) + 1,
            is_chosen=code == chosen,
        )
        for row, line in enumerate(_PLACES)
        for column, code in enumerate(line)
        if code is not None
    ]
    columns, rows = len(_PLACES[0]), len(_PLACES)
    return PrefectureMap(
        tuple(tiles), columns * (_TILE[0] + _GAP) - _GAP + 2, rows * (_TILE[1] + _GAP) - _GAP + 2
    )
