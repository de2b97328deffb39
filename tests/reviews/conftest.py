"""The example province with experts of all five kinds, and one case at the review or at the visit."""

import pytest

from tests.factories.line import ALL_EXPERTS, LineWorld
from tests.reviews.steps import Round


@pytest.fixture
def world(db: None) -> LineWorld:
    """Forty experts, a lead in Changsha, a university as member."""
    return LineWorld.build(experts=ALL_EXPERTS)


@pytest.fixture
def first_round(world: LineWorld) -> Round:
    """The review has just opened; nobody is seated."""
    world.at_stage("review")
    return Round(world)


@pytest.fixture
def reading(first_round: Round) -> Round:
    """Seven experts are invited to declare and read."""
    first_round.world.reach("reading", lambda: first_round.seat_all().open())
    return first_round


@pytest.fixture
def visiting(reading: Round) -> LineWorld:
    """The plan passed its review at once; the visit stage has opened."""
    reading.world.reach("visiting", lambda: reading.hear_all().find_all().conclude("passed"))
    return reading.world
