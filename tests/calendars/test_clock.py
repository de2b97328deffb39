"""One clock: UTC instants, Shanghai days, moved by tests and the walkthrough alone."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest

from xiangchuang.calendars import clock

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock_put_back() -> Iterator[None]:
    yield
    clock.set_offset(timedelta(0))


def test_now_is_the_machine_s_instant_in_utc() -> None:
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().utcoffset() == timedelta(0)


def test_the_shanghai_day_begins_at_16_00_utc_of_the_day_before() -> None:
    with clock.at(datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC)):
        assert clock.today() == date(2026, 11, 22)
    with clock.at(datetime(2026, 11, 22, 16, 0, tzinfo=UTC)):
        assert clock.today() == date(2026, 11, 23)


def test_the_end_of_a_day_is_the_first_instant_of_the_next() -> None:
    end = clock.end_of_day(date(2026, 11, 26))
    assert end == datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
    assert clock.day_of(end - timedelta(microseconds=1)) == date(2026, 11, 26)
    assert clock.day_of(end) == date(2026, 11, 27)


def test_a_moment_on_a_day_is_shanghai_wall_time() -> None:
    assert clock.moment_on(date(2026, 11, 23), time(17, 30)) == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert clock.moment_on(date(2026, 11, 23)) == datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_inside_at_the_clock_stands_still_advances_on_request_and_returns() -> None:
    with clock.at(NOON):
        clock.advance(timedelta(days=7))
        assert clock.now() == NOON + timedelta(days=7)
        with clock.at(NOON):
            assert clock.now() == NOON
        assert clock.now() == NOON + timedelta(days=7)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_an_offset_clock_runs_on() -> None:
    clock.set_offset(timedelta(days=30))
    clock.advance(timedelta(days=1))
    assert timedelta(days=30) < clock.now() - datetime.now(UTC) < timedelta(days=32)


def test_another_thread_lives_at_the_same_moment() -> None:
    with clock.at(NOON), ThreadPoolExecutor(1) as pool:
        assert pool.submit(clock.now).result() == NOON


def test_the_clock_is_not_turned_back() -> None:
    with pytest.raises(ValueError, match="只能向前"):
        clock.advance(timedelta(seconds=-1))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(clock.NaiveMomentError, match="没有时区"), clock.at(datetime(2026, 11, 23)):  # noqa: DTZ001
        pass
