"""What the registers of benefits refuse, on the form and in the database."""

from datetime import date

import pytest

from tests.benefits.world import YUAN, BenefitsWorld
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.benefits.registers import INCOMES
from xiangchuang.centers.registers.keep import withdraw_entry


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"team_share": 8001}, "超过百分之百"),
        ({"other_label": "共有单位", "other_share": 1001}, "超过百分之百"),
        ({"other_label": "共有单位"}, "一起写"),
        ({"other_share": 500}, "一起写"),
        ({"in_force_to": date(2026, 3, 31)}, "早于施行日期"),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused(
    world: BenefitsWorld, change: dict[str, object], words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        world.rule(**change)


def test_a_rule_may_name_another_receiver_up_to_the_whole(world: BenefitsWorld) -> None:
    assert world.rule(other_label="共有单位", other_share=1000).pk


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"gross": 0}, "大于零"),
        ({"kind": "own_implementation"}, "第几年"),
        ({"implementation_year": 2}, "第几年"),
        ({"kind": "equity"}, "成本和税费留空"),
        ({"agreement": "奖励协议"}, "一起填写"),
        ({"agreed_team_share": 5000}, "一起填写"),
    ],
)
def test_an_income_that_cannot_be_divided_is_refused(
    world: BenefitsWorld, change: dict[str, object], words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        world.income(**change)


def test_a_contributor_stands_once_and_has_a_weight(world: BenefitsWorld) -> None:
    with pytest.raises(Invalid, match="已登记过"):
        world.income(people=(("李工", 5), ("李工", 3)))
    with pytest.raises(Invalid, match="权重"):
        world.income(title="第二笔", people=(("王工", 0),))


def test_an_income_of_shares_needs_no_costs(world: BenefitsWorld) -> None:
    income = world.income(kind="equity", costs=None, taxes=None, gross=6_000_000 * YUAN)

    assert world.decide(income).team == 3_000_000 * YUAN


def test_a_receipt_is_taken_as_an_income_once_and_again_after_a_withdrawal(world: BenefitsWorld) -> None:
    taken = world.income(source="contract-receipts:7", people=())

    with pytest.raises(Invalid, match="已登记为成果收益"):
        world.income(source="contract-receipts:7")
    withdraw_entry(INCOMES, actor=world.staff, entry=taken, seen=taken.version, reason="金额有误")

    assert world.income(source="contract-receipts:7").pk
    assert world.income(title="手工一").pk and world.income(title="手工二").pk
