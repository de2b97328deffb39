"""The panel sees at a glance what of a section changed: numbers old → new, blocks moved, words."""

from xiangchuang.documents.plan import (
    Block,
    ParsedPlan,
    ParsedSection,
    compare,
    difference_to_html,
    summary_of,
)
from xiangchuang.documents.plan.difference_summary import NumberChange


def _plan(**sections: list[Block]) -> ParsedPlan:
    found = tuple(ParsedSection(code, code, code, tuple(blocks), 1) for code, blocks in sections.items())
    return ParsedPlan("方案", found, (), (), (), (), 0, 0)


def _says(text: str) -> Block:
    return Block(f"b{text[:4]}", "paragraph", text)


def _table(*rows: tuple[str, ...]) -> Block:
    return Block("bt", "table", "\n".join("\t".join(row) for row in rows), rows=rows, header_rows=1)


def test_a_number_is_told_old_and_new_with_the_words_before_it() -> None:
    old = _plan(one=[_says("三年研发投入合计 3,000 万元，引进人才 12 人。")])
    new = _plan(one=[_says("三年研发投入合计 3,500 万元，引进人才 12 人。")])
    told = summary_of(compare(old, new).sections[0])
    assert told.numbers == (NumberChange("三年研发投入合计 ", "3,000", "3,500"),)
    assert (told.changed, told.added, told.removed) == (1, 0, 0)


def test_a_number_of_a_table_is_told_by_row_and_column() -> None:
    old = _plan(one=[_table(("指标", "2027", "2028"), ("发明专利", "10", "20"), ("标准", "1", "2"))])
    new = _plan(one=[_table(("指标", "2027", "2028"), ("发明专利", "10", "24"), ("标准", "1", "2"))])
    told = summary_of(compare(old, new).sections[0])
    assert told.numbers == (NumberChange("发明专利 · 2028", "20", "24"),)


def test_a_rewritten_sentence_pairs_no_numbers_by_chance() -> None:
    old = _plan(one=[_says("设三个研究所，投入 500 万元。")])
    new = _plan(one=[_says("设四个研究所，2027 年投入 600 万元，2028 年 800 万元。")])
    assert all(n.old == "500" for n in summary_of(compare(old, new).sections[0]).numbers)


def test_a_block_that_moved_neither_came_nor_went() -> None:
    stays, moves = _says("中心设在长沙高新区，场地一万平方米。"), _says("牵头单位拥有国家级企业技术中心。")
    difference = compare(_plan(one=[stays, moves], two=[_says("别的话题另写一段。")]),
                         _plan(one=[stays], two=[_says("别的话题另写一段。"), moves]))  # fmt: skip
    first, second = (summary_of(section) for section in difference.sections)
    assert (first.removed, first.moved, first.words_removed) == (0, 0, 0)
    assert (second.added, second.moved, second.words_added) == (0, 1, 0)
    html = difference_to_html(difference)
    assert "移至 two" in html
    assert "由 one 移来" in html
    assert "<ins>" not in html


def test_a_short_text_found_elsewhere_did_not_move() -> None:
    difference = compare(_plan(one=[_says("合计")], two=[]), _plan(one=[], two=[_says("合计")]))
    assert all(not block.moved for section in difference.sections for block in section.blocks)


def test_numbers_are_marked_in_the_words() -> None:
    html = difference_to_html(compare(_plan(one=[_says("共 12 项技术")]), _plan(one=[_says("共 15 项技术")])))
    assert '<del class="plan-number">12</del><ins class="plan-number">15</ins>' in html
