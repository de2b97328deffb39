"""Odds made into seats: every person is drawn with exactly the odds that were published.

The odds of a way are a flow from a panel's kind through an organisation to a person and on to the
person's load.
Where parts of a seat run in a circle, they are pushed one way or the other until one of them is whole
or gone, with
chances that leave each odds what it was (Budish, Che, Kojima and Milgrom, American Economic Review 103 (2013)
585-623; Gandhi and others, Journal of the ACM 53 (2006) 324-360). Whole numbers throughout.
"""

from collections.abc import Hashable, Sequence
from typing import Final

from xiangchuang.assignment.draw.document import Document, Odd
from xiangchuang.assignment.draw.numbers import Numbers

_SINK: Final = 0


class Network:
    """The arcs of one way, ready to be drawn from many times."""

    def __init__(self, document: Document, way: Sequence[Odd]) -> None:
        self.unit = document.unit
        self.way = way
        self._numbers: dict[Hashable, int] = {"sink": _SINK}
        self.tails: list[int] = []
        self.heads: list[int] = []
        self.values: list[int] = []
        middle: dict[tuple[int, str, str], int] = {}
        loads: dict[int, int] = {}
        for odd in way:
            candidate = document.candidates[odd.candidate]
            tail = kind = self._node(("kind", odd.panel, odd.kind))
            if candidate.organization:
                group = (odd.panel, odd.kind, candidate.organization)
                tail = self._node(("group", *group))
                if group not in middle:
                    middle[group] = self._arc(kind, tail, 0)
                self.values[middle[group]] += odd.units
            person = self._node(("person", odd.candidate))
            self._arc(tail, person, odd.units)
            loads[person] = loads.get(person, 0) + odd.units
        # The odds' own arcs in the order of the way.
        self.own = [arc for arc, head in enumerate(self.heads) if head in loads]
        # Loads come last, so that a walk takes them first and its circles stay short.
        for person, units in loads.items():
            self._arc(person, _SINK, units)

    def _node(self, name: Hashable) -> int:
        return self._numbers.setdefault(name, len(self._numbers))

    def _arc(self, tail: int, head: int, value: int) -> int:
        self.tails.append(tail)
        self.heads.append(head)
        self.values.append(value)
        return len(self.values) - 1

    def seats(self, numbers: Numbers) -> list[Odd]:
        """Return the odds that are drawn, each a seat."""
        values = _made_whole(self.tails, self.heads, list(self.values), self.unit, numbers)
        return [odd for odd, arc in zip(self.way, self.own, strict=True) if values[arc]]


def _made_whole(
    tails: list[int], heads: list[int], values: list[int], unit: int, numbers: Numbers
) -> list[int]:
    """Walk from the first node with a part of a seat, always by the last such arc; turn each circle
    that closes."""
    nodes = max([*tails, *heads], default=0) + 1
    arcs: list[list[int]] = [[] for _ in range(nodes)]
    for arc, value in enumerate(values):
        if value % unit:
            arcs[tails[arc]].append(arc)
            arcs[heads[arc]].append(arc)
    for start in range(nodes):
        path: list[int] = []
        visited = [start]
        place = {start: 0}
        while True:
            here = visited[-1]
            arc = _next(arcs[here], values, unit, path[-1] if path else -1)
            if arc < 0:
                break
            there = tails[arc] + heads[arc] - here
            path.append(arc)
            if there not in place:
                place[there] = len(visited)
                visited.append(there)
                continue
            begin = place[there]
            _turn(path[begin:], visited[begin:], tails, values, unit, numbers)
            for node in visited[begin + 1 :]:
                del place[node]
            del visited[begin + 1 :], path[begin:]
    return values


def _next(arcs: list[int], values: list[int], unit: int, came: int) -> int:
    """Return the last arc here that still holds a part of a seat, but not the one we came by; -1 for none."""
    while arcs and not values[arcs[-1]] % unit:
        arcs.pop()
    if not arcs:
        return -1
    if arcs[-1] != came:
        return arcs[-1]
    while len(arcs) > 1 and not values[arcs[-2]] % unit:
        del arcs[-2]
    return arcs[-2] if len(arcs) > 1 else -1


def _turn(
    circle: list[int], nodes: list[int], tails: list[int], values: list[int], unit: int, numbers: Numbers
) -> None:
    """Push a circle forwards or backwards, by chances in proportion to the other way's room."""
    along = [arc for arc, node in zip(circle, nodes, strict=True) if tails[arc] == node]
    against = [arc for arc, node in zip(circle, nodes, strict=True) if tails[arc] != node]
    up = [values[arc] % unit for arc in along]
    down = [values[arc] % unit for arc in against]
    forwards = min([unit - part for part in up] + down)
    backwards = min(up + [unit - part for part in down])
    step = forwards if numbers.below(forwards + backwards) < backwards else -backwards
    for arc in along:
        values[arc] += step
    for arc in against:
        values[arc] -= step
