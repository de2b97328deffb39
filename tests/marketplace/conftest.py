"""The market these tests play in."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from tests.marketplace.world import Market
from xiangchuang.calendars import clock

OPENING = datetime(2026, 11, 4, 9, tzinfo=clock.SHANGHAI)


@pytest.fixture
def market(db: None) -> Iterator[Market]:
    """Two centers and two small firms, on a Wednesday morning that stands still."""
    with clock.at(OPENING):
        yield Market()
