"""One day for all: 23 November 2026, after the incomes of the world."""

from collections.abc import Iterator
from datetime import date
from types import ModuleType

import pytest

from tests.benefits.world import BenefitsWorld
from xiangchuang.calendars import clock as house_clock


@pytest.fixture
def on_the_day(clock: ModuleType) -> Iterator[None]:
    """Let the clock stand still on the day."""
    with clock.at(house_clock.moment_on(date(2026, 11, 23))):
        yield


@pytest.fixture
def world(db: None, on_the_day: None) -> BenefitsWorld:
    """A center with its people."""
    return BenefitsWorld()
