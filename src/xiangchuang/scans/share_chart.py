"""The distribution of an industry's income as bars, each with its number: drawn here, styled by classes."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from xiangchuang.policy.scan import Concentration
from xiangchuang.policy.scan.concentration import WHOLE

_LABEL, _BAR, _NUMBER = 210, 400, 90
_ROW: Final = 24
_NAME_LENGTH: Final = 14


@dataclass(frozen=True)
class Bar:
    """One enterprise, or all the others together; pixels within the drawing, shares in basis points."""

    label: str
    name: str
    income: int | None
    basis_points: int
    running: int
    width: int
    y: int
    tint: str

    @property
    def text_y(self) -> int:
        """Base line of the words."""
        return self.y + 16

    @property
    def number_x(self) -> int:
        """Where the number begins, right of the bar."""
        return _LABEL + self.width + 6


@dataclass(frozen=True)
class ShareChart:
    """The bars in order, the rest last."""

    bars: tuple[Bar, ...]
    width: int = _LABEL + _BAR + _NUMBER
    bar_x: int = _LABEL

    @property
    def height(self) -> int:
        return _ROW * len(self.bars) + 4


def share_chart(found: Concentration) -> ShareChart:
    """Return the largest shares and the rest; the first four and the next four are told apart by tint."""
    shares = found.shares
    rest = WHOLE - sum(share.basis_points for share in shares)
    others = found.enterprises - len(shares)
    longest = max([share.basis_points for share in shares] + ([rest] if others else []) + [1])
    bars: list[Bar] = []
    running = 0
    for place, share in enumerate(shares):
        running += share.basis_points
        tint = "first-four" if place < 4 else "next-four" if place < 8 else "others"
        bars.append(
            _bar(
                len(bars), share.name or share.uscc, share.income, share.basis_points, running, longest, tint
            )
        )
    if others:
        name = _("其余 %(count)d 家") % {"count": others}
        bars.append(_bar(len(bars), name, None, rest, WHOLE, longest, "rest"))
    return ShareChart(tuple(bars))


def _bar(
    row: int, name: str, income: int | None, basis_points: int, running: int, longest: int, tint: str
) -> Bar:
    label = name if len(name) <= _NAME_LENGTH else f"{name[: _NAME_LENGTH - 1]}…"
    return Bar(
        label, name, income, basis_points, running, _BAR * basis_points // longest, 2 + row * _ROW, tint
    )
