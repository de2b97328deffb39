"""The database's Shanghai days are those of the clock: to the microsecond at midnight and at New Year."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories.line import LineWorld
from xiangchuang.calendars import clock
from xiangchuang.procedure.models import Case, StageRun
from xiangchuang.procedure.shanghai_time import ShanghaiDayNumber, ShanghaiYear, shanghai_days_between

MICROSECOND = timedelta(microseconds=1)
NEW_YEAR = clock.moment_on(date(2027, 1, 1)) - timedelta(hours=9)
EDGES = (
    NEW_YEAR - timedelta(seconds=1), NEW_YEAR - timedelta(milliseconds=1), NEW_YEAR - MICROSECOND, NEW_YEAR,
    NEW_YEAR + MICROSECOND, datetime(2026, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 2, 29, 15, 59, 59, 999_500, tzinfo=UTC),
)  # fmt: skip


@pytest.fixture
def case(world: LineWorld) -> Case:
    return world.at_stage("conditions")


def passed(case: Case, opened: datetime, closed: datetime, number: int) -> StageRun:
    return StageRun(
        case=case, stage_code="plan", stage_kind="plan", round=number, opened_at=opened, closed_at=closed,
        outcome="passed",
    )  # fmt: skip


def test_day_and_year_of_an_instant_are_those_of_the_clock(case: Case) -> None:
    StageRun.objects.bulk_create(passed(case, moment, moment, n) for n, moment in enumerate(EDGES))
    told = StageRun.objects.filter(stage_code="plan").order_by("round")
    found = told.values_list("opened_at", ShanghaiDayNumber("opened_at"), ShanghaiYear("opened_at"))
    for opened, number, year in found:
        day = clock.day_of(opened)
        assert (number, year) == ((day - date(1970, 1, 1)).days, day.year), opened.isoformat()
    assert len(found) == len(EDGES)


def test_days_between_any_two_instants_are_those_of_the_clock(case: Case) -> None:
    pairs = [(opened, closed) for opened in EDGES for closed in EDGES if opened <= closed]
    step = timedelta(hours=7, minutes=13, seconds=19, microseconds=777_777)
    pairs += [(NEW_YEAR + n * step, NEW_YEAR + n * step + n % 23 * step) for n in range(200)]
    StageRun.objects.bulk_create(passed(case, *pair, n) for n, pair in enumerate(pairs))
    runs = StageRun.objects.filter(stage_code="plan")
    found = runs.values_list("opened_at", "closed_at", shanghai_days_between("opened_at", "closed_at"))
    for opened, closed, days in found:
        assert closed is not None
        assert days == (clock.day_of(closed) - clock.day_of(opened)).days, (opened, closed)
    assert len(found) == len(pairs)
