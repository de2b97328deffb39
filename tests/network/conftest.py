"""One day for all: 23 November 2026, a Monday."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.network.world import NetworkWorld
from xiangchuang.calendars import clock


@pytest.fixture
def world(db: None) -> Iterator[NetworkWorld]:
    """A center and two hosts, on a day that stands still."""
    with clock.at(clock.moment_on(date(2026, 11, 23))):
        yield NetworkWorld()
