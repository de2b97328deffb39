"""What a round of panels is given: proposals, people, the rules of a panel, fitness, and who may not
meet whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Whole = npt.NDArray[np.int64]
Real = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

Fault = Literal[
    "affinity_shape", "key_twice", "kind_unknown", "seated_unknown", "seated_kind", "seated_forbidden",
    "seated_twice", "seated_spread", "seated_load", "seated_kind_full", "size_impossible", "load_order",
]  # fmt: skip


class RoundError(ValueError):
    """The round contradicts itself; `code` says how, the rest says where. The caller words it."""

    def __init__(self, code: Fault, *, proposal: str = "", person: str = "", rule: str = "") -> None:
        super().__init__(f"{code} {proposal} {person} {rule}".strip())
        self.code, self.proposal, self.person, self.rule = code, proposal, person, rule


@dataclass(frozen=True)
class Span:
    """How many, from least to most, both included."""

    least: int
    most: int


@dataclass(frozen=True)
class Spread:
    """At most `most` people of one group on a panel: group "organization" with 1 is the organisation rule.

    People without such a group are not counted; who sat last year can be a group of its own (rotation).
    """

    rule: str
    group: str
    most: int


@dataclass(frozen=True)
class Person:
    """Somebody who may sit. Loads are seats: `carried` are those held already, which `least` and
    `most` include.

    `rest` is taken off the fitness of each seat: what the caller charges for having sat often (rotation).
    """

    key: str
    kinds: frozenset[str]
    most: int
    least: int = 0
    carried: int = 0
    rest: float = 0.0
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PanelRules:
    """Quotas by kind, the size, whether it must be odd, and how a panel is spread."""

    kinds: Mapping[str, Span]
    size: Span
    odd: bool = True
    spreads: tuple[Spread, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """What a panel is built for. `seated` are seats filled by hand, person and kind; they are never moved."""

    key: str
    seated: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Seat:
    """One place on one panel, and the kind it counts for."""

    proposal: str
    person: str
    kind: str
    by_hand: bool = False


@dataclass(frozen=True)
class Round:
    """All that decides the panels. `affinity` is proposals × people; what it does not store is fitness 0.

    `forbidden` names for a pair (place of the proposal, place of the person) the rule that keeps them apart.
    Raises RoundError where the parts contradict each other.
    """

    proposals: Sequence[Proposal]
    people: Sequence[Person]
    rules: PanelRules
    affinity: csr_matrix
    forbidden: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.affinity.shape != (len(self.proposals), len(self.people)):
            raise RoundError("affinity_shape")
        for keys in ([p.key for p in self.proposals], [p.key for p in self.people]):
            if len(set(keys)) != len(keys):
                raise RoundError("key_twice")
        for person in self.people:
            if not 0 <= person.least <= person.most:
                raise RoundError("load_order", person=person.key)
        self._check_seated()

    def _check_seated(self) -> None:
        places = {person.key: place for place, person in enumerate(self.people)}
        loads: dict[str, int] = {}
        for row, proposal in enumerate(self.proposals):
            for key, kind in proposal.seated:
                where = {"proposal": proposal.key, "person": key}
                if key not in places:
                    raise RoundError("seated_unknown", **where)
                person = self.people[places[key]]
                if kind not in self.rules.kinds:
                    raise RoundError("kind_unknown", **where, rule=kind)
                if kind not in person.kinds:
                    raise RoundError("seated_kind", **where, rule=kind)
                if rule := self.forbidden.get((row, places[key])):
                    raise RoundError("seated_forbidden", **where, rule=rule)
                loads[key] = loads.get(key, person.carried) + 1
                if loads[key] > person.most:
                    raise RoundError("seated_load", **where)
            self._check_panel(proposal, [self.people[places[key]] for key, _ in proposal.seated])
            panel_size(self.rules, proposal)

    def _check_panel(self, proposal: Proposal, seated: Sequence[Person]) -> None:
        if len({person.key for person in seated}) != len(seated):
            raise RoundError("seated_twice", proposal=proposal.key)
        for spread in self.rules.spreads:
            held: dict[str, int] = {}
            for person in seated:
                if group := person.groups.get(spread.group):
                    held[group] = held.get(group, 0) + 1
                    if held[group] > spread.most:
                        raise RoundError(
                            "seated_spread", proposal=proposal.key, person=person.key, rule=spread.rule
                        )


def panel_size(rules: PanelRules, proposal: Proposal) -> int:
    """Return the smallest size the rules allow this panel, given who is seated by hand.

    Whatever lets a larger panel be filled lets this one be filled, for a member above the quotas can
    be left out.
    Raises RoundError when no size in the range fits.
    """
    by_hand = dict.fromkeys(rules.kinds, 0)
    for _, kind in proposal.seated:
        by_hand[kind] += 1
    for kind, span in rules.kinds.items():
        if by_hand[kind] > span.most:
            raise RoundError("seated_kind_full", proposal=proposal.key, rule=kind)
    needed = sum(max(span.least, by_hand[kind]) for kind, span in rules.kinds.items())
    room = sum(span.most for span in rules.kinds.values())
    for size in range(max(needed, rules.size.least), min(rules.size.most, room) + 1):
        if size % 2 or not rules.odd:
            return size
    raise RoundError("size_impossible", proposal=proposal.key)


TOLERANCE: Final = 1e-9
"""What a pair may still promise before it counts as better; fitness is of the order of 1."""
