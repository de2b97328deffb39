"""A round from its commission to the letters, and who may do what in it."""

from collections.abc import Callable

import pytest

from tests.evaluation.world import EvaluationWorld, case_of, fresh, subjects_of
from xiangchuang.evaluation.models import OpinionLetter, ScorePurpose
from xiangchuang.evaluation.queries import latest_published, published_scores
from xiangchuang.evaluation.reproduce import Record, published_run, reproduce
from xiangchuang.procedure.models import CaseState

Jump = Callable[[int], None]


@pytest.mark.clause("6.5-2")
def test_a_round_goes_from_the_commission_to_letters_and_can_be_done_again(
    world: EvaluationWorld, jump: Jump
) -> None:
    round_ = world.published(jump)
    assert round_.case.state == CaseState.COMPLETED
    assert published_scores(round_).count() == 3
    assert OpinionLetter.objects.filter(subject__round=round_).count() == 3
    score = latest_published(world.centers[0])
    assert score is not None and score.grade in {"excellent", "qualified", "unqualified"}

    run = published_run(round_.case.number)
    assert run is not None and run.purpose == ScorePurpose.PUBLISHED
    said = reproduce(Record.of(run))
    assert "逐字节一致" in said[1]
    assert case_of(fresh(round_)).is_running is False
    assert len(subjects_of(round_)) == 3
