"""Super-deduction and the high-tech rate: dated rates, at the borders of their days (6.3-1)."""

import pytest

from xiangchuang.policy.benefits import (
    AmountError,
    BenefitRules,
    FirmKind,
    NoRuleError,
    high_tech_saving,
    super_deduction,
)
from xiangchuang.policy.pack import Pack

EXPENSE = 12_000_000_00


@pytest.fixture
def rules(hunan_pack: Pack) -> BenefitRules:
    """The dated rates of the pack."""
    return hunan_pack.benefits


@pytest.mark.parametrize(
    ("year", "firm", "extra"),
    [
        (2018, "general", 9_000_000_00),  # 75 %
        (2020, "manufacturing", 9_000_000_00),
        (2021, "manufacturing", 12_000_000_00),  # 100 % from 2021-01-01
        (2021, "technology_sme", 9_000_000_00),
        (2022, "technology_sme", 12_000_000_00),  # 100 % from 2022-01-01
        (2021, "general", 9_000_000_00),
        (2023, "general", 12_000_000_00),  # 100 % for all from 2023-01-01, 公告2023年第7号
        (2026, "general", 12_000_000_00),
        (2023, "integrated_circuit", 14_400_000_00),  # 120 %, 2023-01-01 to 2027-12-31
        (2027, "machine_tool", 14_400_000_00),
        (2028, "machine_tool", 12_000_000_00),  # back to what all have
        (2023, "excluded", 0),
    ],
)
@pytest.mark.clause("6.3-1")
def test_the_rate_is_that_of_the_year_and_the_kind_of_firm(
    rules: BenefitRules, year: int, firm: FirmKind, extra: int
) -> None:
    assert super_deduction(EXPENSE, year, firm, rules).extra == extra


@pytest.mark.clause("6.3-1")
def test_in_2022_nine_months_count_75_and_the_last_quarter_100_percent(rules: BenefitRules) -> None:
    # By months: 9,000,000 × 75 % = 6,750,000; 3,000,000 × 100 % = 3,000,000; together 9,750,000.
    by_months = super_deduction(EXPENSE, 2022, "general", rules)
    # By expense, 5,000,000 from October on: 7,000,000 × 75 % = 5,250,000; + 5,000,000 = 10,250,000.
    by_expense = super_deduction(EXPENSE, 2022, "general", rules, after_change=5_000_000_00)

    assert (by_months.extra, by_expense.extra) == (9_750_000_00, 10_250_000_00)
    assert [step.fen for step in by_months.steps if step.code == "segment"] == [6_750_000_00, 3_000_000_00]


@pytest.mark.clause("6.3-1")
def test_each_step_names_its_document_and_says_what_nobody_has_confirmed(rules: BenefitRules) -> None:
    confirmed = super_deduction(EXPENSE, 2023, "general", rules).steps[0].basis
    unconfirmed = super_deduction(EXPENSE, 2023, "integrated_circuit", rules).steps[0].basis

    assert confirmed is not None and unconfirmed is not None
    assert "公告2023年第7号" in confirmed.source
    assert (confirmed.clause, confirmed.confirmed) == ("6.3-1", True)
    assert not unconfirmed.confirmed and unconfirmed.note is not None


def test_the_deduction_saves_tax_at_the_firms_own_rate(rules: BenefitRules) -> None:
    # Extra 12,000,000: at 25 % 3,000,000; at the high-tech 15 % 1,800,000.
    assert super_deduction(EXPENSE, 2024, "general", rules).saving == 3_000_000_00
    assert super_deduction(EXPENSE, 2024, "general", rules, high_tech=True).saving == 1_800_000_00


def test_half_a_fen_is_rounded_up(rules: BenefitRules) -> None:
    # 2 fen × 75 % = 1.5 fen → 2 fen; 1 fen × 25 % → 0.
    assert super_deduction(2, 2020, "general", rules).extra == 2
    assert super_deduction(1, 2024, "general", rules).saving == 0


@pytest.mark.clause("6.3-1")
def test_a_high_tech_firm_pays_15_instead_of_25_percent_by_a_rule_shown_as_unconfirmed(
    rules: BenefitRules,
) -> None:
    # 8,000,000: 2,000,000 − 1,200,000 = 800,000.
    found = high_tech_saving(8_000_000_00, 2025, rules)

    assert (found.standard, found.reduced, found.saving) == (2_000_000_00, 1_200_000_00, 800_000_00)
    assert all(step.basis is None or not step.basis.confirmed for step in found.steps)


def test_a_loss_bears_no_tax_and_saves_none(rules: BenefitRules) -> None:
    assert high_tech_saving(-1, 2025, rules).saving == 0


def test_a_year_without_a_rate_is_not_guessed(rules: BenefitRules) -> None:
    with pytest.raises(NoRuleError, match="2017-01-01"):
        super_deduction(EXPENSE, 2017, "general", rules)
    with pytest.raises(NoRuleError, match="2007"):
        high_tech_saving(1, 2007, rules)


@pytest.mark.parametrize(("expense", "after"), [(-1, None), (10, 11), (10, -1)])
def test_amounts_that_cannot_be_are_refused(rules: BenefitRules, expense: int, after: int | None) -> None:
    with pytest.raises(AmountError):
        super_deduction(expense, 2022, "general", rules, after_change=after)
