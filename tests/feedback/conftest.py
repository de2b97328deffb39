"""One day for all: 23 November 2026, a Monday."""

from collections.abc import Iterator

import pytest

from tests.feedback.world import MONDAY, FeedbackWorld
from xiangchuang.calendars import clock
from xiangchuang.procedure.holidays import seed_holidays


@pytest.fixture
def world(db: None) -> Iterator[FeedbackWorld]:
    """The people, on a day that stands still."""
    with clock.at(clock.moment_on(MONDAY)):
        seed_holidays()
        yield FeedbackWorld()
