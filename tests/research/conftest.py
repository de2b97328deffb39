"""A center whose research is kept by its staff."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.factories.centers import CenterWorld
from xiangchuang.calendars import clock as the_clock


@pytest.fixture
def world(db: None) -> CenterWorld:
    """A center approved on 2026-03-02, whose cycle ends on 2029-03-01."""
    return CenterWorld()


@pytest.fixture(autouse=True)
def after_the_years_told() -> Iterator[None]:
    """The tests tell of 2026 and 2027; nothing may be recorded before it has happened."""
    with the_clock.at(the_clock.moment_on(date(2028, 1, 4))):
        yield


@pytest.fixture
def on_15_june() -> Iterator[None]:
    """The day on which the tests stand: 15 June 2026, a Monday."""
    with the_clock.at(the_clock.moment_on(date(2026, 6, 15))):
        yield
