"""What is counted of services: firms once each, orders, hours and ratings, money under one contract once."""

from datetime import date, datetime, timedelta

import pytest

from tests.centers.reading import addresses_of, cost_of, figure_of, figures_of
from tests.factories.centers import CenterFactory
from tests.factories.registers import OrganizationFactory, actor_as
from tests.marketplace.test_orders import pay
from tests.marketplace.world import PRICE, Market
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.keep import record_entry, withdraw_entry
from xiangchuang.marketplace.book_instrument import confirm_use
from xiangchuang.marketplace.carry_out_order import cancel_order
from xiangchuang.marketplace.figures import FIGURES
from xiangchuang.marketplace.models import Booking, Order, OrderKind, Payment
from xiangchuang.marketplace.rate_order import rate_order
from xiangchuang.marketplace.registers import LABORATORIES
from xiangchuang.marketplace.service_year import service_year
from xiangchuang.research.models import TechnologyContract
from xiangchuang.research.registers import CONTRACTS


def technology_contract(market: Market, number: str, **values: object) -> TechnologyContract:
    """A contract of 1 October 2026 that the first center has registered."""
    told = {
        "number": number, "title": f"合同{number}", "type": "service", "agreed_fen": PRICE,
        "signed_on": date(2026, 10, 1), **values,
    }  # fmt: skip
    made = record_entry(CONTRACTS, actor=market.staff, center=market.center, values=told)
    assert isinstance(made, TechnologyContract)
    return made


def use(market: Market, booking: Booking) -> None:
    """The hours are used, all of them."""
    with clock.at(booking.ends_at + timedelta(hours=1)):
        confirm_use(actor=market.staff, booking=booking, seen=booking.version, used_hours=booking.hours)


@pytest.mark.clause("1.2-7")
def test_one_small_firm_counts_once_however_it_was_served(market: Market) -> None:
    """1.2-7 服务…科技型中小企业: an order, an hour and a contract of one firm are one firm."""
    market.agreed(OrderKind.SERVICE), market.agreed(OrderKind.CONTRACT_RD)
    use(market, market.book(market.offering("instrument")))
    technology_contract(market, "HT-1", counterparty=market.firm)
    # The same firm, typed by name by someone who did not look it up; then a firm nobody registered, twice.
    technology_contract(market, "HT-2", counterparty_name="示例小巧传感 有限公司", is_sme=True)
    technology_contract(market, "HT-3", counterparty_name="示例未登记企业", is_sme=True)
    technology_contract(market, "HT-4", counterparty_name="示例未登记企业", is_sme=True)
    technology_contract(market, "HT-5", counterparty=OrganizationFactory(is_sme=False))
    market.request()  # asked, not agreed
    assert figure_of(market.center, "smes_served") == 2
    assert figure_of(market.other_center, "smes_served") == 0
    where = addresses_of(market.center, "smes_served")
    assert [address.split("/")[-3] for address in where[:3]] == ["orders", "orders", "bookings"]
    assert {address.split("/")[-3] for address in where[3:]} == {"technology-contracts"}


def test_a_firm_absorbed_by_another_is_that_other_one(market: Market) -> None:
    market.agreed()
    kept = OrganizationFactory(name="示例合并后企业", is_sme=True)
    technology_contract(market, "HT-1", counterparty=kept)
    assert figure_of(market.center, "smes_served") == 2
    market.firm.merged_into = kept
    market.firm.save()
    assert figure_of(market.center, "smes_served") == 1


def test_orders_money_and_ratings_are_those_of_the_year_of_services(market: Market) -> None:
    order = market.accepted(OrderKind.CONTRACT_RD)
    pay(market, order, PRICE // 3)
    rate_order(actor=market.person, order=order, seen=order.version, score=4, text="及时。")
    second = market.delivered()
    rate_order(actor=market.person, order=second, seen=second.version, score=5, text="很好。")
    ended = market.agreed()
    cancel_order(actor=market.staff, order=ended, seen=ended.version, reason="双方同意")
    names = ("orders_agreed", "contract_rd_agreed", "contract_rd_paid", "rating_mean")
    assert list(figures_of(market.center, names).values()) == [3, PRICE, PRICE // 3, 450]
    year = service_year(market.center, 2026)
    assert [year.orders, year.contract_rd_agreed_fen, year.contract_rd_paid_fen, year.average_rating_e2] == [
        3, PRICE, PRICE // 3, 450,
    ]  # fmt: skip
    assert list(figures_of(market.center, names, 2027).values()) == [0, 0, 0, None]


def test_days_at_the_edges_of_a_year_are_those_of_shanghai(market: Market) -> None:
    order = market.delivered()
    for day, counted in ((date(2025, 12, 31), 0), (date(2026, 1, 1), 1), (date(2026, 12, 31), 1),
                         (date(2027, 1, 1), 0)):  # fmt: skip
        Order.objects.filter(pk=order.pk).update(agreed_on=day)
        assert figure_of(market.center, "orders_agreed") == counted, day
    rate_order(actor=market.person, order=order, seen=order.version, score=4, text="及时。")
    # Half past midnight on New Year's Day in Shanghai is still the old year in London.
    type(order.rating).objects.update(rated_at=datetime(2027, 1, 1, 0, 30, tzinfo=clock.SHANGHAI))
    assert [figure_of(market.center, "rating_mean", year) for year in (2026, 2027)] == [None, 400]


@pytest.mark.clause("4.4-2")
def test_hours_used_by_others_are_told_from_those_of_the_builders(market: Market) -> None:
    """4.4-2 …开放共享: hours the firm used count outside; booked or missed hours count nowhere."""
    instrument = market.offering("instrument")
    use(market, market.book(instrument, hour=10, hours=2))
    own = actor_as(Role.LEAD, market.center.lead)
    use(market, market.book(instrument, own, hour=13, hours=3))
    market.book(instrument, hour=16, hours=1)
    names = ("outside_hours", "inside_hours")
    assert list(figures_of(market.center, names).values()) == [2, 3]


def test_a_laboratory_counts_in_every_span_in_which_it_ran(market: Market) -> None:
    values = {
        "name": "刀具联合实验室", "organization": market.firm, "purpose": "刀具",
        "began_on": date(2025, 12, 31), "runs_until": date(2028, 1, 1),
        "center_share_fen": 0, "firm_share_fen": 0,
        "ended_on": date(2026, 1, 1), "ended_reason": "协议终止",
    }  # fmt: skip
    made = record_entry(LABORATORIES, actor=market.staff, center=market.center, values=values)
    years = (2024, 2025, 2026, 2027)
    assert [figure_of(market.center, "joint_laboratories", year) for year in years] == [0, 1, 1, 0]
    withdraw_entry(LABORATORIES, actor=market.staff, entry=made, seen=made.version, reason="误记")
    assert figure_of(market.center, "joint_laboratories") == 0


def _served(market: Market, center: Center) -> None:
    """Two agreed and paid orders of a center."""
    for _number in range(2):
        order = market.request(OrderKind.CONTRACT_RD, center=center)
        Order.objects.filter(pk=order.pk).update(
            state="agreed", amount_fen=PRICE, agreed_on=clock.today(), deliver_by=clock.today()
        )
        Payment.objects.create(
            order=order, amount_fen=1, paid_on=clock.today(), reference="HD", recorded_by=market.staff.user
        )


def test_no_figure_asks_more_for_three_centers_than_for_one(market: Market) -> None:
    centers = [market.center, market.other_center, CenterFactory()]
    for center in centers:
        _served(market, center)
    technology_contract(market, "HT-1", counterparty=market.firm)
    for figure in FIGURES:
        once = cost_of(figure.code, centers[:1])
        assert cost_of(figure.code, centers) == once, figure.code
    assert figure_of(market.other_center, "contract_rd_paid") == 2
