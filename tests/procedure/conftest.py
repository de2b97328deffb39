"""The example province, small; and whole where a test goes down the entire line."""

import pytest

from tests.factories.line import ALL_EXPERTS, LineWorld


@pytest.fixture
def world(db: None) -> LineWorld:
    """Five enterprises, two of whose cities matter here, and no experts."""
    return LineWorld.build()


@pytest.fixture
def whole_world(db: None, clock: object) -> LineWorld:
    """With experts of every kind, and days that pass between the steps."""
    return LineWorld.build(experts=ALL_EXPERTS, days_pass=True)
