"""Why a condition failed, how far it is from the line, and the least that would meet it."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy.conditions.random_conditions import (
    FLAGS,
    NUMBERS,
    PARAMETERS,
    random_condition,
    random_parameters,
)
from xiangchuang.policy.conditions import ConditionSyntaxError, Explanation, parse

FACTS = NUMBERS + FLAGS
REACH = 40


def explain(text: str, facts: dict[str, int | bool | None], **parameters: int) -> Explanation:
    return parse(text, facts=FACTS, parameters=PARAMETERS).explain(facts, parameters)


def test_every_operand_and_both_sides_of_every_comparison_are_shown() -> None:
    explained = explain("a >= 3 * :p AND f", {"a": 11, "f": True}, p=4)
    assert explained.outcome is False
    assert [tuple(operand) for operand in explained.operands] == [("a", 11), ("f", True)]
    assert [tuple(c) for c in explained.comparisons] == [("a >= 3 * :p", 11, ">=", 12, False)]
    assert explained.gap == 1


@pytest.mark.parametrize(
    ("text", "facts", "gap"),
    [
        ("a >= 12", {"a": 11}, 1),
        ("a > 12", {"a": 11}, 2),
        ("a <= 12", {"a": 15}, -3),
        ("a < 12", {"a": 15}, -4),
        ("a >= 12", {"a": None}, None),
        ("a >= 12", {"a": 12}, None),
        ("a >= 12 AND b >= 3", {"a": 11, "b": 2}, None),
    ],
)
def test_the_gap_is_the_distance_of_the_only_failing_comparison(
    text: str, facts: dict[str, int | bool | None], gap: int | None
) -> None:
    assert explain(text, facts).gap == gap


def test_the_least_outside_income_for_thirty_percent_is_named() -> None:
    explained = explain("a * 100 >= 30 * b", {"a": 2_000, "b": 10_001})
    assert {change.name: change.to for change in explained.changes} == {"a": 3_001, "b": 6_666}
    assert explained.smallest_change is not None
    assert explained.smallest_change.name == "a"


def test_a_missing_fact_is_told_the_value_it_would_need() -> None:
    change = explain("a >= 12", {"a": None}).smallest_change
    assert change is not None
    assert (change.value, change.to, change.size) == (None, 12, 12)


def test_a_flag_changes_to_what_meets_the_condition() -> None:
    change = explain("NOT f", {"f": True}).smallest_change
    assert change is not None
    assert (change.name, change.to) == ("f", False)


def test_nothing_is_advised_when_the_condition_is_met_or_no_single_fact_can_meet_it() -> None:
    assert explain("a >= 12", {"a": 12}).changes == ()
    assert explain("a >= 12 AND b >= 3", {"a": 1, "b": 1}).changes == ()


def test_no_change_is_claimed_where_a_fact_enters_by_its_square() -> None:
    assert explain("a * a >= 12", {"a": 1}).changes == ()


@settings(max_examples=200, deadline=None)
@given(rng=st.randoms(use_true_random=False))
def test_no_smaller_change_of_that_fact_would_do(rng: random.Random) -> None:
    facts: dict[str, int | bool | None] = {name: rng.randrange(60) for name in NUMBERS}
    facts |= {name: rng.choice((True, False)) for name in FLAGS}
    parameters = {name: value % 50 for name, value in random_parameters(rng).items()}
    try:
        parsed = parse(random_condition(rng, 2), facts=FACTS, parameters=PARAMETERS)
    except ConditionSyntaxError:
        return
    explained = parsed.explain(facts, parameters)
    for change in explained.changes:
        assert parsed.evaluate({**facts, change.name: change.to}, parameters) is True
    changed = {change.name: change.size for change in explained.changes}
    linear = {name for name in NUMBERS if name in parsed.facts and not _squared(parsed.source, name)}
    for name in linear if explained.outcome is not True else ():
        now = int(facts[name] or 0)
        near = [v for v in range(max(0, now - REACH), now + REACH) if
                parsed.evaluate({**facts, name: v}, parameters) is True]  # fmt: skip
        if near:
            assert changed[name] == min(abs(v - now) for v in near)


def _squared(text: str, name: str) -> bool:
    """Whether the fact may be multiplied at all: then it might enter by its square."""
    return "*" in text and text.count(name) > 1
