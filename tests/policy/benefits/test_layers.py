"""Which rule holds on which day, what prevails over what, and what is said to be unverified."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangchuang.policy.benefits import (
    AmountError,
    BelowFloorError,
    BenefitRules,
    Contributor,
    ContributorsError,
    IncomeEvent,
    LayeredRules,
    NoRuleError,
    OwnTerms,
    TermsError,
    distribute,
)
from xiangchuang.policy.benefits.apportion import apportion
from xiangchuang.policy.pack import Pack

DAY = date(2026, 11, 23)
EVENT = IncomeEvent("assignment", "state_founded", 1_000_00, (Contributor("李工", 1),))


def terms(basis: str, team: int, since: date, to: date | None = None) -> OwnTerms:
    """Own terms for an assignment, the rest the unit's."""
    return OwnTerms(basis, "办法", "通过", since, ("assignment",), team, 0, to=to)  # type: ignore[arg-type]


@pytest.fixture
def law(hunan_pack: Pack) -> LayeredRules:
    """The pack's rules alone."""
    return LayeredRules(hunan_pack.benefits)


@pytest.mark.clause("4.3-1")
def test_the_statutory_half_is_in_force_from_2015_10_01_and_the_day_before_is_not_guessed(
    law: LayeredRules,
) -> None:
    assert distribute(EVENT, law, date(2015, 10, 1)).total("team") == 500_00

    with pytest.raises(NoRuleError, match="2015-09-30"):
        distribute(EVENT, law, date(2015, 9, 30))


def test_the_provincial_seventy_percent_is_a_hint_marked_unverified_and_never_a_floor(
    law: LayeredRules,
) -> None:
    found = distribute(EVENT, law, DAY)

    (hint,) = (step for step in found.steps if step.code == "encouraged")
    assert hint.basis is not None
    assert (hint.formula, hint.finding, hint.basis.kind) == ("50% < 70%", None, "provincial")
    assert (hint.basis.confirmed, hint.basis.clause) == (False, "default")
    assert "未核实" in hint.basis.origin


def test_the_provincial_hint_is_for_state_founded_units_and_from_its_day(law: LayeredRules) -> None:
    firm = distribute(replace(EVENT, unit="other"), law, DAY)
    before = distribute(EVENT, law, date(2020, 12, 30))

    assert "encouraged" not in {step.code for found in (firm, before) for step in found.steps}


def test_an_agreement_prevails_over_the_centers_rule(law: LayeredRules) -> None:
    own = (terms("agreement", 6000, date(2026, 1, 1)), terms("center_rule", 8000, date(2026, 6, 1)))

    assert distribute(EVENT, replace(law, own=own), DAY).total("team") == 600_00


def test_of_two_rules_of_the_center_the_one_in_force_on_the_day_of_the_income_decides(
    law: LayeredRules,
) -> None:
    old = terms("center_rule", 6000, date(2025, 1, 1), to=date(2026, 3, 31))
    new = terms("center_rule", 8000, date(2026, 4, 1))
    rules = replace(law, own=(new, old))

    assert distribute(EVENT, rules, date(2026, 3, 31)).total("team") == 600_00
    assert distribute(EVENT, rules, date(2026, 4, 1)).total("team") == 800_00


def test_terms_for_another_kind_of_income_do_not_speak_of_this_one(law: LayeredRules) -> None:
    own = (replace(terms("center_rule", 9000, date(2026, 1, 1)), events=("equity",)),)

    assert distribute(EVENT, replace(law, own=own), DAY).total("team") == 500_00


def test_from_the_fourth_year_a_state_founded_units_own_rule_may_give_less(law: LayeredRules) -> None:
    own = (replace(terms("center_rule", 200, date(2026, 1, 1)), events=("own_implementation",)),)
    rules = replace(law, own=own)
    event = replace(EVENT, kind="own_implementation", year=4)

    assert distribute(event, rules, DAY).total("team") == 20_00
    with pytest.raises(BelowFloorError, match="5%"):
        distribute(replace(event, year=3), rules, DAY)


def test_a_pack_without_benefit_rules_distributes_nothing() -> None:
    with pytest.raises(NoRuleError):
        distribute(EVENT, LayeredRules(BenefitRules()), DAY)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"gross": 0}, "收入为零"),
        ({"gross": -1}, "收入"),
        ({"gross": 1.5}, "收入"),
        ({"gross": True}, "收入"),
        ({"gross": 2**63}, "收入"),
        ({"costs": -1}, "成本"),
        ({"kind": "equity", "costs": 1}, "不扣成本"),
        ({"year": 2}, "第几年"),
        ({"kind": "own_implementation"}, "第几年"),
        ({"kind": "own_implementation", "year": 0}, "从 1 起"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_in_words(change: dict[str, object], words: str) -> None:
    with pytest.raises(AmountError, match=words):
        replace(EVENT, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ((), "至少写一名"),
        ((Contributor(" ", 1),), "没有姓名"),
        ((Contributor("李工", 1), Contributor("李工 ", 2)), "写了两次"),
        ((Contributor("李工", 0),), "正整数"),
        ((Contributor("李工", -2),), "正整数"),
    ],
)
def test_contributors_that_cannot_share_are_refused_in_words(
    people: tuple[Contributor, ...], words: str
) -> None:
    with pytest.raises(ContributorsError, match=words):
        replace(EVENT, contributors=people)


def test_terms_above_the_whole_or_of_no_day_are_refused() -> None:
    with pytest.raises(TermsError, match="超过 100%"):
        replace(terms("center_rule", 6000, DAY), research_share=4001)
    with pytest.raises(TermsError, match="不为负"):
        terms("center_rule", -1, DAY)
    with pytest.raises(TermsError, match="失效日期"):
        terms("center_rule", 6000, DAY, to=date(2026, 1, 1))


def test_equal_fractions_give_the_odd_fen_to_who_stands_first() -> None:
    assert apportion(100, [1, 1, 1]) == (34, 33, 33)
    assert apportion(2, [1, 1, 1]) == (1, 1, 0)
    assert apportion(0, [3, 1]) == (0, 0)


@pytest.mark.parametrize(("pool", "weights"), [(-1, [1]), (1, []), (1, [1, 0])])
def test_what_cannot_be_divided_is_refused(pool: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="正整数"):
        apportion(pool, weights)


@given(st.integers(0, 10**18), st.lists(st.integers(1, 10**6), min_size=1, max_size=30))
def test_parts_sum_to_the_pool_and_none_is_a_fen_from_its_quota(pool: int, weights: list[int]) -> None:
    parts = apportion(pool, weights)
    total = sum(weights)

    assert sum(parts) == pool
    assert all(abs(part * total - pool * w) < total for part, w in zip(parts, weights, strict=True))
