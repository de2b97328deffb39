"""Numbers with units are read exactly, and rounding is half up, once."""

from decimal import Decimal
from fractions import Fraction

import pytest

from xiangchuang.policy.evaluation.quantities import (
    as_points,
    family,
    figure_base,
    hundredths,
    percentage,
    quantity,
    rounded,
)


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("500 万元", Fraction(500_000_000)),
        ("500万元", Fraction(500_000_000)),
        ("0.1 亿元", Fraction(1_000_000_000)),
        ("12.34 元", Fraction(1234)),
        ("12.5 %", Fraction(1, 8)),
        ("20 件", Fraction(20)),
        ("273 小时", Fraction(273)),
        ("4.5 分", Fraction(9, 2)),
    ],
)
def test_words_become_exact_base_units(text: str, base: Fraction) -> None:
    assert quantity(text).base == base


@pytest.mark.parametrize("text", ["500", "五百万元", "500 wan", "-1 件", "1,000 元", "50 %%", ""])
def test_what_is_no_number_with_a_unit_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match="写成数字加单位"):
        quantity(text)


def test_a_percentage_is_not_another_unit() -> None:
    with pytest.raises(ValueError, match="百分数"):
        percentage("20 件")


def test_things_counted_are_one_family_and_money_another() -> None:
    assert {family(word) for word in ("件", "家", "人")} == {"count"}
    assert {family(word) for word in ("元", "万元", "亿元")} == {"money"}


def test_figures_are_brought_to_the_same_base() -> None:
    assert figure_base(455, "hundredths") == Fraction(91, 20)
    assert figure_base(1250, "basis_points") == Fraction(1, 8)


def test_points_round_half_up_at_the_second_decimal() -> None:
    assert [hundredths(Fraction(n, 1000)) for n in (1004, 1005, 1015, 1024)] == [100, 101, 102, 102]
    assert as_points(650) == Decimal("6.50")


def test_values_are_shown_without_needless_zeros() -> None:
    assert [str(rounded(Fraction(x))) for x in ("512.3", "5", "0")] == ["512.3", "5", "0"]
    assert str(rounded(Fraction(1, 3))) == "0.3333"
    assert str(rounded(Fraction(-5, 3), 2)) == "-1.67"
