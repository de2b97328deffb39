"""A hundred clients want the same hours at the same moment: one gets them, on either database."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from tests.factories.registers import actor_as
from tests.marketplace.conftest import OPENING
from tests.marketplace.world import Market
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.marketplace.models import BookedHour, Booking
from xiangchuang.marketplace.opening_hours import free_ranges
from xiangchuang.marketplace.queries import public_offerings
from xiangchuang.marketplace.search_index import OFFERING, search
from xiangchuang.search.invariants import every_word_is_counted
from xiangchuang.search.models import WordCount

CLIENTS = 100


@pytest.fixture
def lasting_market(transactional_db: None) -> Iterator[Market]:
    """A market that other threads see: its rows are committed."""
    with clock.at(OPENING):
        yield Market()


def at_once(people: list[Actor], act: Callable[[Actor], object]) -> list[object]:
    """Let each person act in a thread and on a connection of their own; return results or refusals."""
    start = Barrier(len(people))

    def one(person: Actor) -> object:
        try:
            start.wait()
            return act(person)
        except Blocked as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(one, people))


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("4.4-2")
def test_a_hundred_book_the_same_hours_at_once_and_exactly_one_gets_them(lasting_market: Market) -> None:
    market = lasting_market
    instrument = market.offering("instrument")
    people = [actor_as(Role.SERVED_FIRM) for _ in range(CLIENTS)]
    answers = at_once(people, lambda person: market.book(instrument, person, hour=10, hours=2))
    assert [type(answer) for answer in answers].count(Booking) == 1
    assert Booking.objects.count() == 1
    assert BookedHour.objects.count() == 2
    assert LedgerEntry.objects.filter(verb="book_instrument").count() == 1
    refused = [answer for answer in answers if isinstance(answer, Blocked)]
    assert len(refused) == CLIENTS - 1
    for refusal in refused:
        assert "没有约成" in refusal.message
        assert "09:00–10:00、12:00–18:00" in refusal.remedy
        assert refusal.kept["purpose"] == market.slot().purpose


@pytest.mark.django_db(transaction=True)
def test_overlapping_bookings_at_once_never_share_an_hour(lasting_market: Market) -> None:
    market = lasting_market
    instrument = market.offering("instrument")
    people = [actor_as(Role.SERVED_FIRM) for _ in range(24)]
    first = dict(zip((person.ledger_name for person in people), [9, 11, 13] * 8, strict=True))
    at_once(people, lambda person: market.book(instrument, person, hour=first[person.ledger_name], hours=3))
    booked = [booking.hours for booking in Booking.objects.all()]
    assert booked in ([3], [3, 3])
    assert BookedHour.objects.count() == sum(booked)


@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_looking_first_does_not_help(lasting_market: Market) -> None:
    """The control: everybody looks, sees the hour free, and books it."""
    if connection.vendor != "postgresql":
        pytest.skip("not run: SQLite lets one writer in at a time, so the control needs PostgreSQL")
    market = lasting_market
    instrument = market.offering("instrument")
    people = [actor_as(Role.SERVED_FIRM) for _ in range(CLIENTS)]
    looked = Barrier(CLIENTS)

    def look_then_book(person: Actor) -> Booking:
        assert (9, 18) in free_ranges(instrument, market.slot().day)
        looked.wait()
        return market.book(instrument, person, hour=10, hours=2)

    with no_constraint():
        answers = at_once(people, look_then_book)
    assert [type(answer) for answer in answers].count(Booking) > 1


class no_constraint:  # noqa: N801 - reads as a word of the test
    """The table of booked hours without its uniqueness; put back when the block ends."""

    def __enter__(self) -> None:
        self._constraint = BookedHour._meta.constraints[0]
        with connection.schema_editor() as editor:
            editor.remove_constraint(BookedHour, self._constraint)

    def __exit__(self, *_: object) -> None:
        BookedHour.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(BookedHour, self._constraint)


@pytest.mark.django_db(transaction=True)
def test_offerings_of_the_same_words_published_at_once_are_all_found_and_counted(
    lasting_market: Market,
) -> None:
    market = lasting_market
    names = [f"刀盘磨损检测{number}" for number in range(12)]

    def publish(name: str) -> object:
        try:
            center = market.center if int(name[6:]) % 2 else market.other_center
            return market.offering("service", center, name=name)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(publish, names))
    assert search(public_offerings(), "磨损检测").count() == len(names)
    assert WordCount.objects.get(kind=OFFERING, word="滚刀").texts == len(names)
    assert list(every_word_is_counted()) == []
