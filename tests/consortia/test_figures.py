"""What is counted of a center's money and consortium, with what other registers hold of it, counted once."""

from datetime import date

import pytest

from tests.centers.reading import addresses_of, cost_of, days_around, figure_of, figures_of
from tests.consortia.world import WAN, ConsortiumWorld
from tests.factories.centers import CenterFactory
from xiangchuang.calendars import clock
from xiangchuang.centers.registers.keep import withdraw_entry
from xiangchuang.consortia import registers
from xiangchuang.consortia.figures import FIGURES
from xiangchuang.consortia.models import FindingState, PositioningFinding
from xiangchuang.consortia.queries import income_of_year
from xiangchuang.research import registers as research


def contract_receipt(world: ConsortiumWorld, wan: int) -> None:
    """Money under a contract that research holds."""
    contract = world.row(
        research.CONTRACTS, number="HT-1", title="监测算法许可", type="licence", counterparty_name="示例用户",
        agreed_fen=100 * WAN, signed_on=date(2026, 3, 1),
    )  # fmt: skip
    world.row(research.RECEIPTS, contract=contract, fen=wan * WAN, received_on=date(2026, 6, 1))


def confirm(world: ConsortiumWorld, state: FindingState, on: date) -> PositioningFinding:
    """A finding that was decided on the day."""
    return PositioningFinding.objects.create(
        center=world.center, sign="sales", register="earned-incomes", row=1, told="产品销售",
        fingerprint=f"{state}{on}", state=state, reason="核实属实", decided_at=clock.moment_on(on),
    )  # fmt: skip


@pytest.mark.clause("4.6-2")
def test_the_markets_income_is_what_the_pack_says_with_what_other_registers_hold(
    world: ConsortiumWorld,
) -> None:
    """4.6-2 以竞争性课题、市场化服务等…市场机制收入: competitive projects count, sales and support do not."""
    world.income("competitive_project", 30)
    world.income("product_sales", 10)
    world.receipt("department", 20)
    world.receipt("share", 500)
    world.deliver(world.promise(way="membership_fee", amount=5 * WAN), amount=5 * WAN)
    contract_receipt(world, 40)
    names = ("market_income", "total_income")
    assert list(figures_of(world.center, names).values()) == [70 * WAN, 105 * WAN]
    year = income_of_year(world.center, 2026)
    assert (year.by_side["market"], year.total) == (70 * WAN, 105 * WAN)


def test_money_counts_on_the_first_and_the_last_day_and_not_a_day_beyond(world: ConsortiumWorld) -> None:
    for day in days_around(2025):
        world.income("service", 1, received_on=day)
        world.receipt("bank", 2, received_on=day)
        world.deliver(world.promise(title=f"出资{day}"), made_on=day, amount=3 * WAN)
    names = ("market_income", "funds_received", "contributions_made", "funding_sources")
    assert list(figures_of(world.center, names, 2025).values()) == [2 * WAN, 10 * WAN, 6 * WAN, 2]


def test_what_is_withdrawn_or_no_money_counts_nowhere(world: ConsortiumWorld) -> None:
    wrong = world.receipt("department", 300)
    world.receipt("local_finance", 20, form="facilities", purpose="公寓")
    shares = world.promise(kind="technology_shares", way="", amount=80 * WAN)
    world.deliver(shares, amount=80 * WAN)
    people = world.promise(kind="people", way="", amount=None, quantity=5, unit="人")
    world.deliver(people, amount=None, quantity=5)
    withdraw_entry(registers.RECEIPTS, actor=world.staff, entry=wrong, seen=1, reason="重复")
    names = ("total_income", "funds_received", "funding_sources", "contributions_made")
    assert list(figures_of(world.center, names).values()) == [0, 0, 0, 80 * WAN]


@pytest.mark.clause("4.6-1")
def test_sources_are_counted_by_kind_once_each(world: ConsortiumWorld) -> None:
    """4.6-1 会员制、股份制、协议制、创投基金等: how many ways money came."""
    world.receipt("venture_fund"), world.receipt("venture_fund", 7), world.receipt("bank")
    world.deliver(world.promise())
    assert figure_of(world.center, "funding_sources") == 3


def test_firms_count_when_founded_and_findings_while_they_stand_confirmed(world: ConsortiumWorld) -> None:
    world.spin_off()
    assert [figure_of(world.center, "spin_offs_founded", year) for year in (2025, 2026)] == [1, 0]
    confirm(world, FindingState.CONFIRMED, date(2026, 12, 31))
    confirm(world, FindingState.CLOSED, date(2026, 6, 1))
    assert [figure_of(world.center, "positioning_confirmed", year) for year in (2026, 2027)] == [1, 0]


def test_rows_lead_to_the_register_each_comes_from(world: ConsortiumWorld) -> None:
    world.income("service", 1)
    contract_receipt(world, 40)
    world.receipt("department", 2)
    found = confirm(world, FindingState.CONFIRMED, date(2026, 6, 1))
    where = [address.split("/")[-3] for address in addresses_of(world.center, "total_income")]
    assert where == ["earned-incomes", "contract-receipts", "funding-receipts"]
    assert addresses_of(world.center, "positioning_confirmed")[0].endswith(f"/positioning/{found.pk}/")


def test_no_figure_asks_more_for_three_centers_than_for_one(world: ConsortiumWorld) -> None:
    worlds = [world, ConsortiumWorld(CenterFactory()), ConsortiumWorld(CenterFactory())]
    for each in worlds:
        contract_receipt(each, 40), each.income("service", 1), each.receipt("department", 2)
        each.deliver(each.promise())
        confirm(each, FindingState.CONFIRMED, date(2026, 6, 1))
    for figure in FIGURES:
        once = cost_of(figure.code, [world.center])
        assert cost_of(figure.code, [each.center for each in worlds]) == once, figure.code
    assert figure_of(worlds[1].center, "market_income") == 41 * WAN
