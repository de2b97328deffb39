"""A case whose lead and members may write the plan now."""

import pytest

from tests.factories.line import ALL_EXPERTS, LineWorld


@pytest.fixture
def world(db: None) -> LineWorld:
    """The example province; its case stands where the plan is written."""
    world = LineWorld.build()
    world.at_stage("plan")
    return world


@pytest.fixture
def reviewed_world(db: None) -> LineWorld:
    """The same with experts enough to argue the plan and send it back."""
    world = LineWorld.build(experts=ALL_EXPERTS)
    world.at_stage("plan")
    return world
