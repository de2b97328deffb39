"""Panels of a round: fittest, valid, proven, and where none exist the reason."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from bench.rounds import KINDS, five_kinds
from xiangchuang.assignment.fairness import FairPanels, build_fair_panels
from xiangchuang.assignment.problem import PanelRules, Person, Proposal, Round, RoundError, Seat, Span, Spread
from xiangchuang.assignment.scarcity import Relaxation, explain
from xiangchuang.assignment.seating import Panels, Unfilled, build_panels
from xiangchuang.assignment.validation import breaches

SIZES = PanelRules({"technical": Span(1, 2), "finance": Span(1, 2)}, Span(3, 3))


def small_round(seed: int, *, proposals: int = 5, people: int = 14) -> Round:
    """All at once: two kinds in one person, colleagues, cities, rotation, least loads, conflicts, a hand."""
    chance = np.random.default_rng(seed)
    crowd = []
    for n in range(people):
        kinds = {"technical"} if n % 2 else {"finance"}
        if n % 5 == 0:
            kinds = {"technical", "finance"}
        crowd.append(
            Person(
                f"e{n}", frozenset(kinds), 3, least=int(n == 3), carried=int(n % 6 == 0),
                rest=0.25 * (n % 4 == 1),
                groups={"organization": f"o{n % 6}", "city": f"c{n % 3}"},
            )
        )  # fmt: skip
    spreads = (Spread("colleagues", "organization", 1), Spread("one_city", "city", 2))
    fitness = np.round(chance.random((proposals, people)), 3) * (chance.random((proposals, people)) < 0.7)
    apart = {
        (int(r), int(p)): "declared" for r, p in chance.integers(0, (proposals, people), (6, 2)) if p != 4
    }
    seated = [Proposal("p0", (("e4", "finance"),)), *(Proposal(f"p{n}") for n in range(1, proposals))]
    rules = replace(SIZES, spreads=spreads)
    return Round(seated, crowd, rules, sparse.csr_matrix(fitness), apart)


def best_by_enumeration(given: Round) -> float | None:
    """The same round written out whole, every pair and every rule, for an integer solver."""
    kinds = list(given.rules.kinds)
    seats = [
        (row, place, kind)
        for row in range(len(given.proposals))
        for place, person in enumerate(given.people)
        for kind in kinds
        if kind in person.kinds and (row, place) not in given.forbidden
    ]
    fitness = given.affinity.toarray()
    gain = np.array([fitness[row, place] - given.people[place].rest for row, place, _ in seats])
    lines, low, high = [], [], []

    def hold(chosen: list[bool], least: float, most: float) -> None:
        lines.append(chosen)
        low.append(least)
        high.append(most)

    for row, proposal in enumerate(given.proposals):
        hold([r == row for r, _, _ in seats], given.rules.size.least, given.rules.size.most)
        for kind, span in given.rules.kinds.items():
            hold([r == row and k == kind for r, _, k in seats], span.least, span.most)
        for spread in given.rules.spreads:
            for group in {person.groups[spread.group] for person in given.people}:
                inside = [r == row and given.people[p].groups[spread.group] == group for r, p, _ in seats]
                hold(inside, 0, spread.most)
        for place, person in enumerate(given.people):
            hold([r == row and p == place for r, p, _ in seats], 0, 1)
            for key, kind in proposal.seated:
                if key == person.key:
                    hold([(r, p, k) == (row, place, kind) for r, p, k in seats], 1, 1)
    for place, person in enumerate(given.people):
        hold(
            [p == place for _, p, _ in seats],
            max(0, person.least - person.carried),
            person.most - person.carried,
        )
    found = milp(
        -gain, integrality=np.ones(len(seats)), bounds=Bounds(0, 1),
        constraints=LinearConstraint(np.array(lines, float), low, high),
    )  # fmt: skip
    return None if found.x is None else -float(found.fun)


@pytest.mark.parametrize("seed", range(25))
def test_a_small_round_is_seated_as_well_as_it_can_be_and_the_bound_is_none_too_low(seed: int) -> None:
    given = small_round(seed)
    best = best_by_enumeration(given)
    found = build_panels(given)
    if best is None:
        assert isinstance(found, Unfilled)
        return
    assert isinstance(found, Panels)
    assert breaches(given, found.seats) == []
    assert found.value == pytest.approx(best, abs=1e-6)
    assert found.bound >= best - 1e-9


def test_a_round_of_five_kinds_keeps_every_rule_and_is_proven_best() -> None:
    given = five_kinds(60, 300, known=30)
    found = build_panels(given)
    assert isinstance(found, Panels)
    assert breaches(given, found.seats) == []
    assert found.gap < 1e-3
    free = build_panels(five_kinds(60, 300, known=30, together=True))
    assert isinstance(free, Panels)
    assert free.value >= found.value, "without the organisation rule panels can only be fitter"
    assert any(breach.rule == "spread" for breach in breaches(given, free.seats))


def test_seats_filled_by_hand_stay_and_are_marked() -> None:
    given = five_kinds(6, 100, known=20)
    expert = next(person for person in given.people if person.kinds == {"finance"})
    proposals = [replace(given.proposals[0], seated=((expert.key, "finance"),)), *given.proposals[1:]]
    given = replace(given, proposals=proposals, forbidden={})
    found = build_panels(given)
    assert isinstance(found, Panels)
    assert [seat for seat in found.seats if seat.by_hand] == [
        Seat(proposals[0].key, expert.key, "finance", by_hand=True)
    ]
    assert breaches(given, found.seats) == []


def test_who_is_recused_is_replaced_and_the_others_stay() -> None:
    given = five_kinds(1, 200, known=40)
    first = build_panels(given)
    assert isinstance(first, Panels)
    gone = first.seats[0]
    place = [person.key for person in given.people].index(gone.person)
    stay = tuple((seat.person, seat.kind) for seat in first.seats[1:])
    again = replace(
        given, proposals=[replace(given.proposals[0], seated=stay)],
        forbidden={**given.forbidden, (0, place): "recused"},
    )  # fmt: skip
    found = build_panels(again)
    assert isinstance(found, Panels)
    assert breaches(again, found.seats) == []
    assert {seat.person for seat in first.seats} - {seat.person for seat in found.seats} == {gone.person}


def test_without_enough_finance_experts_the_kind_is_named_and_what_would_help() -> None:
    given = five_kinds(12, 60, known=10)
    people = [p for p in given.people if "finance" not in p.kinds]
    one = Person("lone", frozenset({"finance"}), 6)
    few = replace(
        given, people=[*people, one], affinity=sparse.csr_matrix((12, len(people) + 1)), forbidden={}
    )
    found = build_panels(few)
    assert isinstance(found, Unfilled)
    assert found.by_kind == {"finance": 6}
    told = explain(few, found)
    assert (told.wanted["finance"], told.available["finance"]) == (12, 6)
    assert Relaxation("more_people", "finance", 1) in told.relaxations
    assert Relaxation("more_load", "", 6) in told.relaxations


def test_when_a_rule_keeps_everybody_apart_the_fewest_pairs_to_lift_are_told() -> None:
    people = [Person(f"e{n}", frozenset({"technical"}), 3) for n in range(4)]
    rules = PanelRules({"technical": Span(3, 3)}, Span(3, 3))
    apart = {(0, 0): "paper_together", (0, 1): "paper_together"}
    given = Round([Proposal("p0")], people, rules, sparse.csr_matrix((1, 4)), apart)
    found = build_panels(given)
    assert isinstance(found, Unfilled)
    assert found.by_kind == {"technical": 1}
    assert Relaxation("lift_rule", "paper_together", 1) in explain(given, found).relaxations


def test_when_only_colleagues_are_left_the_organisation_rule_is_named() -> None:
    people = [
        Person(f"e{n}", frozenset({"technical"}), 3, groups={"organization": f"o{n // 2}"}) for n in range(4)
    ]
    rules = PanelRules(
        {"technical": Span(3, 3)}, Span(3, 3), spreads=(Spread("colleagues", "organization", 1),)
    )
    given = Round([Proposal("p0")], people, rules, sparse.csr_matrix((1, 4)))
    found = build_panels(given)
    assert isinstance(found, Unfilled)
    assert Relaxation("loosen_spread", "colleagues", 2) in explain(given, found).relaxations


def test_the_worst_panel_is_raised_as_far_as_it_goes_and_the_ceiling_is_shown() -> None:
    given = five_kinds(20, 60, known=20)
    plain, fair = build_panels(given), build_fair_panels(given)
    assert isinstance(plain, Panels)
    assert isinstance(fair, FairPanels)
    assert breaches(given, fair.panels.seats) == []
    assert fair.panels.value <= plain.value + 1e-6
    assert fair.floor <= fair.ceiling + 1e-9
    assert fair.panels.least_fit >= plain.least_fit - 1e-9


@pytest.mark.parametrize(
    ("seated", "code"),
    [
        ((("nobody", "finance"),), "seated_unknown"),
        ((("e1", "finance"),), "seated_kind"),
        ((("e0", "finance"), ("e6", "finance")), "seated_spread"),
        ((("e0", "technical"), ("e0", "finance")), "seated_twice"),
        ((("e4", "finance"), ("e8", "finance"), ("e12", "finance")), "seated_kind_full"),
        ((("e4", "legal"),), "kind_unknown"),
    ],
)
def test_a_hand_that_breaks_a_rule_is_refused_with_the_rule(
    seated: tuple[tuple[str, str], ...], code: str
) -> None:
    given = small_round(1)
    rules = replace(given.rules, spreads=given.rules.spreads[:1])
    with pytest.raises(RoundError) as refused:
        replace(given, forbidden={}, rules=rules, proposals=[Proposal("p0", seated), *given.proposals[1:]])
    assert refused.value.code == code


def test_an_even_panel_is_made_odd_and_an_impossible_size_is_refused() -> None:
    given = five_kinds(3, 100, known=20)
    odd = replace(
        given, rules=replace(given.rules, kinds={**KINDS, "technical": Span(3, 5)}, size=Span(8, 9))
    )
    found = build_panels(odd)
    assert isinstance(found, Panels)
    assert set(Counter(seat.proposal for seat in found.seats).values()) == {9}
    with pytest.raises(RoundError) as refused:
        replace(odd, rules=replace(odd.rules, size=Span(8, 8)))
    assert refused.value.code == "size_impossible"


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("drop", "size"), ("drop", "odd"), ("drop", "quota"), ("colleague", "spread"), ("twice", "twice"),
        ("forbid", "forbidden"), ("load", "load"), ("kind", "kind"), ("stranger", "unknown"),
    ],
)  # fmt: skip
def test_the_validator_finds_each_breach(change: str, rule: str) -> None:
    given = five_kinds(4, 100, known=20)
    found = build_panels(given)
    assert isinstance(found, Panels)
    seats = list(found.seats)
    place = {person.key: n for n, person in enumerate(given.people)}
    first = seats[0]
    if change == "drop":
        seats.pop()
    elif change == "twice":
        seats[1] = first
    elif change == "kind":
        seats[0] = replace(first, kind="astrology")
    elif change == "stranger":
        seats[0] = replace(first, person="stranger")
    elif change == "forbid":
        given = replace(given, forbidden={(0, place[first.person]): "declared"})
    elif change == "load":
        people = list(given.people)
        people[place[first.person]] = replace(people[place[first.person]], carried=6)
        given = replace(given, people=people)
    elif change == "colleague":
        people = list(given.people)
        groups = people[place[seats[1].person]].groups
        people[place[first.person]] = replace(people[place[first.person]], groups=groups)
        given = replace(given, people=people)
    assert rule in {breach.rule for breach in breaches(given, seats)}
