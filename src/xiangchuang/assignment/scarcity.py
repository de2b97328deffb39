"""Why no panels keep every rule, and the smallest changes that would let them: facts, which the caller
words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Final, Literal

import numpy as np

from xiangchuang.assignment.columns import Table
from xiangchuang.assignment.problem import PanelRules, Person, Round, RoundError, Span
from xiangchuang.assignment.relaxed import Relaxed, relax
from xiangchuang.assignment.seating import Unfilled

Change = Literal[
    "more_people", "more_load", "fewer_of_kind", "lift_rule", "loosen_spread", "forgo_least_load"
]
MOST_LOAD: Final = 10


@dataclass(frozen=True)
class Relaxation:
    """One change that alone would let every panel be filled. `what` is a kind, or the name of a rule.

    `amount` is the smallest that does: people to add, seats more for each person, seats fewer a panel,
    people of
    one group a panel; for a rule that is lifted, how many pairs would then sit together.
    """

    change: Change
    what: str
    amount: int


@dataclass(frozen=True)
class Scarcity:
    """What stays unfilled, the kinds it hurts with the seats wanted and to be had, and what would help."""

    unfilled: Unfilled
    wanted: Mapping[str, int]
    available: Mapping[str, int]
    relaxations: tuple[Relaxation, ...]


def explain(given: Round, found: Unfilled) -> Scarcity:
    """Try each kind of change alone, smallest first."""
    kinds = given.rules.kinds
    wanted = {kind: span.least * len(given.proposals) for kind, span in kinds.items()}
    room = {kind: sum(max(0, p.most - p.carried) for p in given.people if kind in p.kinds) for kind in kinds}
    return Scarcity(found, wanted, room, tuple(_relaxations(given, found)))


def _relaxations(given: Round, found: Unfilled) -> Iterator[Relaxation]:
    for kind in found.by_kind:
        if (people := _people_wanted(given, kind)) is not None:
            yield Relaxation("more_people", kind, people)
    for more in range(1, MOST_LOAD + 1):
        if _fills(replace(given, people=[replace(p, most=p.most + more) for p in given.people])):
            yield Relaxation("more_load", "", more)
            break
    for kind in found.by_kind:
        span = given.rules.kinds[kind]
        for fewer in range(1, span.least + 1):
            if _fills_by_rules(given, _with_fewer(given.rules, kind, fewer)):
                yield Relaxation("fewer_of_kind", kind, fewer)
                break
    for rule in sorted(set(given.forbidden.values())):
        if (pairs := _pairs_of(given, rule)) is not None:
            yield Relaxation("lift_rule", rule, pairs)
    for number, spread in enumerate(given.rules.spreads):
        for most in range(spread.most + 1, given.rules.size.most + 1):
            spreads = list(given.rules.spreads)
            spreads[number] = replace(spread, most=most)
            if _fills_by_rules(given, replace(given.rules, spreads=tuple(spreads))):
                yield Relaxation("loosen_spread", spread.rule, most)
                break
    if found.owed and _fills(replace(given, people=[replace(p, least=0) for p in given.people])):
        yield Relaxation("forgo_least_load", "", found.owed)


def _fills(given: Round) -> bool:
    return relax(Table(given)).is_filled


def _fills_by_rules(given: Round, rules: PanelRules) -> bool:
    try:
        return _fills(replace(given, rules=rules))
    except RoundError:
        return False


def _with_fewer(rules: PanelRules, kind: str, fewer: int) -> PanelRules:
    """Lower a kind's least; its seats go to the other kinds, as far as these may grow."""
    kinds = dict(rules.kinds)
    kinds[kind] = Span(kinds[kind].least - fewer, kinds[kind].most)
    return replace(rules, kinds=kinds)


def _people_wanted(given: Round, kind: str) -> int | None:
    """Return how many free people of a kind, who know nobody, would fill the panels; None when none would."""
    count = len(given.proposals)
    load = max((p.most for p in given.people), default=1) or 1
    most = max(1, ceil(count * given.rules.kinds[kind].least / load)) + given.rules.kinds[kind].least

    def fills(people: int) -> bool:
        new = [Person(f"\0{n}", frozenset({kind}), load) for n in range(people)]
        wider = given.affinity.copy()
        wider.resize(count, len(given.people) + people)
        return _fills(replace(given, people=[*given.people, *new], affinity=wider))

    if not fills(most):
        return None
    low, high = 1, most
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if fills(middle) else (middle + 1, high)
    return low


def _pairs_of(given: Round, rule: str) -> int | None:
    """Return how many pairs sit together once a rule is lifted and all else is equal; None when it
    does not help."""
    kept = {pair: name for pair, name in given.forbidden.items() if name != rule}
    lifted = sorted(pair for pair, name in given.forbidden.items() if name == rule)
    # The only thing that counts is to seat few of them.
    cost = given.affinity.copy()
    cost.data = np.zeros_like(cost.data)
    cost = cost.tolil()
    for row, place in lifted:
        cost[row, place] = -1.0
    relaxed = relax(Table(replace(given, forbidden=kept, affinity=cost.tocsr(), people=_rested(given))))
    if not relaxed.is_filled:
        return None
    return ceil(_seated(relaxed) - 1e-6)


def _rested(given: Round) -> list[Person]:
    return [replace(person, rest=0.0) for person in given.people]


def _seated(relaxed: Relaxed) -> float:
    columns = relaxed.model.columns
    gain = relaxed.model.program.gain[: len(columns)]
    return float(-(gain * relaxed.taken).sum())
