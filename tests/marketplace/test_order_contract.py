"""An order carried out under a technology contract: its money counts once, and the link can be taken back."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories.registers import OrganizationFactory
from tests.marketplace.test_figures import technology_contract
from tests.marketplace.test_orders import pay
from tests.marketplace.world import PRICE, Market
from tests.workbench.browser import read, signed_in, text_of
from xiangchuang.accounts.refusals import Blocked, NotFound, NotPermitted, Stale
from xiangchuang.centers.registers.keep import record_entry, withdraw_entry
from xiangchuang.consortia.queries import income_of_year
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.marketplace.carry_out_order import close_order
from xiangchuang.marketplace.contracts import contracts_for, link_contract, unlink_contract
from xiangchuang.marketplace.models import Order, OrderKind
from xiangchuang.marketplace.order_verbs import PAY, offered_verbs
from xiangchuang.marketplace.service_year import service_year
from xiangchuang.research.models import TechnologyContract
from xiangchuang.research.registers import CONTRACTS, RECEIPTS


def receive(market: Market, contract: TechnologyContract, fen: int) -> None:
    """The staff records money under the contract."""
    values = {"contract": contract, "fen": fen, "received_on": date(2026, 11, 3)}
    record_entry(RECEIPTS, actor=market.staff, center=market.center, values=values)


def link(market: Market, order: Order, contract: TechnologyContract) -> None:
    """The staff says the order is carried out under the contract."""
    link_contract(actor=market.staff, order=order, seen=order.version, contract=contract)


def income(market: Market) -> int:
    """All income of the center in the year, in fen."""
    return income_of_year(market.center, 2026).total


@pytest.mark.clause("4.6-2")
def test_money_recorded_under_order_and_contract_counts_once_when_they_are_one(market: Market) -> None:
    """4.6-2 market income: the same transfer of a bank is one income, wherever it was written down."""
    order = market.accepted(OrderKind.CONTRACT_RD)
    pay(market, order, PRICE)
    contract = technology_contract(market, "HT-1", type="development", counterparty=market.firm)
    receive(market, contract, PRICE)
    assert income(market) == 2 * PRICE  # nobody has said yet that they are one
    link(market, order, contract)
    assert income(market) == PRICE
    assert income_of_year(market.center, 2026).by_kind["contract_rd"] == PRICE
    year = service_year(market.center, 2026)
    assert (year.paid_fen, year.contract_rd_paid_fen) == (0, 0)
    unlink_contract(actor=market.staff, order=order, seen=order.version)
    assert income(market) == 2 * PRICE
    steps = [step.verb for step in order.steps.all()][-2:]
    assert steps == ["link-contract", "unlink-contract"]
    verbs = list(LedgerEntry.objects.order_by("-pk").values_list("verb", flat=True)[:2])
    assert verbs == ["order_unlink_contract", "order_link_contract"]


def test_under_a_contract_money_is_recorded_there_and_closing_asks_for_no_more(market: Market) -> None:
    order = market.accepted()
    link(market, order, technology_contract(market, "HT-1", counterparty=market.firm))
    assert PAY not in offered_verbs(market.staff, order)
    with pytest.raises(Blocked, match="到账记在合同下"):
        pay(market, order, PRICE)
    close_order(actor=market.staff, order=order, seen=order.version)
    assert order.state == "closed"


def test_a_contract_taken_out_of_the_register_takes_no_money_with_it(market: Market) -> None:
    order = market.accepted()
    pay(market, order, PRICE)
    contract = technology_contract(market, "HT-1", counterparty=market.firm)
    link(market, order, contract)
    assert income(market) == 0
    contract.refresh_from_db()
    withdraw_entry(CONTRACTS, actor=market.staff, entry=contract, seen=contract.version, reason="误记")
    assert income(market) == PRICE


def test_who_may_link_what_and_when(market: Market) -> None:
    early, order = market.request(), market.agreed()
    contract = technology_contract(market, "HT-1", counterparty=market.firm)
    foreign = TechnologyContract.objects.create(
        center=market.other_center, number="HT-9", title="别家合同", type="service",
        counterparty=market.firm, agreed_fen=1, signed_on=date(2026, 1, 1), recorded_by=market.staff.user,
    )  # fmt: skip
    for actor, refusal in (
        (market.person, NotPermitted), (market.officer, NotPermitted), (market.rival, NotFound),
        (market.other_staff, NotFound), (market.city, NotFound),
    ):  # fmt: skip
        with pytest.raises(refusal):
            link_contract(actor=actor, order=order, seen=order.version, contract=contract)
    with pytest.raises(NotFound, match="本中心没有"):
        link(market, order, foreign)
    with pytest.raises(Blocked, match="待报价"):
        link(market, early, contract)
    with pytest.raises(Blocked, match="没有关联"):
        unlink_contract(actor=market.staff, order=order, seen=order.version)
    with pytest.raises(Stale):
        link_contract(actor=market.staff, order=order, seen=order.version - 1, contract=contract)
    link(market, order, contract)
    with pytest.raises(Blocked, match="已关联"):
        link(market, order, contract)


def test_contracts_that_fit_are_suggested_the_likeliest_first(market: Market) -> None:
    order = market.agreed(text="按合同 湘研-2026-017 履行，三批滚刀，评估剩余寿命。")
    other = OrganizationFactory()
    technology_contract(market, "甲-1", counterparty=market.firm, agreed_fen=1)
    technology_contract(market, "甲-2", counterparty_name="示例小巧传感有限公司")
    technology_contract(market, "湘研-2026-017", counterparty=other, agreed_fen=1)
    technology_contract(market, "甲-3", counterparty=other)  # of the same amount alone: chance
    technology_contract(market, "1", counterparty=other, agreed_fen=1)  # a number that stands in any text
    fits = contracts_for(order)
    assert [fit.contract.number for fit in fits] == ["湘研-2026-017", "甲-2", "甲-1"]
    assert [str(reason) for reason in fits[1].reasons] == ["对方单位相同", "金额相同"]


def test_the_page_offers_what_fits_links_it_and_takes_it_back(market: Market) -> None:
    order = market.accepted()
    pay(market, order, PRICE)
    contract = technology_contract(market, "HT-1", counterparty=market.firm)
    client, where = signed_in(market.staff), reverse("marketplace:order", args=[order.pk])
    assert "关联技术合同" in text_of(read(client, where))
    link_page = reverse("marketplace:link-contract", args=[order.pk])
    page = text_of(read(client, link_page))
    assert "对方单位相同、金额相同" in page and "关联之后不再计入收入" in page
    empty = client.post(link_page, {"version": order.version, "suggested": "", "other": ""})
    assert empty.status_code == 422 and "没有选合同" in empty.content.decode()
    wrong = client.post(link_page, {"version": order.version, "suggested": "", "other": "没有的"})
    assert wrong.status_code == 422 and 'value="没有的"' in wrong.content.decode()
    done = client.post(link_page, {"version": order.version, "suggested": contract.pk, "other": ""})
    assert (done.status_code, done["Location"]) == (302, where)
    page = text_of(read(client, where))
    assert "按技术合同履行" in page and "登记合同到账" in page and "取消关联技术合同" in page
    seen_by_firm = read(signed_in(market.person), where)
    assert "HT-1" in text_of(seen_by_firm) and "/registers/" not in str(seen_by_firm)
    order.refresh_from_db()
    back = reverse("marketplace:unlink-contract", args=[order.pk])
    assert "同一笔钱两处都登记过的" in text_of(read(client, back))
    assert client.post(back, {"version": order.version}).status_code == 302
    order.refresh_from_db()
    assert order.contract is None
    firm = signed_in(market.person)
    assert firm.get(link_page).status_code == 403 and firm.post(back).status_code == 403
    assert signed_in(market.rival).get(link_page).status_code == 404


def test_another_contract_is_named_by_its_number(market: Market) -> None:
    order = market.agreed()
    contract = technology_contract(market, "HT-77", counterparty=OrganizationFactory(), agreed_fen=1)
    page = reverse("marketplace:link-contract", args=[order.pk])
    answer = signed_in(market.staff).post(page, {"version": order.version, "other": "HT-77"})
    assert answer.status_code == 302
    order.refresh_from_db()
    assert order.contract == contract
