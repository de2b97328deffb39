"""Two tables of practice load as sets and score an example that was worked out by hand, to the cent."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.policy.evaluation.rounds import FEN_PER_WAN_YUAN, a_round, center, reading, rules
from xiangchuang.policy.evaluation import evaluate, load_indicator_set

HERE = Path(__file__).parent


def mark(item: str, *scores: str) -> list[dict[str, str]]:
    return [
        {"indicator": item, "scorer": f"E{n}", "kind": "technical", "score": score}
        for n, score in enumerate(scores, start=1)
    ]


def target(planned: int, reached: int) -> dict[str, Any]:
    return {
        "code": f"T{planned}", "label": "目标", "unit": "项",
        "planned": Decimal(planned), "reached": Decimal(reached),
    }  # fmt: skip


def test_the_beijing_table_of_100_points() -> None:
    beijing = load_indicator_set(HERE / "beijing.yaml")
    assert [str(dimension.weight) for dimension in beijing.dimensions] == ["35", "45", "20"]

    figures = (
        reading("rd_spending", 437 * FEN_PER_WAN_YUAN),
        reading("full_time_staff", 23, "at_end"),
        reading("staff", 61, "at_end"),
        reading("total_income", 820 * FEN_PER_WAN_YUAN),
        reading("patents", 7),
        reading("standards", 2),
    )
    worked = center(
        "a", set="beijing", figures=figures,
        scores=tuple(mark("conditions", "8", "7.5", "9") + mark("mechanism", "good", "fair", "fair")),
        materials=(
            {"indicator": "activity", "value": "5", "accepted": True},
            {"indicator": "assets", "value": "999.99", "accepted": True},
        ),
        plan=(target(4, 3), target(5, 5), target(3, 1)),
        survey={"served": 20, "asked": 10, "answers": (
            {"question": "satisfaction", "scores": (5, 4, 4, 3, 5, 4)},)},
    )  # fmt: skip
    rival = center("b", set="beijing", figures=(reading("total_income", 1200 * FEN_PER_WAN_YUAN),))
    found = evaluate(a_round(beijing, worked, rival, by=rules(100))).subject("a")

    assert {indicator.code: str(indicator.points) for indicator in found.indicators} == {
        "funds": "2.25",  # 6 × (437 − 100) / 900 = 2.24667
        "people": "6.23",  # 9 × (23/61 − 10 %) / 40 % = 6.23361
        "conditions": "7.35",  # 9 × (8 + 7.5 + 9) / 30 = 7.35
        "activity": "6.25",  # 5 × 1.25
        "assets": "0.00",  # 999.99 of 1000 万元
        "income": "6.83",  # 10 × 820 / 1200 = 6.8333
        "results": "8.25",  # (7 + 2 × 2) × 0.75
        "industry": "12.36",  # mean of 3/4, 1, 1/3 = 25/36; 20 × (25/36 − 1/5) / (4/5) = 12.36111
        "mechanism": "8.80",  # 12 × (1 + 0.6 + 0.6) / 3
        "planning": "6.33",  # mean 25/6; 8 × (25/6 − 1) / 4 = 6.3333
    }
    assert [str(dimension.points) for dimension in found.dimensions] == ["22.08", "27.44", "15.13"]
    assert str(found.total) == "64.65"


def test_the_hunan_table_of_manufacturing_innovation_centers_as_far_as_visible() -> None:
    table = load_indicator_set(HERE / "hunan_manufacturing.yaml")
    assert (str(table.total), [str(d.weight) for d in table.dimensions]) == ("95", ["45", "50"])

    worked = center(
        "a", set="hunan_manufacturing",
        figures=(reading("full_time_staff", 37, "at_end"), reading("rd_spending", 500 * FEN_PER_WAN_YUAN)),
        scores=(

            *mark("resources", "7", "8"), *mark("conditions", "9", "6.5"), *mark("other", "8.2", "7.1"),
        ),
        materials=({"indicator": "mechanism", "value": "yes", "accepted": True},),
        plan=(target(9, 7),),
    )  # fmt: skip
    found = evaluate(a_round(table, worked, by=rules(95))).subject("a")

    assert [str(indicator.points) for indicator in found.indicators] == [
        "8.10",  # 12 × (37 − 10) / 40
        "9.00",  # 12 × 7.5 / 10
        "10.08",  # 13 × 7.75 / 10 = 10.075, half up
        "4.00",
        "3.11",  # 4 × 7 / 9 = 3.1111
        "10.00",  # 500 万元 exactly
        "30.60",  # 40 × 7.65 / 10
    ]
    assert str(found.total) == "74.89"
