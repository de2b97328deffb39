"""How money, days and deadlines are written for people."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from xiangchuang.pages import figures
from xiangchuang.pages.parts import DueReading

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (4_000_000_000, "4,000.00 万元"),
        (3_999_999_999, "3,999.99 万元"),
        (600_000_000_000, "600,000.00 万元"),
        (999_999, "9,999.99 元"),
        (0, "0.00 元"),
        (-1_250_000, "−1.25 万元"),
    ],
)
def test_money_never_reads_as_more_than_it_is(fen: int, written: str) -> None:
    assert figures.money_text(fen) == written


def test_exact_yuan_shows_the_last_fen() -> None:
    assert figures.yuan_text(3_999_999_999) == "39,999,999.99 元"


def test_share_of_basis_points() -> None:
    assert figures.share_text(2_999) == "29.99%"


def test_a_moment_late_in_the_utc_day_is_the_next_day_in_shanghai() -> None:
    late = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    assert figures.day_text(late) == "2026年11月23日"
    assert figures.moment_text(late) == "2026-11-23 00:30:00"


def test_english_days_are_written_as_english_does() -> None:
    with translation.override("en"):
        assert figures.day_text(TODAY) == "23 November 2026"


@pytest.mark.parametrize(
    ("left", "written"),
    [(3, "还剩 3 个工作日"), (0, "今天截止"), (-2, "已逾期 2 个工作日"), (None, "")],
)
def test_what_is_left_is_said_in_working_days(left: int | None, written: str) -> None:
    assert figures.left_text(DueReading(TODAY, left)) == written


def test_a_deadline_ends_at_24_00_unless_an_hour_is_set() -> None:
    assert figures.closing_text(DueReading(date(2026, 11, 26)), TODAY) == "11月26日 24:00 截止"
    at_half_past_five = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
    reading = DueReading(date(2026, 11, 26), closes_at=at_half_past_five)
    assert figures.closing_text(reading, TODAY) == "11月26日 17:30 截止"


def test_a_deadline_of_another_year_names_the_year() -> None:
    assert figures.closing_text(DueReading(date(2027, 1, 31)), TODAY) == "2027年1月31日 24:00 截止"
