"""The counts are those of ranking every sample anew by the rules of the result, one by one."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.evaluation.rounds import a_round, a_set, center, indicator, of
from xiangchuang.policy.evaluation import InputsError, evaluate
from xiangchuang.policy.evaluation.robustness import Contest, draw_factors, robustness, sample
from xiangchuang.policy.evaluation.standing import graded, ranks

BAND, SAMPLES = 2000, 25


def slowly(contest: Contest, seed: int) -> list[tuple[list[int], list[int]]]:
    """Ranks and grades of each sample in fractions, by the result's own functions."""
    weights = [int(weight) for weight in contest.weights]
    found = []
    for factors in draw_factors(seed, SAMPLES, len(weights), BAND).tolist():
        scale = Fraction(sum(weights), sum(f * w for f, w in zip(factors, weights, strict=True)))
        keys = []
        for row, bonus in zip(contest.points.tolist(), contest.bonus.tolist(), strict=True):
            moved = [f * p for f, p in zip(factors, row, strict=True)]
            parts = (sum(moved[column] for column in columns) for columns in contest.tie_break)
            keys.append((scale * sum(moved) + bonus, *parts))
        rank = ranks(keys)
        found.append((rank, graded([key[0] for key in keys], rank, contest.cuts, contest.most)))
    return found


@st.composite
def contests(draw: st.DrawFn) -> Contest:
    subjects, indicators = draw(st.integers(1, 9)), draw(st.integers(1, 5))
    weights = draw(st.lists(st.integers(1, 40), min_size=indicators, max_size=indicators))
    points = [[draw(st.integers(0, weight)) for weight in weights] for _ in range(subjects)]
    bonus = draw(st.just([0] * subjects) | st.lists(st.integers(0, 9), min_size=subjects, max_size=subjects))
    cuts = sorted(draw(st.lists(st.integers(1, sum(weights)), min_size=2, max_size=2)), reverse=True)
    parts = draw(st.sampled_from([(), ((0,),), ((indicators - 1,), (0,))]))
    return Contest(
        points=np.array(points, np.int64), bonus=np.array(bonus, np.int64),
        weights=np.array(weights, np.int64),
        tie_break=parts, cuts=tuple(cuts), most=(draw(st.integers(0, subjects)), subjects),
    )  # fmt: skip


@given(contest=contests(), seed=st.integers(0, 2**64))
def test_every_count_is_that_of_ranking_each_sample_by_itself(contest: Contest, seed: int) -> None:
    found = sample(contest, seed=seed, samples=SAMPLES, band=BAND, interval=Fraction(4, 5))
    one_by_one = slowly(contest, seed)

    for subject in range(len(contest.bonus)):
        taken = sorted(rank[subject] for rank, _ in one_by_one)
        received = [grades[subject] for _, grades in one_by_one]
        assert found.keeps_rank[subject] == taken.count(int(found.rank[subject]))
        assert found.grades[subject].tolist() == [received.count(place) for place in range(3)]
        assert found.keeps_grade[subject] == received.count(int(found.grade[subject]))
        assert (found.low[subject], found.high[subject]) == (taken[2], taken[-3])


def test_factors_are_whole_even_and_the_same_wherever_they_are_drawn() -> None:
    factors = draw_factors(12345, 2000, 10, 500)

    assert factors[0].tolist() == [9727, 9817, 10298, 10176, 9891, 9833, 10098, 9686, 10173, 10442]
    assert (factors.min(), factors.max()) == (9500, 10500)
    assert abs(float(factors.mean()) - 10_000) < 10


def test_samples_worked_on_in_parts_count_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(5)
    contest = Contest(
        points=chance.integers(0, 6, (40, 4)), bonus=chance.integers(0, 3, 40), weights=np.full(4, 5),
        tie_break=((0, 1),), cuts=(12, 8), most=(9, 40),
    )  # fmt: skip
    whole = sample(contest, seed=1, samples=101, band=1500, interval=Fraction(9, 10))
    monkeypatch.setattr("xiangchuang.policy.evaluation.robustness._CELLS", 280)
    parts = sample(contest, seed=1, samples=101, band=1500, interval=Fraction(9, 10))

    for name in ("rank", "grade", "keeps_rank", "keeps_grade", "low", "high", "grades"):
        assert (getattr(whole, name) == getattr(parts, name)).all(), name


def test_a_close_call_is_known_to_be_close() -> None:
    """Of two indicators one decides: who has only the other passes or fails with its weight."""
    of_set = a_set(("one", [indicator("p", weight=5), indicator("s", weight=5, source=of("standards"))]))
    inputs = a_round(
        of_set,
        center("both", figures={"patents": 5, "standards": 5}),
        center("edge", figures={"patents": 5, "standards": 0}),
        center("none", figures={"patents": 0, "standards": 0}),
    )
    found = robustness(inputs, evaluate(inputs))
    told = {s.code: s for s in found.subjects}

    assert not told["both"].close_call
    assert not told["none"].close_call
    assert told["edge"].close_call
    assert 20 < told["edge"].keeps_grade < 80
    assert sum(told["edge"].grades) == found.samples == 100
    assert told["edge"].ranks == (2, 2)


def test_a_vetoed_center_depends_on_no_weight_and_is_not_sampled() -> None:
    cheat = center("a", figures={"patents": 10}, vetoes=({"code": "fraud", "reason": "伪造"},))
    inputs = a_round(a_set(("one", [indicator()])), cheat, center("b", figures={"patents": 3}))

    assert [s.code for s in robustness(inputs, evaluate(inputs)).subjects] == ["b"]


def test_results_of_other_inputs_are_refused() -> None:
    of_set = a_set(("one", [indicator()]))
    inputs, others = a_round(of_set, center("a")), a_round(of_set, center("b"))

    with pytest.raises(InputsError, match="不是由这份评价数据得出的"):
        robustness(inputs, evaluate(others))
