"""The consortium as a drawing: the lead, its members by kind, and lines as thick as what they brought in."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from xiangchuang.consortia.contribution_balance import MemberBalance
from xiangchuang.consortia.models.whole import WHOLE

WIDTH: Final = 860
ROW: Final = 30
HEAD: Final = 34
MOST: Final = 30
"""Members drawn; the table below names all."""
LEAD_X, LEAD_WIDTH, MEMBER_X = 2, 256, 400
THICKEST, THINNEST = 14.0, 1.5
LONGEST_NAME: Final = 20


@dataclass(frozen=True)
class Spoke:
    """One member: where its line and its words stand, in the drawing's units."""

    balance: MemberBalance
    name: str
    y: float
    path: str
    width: str
    is_made: bool

    @property
    def text_y(self) -> float:
        """The base of its words."""
        return self.y + 5


@dataclass(frozen=True)
class Group:
    """A kind of member with its heading."""

    label: str
    y: float
    spokes: Sequence[Spoke]


@dataclass(frozen=True)
class Graph:
    """The whole drawing; `left_out` members are only in the table."""

    lead: str
    lead_balance: MemberBalance | None
    lead_y: float
    height: float
    groups: Sequence[Group]
    left_out: int
    width: int = WIDTH
    member_x: int = MEMBER_X
    lead_x: int = LEAD_X
    lead_width: int = LEAD_WIDTH

    @property
    def lead_middle(self) -> int:
        """The middle of the lead's box."""
        return self.lead_x + self.lead_width // 2


def draw(lead: str, balances: Sequence[MemberBalance]) -> Graph:
    """Return the drawing of the lead with the other members, grouped by kind of organisation.

    Thickness follows the square root of the value made, so that the area a reader sees grows with it.
    """
    others = [b for b in balances if b.member.role != "lead"]
    shown = others[:MOST]
    largest = max((b.made for b in shown), default=0)
    kinds: dict[str, list[MemberBalance]] = {}
    for balance in shown:
        kinds.setdefault(str(balance.member.organization.get_kind_display()), []).append(balance)
    height = HEAD * len(kinds) + ROW * len(shown) + 12
    middle = max(height / 2, 40)
    groups, y = [], 0.0
    for label, members in kinds.items():
        heading = y + 20
        y += HEAD
        spokes = []
        for balance in members:
            spokes.append(_spoke(balance, y + ROW / 2, middle, largest))
            y += ROW
        groups.append(Group(label, heading, spokes))
    own = next((b for b in balances if b.member.role == "lead"), None)
    return Graph(short(lead), own, middle, max(height, 80), groups, len(others) - len(shown))


def short(name: str) -> str:
    """Return a name that fits; the table has it in full."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _spoke(balance: MemberBalance, y: float, middle: float, largest: int) -> Spoke:
    start, end = LEAD_X + LEAD_WIDTH, MEMBER_X - 10
    bend = (start + end) / 2
    part = sqrt(balance.made * WHOLE // largest / WHOLE) if largest else 0.0
    width = max(THINNEST, THICKEST * part)
    return Spoke(
        balance,
        short(str(balance.member.organization)),
        y,
        f"M{start} {middle:.1f} C{bend:.0f} {middle:.1f} {bend:.0f} {y:.1f} {end} {y:.1f}",
        f"{width:.1f}",
        balance.made > 0,
    )
