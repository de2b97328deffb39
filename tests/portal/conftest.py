"""The department and one case's people, on a Wednesday morning that stands still."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.decisions.world import OPENING, World
from xiangchuang.calendars import clock
from xiangchuang.procedure.packs import forget_packs


@pytest.fixture
def world(db: None, tmp_path: Path) -> Iterator[World]:
    """A world whose clock stands still."""
    forget_packs()
    with clock.at(OPENING):
        yield World(tmp_path)
