"""The words of a paper: places filled, bracketed parts left out, and every fault named with its place."""

import pytest

from xiangchuang.policy.pack import Pack
from xiangchuang.policy.wordings import (
    Fault,
    Placeholder,
    WordingBlock,
    WordingText,
    faults_of,
    fill,
    fill_words,
)

PLACES = (
    Placeholder("文号", must=True),
    Placeholder("主送机关", must=True),
    Placeholder("政策依据", must=True),
    Placeholder("牵头单位"),
    Placeholder("共建单位"),
    Placeholder("年度目标", "table"),
    Placeholder("专门约定", "lines"),
    Placeholder("指标", "items"),
)


def wording(*blocks: WordingBlock, **changes: str) -> WordingText:
    head = {"title": "关于示例的批复", "number": "{文号}", "addressee": "{主送机关}"}
    body = blocks or (WordingBlock(row="paragraph", text="根据{政策依据}，批复如下。"),)
    return WordingText(**(head | changes), blocks=body)


def row(text: str, kind: str = "paragraph", level: int = 1) -> WordingBlock:
    return WordingBlock(row=kind, text=text, level=level)  # type: ignore[arg-type]


def places(faults: list[Fault]) -> list[str]:
    return [fault.place for fault in faults]


def test_places_are_filled_and_what_a_case_writes_is_never_read_as_a_place() -> None:
    said = fill_words("由{牵头单位}牵头", {"牵头单位": "示例{共建单位}[公司]", "共建单位": "乙"})
    assert said == "由示例{共建单位}[公司]牵头"


def test_a_bracketed_part_is_printed_only_when_its_places_have_something_to_say() -> None:
    text = "由{牵头单位}牵头[，{共建单位}共同建设]。"
    assert fill_words(text, {"牵头单位": "甲", "共建单位": "乙"}) == "由甲牵头，乙共同建设。"
    assert fill_words(text, {"牵头单位": "甲"}) == "由甲牵头。"


def test_a_row_without_anything_to_say_and_its_heading_are_left_out() -> None:
    text = wording(
        row("专门约定", "heading"), row("{专门约定}"), row("指标", "heading"), row("{指标}", "list"),
        row("说明", "heading"), row("此复。"),
    )  # fmt: skip
    _title, _addressee, blocks = fill(text, {"指标": ("一项", "二项")})
    assert [(b.kind, b.text or b.items) for b in blocks] == [
        ("heading", "指标"), ("list", ("一项", "二项")), ("heading", "说明"), ("paragraph", "此复。"),
    ]  # fmt: skip


def test_tables_come_from_a_place_or_are_typed_row_by_row() -> None:
    text = wording(row("{年度目标}", "table"), row("甲 | 乙\n{牵头单位} | 二", "table"))
    _title, _addressee, blocks = fill(
        text, {"年度目标": (("目标", "2027年"), ("专利", "3")), "牵头单位": "一"}
    )
    assert [b.rows for b in blocks] == [(("目标", "2027年"), ("专利", "3")), (("甲", "乙"), ("一", "二"))]


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        (wording(row("根据{政策依据}，{无此占位}。")), "block-1", "不认识的占位 {无此占位}"),
        (wording(row("批复如下。")), "blocks", "缺少必需的占位 {政策依据}"),
        (wording(number="湘科发〔2026〕1号"), "number", "文号一栏只写 {文号}"),
        (wording(number=""), "number", "文号一栏只写 {文号}"),
        (wording(addressee="各市州科技局"), "addressee", "主送一栏要有占位"),
        (wording(row("根据{政策依据}{年度目标}")), "block-1", "单独占一行"),
        (wording(row("根据{政策依据}"), row("{年度目标}")), "block-2", "行的类型选“表格”"),
        (wording(row("根据{政策依据}[，{牵头单位}")), "block-1", "括号不成对"),
        (wording(row("根据{政策依据}"), row("一格", "table")), "block-2", "隔开的几格"),
        (wording(title="关于{未知}的批复"), "title", "不认识的占位"),
    ],
)
def test_each_fault_is_named_with_its_place(text: WordingText, place: str, says: str) -> None:
    found = faults_of(text, PLACES)
    assert any(fault.place == place and says in fault.reason for fault in found), found


def test_personal_data_in_a_wording_is_a_fault_of_its_row() -> None:
    text = wording(row("根据{政策依据}"), row("联系人电话 13800138000"))
    found = faults_of(text, PLACES, private=lambda said: ["手机号码"] if "138" in said else [])
    assert places(found) == ["block-2"]


def test_a_paper_without_number_and_addressee_must_not_have_them() -> None:
    found = faults_of(wording(), PLACES, numbered=False, addressed=False)
    assert {"number", "addressee"} <= set(places(found))


def test_a_sound_wording_has_no_fault() -> None:
    assert faults_of(wording(), PLACES) == []


def test_the_packs_ship_a_wording_for_each_of_their_papers(hunan_pack: Pack, minimal_pack: Pack) -> None:
    shipped = {wording.code for wording in hunan_pack.wordings.wordings}
    assert {
        "approval",
        "refusal",
        "deferral",
        "evaluation_opinion",
        "adjustment",
        "support_agreement",
    } < shipped
    assert {"notice_approval", "notice_evaluation", "notice_adjustment"} < shipped
    assert minimal_pack.wordings.wording("approval") is not None
    assert minimal_pack.wordings.wording("support_agreement") is None
