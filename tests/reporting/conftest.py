"""Monday 18 January 2027, nine in the morning: the year is over, the report due on the 31st or after."""

from collections.abc import Iterator
from datetime import date
from types import ModuleType

import pytest

from tests.reporting.world import ReportWorld
from xiangchuang.calendars import clock as house_clock
from xiangchuang.procedure.holidays import seed_holidays


@pytest.fixture
def on_the_day(clock: ModuleType) -> Iterator[ModuleType]:
    """Let the clock stand still on the day."""
    with clock.at(house_clock.moment_on(date(2027, 1, 18))):
        yield clock


@pytest.fixture
def world(db: None, on_the_day: ModuleType) -> ReportWorld:
    """The center and its people."""
    seed_holidays()
    return ReportWorld()
