"""An order from request to closing: whose turn it is, what is agreed and paid, and a rating given once."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.factories.registers import actor_as
from tests.marketplace.world import PRICE, Market
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Refusal, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.marketplace.carry_out_order import (
    accept_delivery,
    agree_order,
    cancel_order,
    close_order,
    decline_order,
    deliver_order,
    record_payment,
    return_delivery,
    withdraw_order,
)
from xiangchuang.marketplace.models import Order, OrderKind, OrderState, Rating
from xiangchuang.marketplace.order_verbs import ORDER_VERBS, offered_verbs
from xiangchuang.marketplace.queries import may_view_order, order_contacts, orders_visible_to
from xiangchuang.marketplace.rate_order import answer_rating, rate_order
from xiangchuang.marketplace.service_year import service_year, service_years, total_of


def pay(market: Market, order: Order, fen: int, reference: str = "HD-001") -> None:
    record_payment(
        actor=market.staff, order=order, seen=order.version, amount_fen=fen, paid_on=clock.today(),
        reference=reference,
    )  # fmt: skip


@pytest.mark.clause("4.4-1", "3.1.2-1")
def test_contract_research_goes_from_request_to_closing_with_one_entry_a_step(market: Market) -> None:
    before = LedgerEntry.objects.count()
    order = market.accepted(OrderKind.CONTRACT_RD)
    pay(market, order, PRICE)
    close_order(actor=market.staff, order=order, seen=order.version)
    assert (order.state, order.is_sme, order.amount_fen) == ("closed", True, PRICE)
    steps = [step.verb for step in order.steps.all()]
    assert steps == ["request", "quote", "agree", "deliver", "accept", "pay", "close"]
    entries = LedgerEntry.objects.order_by("pk")[before:]
    assert [entry.verb for entry in entries] == [f"order_{verb}" for verb in steps]
    assert {entry.clause for entry in entries} == {"4.4-1"}


@pytest.mark.clause("3.1.2-1")
def test_a_year_counts_small_firms_and_research_by_contract(market: Market) -> None:
    order = market.accepted(OrderKind.CONTRACT_RD)
    pay(market, order, PRICE // 3)
    large = actor_as(Role.LEAD)
    second = market.request(actor=large)
    market.quote(second, amount_fen=500)
    agree_order(actor=large, order=second, seen=second.version)
    market.request()  # asked, not agreed: not counted
    figures = service_year(market.center, 2026)
    assert (figures.orders, figures.sme_orders, figures.smes_served, figures.delivered) == (2, 1, 1, 1)
    assert (figures.contract_rd, figures.contract_rd_agreed_fen) == (1, PRICE)
    assert (figures.contract_rd_paid_fen, figures.paid_fen) == (PRICE // 3, PRICE // 3)
    assert service_year(market.other_center, 2026).orders == 0
    assert service_year(market.center, 2025).orders == 0
    both = service_years([market.center, market.other_center], 2026)
    assert total_of(both.values()) == figures


def attempts(market: Market, order: Order, actor: Actor) -> dict[str, Callable[[], object]]:
    """Every verb after the request, as this person would try it."""
    common = {"actor": actor, "order": order, "seen": order.version}
    day = clock.today() + timedelta(days=9)
    return {
        "quote": lambda: market.quote(order) if actor is market.staff else _quote(common, day),
        "decline": lambda: decline_order(**common, reason="没有能力"),  # type: ignore[arg-type]
        "agree": lambda: agree_order(**common),  # type: ignore[arg-type]
        "withdraw": lambda: withdraw_order(**common, reason="不做了"),  # type: ignore[arg-type]
        "deliver": lambda: deliver_order(**common, delivery="报告"),  # type: ignore[arg-type]
        "accept": lambda: accept_delivery(**common),  # type: ignore[arg-type]
        "return": lambda: return_delivery(**common, reason="缺附件"),  # type: ignore[arg-type]
        "pay": lambda: record_payment(
            **common, amount_fen=1, paid_on=clock.today(), reference="HD-9"  # type: ignore[arg-type]
        ),
        "close": lambda: close_order(**common, reason="余款减免"),  # type: ignore[arg-type]
        "cancel": lambda: cancel_order(**common, reason="双方同意"),  # type: ignore[arg-type]
        "rate": lambda: rate_order(**common, score=5, text="好"),  # type: ignore[arg-type]
        "answer-rating": lambda: answer_rating(**common, text="谢谢"),  # type: ignore[arg-type]
    }  # fmt: skip


def _quote(common: dict[str, object], day: object) -> None:
    from xiangchuang.marketplace.carry_out_order import quote_order

    quote_order(
        **common, amount_fen=1, deliver_by=day, terms="", contact_name="甲", contact_phone="1"  # type: ignore[arg-type]
    )  # fmt: skip


def at(market: Market, state: str) -> Order:
    order = market.accepted()
    Order.objects.filter(pk=order.pk).update(state=state)
    order.refresh_from_db()
    return order


@pytest.mark.parametrize("state", OrderState.values)
def test_in_each_state_each_side_can_do_what_the_table_says_and_nothing_else(
    market: Market, state: str
) -> None:
    for side, actor in (("firm", market.person), ("center", market.staff)):
        for verb in ORDER_VERBS:
            order = at(market, state)
            Rating.objects.filter(order=order).delete()
            may = side in verb.sides and state in verb.before and verb.code != "answer-rating"
            offered = verb.code in {offer.code for offer in offered_verbs(actor, order)}
            assert offered == may, (side, verb.code)
            try:
                attempts(market, order, actor)[verb.code]()
            except Refusal as refusal:
                assert not may, (side, verb.code, str(refusal))
                expected = (Blocked, NotPermitted) if side in verb.sides else (NotPermitted,)
                assert isinstance(refusal, expected), (side, verb.code)
                order.refresh_from_db()
                assert order.state == state
            else:
                assert may, (side, verb.code)
                assert order.state == (verb.after or state)


def test_to_anyone_else_the_order_does_not_exist_and_the_department_only_looks_on(market: Market) -> None:
    order = market.delivered()
    for actor in (market.rival, market.other_staff, market.city, Actor.anonymous()):
        assert not may_view_order(actor, order)
        assert not orders_visible_to(actor).exists()
        for code, attempt in attempts(market, order, actor).items():
            with pytest.raises(NotFound):
                attempt()
            assert code
    assert orders_visible_to(market.officer).get() == order
    assert offered_verbs(market.officer, order) == []
    for attempt in attempts(market, order, market.officer).values():
        with pytest.raises(NotPermitted):
            attempt()


def test_contacts_are_shown_to_the_two_sides_and_only_once_both_agreed(market: Market) -> None:
    order = market.request()
    market.quote(order)
    assert order_contacts(market.person, order) is None
    assert order_contacts(market.staff, order) is None
    agree_order(actor=market.person, order=order, seen=order.version)
    contacts = order_contacts(market.staff, order)
    assert contacts is not None
    assert [contact.name for contact in contacts] == ["马某", "中心赵某"]
    assert order_contacts(market.rival, order) is None
    assert order_contacts(market.officer, order) is None


def test_a_step_from_an_old_page_is_stale(market: Market) -> None:
    order = market.request()
    old = Order.objects.get(pk=order.pk)
    market.quote(order)
    with pytest.raises(Stale, match="还在"):
        withdraw_order(actor=market.person, order=old, seen=old.version, reason="不做了")


def test_money_never_exceeds_what_was_agreed_and_a_slip_is_entered_once(market: Market) -> None:
    order = market.agreed()
    pay(market, order, PRICE - 1)
    with pytest.raises(Blocked, match="超过约定"):
        pay(market, order, 2, "HD-002")
    with pytest.raises(Blocked, match="已登记过"):
        pay(market, order, 1)
    with pytest.raises(Invalid):
        pay(market, order, 0, "HD-003")
    pay(market, order, 1, "HD-004")
    assert [payment.amount_fen for payment in order.payments.all()] == [PRICE - 1, 1]


def test_an_order_not_paid_in_full_is_closed_only_with_a_reason(market: Market) -> None:
    order = market.accepted()
    with pytest.raises(Invalid, match="没有到齐"):
        close_order(actor=market.staff, order=order, seen=order.version)
    close_order(actor=market.staff, order=order, seen=order.version, reason="首单减免")
    assert order.reason == "首单减免"


def test_a_returned_delivery_is_delivered_again(market: Market) -> None:
    order = market.delivered()
    return_delivery(actor=market.person, order=order, seen=order.version, reason="缺原始数据")
    assert (order.state, order.delivered_on) == ("agreed", None)
    deliver_order(actor=market.staff, order=order, seen=order.version, delivery="报告和原始数据。")
    assert order.state == OrderState.DELIVERED


def test_only_the_served_firm_rates_once_after_delivery_and_the_center_answers_once(market: Market) -> None:
    order = market.agreed()
    with pytest.raises(Blocked, match="履行中"):
        rate_order(actor=market.person, order=order, seen=order.version, score=5, text="好")
    deliver_order(actor=market.staff, order=order, seen=order.version, delivery="报告。")
    with pytest.raises(NotPermitted):
        rate_order(actor=market.staff, order=order, seen=order.version, score=5, text="自评")
    rate_order(actor=market.person, order=order, seen=order.version, score=4, text="及时，报告清楚。")
    with pytest.raises(Blocked, match="只有一次"):
        rate_order(actor=market.person, order=order, seen=order.version, score=1, text="改主意")
    with pytest.raises(NotPermitted):
        answer_rating(actor=market.person, order=order, seen=order.version, text="自答")
    answer_rating(actor=market.staff, order=order, seen=order.version, text="下次提前三天。")
    with pytest.raises(Blocked, match="只有一次"):
        answer_rating(actor=market.staff, order=order, seen=order.version, text="又一次")
    figures = service_year(market.center, 2026)
    assert (figures.ratings, figures.average_rating_e2) == (1, 400)


@pytest.mark.parametrize(("score", "text"), [(0, "好"), (6, "好"), (5, " \u200b")])
def test_a_rating_is_one_to_five_with_words(market: Market, score: int, text: str) -> None:
    order = market.delivered()
    with pytest.raises(Invalid):
        rate_order(actor=market.person, order=order, seen=order.version, score=score, text=text)


def test_a_center_orders_nothing_of_itself_and_officials_order_nothing(market: Market) -> None:
    own = actor_as(Role.LEAD, market.center.lead)
    with pytest.raises(Blocked, match="牵头单位"):
        market.request(actor=own)
    with pytest.raises(NotPermitted):
        market.request(actor=market.officer)


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"text": ""}, {"contact_phone": ""}, {"title": "长" * 101}], ids=str
)
def test_a_request_that_says_too_little_or_too_much_is_refused(market: Market, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        market.request(**wrong)
    assert not Order.objects.exists()


def test_hostile_words_are_kept_as_words(market: Market) -> None:
    order = market.request(title='=HYPERLINK("http://x")', text="{{ 7*7 }}<script>\u202e\x00 ok")
    order.refresh_from_db()
    assert order.title == '=HYPERLINK("http://x")'
    assert order.text == "{{ 7*7 }}<script> ok"
