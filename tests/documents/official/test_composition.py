"""Which words an official document has, before any layout."""

from dataclasses import replace

import pytest

from xiangchuang.documents.official import Block, OfficialDocument, UnusableBlockError, as_blocks
from xiangchuang.documents.official.composition import compose, parts
from xiangchuang.documents.official.text import chinese_numeral, clean


def headings(*blocks: Block) -> list[str]:
    return [part.text for part in parts(blocks) if part.role == "heading"]


def test_headings_are_numbered_by_level() -> None:
    assert headings(
        Block("heading", "甲", level=1),
        Block("heading", "乙", level=2),
        Block("heading", "丙", level=3),
        Block("heading", "丁", level=4),
        Block("heading", "戊", level=1),
        Block("heading", "己", level=2),
    ) == ["一、甲", "（一）乙", "1.丙", "（1）丁", "二、戊", "（一）己"]


@pytest.mark.parametrize("written", ["一、总则", "（二）目标", "1.1 现状", "第三章 任务", "(3) 任务"])
def test_a_heading_that_has_a_number_keeps_it(written: str) -> None:
    assert headings(Block("heading", written)) == [written]


def test_a_heading_that_begins_with_a_year_is_still_numbered() -> None:
    assert headings(Block("heading", "2026年任务")) == ["一、2026年任务"]


def test_one_attachment_has_no_number_and_several_have(approval: OfficialDocument) -> None:
    assert compose(replace(approval, attachments=("目标表",))).attachments == (("附件：", "目标表"),)
    assert compose(approval).attachments == (("附件：", "1. 建设目标表"), ("", "2. 共建单位名单"))


def test_the_signatory_is_centred_over_a_date_four_characters_from_the_edge(
    approval: OfficialDocument,
) -> None:
    closing = compose(approval).closing
    assert (closing.date, closing.date_indent) == ("2026年11月23日", 4)
    assert closing.signatory_indent == 3.5


def test_a_long_signatory_ends_at_the_edge_and_the_date_moves_under_its_middle(
    approval: OfficialDocument,
) -> None:
    closing = compose(replace(approval, signatory="示" * 19)).closing
    assert (closing.signatory_indent, closing.date_indent) == (0, 6)


def test_the_mark_of_a_long_name_is_set_smaller(approval: OfficialDocument) -> None:
    assert compose(replace(approval, mark="示" * 20)).mark_pt * 20 < 156 / 25.4 * 72


def test_a_formula_becomes_a_paragraph_so_that_nothing_is_lost() -> None:
    assert as_blocks([{"kind": "formula", "text": "E=mc²"}]) == (Block("paragraph", "E=mc²"),)


def test_cells_may_be_texts_or_mappings_and_short_rows_are_filled() -> None:
    (block,) = as_blocks([{"kind": "table", "rows": [[{"text": "甲"}, "乙"], ["丙"]]}])
    (part,) = parts((block,))
    assert part.rows == (("甲", "乙"), ("丙", ""))


@pytest.mark.parametrize("raw", [{"text": "无类型"}, {"kind": "table", "rows": "甲乙"}])
def test_content_of_another_shape_is_refused_with_a_remedy(raw: dict[str, object]) -> None:
    with pytest.raises(UnusableBlockError) as refusal:
        as_blocks([raw])
    assert "重新导入" in refusal.value.message


def test_signs_that_no_reader_sees_do_not_enter_a_document() -> None:
    assert clean("\x00湘\u202e创\u200b\ud800\r\n ") == "湘创"


def test_chinese_numerals() -> None:
    assert [chinese_numeral(n) for n in (1, 10, 11, 20, 21, 99, 100)] == [
        "一", "十", "十一", "二十", "二十一", "九十九", "100",
    ]  # fmt: skip
