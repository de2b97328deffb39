"""One day for all: 23 November 2026."""

from collections.abc import Iterator
from datetime import date
from types import ModuleType

import pytest

from tests.consortia.world import ConsortiumWorld
from xiangchuang.calendars import clock as house_clock


@pytest.fixture
def world(db: None, clock: ModuleType) -> Iterator[ConsortiumWorld]:
    """A center with its people, while the clock stands still."""
    with clock.at(house_clock.moment_on(date(2026, 11, 23))):
        yield ConsortiumWorld()
