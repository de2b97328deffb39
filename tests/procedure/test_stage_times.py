"""How long the stages took: the nearest rank over whole days, of the newest passages, in one query."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.line import LineWorld
from tests.workbench.browser import counted
from xiangchuang.procedure import stage_times
from xiangchuang.procedure.models import CaseMatter, StageRun
from xiangchuang.procedure.stage_times import Times, times_by_stage, times_of


def plans_took(world: LineWorld, *days: int) -> None:
    """Let the case pass the stage of the plan once for each of the days, one after the other."""
    case = world.at_stage("conditions", "示例用时中心")
    opened = case.opened_at
    StageRun.objects.bulk_create(
        StageRun(
            case=case, stage_code="plan", stage_kind="plan", round=number, opened_at=opened,
            closed_at=opened + timedelta(days=length), outcome="returned",
        )
        for number, length in enumerate(days)
    )  # fmt: skip


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60))
def test_the_rank_is_the_least_that_so_many_of_a_hundred_do_not_exceed(days: list[int]) -> None:
    def least(percent: int) -> int:
        return next(n for n in sorted(days) if sum(d <= n for d in days) * 100 >= percent * len(days))

    assert times_of(Counter(days)) == Times(len(days), least(50), least(90))


def test_nothing_passed_takes_no_time() -> None:
    assert times_of({}) is None
    assert times_of({3: 0}) is None


def test_each_stage_has_the_middle_and_the_ninetieth_of_its_own_passages(world: LineWorld) -> None:
    plans_took(world, 1, 2, 2, 30, 4, 5, 6, 7, 8, 200)
    assert times_by_stage()["plan"] == Times(10, 5, 30)
    assert times_by_stage()["recommendation"].count == 1
    assert "conditions" not in times_by_stage(), "it has not been left"


def test_only_the_newest_passages_are_looked_at(world: LineWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    plans_took(world, 90, 90, 1, 2, 3)
    monkeypatch.setattr(stage_times, "LOOKED_AT", 3)
    assert times_by_stage() == {"plan": Times(3, 2, 3)}


def test_passages_of_another_matter_are_counted_apart(world: LineWorld) -> None:
    plans_took(world, 1)
    assert times_by_stage(CaseMatter.ADJUSTMENT) == {}


def test_one_question_is_asked_for_three_passages_as_for_one(world: LineWorld) -> None:
    plans_took(world, 1)
    with counted() as one:
        times_by_stage()
    plans_took(world, 2, 3, 4)
    with counted() as three:
        times_by_stage()
    assert len(one) == len(three) == 1
