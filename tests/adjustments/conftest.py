"""The world these tests play in: a Wednesday morning in November 2026."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from tests.adjustments.world import Adjusting
from xiangchuang.calendars import clock

MORNING = datetime(2026, 11, 4, 9, tzinfo=clock.SHANGHAI)


@pytest.fixture
def world(db: None) -> Iterator[Adjusting]:
    with clock.at(MORNING):
        yield Adjusting()
