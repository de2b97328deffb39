"""The lead's staff confirm targets that were read from the tables of the plan."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.documents.plan.docx_writer import OUTLINE
from xiangchuang.demo.sample_plan import write_sample_plan
from xiangchuang.documents.plan import Block, find_targets, parse_plan
from xiangchuang.documents.plan.targets import table_targets, value_of

Values = dict[int, Decimal]


def table(*rows: tuple[str, ...]) -> Block:
    return Block("b1", "table", "", rows=rows)


def amounts(*values: str, first: int = 2027) -> Values:
    return {first + place: Decimal(value) for place, value in enumerate(values)}


def test_the_sample_plan_gives_its_goals_first(tmp_path: Path) -> None:
    plan = parse_plan(write_sample_plan(tmp_path / "plan.docx", outline=OUTLINE), OUTLINE)
    targets = find_targets(plan)
    assert [target.section for target in targets[:9]] == ["A.2.4"] * 9
    first = targets[0]
    assert (first.name, first.unit, first.values) == ("研发投入", "万元", amounts("2000", "2600", "3000"))
    assert ("技术性收入", "万元") in [(target.name, target.unit) for target in targets]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            (("指标", "单位", "2027年", "2028年度"), ("发明专利", "件", "≥20", "不少于40")),
            [("发明专利", "件", amounts("20", "40"))],
        ),
        (
            (("指标（单位）", "２０２７年", "到2028年底"), ("研发投入（万元）", "1，200.5", "1500以上")),
            [("研发投入", "万元", amounts("1200.5", "1500"))],
        ),
        (
            (
                ("序号", "目标", "2027", "2028"),
                ("1", "营业收入", "3亿元", "5亿元"),
                ("2", "团队", "良好", "优秀"),
            ),
            [("营业收入", "亿元", amounts("3", "5"))],
        ),
        (
            (("年度", "专利/件", "收入（万元）"), ("2027年", "5", "100"), ("2028年", "8", "200")),
            [("专利", "件", amounts("5", "8")), ("收入", "万元", amounts("100", "200"))],
        ),
        (
            (
                ("指标", "年度", "目标值", "计量单位"),
                ("服务企业", "2027年", "30", "家"),
                ("", "2028年", "60", "家"),
            ),
            [("服务企业", "家", amounts("30", "60"))],
        ),
        (
            (("指标", "单位", "分年度目标", ""), ("", "", "2027年", "2028年"), ("标准", "项", "1", "3")),
            [("标准", "项", amounts("1", "3"))],
        ),
        ((("姓名", "职务"), ("示例甲", "主任")), []),
    ],
)
def test_tables_of_each_form_are_read(
    rows: tuple[tuple[str, ...], ...], expected: list[tuple[str, str, Values]]
) -> None:
    assert list(table_targets(table(*rows))) == expected


def test_a_unit_above_the_table_counts_where_the_table_has_none() -> None:
    rows = table(("指标", "2027年"), ("研发投入", "100"))
    assert table_targets(rows, "万元") == (("研发投入", "万元", amounts("100")),)


@pytest.mark.parametrize("text", ["", "良好", "3—5", "一百", "2027年5月"])
def test_what_is_no_single_number_is_left_to_the_applicant(text: str) -> None:
    assert value_of(text) is None
