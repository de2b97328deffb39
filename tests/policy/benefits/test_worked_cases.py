"""Worked cases: from the income of a result to what each receives, derived by hand beside each case.

Sources. L45: 《促进科技成果转化法》第四十五条 – where the unit has no rule and no agreement,
(1) at least 50 % of the net income of an assignment or licence, (2) at least 50 % of the shares formed,
(3) for three to five years at least 5 % of a year's operating profit; a rule or an agreement of a
state-founded institute or university must reach (1) to (3). 4.3-2: proceeds mainly for research
and the team. Remainder: half of what the law leaves open goes to research (our default). Sums in comments
are yuan, in the code fen.
"""

from dataclasses import replace
from datetime import date

import pytest

from xiangchuang.policy.benefits import (
    BelowFloorError,
    Contributor,
    Distribution,
    IncomeEvent,
    LayeredRules,
    NoRuleError,
    OtherShare,
    OwnTerms,
    distribute,
)
from xiangchuang.policy.pack import Pack

YUAN = 100
DAY = date(2026, 11, 23)
LI, WANG, ZHAO = Contributor("李工", 5), Contributor("王工", 3), Contributor("赵工", 2)
COUNCIL_RULE = OwnTerms(
    "center_rule", "收益分配办法", "2026年3月5日理事会第二次会议通过", date(2026, 4, 1),
    ("assignment", "licence"), team_share=7000, research_share=2000,
)  # fmt: skip


@pytest.fixture
def law(hunan_pack: Pack) -> LayeredRules:
    """The pack's rules where the center has agreed nothing of its own."""
    return LayeredRules(hunan_pack.benefits)


def licence(gross: int, *, costs: int = 0, taxes: int = 0, unit: str = "state_founded") -> IncomeEvent:
    """A licence of a result by three people; yuan."""
    return IncomeEvent(
        "licence", unit, gross * YUAN, (LI, WANG, ZHAO), costs * YUAN, taxes * YUAN  # type: ignore[arg-type]
    )  # fmt: skip


def received(found: Distribution) -> dict[str, int]:
    """Receiver → fen; people by name."""
    return {share.name or share.payee: share.fen for share in found.shares}


@pytest.mark.clause("4.3-1", "6.3-1")
def test_1_a_university_that_agreed_nothing_owes_half_of_the_net_income_of_a_licence(
    law: LayeredRules,
) -> None:
    # Net 1,000,000 − 200,000 − 60,000 = 740,000. L45(1): team 50 % = 370,000.
    # By 5:3:2 = 185,000, 111,000, 74,000. Rest 370,000: research 185,000, unit 185,000.
    found = distribute(licence(1_000_000, costs=200_000, taxes=60_000), law, DAY)

    assert received(found) == {
        "costs": 200_000_00, "taxes": 60_000_00,
        "李工": 185_000_00, "王工": 111_000_00, "赵工": 74_000_00,
        "research": 185_000_00, "unit": 185_000_00,
    }  # fmt: skip


@pytest.mark.clause("4.3-1")
def test_2_the_centers_rule_gives_more_than_the_floor_and_prevails(law: LayeredRules) -> None:
    # Net 740,000. Rule: team 70 % = 518,000 → 259,000, 155,400, 103,600; research 20 % = 148,000;
    # the unit keeps 10 % = 74,000. L45: 70 % ≥ 50 %, allowed.
    found = distribute(
        licence(1_000_000, costs=200_000, taxes=60_000), replace(law, own=(COUNCIL_RULE,)), DAY
    )

    assert received(found) == {
        "costs": 200_000_00, "taxes": 60_000_00,
        "李工": 259_000_00, "王工": 155_400_00, "赵工": 103_600_00,
        "research": 148_000_00, "unit": 74_000_00,
    }  # fmt: skip


@pytest.mark.clause("4.3-1")
def test_3_a_rule_of_a_state_founded_unit_below_the_floor_is_refused_with_the_law(law: LayeredRules) -> None:
    # L45 last paragraph: 49.99 % < 50 %.
    low = replace(COUNCIL_RULE, team_share=4999)

    with pytest.raises(BelowFloorError, match="第四十五条") as refused:
        distribute(licence(1_000_000), replace(law, own=(low,)), DAY)

    assert (refused.value.offered, refused.value.floor) == (4999, 5000)
    assert (refused.value.basis.clause, refused.value.basis.confirmed) == ("4.3-1", True)
    assert [step.code for step in refused.value.steps] == ["net", "terms", "floor"]


@pytest.mark.clause("4.3-1")
def test_4_a_rule_of_a_state_founded_unit_exactly_at_the_floor_is_allowed(law: LayeredRules) -> None:
    # 50 % of 100,000 = 50,000; research 20 % = 20,000; unit 30,000.
    at_floor = replace(COUNCIL_RULE, team_share=5000)

    found = distribute(licence(100_000), replace(law, own=(at_floor,)), DAY)

    assert (found.total("team"), found.total("research"), found.total("unit")) == (
        50_000_00, 20_000_00, 30_000_00,
    )  # fmt: skip


@pytest.mark.clause("4.3-1")
def test_5_a_firms_agreement_prevails_even_below_the_statutory_share(law: LayeredRules) -> None:
    # L45 speaks where nothing is ruled or agreed; only state-founded units may not go below.
    # 20 % of 500,000 = 100,000 → 50,000, 30,000, 20,000; research 40 % = 200,000; unit 200,000.
    agreed = OwnTerms(
        "agreement", "成果奖励协议", "2026年1月8日与三名完成人签订", date(2026, 1, 8), ("licence",),
        team_share=2000, research_share=4000,
    )  # fmt: skip

    found = distribute(licence(500_000, unit="other"), replace(law, own=(agreed,)), DAY)

    assert received(found) == {
        "李工": 50_000_00, "王工": 30_000_00, "赵工": 20_000_00, "research": 200_000_00, "unit": 200_000_00,
    }  # fmt: skip


@pytest.mark.clause("4.3-1")
def test_6_a_firm_that_agreed_nothing_owes_the_statutory_half_as_well(law: LayeredRules) -> None:
    # L45 first paragraph binds every unit that made the result: 50 % of 80,000 = 40,000.
    found = distribute(licence(80_000, unit="other"), law, DAY)

    assert found.total("team") == 40_000_00


@pytest.mark.clause("4.3-1")
def test_7_shares_formed_by_an_investment_in_kind_are_halved_without_costs(law: LayeredRules) -> None:
    # L45(2): 50 % of shares worth 6,000,000 = 3,000,000, by 5:3:2; half of the rest to research.
    event = IncomeEvent("equity", "state_founded", 6_000_000_00, (LI, WANG, ZHAO))

    assert received(distribute(event, law, DAY)) == {
        "李工": 1_500_000_00, "王工": 900_000_00, "赵工": 600_000_00,
        "research": 1_500_000_00, "unit": 1_500_000_00,
    }  # fmt: skip


@pytest.mark.parametrize("year", [1, 3])
@pytest.mark.clause("4.3-1")
def test_8_own_implementation_gives_five_percent_of_a_years_profit_in_the_first_three_years(
    law: LayeredRules, year: int
) -> None:
    # L45(3): profit 10,000,000 − 7,600,000 − 400,000 = 2,000,000; 5 % = 100,000 → 50,000, 30,000, 20,000.
    # Rest 1,900,000: research 950,000, unit 950,000. 4.3-2: 100,000 + 950,000 > 1,000,000.
    event = IncomeEvent(
        "own_implementation", "state_founded", 10_000_000_00, (LI, WANG, ZHAO), 7_600_000_00, 400_000_00, year
    )

    found = distribute(event, law, DAY)

    assert received(found) == {
        "costs": 7_600_000_00, "taxes": 400_000_00, "李工": 50_000_00, "王工": 30_000_00, "赵工": 20_000_00,
        "research": 950_000_00, "unit": 950_000_00,
    }  # fmt: skip
    assert found.purpose_met


@pytest.mark.clause("4.3-1")
def test_9_in_the_fourth_year_the_law_leaves_it_to_the_unit_so_nothing_is_guessed(law: LayeredRules) -> None:
    # L45(3) 三至五年: owed for three, up to five as the unit settles; read so by us.
    event = IncomeEvent("own_implementation", "state_founded", 100_00, (LI,), year=4)

    with pytest.raises(NoRuleError, match="第 3 至第 5 年"):
        distribute(event, law, DAY)


@pytest.mark.clause("4.3-1")
def test_10_in_the_sixth_year_no_reward_is_owed(law: LayeredRules) -> None:
    # L45(3) ends with the fifth year: all of 100 is the unit's to use, half of it for research by default.
    event = IncomeEvent("own_implementation", "state_founded", 100_00, (LI,), year=6)

    assert received(distribute(event, law, DAY)) == {"李工": 0, "research": 50_00, "unit": 50_00}


@pytest.mark.clause("4.3-1")
def test_11_a_fraction_of_a_fen_goes_to_the_team_and_odd_fen_to_the_largest_fractions(
    law: LayeredRules,
) -> None:
    # Net 0.05: half = 2.5 fen, up to 3 (the floor holds). By 5:3:2 the quotas are 1.5, 0.9, 0.6: whole
    # 1, 0, 0; the two fen left go to 0.9 and 0.6. Rest 2: research 1, unit 1.
    event = replace(licence(1), gross=5)

    assert received(distribute(event, law, DAY)) == {
        "李工": 1,
        "王工": 1,
        "赵工": 1,
        "research": 1,
        "unit": 1,
    }


@pytest.mark.clause("4.3-1")
def test_12_costs_above_the_income_leave_nothing_to_distribute_and_nobody_owes(law: LayeredRules) -> None:
    # 100,000 − 90,000 − 20,000 = −10,000: net 0. The income covers 90,000 of costs, 10,000 of taxes.
    found = distribute(licence(100_000, costs=90_000, taxes=20_000), law, DAY)

    assert received(found) == {
        "costs": 90_000_00, "taxes": 10_000_00, "李工": 0, "王工": 0, "赵工": 0, "research": 0, "unit": 0,
    }  # fmt: skip
    assert found.purpose_met is None


def test_13_another_receiver_named_by_the_rule_gets_its_share_before_the_unit(law: LayeredRules) -> None:
    # 300,000: team 70 % = 210,000; research 20 % = 60,000; co-owner 6 % = 18,000; unit 4 % = 12,000.
    shared = replace(COUNCIL_RULE, others=(OtherShare("共有单位", 600),))

    found = distribute(licence(300_000), replace(law, own=(shared,)), DAY)

    assert (found.total("team"), found.total("research")) == (210_000_00, 60_000_00)
    assert (found.total("other"), found.total("unit")) == (18_000_00, 12_000_00)


@pytest.mark.parametrize(
    ("team", "research", "met"),
    [(5000, 0, False), (5000, 1, True), (6000, 4000, True)],
)
@pytest.mark.clause("4.3-2")
def test_14_mainly_for_research_and_team_means_more_than_half_of_the_net(
    law: LayeredRules, team: int, research: int, met: bool
) -> None:
    # 4.3-2 主要, read as more than half: exactly 50.00 % is not enough, 50.01 % is.
    terms = replace(COUNCIL_RULE, team_share=team, research_share=research)

    found = distribute(licence(1_000_000), replace(law, own=(terms,)), DAY)

    assert found.purpose_met is met


def test_15_main_contributors_of_a_university_get_at_least_half_of_the_reward(law: LayeredRules) -> None:
    # 国发〔2016〕16号: weights 5 main of 11 are below half; 6 of 12 are half.
    helpers = (Contributor("李工", 5), Contributor("钱工", 6, is_main=False))

    with pytest.raises(BelowFloorError, match="5/11"):
        distribute(replace(licence(100), contributors=helpers), law, DAY)

    half = (Contributor("李工", 6), Contributor("钱工", 6, is_main=False))
    assert distribute(replace(licence(100), contributors=half), law, DAY).total("team") == 50_00
