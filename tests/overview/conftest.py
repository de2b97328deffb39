"""One day for all: 23 November 2026, a Monday."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.overview.world import OverviewWorld
from xiangchuang.calendars import clock


@pytest.fixture
def world(db: None) -> Iterator[OverviewWorld]:
    """Two centers in two cities, on a day that stands still."""
    with clock.at(clock.moment_on(date(2026, 11, 23))):
        yield OverviewWorld()
