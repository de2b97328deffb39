"""Terms of the pack on the working-day calendar; provisional where the holidays are not yet published."""

from datetime import date, timedelta
from types import ModuleType

import pytest

from tests.factories.line import LineWorld
from xiangchuang.calendars.working_days import WorkCalendar
from xiangchuang.policy.pack import Deadline
from xiangchuang.procedure.deadlines import due_after, work_calendar
from xiangchuang.procedure.holidays import load_holidays
from xiangchuang.procedure.models import CalendarDay, StageRun, WorkItem

FIVE_WORKING_DAYS = Deadline(days=5, unit="working", clause="default", origin="示例")


def test_the_national_holiday_does_not_count(world: LineWorld) -> None:
    due = due_after(date(2026, 9, 30), FIVE_WORKING_DAYS)
    assert due is not None
    days = [date(2026, 9, 30) + timedelta(n) for n in range(1, (due.day - date(2026, 9, 30)).days + 1)]
    assert sum(work_calendar().is_workday(day) for day in days) == 5
    assert not work_calendar().is_workday(date(2026, 10, 1))


def test_no_term_in_the_pack_is_no_due_day() -> None:
    assert due_after(date(2026, 11, 23), None) is None


def test_calendar_days_count_every_day(world: LineWorld) -> None:
    sixty = Deadline(days=60, unit="calendar", clause="default", origin="示例")
    due = due_after(date(2026, 3, 2), sixty)
    assert due is not None and due.day == date(2026, 5, 1)


def test_the_stage_the_work_item_and_the_case_say_the_same_day(world: LineWorld) -> None:
    case = world.at_stage("recommendation")
    run = case.runs.get(closed_at__isnull=True)
    item = WorkItem.objects.get(case=case, closed_at__isnull=True)
    assert run.due_on == item.due_on == case.due_on is not None


def test_a_term_into_an_unpublished_year_is_provisional_and_settles(
    world: LineWorld, clock: ModuleType
) -> None:
    last = CalendarDay.objects.order_by("-day")[0].day.year
    with clock.at(clock.moment_on(date(last, 12, 29))):
        case = world.at_stage("conditions")
        assert case.due_provisional
        provisional = case.due_on
        assert provisional is not None and provisional.year == last + 1
        # The State Council puts the whole first fortnight of the year out of work.
        fortnight = [(date(last + 1, 1, day), False) for day in range(1, 16)]
        settled = load_holidays(fortnight, source="国务院办公厅通知（示例）")
    case.refresh_from_db()
    run = StageRun.objects.get(case=case, closed_at__isnull=True)
    assert settled.looked_at >= 1 and settled.moved >= 1
    assert run.due_on == case.due_on and case.due_on is not None and case.due_on > provisional


def test_the_calendar_that_knows_no_holidays_still_knows_weekends() -> None:
    calendar = WorkCalendar.from_days([])
    assert calendar.is_workday(date(2026, 11, 23)) and not calendar.is_workday(date(2026, 11, 22))


@pytest.mark.parametrize(("days", "unit"), [(20, "working"), (60, "calendar")])
def test_a_later_opening_is_never_due_earlier(world: LineWorld, days: int, unit: str) -> None:
    term = Deadline.model_validate({"days": days, "unit": unit, "clause": "default", "origin": "示例"})
    found = [due_after(date(2026, 1, 1) + timedelta(n), term) for n in range(0, 300, 7)]
    assert [due.day for due in found if due] == sorted(due.day for due in found if due)
