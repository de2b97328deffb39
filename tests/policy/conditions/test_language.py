"""What a condition may say, what it may not, and what it means when evidence is missing."""

import pytest

from xiangchuang.policy.conditions import (
    ConditionSyntaxError,
    Expression,
    FactValueError,
    ParameterUnknownError,
    parse,
)

FACTS = ("rd_sum", "income", "service", "cases", "rules", "rank")
PARAMETERS = ("floor", "share")

FLOOR = 4_000_000_000
"""40 million CNY in fen."""


def condition(text: str) -> Expression:
    return parse(text, facts=FACTS, parameters=PARAMETERS)


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        ("service / income >= 1", 1, 9, "不允许除法"),
        ("cases % 2 = 0", 1, 7, "不允许取余"),
        ("cases >= 4.5", 1, 10, "不是整数"),
        ("cases >= 1e3", 1, 10, "不是整数"),
        ("cases >= 1_000", 1, 11, "不属于条件语言"),
        ("cases >= 9223372036854775808", 1, 10, "超出 64 位整数"),
        ("abs(cases) >= 5", 1, 1, "不允许函数"),
        ("coalesce(rd_sum, 0) >= 5", 1, 1, "不允许函数"),
        ("cases IN (SELECT 1)", 1, 11, "不允许子查询"),
        ("cases = 'five'", 1, 9, "不允许文字"),
        ('"cases" >= 5', 1, 1, "不加引号"),
        ("t.cases >= 5", 1, 2, "不属于条件语言"),
        ("cases >= ?", 1, 10, "参数要写名称"),
        ("cases == 5", 1, 7, "不属于条件语言"),
        ("cases >= 5; rules", 1, 11, "只写一个表达式"),
        ("cases >= 5 -- five", 1, 12, "不写注释"),
        ("rules = TRUE", 1, 9, "不写 TRUE"),
        ("rules IS TRUE", 1, 10, "不写 TRUE"),
        ("cases >= ５", 1, 10, "不属于条件语言"),
        ("Cases >= 5", 1, 1, "小写英文字母"),
        ("1 < cases < 5", 1, 1, "这里要写整数"),
        ("cases + 1", 1, 1, "比较或是否"),
        ("cases IN ()", 1, 1, "至少一个"),
        ("cases IN (:floor)", 1, 1, "只写整数"),
        ("rules AND", 1, 7, "不完整或多余"),
        ("(rules", 1, 2, "不完整或多余"),
        ("", 1, 1, "表达式为空"),
        ("(" * 140, 1, 1, "嵌套过深"),
        ("rules OR " * 200 + "rules", 1, 1, "拆成几个条件"),
        ("rules AND\n  patents >= 5", 2, 3, "没有名为 patents 的事实"),
        ("rd_sum >= 3 * :ceiling", 1, 15, "没有名为 :ceiling 的参数"),
        ("cases >= 5 AND cases", 1, 1, "只能取其一"),
        ("rd_sum * rd_sum * rd_sum >= 1", 1, 1, "无法保证精确"),
    ],
)
def test_what_lies_outside_the_grammar_is_refused_with_place_and_reason(
    text: str, line: int, column: int, reason: str
) -> None:
    with pytest.raises(ConditionSyntaxError) as refused:
        condition(text)
    assert (refused.value.line, refused.value.column) == (line, column)
    assert reason in refused.value.reason


@pytest.mark.parametrize(("text", "reason"), [("cases", "与一个数比较"), ("rules >= 1", "不与数比较")])
def test_a_flag_is_not_a_number_nor_a_number_a_flag(text: str, reason: str) -> None:
    with pytest.raises(ConditionSyntaxError, match=reason):
        parse(text, facts=FACTS, parameters=PARAMETERS, flags={"rules"})


def test_facts_and_parameters_are_listed_in_the_order_of_the_text() -> None:
    parsed = condition("service * 100 >= :share * income AND rules AND rank IS NOT NULL AND rd_sum > :floor")
    assert parsed.facts == ("service", "income", "rules", "rank", "rd_sum")
    assert parsed.parameters == ("share", "floor")


@pytest.mark.parametrize(
    ("text", "facts", "outcome"),
    [
        ("rules AND cases >= 5", {"rules": False}, False),
        ("rules AND cases >= 5", {"rules": True}, None),
        ("rules OR cases >= 5", {"rules": True}, True),
        ("rules OR cases >= 5", {"cases": 4}, None),
        ("NOT rules", {}, None),
        ("cases IN (1, 2)", {}, None),
        ("cases BETWEEN 1 AND 5", {}, None),
        ("cases + rank > 0", {"cases": 5}, None),
        ("cases * 0 = 0", {}, None),
        ("cases IS NULL", {}, True),
        ("cases IS NOT NULL", {"cases": 0}, True),
        ("cases = cases", {}, None),
    ],
)
def test_missing_evidence_stays_missing_unless_the_rest_decides(
    text: str, facts: dict[str, int | bool | None], outcome: bool | None
) -> None:
    assert condition(text).evaluate(facts, {}) is outcome


@pytest.mark.parametrize(
    ("rd_sum", "outcome"), [(3 * FLOOR, True), (3 * FLOOR - 1, False), (3 * FLOOR + 1, True), (None, None)]
)
def test_three_years_at_the_floor_are_exact_to_the_fen(rd_sum: int | None, outcome: bool | None) -> None:
    parsed = condition("rd_sum >= 3 * :floor")
    assert parsed.evaluate({"rd_sum": rd_sum}, {"floor": FLOOR}) is outcome


def test_numbers_beyond_any_float_or_32_bit_integer_are_told_apart() -> None:
    parsed = condition("rd_sum > :floor")
    largest = 2**63 - 1
    assert parsed.evaluate({"rd_sum": largest}, {"floor": largest - 1}) is True
    assert parsed.evaluate({"rd_sum": largest - 1}, {"floor": largest - 1}) is False
    assert condition("rd_sum * rd_sum > 0").evaluate({"rd_sum": largest}, {}) is True
    assert condition("rd_sum > 2147483647").evaluate({"rd_sum": 3_000_000_000}, {}) is True


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 4e9, "4000000000", True])
def test_a_fact_that_is_no_exact_integer_is_refused(value: object) -> None:
    with pytest.raises(FactValueError, match="rd_sum"):
        condition("rd_sum >= :floor").evaluate({"rd_sum": value}, {"floor": FLOOR})  # type: ignore[dict-item]


@pytest.mark.parametrize("value", [1, 0, "是", float("nan")])
def test_a_number_does_not_stand_for_a_flag(value: object) -> None:
    with pytest.raises(FactValueError, match="rules"):
        condition("rules").evaluate({"rules": value}, {})  # type: ignore[dict-item]


def test_a_parameter_without_value_is_refused_not_taken_for_missing_evidence() -> None:
    with pytest.raises(ParameterUnknownError, match="floor"):
        condition("rd_sum >= :floor").evaluate({"rd_sum": 1}, {})


def test_the_same_condition_is_written_for_duckdb_and_for_spark() -> None:
    parsed = condition("rank BETWEEN 1 AND 5 AND NOT rules")
    assert parsed.sql() == '(("rank" >= 1) AND ("rank" <= 5)) AND (NOT ("rules"))'
    assert parsed.sql("spark") == "((`rank` >= 1) AND (`rank` <= 5)) AND (NOT (`rules`))"
