"""Each primitive at its bounds, just inside and beyond them."""

from decimal import Decimal
from typing import Any

import pytest

from tests.policy.evaluation.rounds import FEN_PER_WAN_YUAN, center, indicator, of, points, scored
from xiangchuang.policy.evaluation import sentence


def money(**score: Any) -> dict[str, Any]:
    return indicator(unit="万元", source=of("rd_spending"), score=score)


@pytest.mark.parametrize(
    ("fen", "earned"),
    [(0, "0.00"), (500 * FEN_PER_WAN_YUAN - 1, "0.00"), (500 * FEN_PER_WAN_YUAN, "10.00")],
)
def test_a_threshold_gives_all_from_its_bound_on(fen: int, earned: str) -> None:
    item = money(by="threshold", full_at="500 万元")

    assert points(item, center("a", figures={"rd_spending": fen})) == earned


@pytest.mark.parametrize(("gaps", "earned"), [(0, "10.00"), (1, "10.00"), (2, "0.00")])
def test_a_threshold_may_ask_for_less(gaps: int, earned: str) -> None:
    score = {"by": "threshold", "full_at": "1 项", "better": "less"}
    item = indicator(unit="项", source=of("compliance_gaps"), score=score)

    assert points(item, center("a", figures={"compliance_gaps": gaps})) == earned


@pytest.mark.parametrize(
    ("full_time", "earned"),
    [(0, "0.00"), (10, "0.00"), (11, "0.18"), (30, "3.50"), (49, "6.83"), (50, "7.00"), (100, "7.00")],
)
def test_linear_between_ten_percent_and_fifty_percent_for_seven_points(full_time: int, earned: str) -> None:
    item = indicator(
        weight=7, unit="%", source=of("full_time_staff", per=("staff",)),
        score={"by": "linear", "zero_at": "10 %", "full_at": "50 %"},
    )  # fmt: skip

    assert points(item, center("a", figures={"full_time_staff": full_time, "staff": 100})) == earned


@pytest.mark.parametrize(
    ("gaps", "earned"), [(0, "10.00"), (1, "6.67"), (2, "3.33"), (3, "0.00"), (9, "0.00")]
)
def test_linear_runs_downwards_too(gaps: int, earned: str) -> None:
    score = {"by": "linear", "zero_at": "3 项", "full_at": "0 项"}
    item = indicator(unit="项", source=of("compliance_gaps"), score=score)

    assert points(item, center("a", figures={"compliance_gaps": gaps})) == earned


def test_bounds_in_other_units_of_money_are_converted() -> None:
    item = money(by="linear", zero_at="0 元", full_at="0.1 亿元")

    assert points(item, center("a", figures={"rd_spending": 250 * FEN_PER_WAN_YUAN})) == "2.50"


@pytest.mark.parametrize(
    ("count", "earned"), [(0, "0.00"), (3, "4.50"), (6, "9.00"), (7, "10.00"), (99, "10.00")]
)
def test_each_earns_points_up_to_the_weight(count: int, earned: str) -> None:
    item = indicator(score={"by": "count", "points_each": "1.5"})

    assert points(item, center("a", figures={"patents": count})) == earned


def test_some_figures_count_more_than_once() -> None:
    source = {
        "from": "figure",
        "figures": [{"code": "patents"}, {"code": "standards", "times": 2}],
        "span": "year",
    }
    found = scored(indicator(source=source), center("a", figures={"patents": 1, "standards": 3}))

    assert str(found.points) == "7.00"
    assert [sentence(step) for step in found.steps][:3] == [
        "发明专利：1", "标准：3，按 2 倍计", "合计 7",
    ]  # fmt: skip


RUBRIC = {
    "by": "rubric",
    "levels": [
        {"code": "high", "label": {"zh": "高", "en": "High"}, "share": "100 %"},
        {"code": "middle", "label": {"zh": "中", "en": "Middle"}, "share": "62.5 %"},
        {"code": "low", "label": {"zh": "低", "en": "Low"}, "share": "0 %"},
    ],
}
MATERIAL = {"from": "material", "ask": {"zh": "材料", "en": "it"}, "proof": {"zh": "证明", "en": "proof"}}
EXPERTS = {"from": "experts", "kinds": ["technical"], "look_at": {"zh": "成果", "en": "results"}}


@pytest.mark.parametrize(("level", "earned"), [("high", "10.00"), ("middle", "6.25"), ("low", "0.00")])
def test_a_rubrics_level_earns_its_share(level: str, earned: str) -> None:
    item = indicator(unit="等级", source=MATERIAL, score=RUBRIC)
    material = {"indicator": "it", "value": level, "accepted": True}

    assert points(item, center("a", materials=(material,))) == earned


def test_experts_levels_are_averaged_by_their_shares() -> None:
    item = indicator(unit="等级", source=EXPERTS, score=RUBRIC)
    scores = tuple(
        {"indicator": "it", "scorer": f"E{n}", "kind": "technical", "score": level}
        for n, level in enumerate(("high", "middle", "low"))
    )

    assert points(item, center("a", scores=scores)) == "5.42"


@pytest.mark.parametrize(
    ("full", "value", "earned"), [("yes", 1, "10.00"), ("yes", 0, "0.00"), ("no", 0, "10.00")]
)
def test_yes_or_no_from_a_register(full: str, value: int, earned: str) -> None:
    item = indicator(unit="是否", source=of("full_time_director"), score={"by": "yes_no", "full": full})

    assert points(item, center("a", figures={"full_time_director": value})) == earned


def test_yes_or_no_from_material() -> None:
    item = indicator(unit="是否", source=MATERIAL, score={"by": "yes_no"})

    assert (
        points(item, center("a", materials=({"indicator": "it", "value": "yes", "accepted": True},)))
        == "10.00"
    )


def test_material_counts_only_once_accepted() -> None:
    item = indicator(
        unit="万元", source=MATERIAL, score={"by": "linear", "zero_at": "0 万元", "full_at": "20 万元"}
    )
    material = {"indicator": "it", "value": "12.5", "accepted": True}

    assert points(item, center("a", materials=(material,))) == "6.25"
    refused = scored(item, center("a", materials=(material | {"accepted": False, "note": "没有盖章"},)))
    assert (str(refused.points), refused.how) == ("0.00", "zero")
    assert sentence(refused.steps[0]) == "中心提供的材料未被认可：没有盖章"


def target(code: str, planned: str, reached: str | None) -> dict[str, Any]:
    made = None if reached is None else Decimal(reached)
    return {"code": code, "label": code, "unit": "项", "planned": Decimal(planned), "reached": made}


@pytest.mark.parametrize(
    ("targets", "earned"),
    [
        ((("3", "3"),), "10.00"),
        ((("3", "1"),), "3.33"),
        ((("3", "9"), ("4", "1")), "6.25"),
        ((("3", "3"), ("4", None)), "5.00"),
    ],
)
def test_the_plans_targets_count_alike_and_none_above_all_of_it(
    targets: tuple[tuple[str, str | None], ...], earned: str
) -> None:
    item = indicator(unit="%", source={"from": "plan"}, score={"by": "ratio_to_plan"})
    plan = tuple(target(f"T{n}", str(planned), reached) for n, (planned, reached) in enumerate(targets))

    assert points(item, center("a", plan=plan)) == earned


@pytest.mark.parametrize(
    ("peers", "value", "others", "earned"),
    [
        ("best", 8, (2, 6), "10.00"),
        ("best", 2, (8, 6), "2.50"),
        ("median", 2, (4, 6), "5.00"),
        ("median", 3, (5,), "7.50"),
        ("median", 6, (4, 2), "10.00"),
    ],
)
def test_a_value_beside_its_peers(peers: str, value: int, others: tuple[int, ...], earned: str) -> None:
    item = indicator(score={"by": "ratio_to_peers", "peers": peers})
    rest = [center(f"p{n}", figures={"patents": other}) for n, other in enumerate(others)]

    assert points(item, center("a", figures={"patents": value}), *rest) == earned


def test_who_is_not_scored_is_nobodys_peer() -> None:
    item = indicator(score={"by": "ratio_to_peers", "peers": "best"})
    giant = center("b", figures={"patents": 100}, state="deferred")

    assert points(item, center("a", figures={"patents": 2}), giant) == "10.00"


def test_without_any_output_there_is_nothing_to_compare() -> None:
    item = indicator(score={"by": "ratio_to_peers", "peers": "best"})
    found = scored(item, center("a", figures={"patents": 0}), center("b", figures={"patents": 0}))

    assert (found.how, str(found.points)) == ("zero", "0.00")
    assert "同类中心没有可以比较的数值" in [sentence(step) for step in found.steps]


SURVEY = indicator(
    unit="分", source={"from": "survey", "question": "satisfaction"},
    score={"by": "survey_mean", "zero_at": "2 分", "full_at": "5 分"}, when_missing="leave_out",
)  # fmt: skip


@pytest.mark.parametrize(
    ("scores", "earned"),
    [((5, 5, 5), "10.00"), ((2, 2, 2), "0.00"), ((1, 2, 3), "0.00"), ((4, 4, 5), "7.78")],
)
def test_the_mean_of_the_survey(scores: tuple[int, ...], earned: str) -> None:
    answers = ({"question": "satisfaction", "scores": scores},)

    assert points(SURVEY, center("a", survey={"served": 9, "asked": 5, "answers": answers})) == earned


def test_too_few_answers_are_shown_and_not_scored() -> None:
    answers = ({"question": "satisfaction", "scores": (5, 5)},)
    item = SURVEY | {"when_missing": "zero"}
    found = scored(item, center("a", survey={"served": 9, "asked": 5, "answers": answers}))

    assert (found.how, str(found.points)) == ("zero", "0.00")
    assert found.survey is not None
    assert (found.survey.too_few, str(found.survey.mean)) == (True, "5")


MARKED = indicator(unit="分", source=EXPERTS, score={"by": "expert_mean"}, when_missing="judge")


def marks(*scores: str) -> tuple[dict[str, str], ...]:
    return tuple(
        {"indicator": "it", "scorer": f"E{n}", "kind": "technical", "score": score}
        for n, score in enumerate(scores)
    )


@pytest.mark.parametrize(
    ("scores", "earned"), [(("10", "10"), "10.00"), (("0", "0"), "0.00"), (("7", "8", "8.5"), "7.83")]
)
def test_the_mean_of_the_experts_marks(scores: tuple[str, ...], earned: str) -> None:
    assert points(MARKED, center("a", scores=marks(*scores))) == earned


def test_how_far_experts_lie_apart_is_kept() -> None:
    spread = scored(MARKED, center("a", scores=marks("6", "8", "10"))).experts

    assert spread is not None
    told = [str(x) for x in (spread.mean, spread.lowest, spread.highest, spread.deviation)]
    assert (spread.scorers, told) == (3, ["80", "60", "100", "20"])


def test_one_scorer_where_two_are_asked_leaves_it_to_a_person() -> None:
    found = scored(MARKED, center("a", scores=marks("9")))

    assert (found.how, str(found.points)) == ("undecided", "0.00")
    assert sentence(found.steps[1]) == "技术专家有 1 人评分，至少需要 2 人"
