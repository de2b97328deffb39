"""Technology contracts of five types, what came in under them, and to whom results went."""

from datetime import date

import pytest
from django.urls import reverse

from tests.centers.reading import figure_of
from tests.factories.centers import CenterWorld
from tests.factories.registers import OrganizationFactory
from tests.research.keeping import WAN, contract, receipt, result, transfer
from tests.workbench.browser import read, signed_in, text_of
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.centers.registers.keep import record_entry, withdraw_entry
from xiangchuang.research.models.kinds import ContractType
from xiangchuang.research.panels import overpaid_contracts
from xiangchuang.research.queries import licence_income
from xiangchuang.research.registers import CONTRACTS, RECEIPTS, SPENDING


def test_the_five_types_are_those_of_the_measure_of_2026() -> None:
    words = [str(kind.label) for kind in ContractType]
    assert words == ["技术开发", "技术转让", "技术许可", "技术咨询", "技术服务"]


def test_more_received_than_agreed_is_flagged_to_the_fen_and_not_refused(world: CenterWorld) -> None:
    one = contract(world)
    receipt(world, one, 60, date(2026, 5, 1))
    exact = receipt(world, one, 40, date(2026, 6, 1))
    assert not overpaid_contracts(world.center).exists()
    record_entry(
        RECEIPTS, actor=world.staff, center=world.center,
        values={"contract": one, "fen": 1, "received_on": date(2026, 7, 1)},
    )  # fmt: skip
    assert [c.received_fen for c in overpaid_contracts(world.center)] == [100 * WAN + 1]
    chapter = reverse("centers:chapter", args=[world.center.pk, "research"])
    assert "超过合同额" in text_of(read(signed_in(world.officer), chapter))
    withdraw_entry(RECEIPTS, actor=world.staff, entry=exact, seen=1, reason="重复登记")
    assert not overpaid_contracts(world.center).exists()


def test_a_contract_number_stands_once_and_the_other_side_is_named(world: CenterWorld) -> None:
    contract(world, "HT-2026-001")
    with pytest.raises(Invalid, match="这个编号的合同已登记过"):
        contract(world, "ht 2026 001")
    with pytest.raises(Invalid, match="至少填一个"):
        contract(world, "HT-2", counterparty_name="")


@pytest.mark.clause("4.4-1")
def test_small_firms_served_are_counted_once_by_the_register_not_by_what_was_ticked(
    world: CenterWorld,
) -> None:
    """4.4-1 与企业…开展合同研发…提供按需定制的技术创新服务: who was served, whatever the form said."""
    small, large = OrganizationFactory(is_sme=True), OrganizationFactory(is_sme=False)
    contract(world, "HT-1", "development", counterparty=small, counterparty_name="")
    contract(world, "HT-2", "service", counterparty=small, counterparty_name="")
    contract(world, "HT-3", "consulting", counterparty=large, counterparty_name="", is_sme=True)
    contract(world, "HT-4", "service", is_sme=True)
    assert figure_of(world.center, "smes_served", 2026) == 2
    assert CONTRACTS.clause == "4.4-1"


def test_agreed_counts_in_the_year_of_signing_and_received_in_that_of_receipt(world: CenterWorld) -> None:
    one = contract(world, signed_on=date(2026, 12, 30))
    receipt(world, one, 30, date(2027, 1, 2))
    receipt(world, one, -10, date(2027, 2, 2))
    codes = ("contracts_signed", "contracts_agreed", "contracts_received")
    assert [figure_of(world.center, code, 2026) for code in codes] == [1, 100 * WAN, 0]
    assert [figure_of(world.center, code, 2027) for code in codes] == [0, 0, 20 * WAN]


@pytest.mark.clause("4.2-1")
def test_a_transfer_beyond_the_consortium_is_told_from_one_within(world: CenterWorld) -> None:
    """4.2-1 统筹产学研创新资源: what stays among the builders and what reaches others (1.1-2)."""
    member = world.center.members.exclude(role="lead").get().organization
    one = result(world)
    assert transfer(world, one).is_outside
    assert transfer(world, one, recipient_name="示例外省企业").is_outside
    assert not transfer(world, one, recipient=member).is_outside
    assert not transfer(world, one, recipient=world.center.lead).is_outside
    assert not transfer(world, one, "self_implemented").is_outside
    with pytest.raises(Invalid, match="至少填一个"):
        transfer(world, one, recipient_name="")
    codes = ("transfers", "transfer_income", "transfers_outside")
    assert [figure_of(world.center, code, 2026) for code in codes] == [5, 500 * WAN, 2]


def test_licence_income_names_the_results_it_came_from(world: CenterWorld) -> None:
    licence, service = contract(world, "HT-1"), contract(world, "HT-2", "service")
    transfer(world, result(world, "健康监测算法"), contract=licence)
    receipt(world, licence, 60, date(2026, 5, 1))
    receipt(world, service, 5, date(2026, 5, 1))
    (income,) = licence_income(world.center)
    assert (income.contract_number, income.fen, income.results) == ("HT-1", 60 * WAN, ("健康监测算法",))
    assert licence_income(world.center, 2027) == []


def test_spending_of_the_tasks_is_the_years_research_spending(world: CenterWorld) -> None:
    from tests.research.keeping import task

    one = task(world)
    for wan, day in ((30, date(2026, 12, 31)), (20, date(2027, 1, 1))):
        record_entry(
            SPENDING, actor=world.staff, center=world.center,
            values={"task": one, "kind": "labour", "fen": wan * WAN, "spent_on": day},
        )  # fmt: skip
    assert [figure_of(world.center, "rd_spending", year) for year in (2026, 2027)] == [30 * WAN, 20 * WAN]
