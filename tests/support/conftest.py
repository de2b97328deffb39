"""One day for all: 23 November 2026, a Monday."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.support.world import SupportWorld
from xiangchuang.calendars import clock


@pytest.fixture
def world(db: None) -> Iterator[SupportWorld]:
    """A center in Changsha with its bureau, another city, the department, on a day that stands still."""
    with clock.at(clock.moment_on(date(2026, 11, 23))):
        yield SupportWorld()
