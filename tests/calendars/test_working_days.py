"""Terms in working days, as the programme's notices have counted them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangchuang.calendars.holidays import seed_from_chinesecalendar
from xiangchuang.calendars.working_days import Due, Window, WorkCalendar, WorkingDayCountError


def through_2026() -> WorkCalendar:
    """The calendar as it stood before the notice for 2027 appeared, whatever the package knows today."""
    rows = seed_from_chinesecalendar()
    return WorkCalendar.from_days((day, work) for day, work, _ in rows if day < date(2026, 12, 29))


CALENDAR = through_2026()
DAYS = st.dates(date(2004, 1, 1), date(2027, 12, 31))


def test_the_seed_names_its_source_and_covers_2004_to_2026() -> None:
    rows = seed_from_chinesecalendar()
    assert CALENDAR.published_years == frozenset(range(2004, 2027))
    assert (date(2018, 9, 24), False) in [(day, work) for day, work, _ in rows]
    assert all(source.startswith("chinesecalendar ") for _, _, source in rows)
    assert len({day for day, _, _ in rows}) == len(rows)


def test_publicity_of_july_2021_ran_five_working_days_in_one_week() -> None:
    assert CALENDAR.window(date(2021, 7, 5), 5) == Window(date(2021, 7, 5), date(2021, 7, 9), False)


def test_publicity_of_september_2018_ran_over_mid_autumn() -> None:
    assert CALENDAR.window(date(2018, 9, 18), 5) == Window(date(2018, 9, 18), date(2018, 9, 25), False)


def test_without_the_holiday_table_the_same_publicity_would_close_a_day_early_and_be_provisional() -> None:
    bare = WorkCalendar({}, frozenset())
    assert bare.window(date(2018, 9, 18), 5) == Window(date(2018, 9, 18), date(2018, 9, 24), True)


def test_a_window_opened_on_a_saturday_counts_from_monday() -> None:
    assert CALENDAR.window(date(2021, 7, 3), 5) == Window(date(2021, 7, 3), date(2021, 7, 9), False)


def test_a_saturday_worked_in_exchange_for_a_holiday_counts() -> None:
    assert CALENDAR.is_workday(date(2018, 9, 29))
    assert CALENDAR.add_working_days(date(2018, 9, 28), 1) == Due(date(2018, 9, 29), False)


def test_a_term_counts_from_the_working_day_after_its_start() -> None:
    assert CALENDAR.add_working_days(date(2021, 7, 5), 5) == Due(date(2021, 7, 12), False)
    assert CALENDAR.add_working_days(date(2021, 7, 3), 1) == Due(date(2021, 7, 5), False)


@pytest.mark.parametrize(
    ("fixed", "rolled"),
    [
        (date(2022, 1, 31), date(2022, 2, 7)),  # 除夕
        (date(2024, 1, 31), date(2024, 1, 31)),
        (date(2025, 1, 31), date(2025, 2, 5)),  # 春节
        (date(2026, 1, 31), date(2026, 2, 2)),  # a Saturday
    ],
)
def test_the_report_of_31_january_rolls_to_the_next_working_day_where_the_rule_says_so(
    fixed: date, rolled: date
) -> None:
    assert CALENDAR.roll_forward(fixed) == Due(rolled, False)
    assert CALENDAR.add_calendar_days(date(fixed.year, 1, 1), 30) == Due(fixed, False)


def test_31_january_2027_is_a_sunday_whose_notice_is_not_published() -> None:
    assert CALENDAR.roll_forward(date(2027, 1, 31)) == Due(date(2027, 2, 1), True)


def test_a_provisional_day_settles_when_the_notice_of_its_year_is_loaded() -> None:
    notice = {date(2027, 2, 1): False, date(2027, 10, 1): False}
    settled = WorkCalendar.from_days([*CALENDAR.overrides.items(), *notice.items()])
    assert settled.roll_forward(date(2027, 1, 31)) == Due(date(2027, 2, 2), False)


def test_a_term_that_runs_into_the_unpublished_year_is_provisional_and_one_ending_before_is_not() -> None:
    assert CALENDAR.add_working_days(date(2026, 12, 24), 2) == Due(date(2026, 12, 28), False)
    assert CALENDAR.add_working_days(date(2026, 12, 24), 8).provisional


def test_the_last_days_of_december_wait_for_the_notice_of_the_next_year() -> None:
    before = WorkCalendar.from_days(
        (day, work) for day, work in CALENDAR.overrides.items() if day < date(2018, 12, 29)
    )
    assert before.roll_forward(date(2018, 12, 31)) == Due(date(2018, 12, 31), True)
    assert CALENDAR.roll_forward(date(2018, 12, 31)) == Due(date(2019, 1, 2), False)


def test_no_notice_so_far_has_moved_a_december_day_before_the_29th() -> None:
    assert {day.day for day in CALENDAR.overrides if day.month == 12} <= {29, 30, 31}


def test_remaining_working_days_are_counted_without_today_and_with_the_last_day() -> None:
    assert CALENDAR.working_days_between(date(2018, 9, 21), date(2018, 9, 25)) == 1
    assert CALENDAR.working_days_between(date(2018, 9, 25), date(2018, 9, 21)) == -1
    assert CALENDAR.working_days_between(date(2018, 9, 25), date(2018, 9, 25)) == 0


@pytest.mark.parametrize("n", [0, -1])
def test_a_term_of_no_working_day_is_refused(n: int) -> None:
    with pytest.raises(WorkingDayCountError, match="至少为 1"):
        CALENDAR.add_working_days(date(2021, 7, 5), n)


@given(start=DAYS, n=st.integers(1, 60))
def test_adding_and_counting_agree(start: date, n: int) -> None:
    due = CALENDAR.add_working_days(start, n)
    assert CALENDAR.is_workday(due.day)
    assert CALENDAR.working_days_between(start, due.day) == n


@given(start=DAYS, n=st.integers(1, 60))
def test_a_window_is_the_term_that_began_the_day_before(start: date, n: int) -> None:
    window = CALENDAR.window(start, n)
    assert (window.closes, window.provisional) == CALENDAR.add_working_days(start - timedelta(days=1), n)
