"""A case whose plan is being written by the lead and a member."""

import pytest

from tests.factories.line import LineWorld
from xiangchuang.drafting.begin_manuscript import begin_manuscript
from xiangchuang.procedure.models import Case


@pytest.fixture
def world(db: None) -> LineWorld:
    """Five enterprises, a university that joins, two cities that matter here."""
    return LineWorld.build()


@pytest.fixture
def case(world: LineWorld) -> Case:
    """The lead has begun to write."""
    found = world.at_stage("plan")
    begin_manuscript(actor=world.actor("lead"), case=found)
    return found
