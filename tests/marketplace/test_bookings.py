"""Hours of an instrument: booked once, given back by rule, counted when used."""

from datetime import date, timedelta

import pytest

from tests.marketplace.world import Market
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.calendars import clock
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.marketplace.book_instrument import book, cancel_booking, confirm_use
from xiangchuang.marketplace.models import BookedHour, Booking, BookingState
from xiangchuang.marketplace.opening_hours import free_ranges, week
from xiangchuang.marketplace.queries import bookings_visible_to, may_view_booking
from xiangchuang.marketplace.service_year import InstrumentHours, instrument_hours, service_year


@pytest.mark.clause("4.4-2")
def test_a_small_firm_books_two_hours_at_the_fee_of_the_day(market: Market) -> None:
    instrument = market.offering("instrument")
    booking = market.book(instrument)
    assert (booking.hours, booking.fee_fen, booking.is_outside, booking.is_sme) == (2, 600_00, True, True)
    assert BookedHour.objects.filter(instrument=instrument).count() == 2
    assert free_ranges(instrument, booking.starts_at.astimezone(clock.SHANGHAI).date()) == [(9, 10), (12, 18)]
    assert LedgerEntry.objects.latest("pk").verb == "book_instrument"


def test_a_taken_hour_is_refused_with_what_is_still_free_and_the_words_kept(market: Market) -> None:
    instrument = market.offering("instrument")
    market.book(instrument, hour=10, hours=2)
    with pytest.raises(Blocked) as refused:
        market.book(instrument, market.rival, hour=11, hours=2)
    assert "09:00–10:00、12:00–18:00" in refused.value.remedy
    assert refused.value.kept == {"purpose": "测 3 件滚刀刀圈的磨损轮廓"}
    assert Booking.objects.count() == 1


def test_a_double_click_is_one_booking(market: Market) -> None:
    instrument = market.offering("instrument")
    assert market.book(instrument) == market.book(instrument)
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("slot", "says"),
    [
        ({"hours": 5}, "一次可约 1 至 4 小时"),
        ({"hours": 0}, "一次可约"),
        ({"hour": 8}, "不开放"),
        ({"hour": 17, "hours": 2}, "不开放"),
        ({"day": date(2026, 11, 7)}, "不开放"),  # a Saturday
        ({"day": date(2026, 11, 3)}, "今后 90 天"),
        ({"day": date(2027, 3, 1)}, "今后 90 天"),
    ],
)
def test_hours_that_are_not_open_are_refused(market: Market, slot: dict[str, object], says: str) -> None:
    instrument = market.offering("instrument")
    with pytest.raises(Invalid, match=says):
        market.book(instrument, **slot)
    assert not BookedHour.objects.exists()


def test_the_centers_own_team_books_inside_hours_without_a_fee(market: Market) -> None:
    booking = market.book(market.offering("instrument"), market.staff)
    assert (booking.is_outside, booking.fee_fen) == (False, 0)


def test_the_city_and_the_department_book_nothing(market: Market) -> None:
    instrument = market.offering("instrument")
    with pytest.raises(NotPermitted):
        market.book(instrument, market.officer)


def test_the_firm_may_cancel_until_a_day_before_and_the_hours_are_free_again(market: Market) -> None:
    instrument = market.offering("instrument")
    booking = market.book(instrument)
    cancel_booking(actor=market.person, booking=booking, seen=booking.version)
    assert booking.state == BookingState.CANCELLED
    assert market.book(instrument, market.rival).pk != booking.pk


def test_an_hour_too_late_the_firm_may_not_the_center_may_with_a_reason(market: Market) -> None:
    booking = market.book(market.offering("instrument"))
    with clock.at(booking.starts_at - timedelta(hours=23)):
        with pytest.raises(Blocked, match="开始前 24 小时"):
            cancel_booking(actor=market.person, booking=booking, seen=booking.version)
        with pytest.raises(Invalid, match="原因"):
            cancel_booking(actor=market.staff, booking=booking, seen=booking.version)
        cancel_booking(actor=market.staff, booking=booking, seen=booking.version, reason="激光器故障")
    assert (booking.state, booking.reason) == ("cancelled", "激光器故障")


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_the_last_moment_to_cancel_is_the_hour_itself(market: Market, seconds: int) -> None:
    booking = market.book(market.offering("instrument"))
    with clock.at(booking.starts_at - timedelta(hours=24) + timedelta(seconds=seconds)):
        if seconds <= 0:
            cancel_booking(actor=market.person, booking=booking, seen=booking.version)
        else:
            with pytest.raises(Blocked):
                cancel_booking(actor=market.person, booking=booking, seen=booking.version)


@pytest.mark.clause("4.4-2", "1.2-7", "6.3-1")
def test_hours_count_only_when_the_center_says_they_were_used(market: Market) -> None:
    instrument = market.offering("instrument")
    outside, missed, inside = (
        market.book(instrument, hour=9, hours=3), market.book(instrument, hour=12, hours=1),
        market.book(instrument, market.staff, hour=14, hours=4),
    )  # fmt: skip
    assert service_year(market.center, 2026).outside_hours == 0
    with clock.at(inside.ends_at):
        confirm_use(actor=market.staff, booking=outside, seen=outside.version, used_hours=2)
        confirm_use(actor=market.staff, booking=missed, seen=missed.version, used_hours=0)
        confirm_use(actor=market.staff, booking=inside, seen=inside.version, used_hours=4)
    figures = service_year(market.center, 2026)
    assert (figures.outside_hours, figures.inside_hours, figures.sme_hours) == (2, 4, 2)
    assert figures.smes_served == 1
    assert missed.state == "missed"
    assert instrument_hours(market.center, 2026) == [InstrumentHours("三维光学扫描仪", outside=2, inside=4)]


def test_use_is_written_down_by_the_center_after_the_beginning_and_once(market: Market) -> None:
    booking = market.book(market.offering("instrument"))
    with pytest.raises(Blocked, match="还没有到"):
        confirm_use(actor=market.staff, booking=booking, seen=booking.version, used_hours=2)
    with clock.at(booking.ends_at):
        with pytest.raises(NotPermitted):
            confirm_use(actor=market.person, booking=booking, seen=booking.version, used_hours=2)
        with pytest.raises(Invalid):
            confirm_use(actor=market.staff, booking=booking, seen=booking.version, used_hours=3)
        confirm_use(actor=market.staff, booking=booking, seen=1, used_hours=2)
        with pytest.raises(Stale):
            confirm_use(actor=market.staff, booking=booking, seen=1, used_hours=1)
        with pytest.raises(Blocked, match="已使用"):
            cancel_booking(actor=market.staff, booking=booking, seen=2, reason="误登")


def test_a_booking_without_purpose_or_contact_is_refused(market: Market) -> None:
    instrument = market.offering("instrument")
    empty = market.slot()
    for name in ("purpose", "contact_name", "contact_phone"):
        draft = type(empty)(**{**vars(empty), name: "\u200b "})
        with pytest.raises(Invalid):
            book(actor=market.person, instrument=instrument, draft=draft)


def test_who_sees_a_booking_is_the_firm_the_center_and_the_department(market: Market) -> None:
    booking = market.book(market.offering("instrument"))
    seen = {
        "firm": market.person, "center": market.staff, "officer": market.officer, "rival": market.rival,
        "other center": market.other_staff, "city": market.city,
    }  # fmt: skip
    for who, actor in seen.items():
        expected = who in {"firm", "center", "officer"}
        assert bookings_visible_to(actor).filter(pk=booking.pk).exists() == expected, who
        assert may_view_booking(actor, booking) == expected, who


def test_a_week_is_read_in_one_query_whatever_is_booked(
    market: Market, django_assert_num_queries: object
) -> None:
    instrument = market.offering("instrument")
    for count in (1, 3):
        for number in range(count):
            market.book(instrument, hour=9 + 4 * (count == 3) + number, hours=1)
        with django_assert_num_queries(1):  # type: ignore[operator]
            days = week(instrument, clock.today())
        assert sum(slot.state == "taken" for day in days for slot in day.slots) == {1: 1, 3: 4}[count]
