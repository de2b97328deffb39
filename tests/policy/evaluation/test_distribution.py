"""A center sees how its peers lie without seeing who they are."""

from tests.policy.evaluation.rounds import a_round, a_set, center, indicator, of
from xiangchuang.policy.evaluation import evaluate
from xiangchuang.policy.evaluation.distribution import points, totals

SET = a_set(
    (
        "one",
        [
            indicator("p", weight=6),
            indicator("s", weight=4, source=of("standards"), when_missing="leave_out"),
        ],
    )
)


def test_quartiles_of_totals_lie_in_proportion_between_neighbours() -> None:
    subjects = [center(f"c{n}", figures={"patents": n, "standards": 0}) for n in (1, 2, 4, 6)]
    found = totals(evaluate(a_round(SET, *subjects)), "set")

    assert found is not None
    quartiles = (found.lower_quartile, found.median, found.upper_quartile)
    assert (found.count, str(found.lowest), str(found.highest)) == (4, "1", "6")
    assert [str(quartile) for quartile in quartiles] == ["1.75", "3", "4.5"]


def test_who_has_an_indicator_left_out_or_is_not_scored_has_no_part_in_it() -> None:
    results = evaluate(a_round(
        SET,
        center("a", figures={"patents": 2, "standards": 3}),
        center("b", figures={"patents": 2}),
        center("c", state="deferred"),
    ))  # fmt: skip
    of_standards, of_patents = points(results, "set", "s"), points(results, "set", "p")

    assert of_standards is not None and of_patents is not None
    assert (of_standards.count, str(of_standards.median)) == (1, "3")
    assert of_patents.count == 2
    assert points(results, "set", "unknown") is None
