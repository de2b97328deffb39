"""The marketplace's invariants hold after the verbs, and tell when someone went round them."""

from collections.abc import Callable, Iterator

import pytest

from tests.marketplace.test_orders import pay
from tests.marketplace.world import PRICE, Market
from xiangchuang.marketplace.book_instrument import cancel_booking
from xiangchuang.marketplace.invariants import (
    every_booking_holds_its_hours,
    nobody_rated_before_delivery,
    nothing_is_paid_beyond_the_agreement,
    the_index_follows_the_directory,
)
from xiangchuang.marketplace.models import BookedHour, Offering, Order, OrderStep
from xiangchuang.marketplace.rate_order import rate_order
from xiangchuang.search.invariants import every_text_has_its_words, every_word_is_counted
from xiangchuang.search.models import TextWords, WordCount

Damage = Callable[[], object]
CASES: dict[Callable[[], Iterator[str]], Damage] = {
    every_booking_holds_its_hours: lambda: BookedHour.objects.all()[:1].get().delete(),
    nobody_rated_before_delivery: lambda: (
        Order.objects.update(state="agreed"), OrderStep.objects.filter(verb="deliver").delete()
    ),
    nothing_is_paid_beyond_the_agreement: lambda: Order.objects.update(amount_fen=PRICE - 1),
    every_word_is_counted: lambda: WordCount.objects.filter(word="滚刀").update(texts=9),
    every_text_has_its_words: lambda: TextWords.objects.update(words="别的"),
    the_index_follows_the_directory: lambda: Offering.objects.update(version=7),
}  # fmt: skip


@pytest.mark.parametrize("rule", CASES, ids=lambda rule: rule.__name__)
def test_it_holds_after_a_day_of_work_and_tells_what_was_damaged(
    market: Market, rule: Callable[[], Iterator[str]]
) -> None:
    market.offering("service")
    instrument = market.offering("instrument")
    market.book(instrument)
    given_back = market.book(instrument, hour=14)
    cancel_booking(actor=market.person, booking=given_back, seen=given_back.version)
    order = market.accepted()
    pay(market, order, PRICE)
    rate_order(actor=market.person, order=order, seen=order.version, score=5, text="好")
    assert list(rule()) == []
    CASES[rule]()
    assert len(list(rule())) >= 1
