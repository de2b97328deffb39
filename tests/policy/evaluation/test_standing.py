"""Rank by total and tie-break, grade by cut and quota; a quota lifts nobody and a veto stands above all."""

import pytest

from tests.policy.evaluation.rounds import a_round, a_set, center, grade, indicator, of, rules
from xiangchuang.policy.evaluation import Results, Subject, evaluate, reason_sentence

ONE = a_set(("one", [indicator()]))
TWO = a_set(
    ("patents", [indicator("p", weight=5)]),
    ("standards", [indicator("s", weight=5, source=of("standards"))]),
    tie_break=["standards"],
)  # fmt: skip
BY_QUOTA = rules(10, grade("good", 6, "50 %"), grade("fair", 4), grade("poor"))


def of_patents(**counts: int) -> list[Subject]:
    return [center(code, figures={"patents": count}) for code, count in counts.items()]


def grades(results: Results) -> dict[str, str | None]:
    return {subject.code: subject.grade for subject in results.subjects}


def told(results: Results, code: str) -> list[str]:
    return [reason_sentence(reason) for reason in results.subject(code).reasons]


def test_the_larger_total_ranks_first_and_equals_share_a_rank() -> None:
    results = evaluate(a_round(ONE, *of_patents(a=3, b=9, c=3, d=1)))

    assert {s.code: s.rank for s in results.subjects} == {"a": 2, "b": 1, "c": 2, "d": 4}
    assert {s.ranked for s in results.subjects} == {4}


def test_equal_totals_are_parted_by_the_dimension_that_the_set_names() -> None:
    results = evaluate(a_round(
        TWO,
        center("a", figures={"patents": 3, "standards": 1}),
        center("b", figures={"patents": 1, "standards": 3}),
        center("c", figures={"patents": 1, "standards": 3}),
    ))  # fmt: skip

    assert {s.code: s.rank for s in results.subjects} == {"a": 3, "b": 1, "c": 1}


def test_a_grade_is_taken_at_its_cut() -> None:
    results = evaluate(a_round(ONE, *of_patents(a=8, b=7, c=5, d=4)))

    assert grades(results) == {"a": "good", "b": "fair", "c": "fair", "d": "poor"}
    assert told(results, "a") == ["总分 8.00 分，达到good的 8 分"]
    assert told(results, "d") == ["总分 4.00 分，没有达到fair的 5 分"]


def test_a_quota_is_rounded_down_and_lets_the_first_through() -> None:
    results = evaluate(a_round(ONE, *of_patents(a=9, b=8, c=7, d=6, e=5), by=BY_QUOTA))

    assert grades(results) == {"a": "good", "b": "good", "c": "fair", "d": "fair", "e": "fair"}
    assert told(results, "c")[0] == "达到good的分数线，但名额为 5 个参评中心的 50%，共 2 个，排名在名额之后"


def test_a_quota_lifts_nobody_above_a_cut() -> None:
    assert grades(evaluate(a_round(ONE, *of_patents(a=5, b=3), by=BY_QUOTA))) == {"a": "fair", "b": "poor"}


def test_who_shares_the_rank_at_which_the_quota_runs_out_all_fall_to_the_next_grade() -> None:
    results = evaluate(a_round(ONE, *of_patents(a=9, b=8, c=8, d=7), by=BY_QUOTA))

    assert grades(results) == {"a": "good", "b": "fair", "c": "fair", "d": "fair"}


def test_a_veto_found_by_a_person_holds_with_its_reason_and_takes_no_rank() -> None:
    cheat = center("a", figures={"patents": 10}, vetoes=({"code": "fraud", "reason": "合同系伪造"},))
    results = evaluate(a_round(ONE, cheat, *of_patents(b=6)))

    assert grades(results) == {"a": "poor", "b": "fair"}
    assert [(s.rank, str(s.total)) for s in results.subjects] == [(None, "10.00"), (1, "6.00")]
    assert told(results, "a") == ["一票否决：弄虚作假（合同系伪造）"]


@pytest.mark.clause("5.4-2")
def test_registers_find_the_veto_of_an_annual_report_never_filed(hunan_pack: object) -> None:
    silent = center("a", figures={"patents": 10, "reports_missing": 1})
    result = evaluate(a_round(ONE, silent, *of_patents(b=10))).subject("a")

    assert (result.grade, [veto.code for veto in result.vetoes]) == ("poor", ["no_report"])
    assert [row.source for row in result.vetoes[0].rows] == ["reports_missing"]


def test_a_vetoed_center_takes_no_place_of_the_quota_but_counts_among_the_graded() -> None:
    cheat = center("z", figures={"patents": 10}, vetoes=({"code": "fraud", "reason": "伪造"},))
    results = evaluate(a_round(ONE, cheat, *of_patents(a=9, b=8, c=7), by=BY_QUOTA))

    assert grades(results) == {"a": "good", "b": "good", "c": "fair", "z": "poor"}


def test_a_deferred_center_is_not_scored_and_one_taken_as_has_its_grade_without_points() -> None:
    results = evaluate(
        a_round(ONE, center("a", state="deferred"), center("b", state="taken"), *of_patents(c=6))
    )

    assert grades(results) == {"a": None, "b": "fair", "c": "fair"}
    assert [s.total is None for s in results.subjects] == [True, True, False]
    assert (told(results, "a"), told(results, "b")) == (["缓评，本轮不评分"], ["视同，等次按fair"])


def test_bonuses_stand_beyond_the_total_up_to_their_cap() -> None:
    item = indicator("award", weight=5, source=of("standards"), score={"by": "count", "points_each": 2})
    bonuses = {"clause": "default", "origin": "测试", "most": 3, "items": [item]}
    of_set = a_set(("one", [indicator()]), bonuses=bonuses)
    results = evaluate(a_round(of_set, center("a", figures={"patents": 10, "standards": 2})))
    result = results.subject("a")

    assert (str(result.bonus), str(result.total)) == ("3.00", "13.00")
    assert told(results, "a")[-1] == "加分项合计 4.00 分，按上限计 3 分"
