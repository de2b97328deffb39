"""What is counted of proceeds: decided for the team, owed to it at least, and paid to it, each fen once."""

from datetime import date

import pytest

from tests.benefits.world import RULE, YUAN, BenefitsWorld
from tests.centers.reading import addresses_of, cost_of, figure_of, figures_of
from tests.factories.centers import CenterFactory
from xiangchuang.benefits.figures import FIGURES
from xiangchuang.benefits.mark_payment import mark_share_paid
from xiangchuang.benefits.models import DistributionDecision
from xiangchuang.benefits.registers import INCOMES
from xiangchuang.centers.registers.keep import correct_entry, withdraw_entry

NAMES = ("reward_decided", "reward_owed", "reward_paid")
HALF = 370_000 * YUAN  # of a net of 740,000 yuan


def pay(world: BenefitsWorld, decision: DistributionDecision, name: str, on: date) -> None:
    """The staff marks the share of one of the team paid."""
    share = decision.shares.get(payee="team", name=name)
    mark_share_paid(actor=world.staff, share=share, seen=share.version, paid_on=on)


@pytest.mark.clause("4.3-1")
def test_what_is_owed_is_the_floor_of_the_rule_in_force_whether_decided_or_not(world: BenefitsWorld) -> None:
    """4.3-1 …收益分配: a university owes its team no less than the law says, whatever its own rule gives."""
    income = world.income()
    assert figure_of(world.center, "reward_owed") == HALF
    world.rule(team_share=7000)
    assert figure_of(world.center, "reward_owed") == HALF
    world.decide(income)
    assert list(figures_of(world.center, NAMES).values()) == [518_000 * YUAN, HALF, 0]


def test_other_units_owe_by_law_only_where_they_have_no_terms_of_their_own(world: BenefitsWorld) -> None:
    world.income(unit_kind="other")
    assert figure_of(world.center, "reward_owed") == HALF
    world.rule(**{**RULE, "team_share": 3000})
    assert figure_of(world.center, "reward_owed") == 0


def test_a_decision_that_was_replaced_counts_no_more(
    world: BenefitsWorld,
) -> None:
    income = world.income()
    world.decide(income, decided_on=date(2026, 6, 20))
    correct_entry(
        INCOMES, actor=world.staff, entry=income, seen=income.version, reason="发票更正",
        values={"taxes": 40_000 * YUAN},
    )  # fmt: skip
    income.refresh_from_db()
    second = world.decide(income, decided_on=date(2026, 6, 21), reason="税费更正")
    assert figure_of(world.center, "reward_decided") == 380_000 * YUAN
    assert figure_of(world.center, "reward_decided", 2025) == 0
    assert addresses_of(world.center, "reward_decided")[0].endswith(f"/decisions/{second.pk}/")


def test_what_an_earlier_decision_paid_is_not_paid_again_by_the_next(world: BenefitsWorld) -> None:
    income = world.income()
    first = world.decide(income)
    pay(world, first, "李工", date(2026, 6, 25))
    assert figure_of(world.center, "reward_paid") == 185_000 * YUAN
    correct_entry(
        INCOMES, actor=world.staff, entry=income, seen=income.version, reason="发票更正",
        values={"taxes": 40_000 * YUAN},
    )  # fmt: skip
    income.refresh_from_db()
    second = world.decide(income, reason="税费更正")
    # The second decision gives 190,000, of which 185,000 were paid on the first.
    pay(world, second, "李工", date(2026, 6, 28)), pay(world, second, "王工", date(2026, 6, 28))
    assert figure_of(world.center, "reward_paid") == (190_000 + 114_000) * YUAN
    assert not any("工" in address for address in addresses_of(world.center, "reward_paid"))


def test_a_withdrawn_income_owes_nothing(world: BenefitsWorld) -> None:
    income = world.income(people=())
    assert figure_of(world.center, "reward_owed") == HALF  # owed, though nobody is named yet
    withdraw_entry(INCOMES, actor=world.staff, entry=income, seen=income.version, reason="重复")
    assert figure_of(world.center, "reward_owed") == 0


def test_no_figure_asks_more_for_three_centers_than_for_one(world: BenefitsWorld) -> None:
    worlds = [world, BenefitsWorld(CenterFactory()), BenefitsWorld(CenterFactory())]
    for each in worlds:
        each.rule()
        pay(each, each.decide(each.income()), "李工", date(2026, 6, 25))
    for figure in FIGURES:
        once = cost_of(figure.code, [world.center])
        assert cost_of(figure.code, [each.center for each in worlds]) == once, figure.code
