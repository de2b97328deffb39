"""The odds of a draw: fit people more often than others, nobody above a cap, every limit kept.

They are a flow in whole units, so they add up to the last one: panel's kind → organisation → person → load.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import numpy as np

from xiangchuang.assignment.draw.document import Candidate, Document, Drawn, Exclusion, Odd, check
from xiangchuang.assignment.problem import PanelRules, Proposal, Round, panel_size

UNIT: Final = 10_000
ORGANIZATION: Final = "organization"
# Up to each of these shares of the cap, one more unit is worth less than the one before.
STEPS: Final = (1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0)
_FINE: Final = 1_000_000


class OddsError(ValueError):
    """No odds keep every limit. `seats` says by kind how many seats nobody can be found for."""

    def __init__(self, code: str, seats: Mapping[str, int] | None = None) -> None:
        super().__init__(f"{code} {dict(seats or {})}")
        self.code, self.seats = code, dict(seats or {})


@dataclass(frozen=True)
class Chances:
    """How chance is to be spread. `cap` is the most anybody's odds on one panel may be, in units of 10,000.

    `evenness` is how much fitness a sure seat gives up to a rare one: 0 draws among the fittest only,
    a large one
    evenly among all. `ways` is how many ways there are where organisations hold people of several kinds.
    """

    cap: int = UNIT // 2
    evenness: float = 0.5
    ways: int = 8
    rules: Mapping[str, Any] = field(default_factory=dict)


def seats_by_kind(rules: PanelRules, proposal: Proposal) -> dict[str, int]:
    """Return the seats to draw by kind: each kind's least, the rest to the kinds in their order, less
    the hand's."""
    by_hand = {kind: sum(k == kind for _, k in proposal.seated) for kind in rules.kinds}
    seats = {kind: max(span.least, by_hand[kind]) for kind, span in rules.kinds.items()}
    left = panel_size(rules, proposal) - sum(seats.values())
    for kind, span in rules.kinds.items():
        more = min(left, span.most - seats[kind])
        seats[kind] += more
        left -= more
    return {kind: seats[kind] - by_hand[kind] for kind in rules.kinds}


def prepare(
    given: Round, code: str, chances: Chances | None = None, reasons: Mapping[str, str] | None = None
) -> Document:
    """Return the document of a draw for this round, checked. `reasons` words each rule that keeps
    pairs apart.

    Raises OddsError("spread") for a spread other than one of an organisation, ("least_load") for least loads,
    which only `build_panels` keeps, and ("scarce") where the seats cannot be filled.
    """
    chances = chances or Chances()
    if any((spread.group, spread.most) != (ORGANIZATION, 1) for spread in given.rules.spreads):
        raise OddsError("spread")
    if any(person.least > person.carried for person in given.people):
        raise OddsError("least_load")
    by_hand: defaultdict[str, int] = defaultdict(int)
    for proposal in given.proposals:
        for person, _ in proposal.seated:
            by_hand[person] += 1
    limited = bool(given.rules.spreads)
    candidates = tuple(
        Candidate(
            p.key, tuple(kind for kind in given.rules.kinds if kind in p.kinds),
            p.groups.get(ORGANIZATION, "") if limited else "",
            max(0, p.most - p.carried - by_hand[p.key]),
        )
        for p in given.people
    )  # fmt: skip
    panels = tuple(Drawn(p.key, seats_by_kind(given.rules, p), p.seated) for p in given.proposals)
    exclusions = tuple(
        Exclusion(given.proposals[row].key, given.people[place].key, rule, (reasons or {}).get(rule, ""))
        for (row, place), rule in sorted(given.forbidden.items())
    )
    eligible = _eligible(given, candidates, panels)
    mixed = any(
        len({k for at in members for k in candidates[at].kinds}) > 1
        for some in eligible
        for members in some.values()
    )
    ways = tuple(
        _way(given, candidates, panels, eligible, number, chances)
        for number in range(chances.ways if mixed else 1)
    )
    rules = {"cap": chances.cap, "one_of_an_organization": limited, **chances.rules}
    document = Document(code, UNIT, candidates, panels, exclusions, ways, rules)
    check(document)
    return document


Eligible = list[dict[str, list[int]]]


def _eligible(given: Round, candidates: tuple[Candidate, ...], panels: tuple[Drawn, ...]) -> Eligible:
    """Return for each panel the people who may be drawn, by organisation; who has none stands alone."""
    place = {candidate.key: at for at, candidate in enumerate(candidates)}
    found: Eligible = []
    for row, panel in enumerate(panels):
        taken = {candidates[place[person]].organization for person, _ in panel.seated} - {""}
        seated = {place[person] for person, _ in panel.seated}
        groups: defaultdict[str, list[int]] = defaultdict(list)
        for at, candidate in enumerate(candidates):
            free = candidate.load > 0 and candidate.kinds and at not in seated
            if free and candidate.organization not in taken and (row, at) not in given.forbidden:
                groups[
                    f"o/{candidate.organization}" if candidate.organization else f"p/{candidate.key}"
                ].append(at)
        found.append(dict(groups))
    return found


def _kinds_of_way(
    candidates: tuple[Candidate, ...], panel: Drawn, groups: Mapping[str, list[int]], number: int, cap: int
) -> dict[str, str]:
    """Give each organisation one kind on a panel: one that has too few people yet, or the next in turn."""
    room: dict[str, int] = dict.fromkeys(panel.seats, 0)
    kind_of: dict[str, str] = {}
    open_groups = []
    for name, members in groups.items():
        counts = {k: sum(k in candidates[at].kinds for at in members) for k, n in panel.seats.items() if n}
        counts = {kind: count for kind, count in counts.items() if count}
        if len(counts) == 1:
            kind, count = next(iter(counts.items()))
            kind_of[name] = kind
            room[kind] += min(UNIT, count * cap)
        elif counts:
            # Each way begins with others: a scarce kind is not always the same organisations'.
            order = hashlib.sha256(f"{panel.key}/{name}/{number}".encode()).digest()
            open_groups.append((order, name, counts))
    for order, name, counts in sorted(open_groups):
        short = [kind for kind in counts if room[kind] < panel.seats[kind] * UNIT]
        if short:
            kind = min(short, key=lambda kind: (room[kind] / panel.seats[kind], kind))
        else:
            kind = sorted(counts)[(int.from_bytes(order[:8], "big") + number) % len(counts)]
        kind_of[name] = kind
        room[kind] += min(UNIT, counts[kind] * cap)
    return kind_of


def _way(
    given: Round, candidates: tuple[Candidate, ...], panels: tuple[Drawn, ...], eligible: Eligible,
    number: int,
    chances: Chances,
) -> tuple[Odd, ...]:  # fmt: skip
    """Return the odds of one way; the cap is raised to certainty before a seat is given up."""
    for cap in dict.fromkeys((chances.cap, UNIT)):
        flow = _Flow(given, candidates)
        for row, panel in enumerate(panels):
            kind_of = _kinds_of_way(candidates, panel, eligible[row], number, cap)
            flow.add_panel(row, panel, eligible[row], kind_of)
        odds, short = flow.solve(cap, chances.evenness)
        if not short:
            return odds
    raise OddsError("scarce", {kind: -(-units // UNIT) for kind, units in short.items()})


class _Flow:
    """Gathers the pairs of all panels, then solves."""

    def __init__(self, given: Round, candidates: tuple[Candidate, ...]) -> None:
        self._affinity = given.affinity
        self._rest = [person.rest for person in given.people]
        self._candidates = candidates
        self._count = 1 + len(candidates)
        self._supply: list[tuple[int, str, int]] = []
        self._plain: list[tuple[int, int, int]] = []
        self._pairs: list[tuple[int, int, str, int, float]] = []

    def _new(self) -> int:
        self._count += 1
        return self._count - 1

    def add_panel(
        self, row: int, panel: Drawn, groups: Mapping[str, list[int]], kind_of: Mapping[str, str]
    ) -> None:
        """Add a panel's seats and those who may be drawn for them."""
        fitness = np.asarray(self._affinity[[row]].toarray()).ravel()
        of_kind = {}
        for kind, seats in panel.seats.items():
            if seats:
                of_kind[kind] = self._new()
                self._supply.append((of_kind[kind], kind, seats * UNIT))
        for name, members in groups.items():
            if (kind := kind_of.get(name, "")) not in of_kind:
                continue
            node = self._new()
            self._plain.append((of_kind[kind], node, UNIT))
            for at in members:
                if kind in self._candidates[at].kinds:
                    self._pairs.append((node, at, kind, row, float(fitness[at]) - self._rest[at]))

    def solve(self, cap: int, evenness: float) -> tuple[tuple[Odd, ...], dict[str, int]]:
        """Return the odds, and by kind the units for which there is nobody."""
        # Where it is used: every web process loads this module, few ever draw.
        from ortools.graph.python import min_cost_flow

        flow = min_cost_flow.SimpleMinCostFlow()
        edges = [0, *(max(1, round(cap * step)) for step in STEPS)] if evenness else [0, cap]
        steps = [(high - low, high / cap) for low, high in pairwise(edges) if high > low]
        tail, head, worth = (np.array(part) for part in _columns(self._pairs))
        arcs = []
        for width, share in steps:
            cost = np.rint((evenness * (share if evenness else 0) - worth) * _FINE).astype(np.int64)
            arcs.append(_arcs(flow, tail, 1 + head, np.full(len(tail), width), cost))
        plain = np.array(self._plain, np.int64).reshape(-1, 3)
        _arcs(flow, plain[:, 0], plain[:, 1], plain[:, 2], np.zeros(len(plain)))
        loads = np.array([candidate.load for candidate in self._candidates], np.int64) * UNIT
        people = np.arange(1, 1 + len(loads))
        _arcs(flow, people, np.zeros(len(loads)), loads, np.zeros(len(loads)))
        # Whoever is missing is taken from nowhere, at a price above any fitness.
        dear = np.full(len(self._supply), 1_000_000 * _FINE)
        nodes = np.array([node for node, _, _ in self._supply], np.int64)
        units = np.array([units for _, _, units in self._supply], np.int64)
        missing = _arcs(flow, nodes, np.zeros(len(nodes)), units, dear)
        flow.set_nodes_supplies(
            np.concatenate([nodes, [0]]).astype(np.int32), np.concatenate([units, [-units.sum()]])
        )
        if flow.solve() != flow.OPTIMAL:
            raise OddsError("scarce")
        short: defaultdict[str, int] = defaultdict(int)
        for (_, kind, _), lacking in zip(self._supply, flow.flows(missing).tolist(), strict=True):
            if lacking:
                short[kind] += lacking
        total = sum(flow.flows(some) for some in arcs)
        odds = [
            Odd(row, at, kind, int(amount))
            for (_, at, kind, row, _), amount in zip(self._pairs, total.tolist(), strict=True)
            if amount
        ]
        return tuple(sorted(odds, key=lambda odd: (odd.panel, odd.candidate))), dict(short)


def _columns(pairs: list[tuple[int, int, str, int, float]]) -> tuple[list[int], list[int], list[float]]:
    return [p[0] for p in pairs], [p[1] for p in pairs], [p[4] for p in pairs]


def _arcs(flow: Any, tail: Any, head: Any, room: Any, cost: Any) -> Any:
    return flow.add_arcs_with_capacity_and_unit_cost(
        np.asarray(tail, np.int32),
        np.asarray(head, np.int32),
        np.asarray(room, np.int64),
        np.asarray(cost, np.int64),
    )
