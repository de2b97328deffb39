"""The demand board: a problem in a firm's words, answers, one chosen; and who learns whose it is."""

import pytest

from tests.factories.registers import actor_as
from tests.marketplace.world import PRICE, Market
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.marketplace.choose_answer import choose_answer
from xiangchuang.marketplace.demands import close_demand, withdraw_answer
from xiangchuang.marketplace.models import Demand, DemandAnswer, Order
from xiangchuang.marketplace.queries import (
    answers_visible_to,
    demands_readable_by,
    may_name_firm,
    order_contacts,
)


@pytest.mark.clause("4.4-1")
def test_a_small_firm_asks_two_centers_answer_it_picks_one_and_an_order_begins(market: Market) -> None:
    demand = market.demand()
    answer, other = market.answer(demand), market.answer(demand, market.other_center)
    before = LedgerEntry.objects.count()
    order = choose_answer(actor=market.person, answer=answer, seen=demand.version)
    assert (order.state, order.center, order.amount_fen, order.is_sme) == (
        "agreed",
        market.center,
        PRICE,
        True,
    )
    assert order.kind == "contract_rd"
    other.refresh_from_db()
    demand.refresh_from_db()
    assert (other.state, demand.state) == ("passed", "met")
    assert LedgerEntry.objects.count() == before + 2, "one of the order, one of the demand"
    contacts = order_contacts(market.person, order)
    assert contacts is not None
    assert contacts[1].phone == "13800000002"


def test_answers_are_read_by_the_firm_by_their_own_center_and_by_the_department(market: Market) -> None:
    demand = market.demand()
    own, other = market.answer(demand), market.answer(demand, market.other_center)
    assert set(answers_visible_to(market.person, demand)) == {own, other}
    assert set(answers_visible_to(market.officer, demand)) == {own, other}
    assert set(answers_visible_to(market.staff, demand)) == {own}
    assert not answers_visible_to(market.rival, demand)


def test_a_rival_reads_the_open_problem_but_never_whose_it_is(market: Market) -> None:
    demand = market.demand()
    assert demands_readable_by(market.rival).get() == demand
    assert not may_name_firm(market.rival, demand)
    assert may_name_firm(market.staff, demand)
    assert may_name_firm(market.person, demand)
    close_demand(actor=market.person, demand=demand, seen=demand.version, reason="已自行解决")
    assert not demands_readable_by(market.rival).exists()
    assert demands_readable_by(market.person).get() == demand


def test_only_the_firm_itself_chooses_and_closes(market: Market) -> None:
    demand = market.demand()
    answer = market.answer(demand)
    for actor in (market.rival, market.staff, market.officer):
        with pytest.raises(NotFound):
            choose_answer(actor=actor, answer=answer, seen=demand.version)
        with pytest.raises(NotPermitted):
            close_demand(actor=actor, demand=demand, seen=demand.version, reason="x")
    assert not Order.objects.exists()


def test_a_second_choice_is_stale_and_a_demand_met_takes_no_answer(market: Market) -> None:
    demand = market.demand()
    answer, other = market.answer(demand), market.answer(demand, market.other_center)
    seen = demand.version
    choose_answer(actor=market.person, answer=answer, seen=seen)
    again = DemandAnswer.objects.select_related("demand").get(pk=other.pk)
    with pytest.raises(Stale):
        choose_answer(actor=market.person, answer=again, seen=seen)
    with pytest.raises(Blocked):
        choose_answer(actor=market.person, answer=again, seen=seen + 1)
    assert Order.objects.count() == 1


def test_a_center_answers_once_at_a_time_and_may_take_it_back_before_it_is_chosen(market: Market) -> None:
    demand = market.demand()
    answer = market.answer(demand)
    with pytest.raises(Blocked, match="已答复过"):
        market.answer(demand)
    with pytest.raises(NotPermitted):
        withdraw_answer(actor=market.other_staff, answer=answer)
    withdraw_answer(actor=market.staff, answer=answer)
    with pytest.raises(Blocked, match="撤回"):
        choose_answer(actor=market.person, answer=answer, seen=demand.version)
    second = market.answer(demand)
    demand.refresh_from_db()
    choose_answer(actor=market.person, answer=second, seen=demand.version)
    with pytest.raises(Blocked, match="不能撤回"):
        withdraw_answer(actor=market.staff, answer=second)


def test_a_center_does_not_answer_its_own_lead_nor_with_anothers_resource(market: Market) -> None:
    own = market.demand(actor_as(Role.LEAD, market.center.lead))
    with pytest.raises(Blocked, match="自己的需求"):
        market.answer(own)
    foreign = market.offering("service", market.other_center)
    with pytest.raises(Invalid, match="不是本中心的"):
        market.answer(market.demand(), offering=foreign)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""}, {"text": "\u200b"}, {"contact_name": ""}, {"budget_from_fen": 2, "budget_to_fen": 1},
        {"budget_from_fen": -1}, {"text": "长" * 4001},
    ],
    ids=lambda wrong: next(iter(wrong)),
)  # fmt: skip
def test_a_demand_that_cannot_stand_is_refused_in_words(market: Market, wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        market.demand(**wrong)
    assert not Demand.objects.exists()
