"""A set with a fault is refused, and its author is told the file, the line and what to do."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.policy.draft import Draft
from tests.policy.evaluation.rounds import indicator, of, written_set
from xiangchuang.policy.evaluation import load_indicator_set
from xiangchuang.policy.pack import PackError, Problem

SET = "indicators/field_specific.yaml"
EXPERTS = {"from": "experts", "kinds": ["technical"], "look_at": {"zh": "成果", "en": "results"}}
LINEAR = {"by": "linear", "zero_at": "0 件", "full_at": "5 件"}


@pytest.fixture
def refusal(tmp_path: Path) -> Any:
    """Write a set to a file and return the one thing it is refused for."""

    def problem(written: dict[str, Any]) -> Problem:
        path = tmp_path / "set.yaml"
        path.write_text(yaml.safe_dump(written, allow_unicode=True, sort_keys=False), encoding="utf-8")
        with pytest.raises(PackError) as refused:
            load_indicator_set(path, figure_names=frozenset({"patents", "rd_spending"}))
        (found,) = refused.value.problems
        return found

    return problem


def alone(**changed: Any) -> dict[str, Any]:
    return written_set(("one", [indicator(**changed)]))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"source": EXPERTS}, "count 不能给来源 experts 计分，可用的来源：figure、material"),
        ({"unit": "万元", "source": of("rd_spending")}, "count 不能给单位“万元”计分"),
        ({"score": LINEAR | {"full_at": "5 万元"}}, "界限“5 万元”与指标单位“件”不一致"),
        ({"score": LINEAR | {"full_at": "5 家"}}, "界限“5 家”与指标单位“件”不一致"),
        ({"score": {"by": "ratio_to_peers", "peers": "best", "full_at": "3 件"}}, "要用单位“%”"),
        ({"score": LINEAR | {"full_at": "0 件"}}, "zero_at 与 full_at 相同"),
        ({"score": {"by": "ratio_to_peers", "peers": "best", "zero_at": "100 %"}}, "zero_at 要小于 full_at"),
        ({"score": {"by": "count", "points_each": 11}}, "每件 11 分，多于指标权重 10"),
        ({"score": {"by": "count", "points_each": 0}}, "points_each 要大于 0"),
        ({"score": {"by": "count", "points_each": 0.5}}, "写成整数，或加引号"),
        ({"score": {"by": "luck"}}, "score 的 'by' 写成了 luck，只能是"),
        ({"score": {"points_each": 1}}, "score 要写 'by'，说明是哪一种"),
        ({"score": LINEAR | {"zero_at": "一点点"}}, "写成数字加单位"),
        ({"source": of("castles")}, "登记簿中没有名为 castles 的数据"),
        ({"source": of("patents", per=("castles",)), "unit": "%", "score": LINEAR | {
            "zero_at": "0 %", "full_at": "5 %"}}, "登记簿中没有名为 castles 的数据"),
        ({"source": of("patents") | {"per_span": "year"}}, "没有分母（per）就没有分母的时段"),
        ({"when_missing": "guess"}, "when_missing 的值 guess 不在允许之列"),
        ({"unit": "公斤"}, "unit 的值 公斤 不在允许之列"),
        ({"origin": None}, "clause 为 default 的规则要写 origin"),
    ],
)  # fmt: skip
def test_an_indicator_that_cannot_be_scored_is_refused(
    refusal: Any, changed: dict[str, Any], said: str
) -> None:
    problem = refusal(alone(**changed))

    assert said in problem.reason
    assert (problem.file, problem.line > 1) == ("set.yaml", True)


def test_levels_of_a_rubric_fall_from_all_of_it(refusal: Any) -> None:
    levels = [
        {"code": code, "label": {"zh": code, "en": code}, "share": share}
        for code, share in (("a", "100 %"), ("b", "30 %"), ("c", "50 %"))
    ]

    problem = refusal(alone(unit="等级", source=EXPERTS, score={"by": "rubric", "levels": levels}))

    assert "从 100 % 起逐级降低" in problem.reason


def test_weights_of_indicators_add_up_to_their_dimension(refusal: Any) -> None:
    written = alone()
    written["dimensions"][0]["weight"] = written["total"] = 12

    assert refusal(written).reason == "维度 one 各指标权重合计 10，维度权重却是 12"


def test_dimensions_add_up_to_the_declared_total(refusal: Any) -> None:
    assert refusal(alone() | {"total": 11}).reason == "各维度权重合计 10，总分却是 11"


def test_one_code_is_one_indicator_in_the_whole_set(refusal: Any) -> None:
    twice = written_set(("one", [indicator()]), ("two", [indicator()]))

    assert refusal(twice).reason == "指标编码 it 在本套指标中重复"


def test_a_tie_break_names_a_dimension(refusal: Any) -> None:
    assert refusal(alone() | {"tie_break": ["beauty"]}).reason == "没有名为 beauty 的维度，无法用来区分同分"


def test_bonuses_reach_their_cap_and_leave_nothing_out(refusal: Any) -> None:
    bonus = {"clause": "default", "origin": "测试", "most": 11, "items": [indicator("extra")]}
    assert "达不到加分上限 11" in refusal(alone() | {"bonuses": bonus}).reason

    open_end = bonus | {"most": 5, "items": [indicator("extra", when_missing="leave_out")]}
    assert "when_missing 写 zero" in refusal(alone() | {"bonuses": open_end}).reason


def test_a_set_of_the_pack_is_told_with_its_line_and_clause(draft: Draft) -> None:
    draft.edit(SET, "score: {by: count, points_each: 2}", "score: {by: count, points_each: 9}")

    problem = draft.problem()

    assert (problem.file, problem.clause) == (SET, "default")
    assert problem.line == draft.line_of(SET, "points_each: 9")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (SET, "categories: [field_specific]", "categories: [comprehensive]", "类别 comprehensive 已由"),
        (SET, "categories: [field_specific]", "categories: [planetary]", "layout.yaml 中没有类别 planetary"),
        (SET, "code: field_specific", "code: comprehensive", "指标体系 comprehensive 在"),
        (SET, "question: satisfaction", "question: weather", "没有计分的题目 weather"),
        (SET, "zero_at: 2 分, full_at: 5 分", "zero_at: 2 分, full_at: 6 分", "不在问卷的 1 到 5 分之内"),
        (SET, "kinds: [finance]", "kinds: [legal]", "没有规定 legal 类专家如何评分"),
        ("evaluation.yaml", "  out_of: 100", "  out_of: 90", "等次却按 90 分划线"),
        ("evaluation.yaml", "at_least: 85", "at_least: 55", "等次要从高到低排"),
        ("evaluation.yaml", "at_least: 85", "at_least: 101", "高于总分 100"),
        ("evaluation.yaml", "      at_least: 60\n", "", "除最后一个等次外都要写分数线"),
        ("evaluation.yaml", "quota: 23 %", "quota: 100 %", "名额比例 100 % 要大于 0 %、小于 100 %"),
        ("evaluation.yaml", "    grade: qualified", "    grade: superb", "没有名为 superb 的等次"),
        ("evaluation.yaml", "    scored: true\n", "    scored: true\n    grade: qualified\n", "照常评分"),
        ("evaluation.yaml", "fewest_answers: 5", "fewest_answers: 31", "多于最多发放的 30 份"),
        ("evaluation.yaml", "  lowest: 1", "  lowest: 5", "lowest 要小于 highest"),
        ("evaluation.yaml", "confidence: 95 %", "confidence: 100 %", "不含两端"),
    ],
)
def test_what_a_set_asks_the_rules_and_the_layout_have(
    draft: Draft, file: str, old: str, new: str, said: str
) -> None:
    draft.edit(file, old, new)

    assert said in " ".join(problem.reason for problem in draft.problems())


def test_a_vetos_grade_and_figure_exist(draft: Draft) -> None:
    path = draft.directory / "evaluation.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("grade: unqualified", "grade: doomed", 1), encoding="utf-8")
    assert "没有名为 doomed 的等次" in draft.problem().reason

    path.write_text(text, encoding="utf-8")
    problems = draft.problems(figure_names=frozenset({"rd_spending"}))
    assert "登记簿中没有名为 reports_missing 的数据" in [
        problem.reason for problem in problems if problem.file == "evaluation.yaml"
    ]
