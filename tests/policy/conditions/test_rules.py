"""Facts, parameters and conditions as a pack may write them."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from tests.policy.conditions.leads import judged, spends, transfers
from xiangchuang.policy.conditions import ConditionRule, Parameter, ParameterUnknownError, YearlyFact
from xiangchuang.policy.pack import Pack


def floor(*values: dict[str, Any]) -> Parameter:
    label = {"zh": "下限", "en": "floor"}
    return Parameter.model_validate(
        {"name": "floor", "label": label, "unit": "fen", "values": values}, strict=False
    )


def since(day: date, value: int) -> dict[str, Any]:
    return {"from": day, "value": value, "clause": "3.4-2"}


def rule(**given: Any) -> ConditionRule:
    written = {
        "code": "rd_floor",
        "label": {"zh": "研发经费", "en": "R&D"},
        "clause": "3.4-2",
        "text": "近三年平均研发经费",
        "subject": "lead",
        "strength": "shall",
        "applies_to": ["enterprise"],
        **given,
    }
    return ConditionRule.model_validate(written, strict=False)


FINDING = {"by": "panel", "evidence": {"zh": "材料", "en": "papers"}}


def test_a_parameter_holds_from_its_day_until_the_next_value() -> None:
    changed = floor(since(date(2020, 12, 31), 40), since(date(2025, 7, 1), 50))
    assert changed.value_on(date(2020, 12, 31)) == 40
    assert changed.value_on(date(2025, 6, 30)) == 40
    assert changed.value_on(date(2025, 7, 1)) == 50
    with pytest.raises(ParameterUnknownError, match="2020-12-31"):
        changed.value_on(date(2020, 12, 30))


@pytest.mark.parametrize("days", [(date(2025, 1, 1), date(2024, 1, 1)), (date(2025, 1, 1), date(2025, 1, 1))])
def test_values_out_of_order_or_doubled_are_refused(days: tuple[date, date]) -> None:
    with pytest.raises(ValidationError, match="由早到晚"):
        floor(*(since(day, 1) for day in days))


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "expression"),
        ({"strength": "principle", "expression": "rules"}, "由人认定"),
        ({"expression": "rules", "judgement": FINDING}, "不由人认定"),
        ({"expression": "rules", "threshold": 4}, "Extra inputs"),
        ({"expression": "rules", "clause": "default"}, "origin"),
        ({"expression": "rules", "applies_to": []}, "at least 1"),
    ],
)
def test_a_condition_nobody_could_settle_is_refused(given: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        rule(**given)


def test_every_interpretation_has_an_owner_and_a_day(hunan_pack: Pack) -> None:
    read = [rule.interpretation for rule in hunan_pack.conditions]
    read += [fact.interpretation for fact in hunan_pack.facts.values()]
    found = [interpretation for interpretation in read if interpretation is not None]
    assert found
    assert all(i.owner.zh and i.since >= hunan_pack.issued_on for i in found)


def test_each_condition_quotes_its_clause(hunan_pack: Pack) -> None:
    for condition in hunan_pack.conditions:
        assert condition.text in hunan_pack.clauses[condition.clause].text


def test_another_province_judges_by_its_own_numbers_with_the_same_code(minimal_pack: Pack) -> None:
    found = judged(
        minimal_pack,
        "enterprise",
        spends(10_000_000, 10_000_000, 10_000_000),
        transfers(2),
        center=[YearlyFact("registered_capital", 2026, 4_999_999_99)],
    )
    assert {code: j.outcome for code, j in found.items()} == {
        "rd_mean_of_three_years": "met",
        "platform_and_cases": "missing",
        "center_capital": "judgement",
    }
