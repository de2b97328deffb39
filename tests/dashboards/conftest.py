"""A province in which applications can be taken to any stage."""

from collections.abc import Iterator

import pytest

from tests.factories.line import LineWorld
from xiangchuang.calendars import clock
from xiangchuang.procedure.packs import forget_packs


@pytest.fixture
def world(db: None) -> Iterator[LineWorld]:
    """An example province on a day that stands still until a test moves it."""
    forget_packs()
    with clock.at(clock.now()):
        yield LineWorld.build()
