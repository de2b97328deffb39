"""A panel that has read alone, one that is called together, and one that talks."""

import pytest

from tests.reviews.meeting.steps import Meeting
from tests.reviews.steps import Round
from xiangchuang.reviews.write_review import OpinionDraft

DEMAND = OpinionDraft("A.7.2", "补充出资承诺。")


@pytest.fixture
def heard(reading: Round) -> Meeting:
    """Seven reviews are in: six approve, the first asks for a revision."""
    return Meeting(reading.hear_all(DEMAND))


@pytest.fixture
def called(heard: Meeting) -> Meeting:
    """The officer has invited for today."""
    return heard.convene()


@pytest.fixture
def talking(called: Meeting) -> Meeting:
    """The meeting has begun, all are there."""
    return called.begin()
