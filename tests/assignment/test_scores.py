"""Scores: weighed exactly, compared fairly, calibrated where the data allow it, ranked with what is known."""

from collections import defaultdict
from fractions import Fraction

import numpy as np
import pytest

from xiangchuang.assignment.scores.calibration import Score, calibrate
from xiangchuang.assignment.scores.ranking import TieRule, rank
from xiangchuang.assignment.scores.sheet import Item, SheetError, outliers, spread_of, weighted

PROPOSALS, SEATS = 200, 3
SHEET = (Item("need", 30, 1000), Item("plan", 50, 1000), Item("money", 20, 500))


def simulated(seed: int, *, load: int) -> tuple[np.ndarray, list[Score]]:
    """Known qualities, and scores by experts who are mild or strict by far more than proposals differ."""
    chance = np.random.default_rng(seed)
    quality = chance.normal(0, 1, PROPOSALS)
    experts = -(-PROPOSALS * SEATS // load)
    offset, slope = chance.normal(0, 2.5, experts), np.exp(chance.normal(0, 0.3, experts))
    seats = np.repeat(np.arange(experts), load)[: PROPOSALS * SEATS]
    chance.shuffle(seats)
    scores = [
        Score(f"e{e}", f"p{p}", float(60 + 8 * (offset[e] + slope[e] * quality[p] + chance.normal(0, 0.4))))
        for p, panel in enumerate(seats.reshape(PROPOSALS, SEATS))
        for e in sorted(set(panel.tolist()))
    ]
    return quality, scores


def precision(quality: np.ndarray, values: dict[str, float]) -> float:
    """Return which share of the truly best tenth is among the tenth found."""
    tenth = PROPOSALS // 10
    truth = {f"p{p}" for p in np.argsort(-quality)[:tenth]}
    return len(truth.intersection(sorted(values, key=lambda key: -values[key])[:tenth])) / tenth


def z_scores(scores: list[Score]) -> dict[str, float]:
    """What is often done instead: each expert's scores less their mean, by their deviation."""
    of: defaultdict[str, list[float]] = defaultdict(list)
    for score in scores:
        of[score.expert].append(score.value)
    found: defaultdict[str, list[float]] = defaultdict(list)
    for score in scores:
        values = np.array(of[score.expert])
        found[score.proposal].append(float((score.value - values.mean()) / (values.std() or 1)))
    return {proposal: sum(values) / len(values) for proposal, values in found.items()}


def test_with_six_scores_an_expert_the_best_tenth_is_found_better_than_by_means_or_z_scores() -> None:
    found = []
    for seed in range(12):
        quality, scores = simulated(seed, load=6)
        told = calibrate(scores, least=1)
        assert told.calibrated is not None
        found.append(
            (
                precision(quality, dict(told.raw)), precision(quality, z_scores(scores)),
                precision(quality, dict(told.calibrated)),
            )
        )  # fmt: skip
    mean, z_score, calibrated = np.mean(found, axis=0)
    assert mean < 0.45
    assert mean + 0.2 < z_score
    assert z_score + 0.05 < calibrated
    assert calibrated > 0.72


def test_the_standard_errors_are_about_as_large_as_the_errors() -> None:
    quality, scores = simulated(1, load=12)
    told = calibrate(scores)
    assert told.calibrated is not None
    truth = {f"p{p}": value for p, value in enumerate(quality)}
    names = sorted(told.calibrated)
    fitted = np.array([told.calibrated[name] for name in names])
    true = np.array([truth[name] for name in names])
    stretch, shift = np.polyfit(true, fitted, 1)
    off = np.abs(fitted - stretch * true - shift) / np.array([told.errors[name] for name in names])
    assert 0.85 < (off < 1.96).mean() <= 1


def test_with_few_scores_an_expert_only_means_are_shown_and_the_experts_are_named() -> None:
    _, scores = simulated(1, load=1)
    told = calibrate(scores)
    assert (told.calibrated, told.reason) == (None, "few_scores")
    assert len(told.who) == PROPOSALS * SEATS
    assert told.raw["p0"] == pytest.approx(np.mean([s.value for s in scores if s.proposal == "p0"]))


def test_panels_that_share_no_expert_cannot_be_put_on_one_scale() -> None:
    scores = [
        Score(f"{side}e{e}", f"{side}p{p}", 60.0 + e + p) for side in "ab" for e in range(3) for p in range(5)
    ]
    told = calibrate(scores)
    assert (told.calibrated, told.reason, told.who) == (None, "not_connected", ("ap0", "bp0"))


def test_an_expert_who_gives_everything_the_same_score_does_not_rule() -> None:
    scores = [Score(f"e{e}", f"p{p}", 50.0 + 4 * p + e) for e in range(4) for p in range(6)]
    scores += [Score("flat", f"p{p}", 90.0) for p in range(6)]
    told = calibrate(scores)
    assert told.calibrated is not None
    assert sorted(told.calibrated, key=told.calibrated.__getitem__) == [f"p{p}" for p in range(6)]
    assert told.scales["flat"].slope >= 0.5


def test_nobody_scores_a_proposal_twice() -> None:
    with pytest.raises(ValueError, match="twice"):
        calibrate([Score("e", "p", 1.0), Score("e", "p", 2.0)])


def test_a_sheet_is_weighed_to_the_last_digit() -> None:
    assert weighted(SHEET, {"need": 700, "plan": 900, "money": 333}) == Fraction(21 + 45) + Fraction(
        20 * 333, 500
    )


@pytest.mark.parametrize(
    ("points", "code", "item"),
    [
        ({"need": 1, "plan": 1}, "missing", "money"),
        ({"need": 1001, "plan": 1, "money": 1}, "range", "need"),
        ({"need": 1, "plan": -1, "money": 1}, "range", "plan"),
        ({"need": 1, "plan": 1, "money": 1, "luck": 1}, "unknown", "luck"),
    ],
)
def test_a_sheet_that_is_not_complete_is_refused_with_the_item(
    points: dict[str, int], code: str, item: str
) -> None:
    with pytest.raises(SheetError) as refused:
        weighted(SHEET, points)
    assert (refused.value.code, refused.value.item) == (code, item)


def test_a_score_far_from_the_others_is_named_and_a_small_difference_is_not() -> None:
    scores = {f"e{n}": Fraction(value) for n, value in enumerate([80, 82, 81, 79, 40])}
    found = outliers(scores, apart=Fraction(3), at_least=Fraction(10))
    assert [outlier.expert for outlier in found] == ["e4"]
    assert found[0].distance < -20
    near = {f"e{n}": Fraction(value) for n, value in enumerate([80, 80, 80, 80, 82])}
    assert outliers(near, apart=Fraction(3), at_least=Fraction(10)) == []
    assert outliers(dict(list(scores.items())[-3:]), apart=Fraction(3), at_least=Fraction(10)) == []


def test_how_the_scores_of_a_panel_lie() -> None:
    spread = spread_of([Fraction(70), Fraction(80), Fraction(91)])
    assert (spread.mean, spread.median, spread.range) == (Fraction(241, 3), 80, 21)


def test_ranks_say_who_is_surely_ahead_and_equals_are_parted_by_the_packs_rule() -> None:
    values = {"a": Fraction(90), "b": Fraction(80), "c": Fraction(80), "d": Fraction(80), "e": Fraction(50)}
    plan = {"a": 1, "b": 5, "c": 7, "d": 5, "e": 1}
    rules = [TieRule("plan", lambda key: Fraction(plan[key]))]
    ranked = {one.key: one for one in rank(values, dict.fromkeys(values, 5.0), rules=rules)}
    assert [(one.key, one.rank, one.tied) for one in ranked.values()] == [
        ("a", 1, False), ("c", 2, False), ("b", 3, True), ("d", 3, True), ("e", 5, False),
    ]  # fmt: skip
    assert ranked["c"].parted_by == ranked["b"].parted_by == "plan"
    assert (ranked["a"].best, ranked["a"].worst) == (1, 4), "10 points are less than chance moves two of them"
    assert (ranked["e"].best, ranked["e"].worst) == (5, 5)
