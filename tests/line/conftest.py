"""The province in which the hostile visitor tries every door."""

import pytest

from tests.factories.line import ALL_EXPERTS, LineWorld


@pytest.fixture
def world(db: None) -> LineWorld:
    """A province of five enterprises, without experts: enough for everything before the review."""
    return LineWorld.build()


@pytest.fixture
def expert_world(db: None) -> LineWorld:
    """The province with forty experts, for review, visit and what follows."""
    return LineWorld.build(experts=ALL_EXPERTS)
