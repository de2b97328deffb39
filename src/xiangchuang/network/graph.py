"""The network as a drawing: platforms on the left, centers on the right, in groups, a line for each pair.

Told apart by shape, dash and word, never by colour alone. Each node is a link that leads to itself and its
neighbours; the table below names everything.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from xiangchuang.centers.models import Center
from xiangchuang.network.links import OWN, Link, LinkKind
from xiangchuang.platforms.models import Platform

WIDTH: Final = 900
MOST_NODES: Final = 40
ROW: Final = 30
HEAD: Final = 32
LEFT_DOT, RIGHT_DOT = 370, 530
LONGEST_NAME: Final = 22
Place = Callable[[Center | Platform], str]


@dataclass(frozen=True)
class Node:
    """A platform or a center where it stands; `shape` says which kind it is."""

    key: str
    name: str
    full_name: str
    shape: str
    x: int
    y: float
    text_x: int
    anchor: str
    links: int
    is_focus: bool

    @property
    def text_y(self) -> float:
        """The base of its name."""
        return self.y + 5


@dataclass(frozen=True)
class Group:
    """A heading of one side with its nodes."""

    label: str
    x: int
    y: float
    anchor: str
    nodes: Sequence[Node]


@dataclass(frozen=True)
class Edge:
    """A line between two: `style` own (one host), agreed (by paper) or work (in registers)."""

    path: str
    style: str
    words: str


@dataclass(frozen=True)
class Drawing:
    """The whole drawing; `left_out` pairs are only in the table."""

    groups: Sequence[Group]
    edges: Sequence[Edge]
    height: float
    left_out: int
    width: int = WIDTH

    @property
    def nodes(self) -> list[Node]:
        """All nodes, in the order a keyboard meets them."""
        return [node for group in self.groups for node in group.nodes]


def key_of(thing: Center | Platform) -> str:
    """Return how an address names a node: "c12" a center, "p34" a platform."""
    return f"{'c' if isinstance(thing, Center) else 'p'}{thing.pk}"


def around(links: Sequence[Link], focus: str) -> list[Link]:
    """Return the links of one node; all of them when none is named or the node has none here."""
    own = [link for link in links if focus in (key_of(link.center), key_of(link.platform))]
    return own or list(links)


def draw(links: Sequence[Link], place: Place, shapes: Mapping[str, str], focus: str = "") -> Drawing:
    """Return the drawing of the links, as many pairs as keep it under MOST_NODES nodes.

    place: the group a node stands in. shapes: kind of platform → square, triangle or diamond.
    """
    pairs, left_out = _fitting(links)
    degree: dict[str, int] = defaultdict(int)
    for center, platform in pairs:
        degree[key_of(center)] += 1
        degree[key_of(platform)] += 1
    centers = {key_of(center): center for center, _platform in pairs}
    right = _column(list(centers.values()), place, {}, degree, shapes, focus, is_left=False)
    heights = {node.key: node.y for group in right for node in group.nodes}
    platforms = {key_of(platform): platform for _center, platform in pairs}
    wanted = {key: _mean([heights[key_of(c)] for c, p in pairs if key_of(p) == key]) for key in platforms}
    left = _column(list(platforms.values()), place, wanted, degree, shapes, focus, is_left=True)
    left, right = _level(left, right)
    heights = {node.key: node.y for group in (*left, *right) for node in group.nodes}
    edges = [_edge(kinds, heights, center, platform) for (center, platform), kinds in pairs.items()]
    height = max((node.y for group in (*left, *right) for node in group.nodes), default=0) + ROW
    return Drawing([*left, *right], edges, height, left_out)


def _level(left: list[Group], right: list[Group]) -> tuple[list[Group], list[Group]]:
    """Set the shorter side against the middle of the longer one."""
    lengths = [_foot(side) for side in (left, right)]
    longest = max(lengths)
    moved = [
        _moved(side, (longest - length) / 2) for side, length in zip((left, right), lengths, strict=True)
    ]
    return moved[0], moved[1]


def _foot(groups: Sequence[Group]) -> float:
    return max((node.y for group in groups for node in group.nodes), default=0.0)


def _moved(groups: Sequence[Group], by: float) -> list[Group]:
    return [
        replace(group, y=group.y + by, nodes=[replace(node, y=node.y + by) for node in group.nodes])
        for group in groups
    ]


def _fitting(links: Sequence[Link]) -> tuple[dict[tuple[Center, Platform], list[Link]], int]:
    pairs: dict[tuple[Center, Platform], list[Link]] = {}
    nodes: set[str] = set()
    left_out: set[tuple[int, int]] = set()
    for link in links:
        keys = {key_of(link.center), key_of(link.platform)}
        if len(nodes | keys) > MOST_NODES:
            left_out.add((link.center.pk, link.platform.pk))
            continue
        nodes |= keys
        pairs.setdefault((link.center, link.platform), []).append(link)
    return pairs, len(left_out)


def _column(
    things: Sequence[Center | Platform], place: Place, wanted: Mapping[str, float],
    degree: Mapping[str, int], shapes: Mapping[str, str], focus: str, *, is_left: bool,
) -> list[Group]:  # fmt: skip
    grouped: dict[str, list[Center | Platform]] = defaultdict(list)
    for thing in things:
        grouped[place(thing)].append(thing)
    # Nodes and groups stand as near as they can to what they are linked with, so that few lines cross.
    order = sorted(
        grouped, key=lambda label: (_mean([wanted.get(key_of(t), 0) for t in grouped[label]]), label)
    )
    groups, y = [], 0.0
    x, text_x, anchor = (LEFT_DOT, LEFT_DOT - 16, "end") if is_left else (RIGHT_DOT, RIGHT_DOT + 16, "start")
    for label in order:
        head = y + HEAD - 12
        y += HEAD
        nodes = []
        for thing in sorted(grouped[label], key=lambda t: (wanted.get(key_of(t), 0), t.name, t.pk)):
            key = key_of(thing)
            shape = shapes.get(thing.kind, "diamond") if isinstance(thing, Platform) else "circle"
            nodes.append(
                Node(key, short(thing.name), thing.name, shape, x, y + ROW / 2, text_x, anchor,
                     degree[key], key == focus)
            )  # fmt: skip
            y += ROW
        groups.append(Group(label, text_x, head, anchor, nodes))
    return groups


def _edge(links: Sequence[Link], heights: Mapping[str, float], center: Center, platform: Platform) -> Edge:
    kinds = {link.kind for link in links}
    style = "own" if kinds & OWN else "agreed" if LinkKind.COOPERATION in kinds else "work"
    start, end = heights[key_of(platform)], heights[key_of(center)]
    middle = (LEFT_DOT + RIGHT_DOT) / 2
    path = f"M{LEFT_DOT + 8} {start:.1f} C{middle:.0f} {start:.1f} "
    path += f"{middle:.0f} {end:.1f} {RIGHT_DOT - 8} {end:.1f}"
    return Edge(path, style, "、".join(dict.fromkeys(str(link.kind.label) for link in links)))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def short(name: str) -> str:
    """Return a name that fits; its title and the table have it in full."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
