"""The check of a plan: what each finding finds, and what it leaves alone."""

from dataclasses import replace
from decimal import Decimal

import pytest

from xiangchuang.documents.plan import Block
from xiangchuang.documents.plan.blocks import numbered_blocks
from xiangchuang.documents.plan_check import (
    FINDING_CODES,
    Bounds,
    CheckedPlan,
    CheckedSection,
    Found,
    KnownFact,
    Party,
    SaidFact,
    StatedTarget,
    check_plan,
)

BOUNDS = Bounds(
    outline=("A.1.4", "A.2.4", "A.4.1", "A.7.1", "A.7.2"),
    sum_tolerance_bp=10,
    total_terms=("总投资", "经费总额"),
    total_sections=frozenset({"A.7.2"}),
    period_section="A.7.1",
    sections_in_period=frozenset({"A.4.1"}),
    target_sections=frozenset({"A.2.4"}),
    said_facts=(
        SaidFact("rd_expenditure", ("研发投入", "研发经费"), tolerance_bp=100),
        SaidFact("invention_patents", ("发明专利",), units=("件", "项"), unless=("累计", "截至")),
    ),
    of_others=("全国", "全省", "行业"),
    identity=frozenset({"identity_number", "bank_card"}),
    contact=frozenset({"mobile_phone"}),
)
LEAD = Party(
    "湖南示例地下装备有限公司",
    (
        KnownFact("rd_expenditure", 2024, Decimal(678_000_000)),
        KnownFact("invention_patents", 2024, Decimal(126)),
    ),
)
MEMBER = Party("示例理工大学", (KnownFact("rd_expenditure", 2024, Decimal(90_000_000)),))


def paragraph(text: str) -> Block:
    return Block(id="", kind="paragraph", text=text)


def table(*rows: tuple[str, ...]) -> Block:
    return Block(id="", kind="table", text="", rows=rows, header_rows=1)


def checked(code: str, *blocks: Block, **more: object) -> tuple[Found, ...]:
    """Check a plan whose one section under test has these blocks; the others say something harmless."""
    sections = [
        CheckedSection(c, numbered_blocks(blocks if c == code else [paragraph("本节从略。")]), 100)
        for c in BOUNDS.outline
    ]
    plan = CheckedPlan(tuple(sections), parties=(LEAD, MEMBER), **more)  # type: ignore[arg-type]
    return check_plan(plan, BOUNDS, wanted=FINDING_CODES)


def codes(found: tuple[Found, ...]) -> list[str]:
    return [one.code for one in found]


def test_a_section_without_words_table_or_picture_is_empty() -> None:
    assert codes(checked("A.2.4", paragraph("  "))) == ["section_empty"]
    assert codes(checked("A.2.4")) == ["section_empty"]
    assert not checked("A.2.4", Block(id="", kind="image", text="", image="a" * 64))


def test_a_total_row_that_does_not_add_up_names_column_and_both_numbers() -> None:
    rows = (("项目", "金额（万元）"), ("设备", "4,600"), ("研发", "2,000"), ("合计", "6,700"))
    (found,) = checked("A.7.2", table(*rows))
    assert found.code == "table_sum" and found.block.startswith("b")
    assert found.facts == {"column": "金额(万元)", "stated": "6,700", "sum": "6,600"}


RIGHT = {
    "rounded": "项目|万元 甲|33.3 乙|66.6 合计|100",
    "subtotals": "项目|万元 甲|10 乙|20 小计|30 丙|5 丁|5 小计|10 合计|40",
    "of which": "项目|万元 甲|10 其中：材料|4 乙|20 合计|30",
    "shares": "项目|占比 甲|10 乙|20 合计|100",
    "total first": "项目|万元 合计|30 甲|10 乙|20",
    "words": "项目|万元 甲|待定 乙|20 丙|3 合计|30",
    "nothing above": "项目|万元 合计|30",
    "two groups": "来源|万元 甲|1 乙|2 合计|3 丙|4 丁|5 合计|9",
}


@pytest.mark.parametrize("rows", RIGHT.values(), ids=RIGHT.keys())
def test_a_total_that_can_be_right_is_left_alone(rows: str) -> None:
    assert not checked("A.7.2", table(*(tuple(row.split("|")) for row in rows.split())))


def test_a_row_over_years_is_held_to_its_total() -> None:
    rows = (
        ("项目", "2027年", "2028年", "2029年", "合计"),
        ("出资", "6,000", "4,000", "2,000", "12,000"),
        ("市场化收入", "600", "1,400", "2,200", "4,300"),
    )
    (found,) = checked("A.7.2", table(*rows))
    assert (found.code, found.facts["row"], found.facts["sum"]) == ("row_sum", "市场化收入", "4,200")


def test_a_total_in_the_text_is_held_to_the_table() -> None:
    budget = table(("项目", "金额（万元）"), ("甲", "4,000"), ("乙", "2,000"), ("合计", "6,000"))
    (found,) = checked("A.7.2", paragraph("中心总投资为6500万元。"), budget)
    assert found.code == "text_table_sum"
    assert found.facts == {"term": "总投资", "stated": "6,500 万元", "table": "6,000 万元"}
    assert not checked("A.7.2", paragraph("中心总投资0.6亿元，其中设备2,000万元。"), budget)
    assert not checked("A.7.2", paragraph("中心总投资6500万元。"), table(("项目", "内容"), ("甲", "设备")))


@pytest.mark.parametrize(
    "text",
    [
        "建设期为2029年12月至2027年1月。", "实施期限：2029-2027年", "起止时间 2027.06—2027.01",
        "自2027年3月20日至2027年3月1日", "2028年至2027年",
    ],
)  # fmt: skip
def test_a_period_that_ends_before_it_begins_is_found(text: str) -> None:
    assert "period_reversed" in codes(checked("A.7.1", paragraph(text)))


@pytest.mark.parametrize(
    "text",
    [
        "建设期为2027年1月至2029年12月。", "2027-2029年", "电话 0731-8888", "2027年3月1日至2027年3月20日",
        "标准 GB/T 4754-2017 和 2020 版", "2025年至2027年底", "2021年12月31日到2022年1月1日",
        "研发投入 2000-1500 万元",
    ],
)  # fmt: skip
def test_a_period_in_order_is_left_alone(text: str) -> None:
    assert not checked("A.7.1", paragraph(text))


def test_a_task_outside_the_construction_period_is_found() -> None:
    period = CheckedSection(
        "A.7.1",
        numbered_blocks([paragraph("建设周期三年：2027年1月至2029年12月，第一阶段2027年1月至2027年12月。")]),
        20,
    )
    tasks = CheckedSection(
        "A.4.1",
        numbered_blocks(
            [table(("任务", "起止"), ("甲", "2027年3月至2028年6月"), ("乙", "2028年1月至2030年6月"))]
        ),
        20,
    )
    others = [CheckedSection(c, numbered_blocks([paragraph("略。")]), 1) for c in ("A.1.4", "A.2.4", "A.7.2")]
    (found,) = check_plan(CheckedPlan((tasks, period, *others)), BOUNDS, wanted=FINDING_CODES)
    assert found.code == "date_outside_period" and found.facts["period"] == "2028年1月至2030年6月"
    assert found.facts["within"].startswith("2027年1月至2029年12月")


def test_targets_have_a_unit_and_a_value_for_each_year() -> None:
    targets = (
        StatedTarget("发明专利授权", "件", {2027: Decimal(20), 2028: Decimal(45)}),
        StatedTarget("服务企业", "", {2027: Decimal(3)}),
    )
    found = checked("A.2.4", paragraph("目标见表。"), targets=targets)
    assert codes(found) == ["target_without_unit", "target_year_missing"]
    assert found[1].facts == {"name": "服务企业", "years": "2028"} and found[1].section == ""
    (bare,) = checked("A.2.4", table(("指标", "2027年", "2028年"), ("孵化企业", "1", "4")))
    assert bare.code == "target_without_unit" and bare.block


def test_text_and_tables_are_held_to_the_confirmed_targets() -> None:
    targets = (
        StatedTarget("发明专利授权", "件", {2027: Decimal(20), 2029: Decimal(80)}),
        StatedTarget("技术合同成交额", "万元", {2029: Decimal(12_000)}),
    )
    said = "到2029年，发明专利授权达到90件，技术合同成交额1.2亿元。"
    found = [f for f in checked("A.2.4", paragraph(said), targets=targets) if f.code == "target_differs"]
    assert [f.facts for f in found] == [
        {"name": "发明专利授权", "year": "2029", "stated": "90件", "confirmed": "80 件"}
    ]
    rows = (("指标", "单位", "2027年", "2029年"), ("发明专利授权", "件", "20", "81"))
    found = [f for f in checked("A.2.4", table(*rows), targets=targets) if f.code == "target_differs"]
    assert [f.facts["stated"] for f in found] == ["81"]


def test_people_of_the_text_are_looked_for_in_the_table_of_people() -> None:
    people = frozenset({"张三", "欧阳明月"})
    text = (
        "中心负责人张三，首席科学家为李思远；由欧阳明月教授主持。"
        "负责人任职条件另行规定，高级工程师不少于二十人。"
    )
    found = checked("A.1.4", paragraph(text), people=people)
    assert [(f.code, f.facts["name"]) for f in found] == [("person_unlisted", "李思远")]
    assert not checked("A.1.4", paragraph(text), people=frozenset())
    assert not checked("A.1.4", paragraph(text))


def test_a_figure_that_the_register_has_otherwise_is_found_in_any_unit() -> None:
    (found,) = checked("A.1.4", paragraph("公司2024年研发投入7.5亿元，2023年研发投入5亿元。"))
    assert found.code == "register_differs"
    assert found.facts == {
        "organization": LEAD.name, "year": "2024", "fact": "rd_expenditure", "stated": "7.5亿元",
        "register": "67,800 万元",
    }  # fmt: skip
    (other,) = checked("A.1.4", paragraph("示例理工大学2024年研发经费达到1.2亿元。"))
    assert other.facts["organization"] == MEMBER.name
    (count,) = checked("A.1.4", paragraph("2024年获得发明专利130件。"))
    assert count.facts["register"] == "126 件"


@pytest.mark.parametrize(
    "text",
    [
        "公司2024年研发投入6.78亿元。", "公司2024年研发投入67,800万元。", "2024年研发投入约6.8亿元。",
        "2024年研发投入6亿余元。", "2024年全省研发投入1283.94亿元。", "2024年行业研发投入30亿元。",
        "截至2024年，累计获得发明专利800件。", "2024年研发投入占比7.12%，营业收入95亿元。",
        "湖南示例地下装备有限公司与示例理工大学2024年研发投入合计7.68亿元。", "2027年研发投入将达到9亿元。",
    ],
)  # fmt: skip
def test_a_figure_that_agrees_or_speaks_of_others_is_left_alone(text: str) -> None:
    assert not checked("A.1.4", paragraph(text))


def test_personal_data_is_told_by_group_and_never_in_full() -> None:
    found = checked(
        "A.1.4", paragraph("联系人身份证430102199003071236，手机13800138000，电话0731-88888888。")
    )
    kinds = {f.code: f.facts for f in found}
    assert "personal_contact" in kinds and "13800138000" not in kinds["personal_contact"]["masked"]


def test_the_figures_of_a_row_are_no_card_number() -> None:
    rows = (
        ("来源", "2027", "2028", "2029"),
        ("企业出资", "62284800", "0402564", "8900"),
        ("合计", "1", "2", "3"),
    )
    row = Block(id="", kind="table", text="", rows=rows, header_rows=1)
    assert "personal_identity" not in codes(checked("A.7.2", row))
    inside = replace(row, rows=(*rows, ("开户账号", "6228480402564890018", "", "")))
    assert "personal_identity" in codes(checked("A.7.2", inside))


def test_only_what_the_pack_names_is_reported() -> None:
    plan = CheckedPlan((CheckedSection("A.7.1", numbered_blocks([paragraph("2029年至2027年")]), 3),))
    assert not check_plan(plan, BOUNDS, wanted={"table_sum"})


def test_the_same_find_is_told_once() -> None:
    found = checked("A.7.1", paragraph("2029年至2027年，即2029年至2027年。"))
    assert codes(found) == ["period_reversed"]
