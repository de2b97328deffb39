"""Money in, out and earned: plan against actual, and the market's share of the income."""

from datetime import date

import pytest

from tests.centers.reading import figure_of
from tests.consortia.world import WAN, ConsortiumWorld
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.centers.money import money_sources
from xiangchuang.centers.registers.keep import withdraw_entry
from xiangchuang.consortia import registers
from xiangchuang.consortia.income_mix import income_years, year_of_income
from xiangchuang.consortia.investment import investment_of
from xiangchuang.consortia.queries import (
    funds_used,
    government_support,
    income_of_year,
    market_share,
)
from xiangchuang.policy.pack import Pack
from xiangchuang.research import registers as research


@pytest.mark.clause("4.6-2")
@pytest.mark.parametrize(
    ("market", "government", "share", "mainly"),
    [
        (0, 100, 0, False),
        (50, 50, 5000, False),  # half is not more than half
        (5001, 4999, 5001, True),
        (100_001, 99_999, 5000, True),  # 50.0005 %: written 50.00 %, yet more than half
        (1, 2, 3333, False),  # 33.33…% is rounded down
        (100, 0, 10_000, True),
    ],
)
def test_the_markets_share_at_its_boundaries(
    hunan_pack: Pack, market: int, government: int, share: int, mainly: bool
) -> None:
    year = year_of_income(2026, {"service": market}, {"local_finance": government}, hunan_pack.funding)

    assert (year.market_share, year.is_mainly_market) == (share, mainly)


@pytest.mark.clause("4.6-2")
def test_without_income_there_is_no_share_at_all(hunan_pack: Pack, world: ConsortiumWorld) -> None:
    nothing = year_of_income(2026, {}, {"bank": 100, "share": 100}, hunan_pack.funding)

    assert (nothing.total, nothing.market_share, nothing.is_mainly_market) == (0, None, None)
    world.receipt("bank")
    assert income_years(world.center) == []
    assert market_share(world.center, 2026) is None


@pytest.mark.clause("4.6-2", "6.2-1")
def test_income_is_what_was_earned_with_fees_and_support_and_never_what_was_invested(
    world: ConsortiumWorld,
) -> None:
    world.income("competitive_project", 30)
    world.income("contract_rd", 30)
    world.income("product_sales", 10)
    world.receipt("membership_fee", 10)
    world.receipt("department", 20)
    world.receipt("share", 500)
    world.receipt("venture_fund", 500)
    world.income("service", 999, received_on=date(2025, 12, 31))

    year = income_of_year(world.center, 2026)
    assert year.total == 100 * WAN
    assert (year.market_share, year.government_share) == (6000, 2000)
    assert year.by_kind["member_fee"] == 10 * WAN
    assert [y.year for y in income_years(world.center)] == [2025, 2026]


@pytest.mark.clause("4.6-1")
def test_what_members_pay_on_a_promise_counts_by_its_way_and_is_typed_once(world: ConsortiumWorld) -> None:
    world.deliver(world.promise(), amount=40 * WAN)
    world.deliver(world.promise(way="membership_fee", amount=5 * WAN), amount=5 * WAN)
    shares = world.promise(kind="technology_shares", way="", amount=80 * WAN)
    world.deliver(shares, amount=80 * WAN)
    withdrawn = world.receipt("agreement", 7)
    withdraw_entry(registers.RECEIPTS, actor=world.staff, entry=withdrawn, seen=1, reason="重复")

    # Technology is a contribution, not money received.
    assert figure_of(world.center, "funds_received") == 45 * WAN
    assert income_of_year(world.center, 2026).by_kind["member_fee"] == 5 * WAN

    with pytest.raises(Invalid, match="到位投入"):
        world.receipt(
            "agreement", 40, payer=world.university.organization, payer_name="",
            received_on=date(2026, 9, 20),
        )  # fmt: skip


@pytest.mark.clause("4.6-1", "A.7.2")
def test_the_plan_stands_beside_what_came_and_went_by_year(world: ConsortiumWorld) -> None:
    for year, wan in ((2026, 300), (2027, 200)):
        world.row(registers.PLANNED_RECEIPTS, year=year, source="agreement", amount=wan * WAN)
    world.row(registers.PLANNED_USES, year=2026, kind="equipment", amount=100 * WAN)
    world.deliver(world.promise(), amount=40 * WAN)
    world.receipt("bank", 50)
    world.row(registers.USES, title="主机", kind="equipment", used_on=date(2026, 6, 1), amount=130 * WAN)

    found = investment_of(world.center, 2026)
    assert [(n.code, n.planned, n.actual, n.difference) for n in found.sources] == [
        ("agreement", 300 * WAN, 40 * WAN, -260 * WAN),
        ("bank", 0, 50 * WAN, 50 * WAN),
    ]
    assert (found.spent.difference, found.spent.share) == (30 * WAN, 13_000)
    assert found.sources[1].share is None
    whole = investment_of(world.center)
    assert (whole.received.planned, whole.received.actual) == (500 * WAN, 90 * WAN)
    assert list(whole.years) == [2026, 2027]
    assert investment_of(world.center, 1999).year is None
    assert funds_used(world.center, 2026) == 130 * WAN


@pytest.mark.clause("6.2-2", "4.6-3")
def test_support_counts_money_facilities_and_policies_by_who_gave_them(world: ConsortiumWorld) -> None:
    world.receipt("local_finance", None, form="facilities", purpose="中试厂房")
    world.receipt("local_finance", 20, form="facilities", purpose="公寓", received_on=date(2025, 1, 1))
    world.receipt("supervising_department", None, form="policy", purpose="推广政策")
    world.receipt("department", 300)

    department, city, industry = government_support(world.center)
    assert (department.money, department.facilities) == (300 * WAN, 0)
    # An estimate beside a facility is no money.
    assert (city.money, city.facilities, city.policies) == (0, 2, 0)
    assert (industry.policies, industry.is_given) == (1, True)
    assert government_support(world.center, 2026)[1].facilities == 1
    with pytest.raises(Invalid, match="大于零"):
        world.receipt("department", None)
    with pytest.raises(Invalid, match="填一项"):
        world.receipt("department", payer=world.center.lead)


@pytest.mark.clause("4.6-2")
def test_what_contracts_orders_and_tasks_already_hold_is_counted_and_not_typed_again(
    world: ConsortiumWorld,
) -> None:
    contract = world.row(
        research.CONTRACTS, number="HT-1", title="监测算法许可", type="licence", counterparty_name="示例用户",
        agreed_fen=100 * WAN, signed_on=date(2026, 3, 1),
    )  # fmt: skip
    world.row(research.RECEIPTS, contract=contract, fen=60 * WAN, received_on=date(2026, 6, 1))
    world.row(research.RECEIPTS, contract=contract, fen=-10 * WAN, received_on=date(2026, 7, 1))
    world.receipt("department", 50)

    year = income_of_year(world.center, 2026)
    assert (year.by_kind["transfer"], year.total, year.market_share) == (50 * WAN, 100 * WAN, 5000)
    assert [source.code for source in money_sources("income")] == ["contract-receipts", "order-payments"]
