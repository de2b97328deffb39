"""A section without scripts: a little markup, and locked lines for what it cannot say."""

import pytest
from hypothesis import HealthCheck, given, settings

from tests.documents.plan.block_strategies import BLOCKS
from xiangchuang.documents.plan import Block, ListItem, Merge, Span
from xiangchuang.documents.plan.blocks import numbered_blocks
from xiangchuang.documents.plan.editor_canonical import canonical
from xiangchuang.documents.plan.editor_plain import blocks_to_plain, is_locked, plain_to_blocks

IMAGE = Block("", "image", "总平面图", image="a" * 64, alt="三栋楼")
MERGED = Block("", "table", "甲\t\n乙\t丙", rows=(("甲", ""), ("乙", "丙")), merges=(Merge(0, 0, 1, 2),))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=300)
@given(BLOCKS)
def test_saving_without_a_change_loses_nothing(blocks: list[Block]) -> None:
    kept = numbered_blocks(canonical(blocks))
    sent = blocks_to_plain(kept).replace("\n", "\r\n")
    found = plain_to_blocks(sent, kept)
    assert found.blocks == kept
    assert not found.unknown


def test_the_markup_says_headings_lists_tables_marks_and_footnotes() -> None:
    text = (
        "# 研发条件\n## 设备\n正文**加粗**，H,,2,,O((注：见年报。))\n第二行\n\n- 一\n  - 一之一\n- 二\n\n"
        "2. 甲\n3. 乙\n\n项目\t投资\n---\t---\n设备\t100\n\n$$E=mc^2$$"
    )
    blocks = plain_to_blocks(text, ()).blocks
    assert [(block.kind, block.level) for block in blocks[:2]] == [("heading", 1), ("heading", 2)]
    assert blocks[2].spans == (
        Span("正文"), Span("加粗", ("bold",)), Span("，H"), Span("2", ("subscript",)), Span("O"),
        Span("", note="见年报。"), Span("\n第二行"),
    )  # fmt: skip
    assert blocks[3].items == (ListItem("一"), ListItem("一之一", 1), ListItem("二"))
    assert (blocks[4].ordered, blocks[4].start) == (True, 2)
    assert (blocks[5].rows, blocks[5].header_rows) == ((("项目", "投资"), ("设备", "100")), 1)
    assert (blocks[6].kind, blocks[6].text) == ("formula", "E=mc^2")


@pytest.mark.parametrize("block", [IMAGE, MERGED])
def test_what_the_markup_cannot_say_stays_while_its_line_stays(block: Block) -> None:
    old = numbered_blocks([Block("", "paragraph", "前"), block, Block("", "paragraph", "后")])
    assert is_locked(old[1])
    text = blocks_to_plain(old).replace("前", "改过的前文")
    assert plain_to_blocks(text, old).blocks[1] == old[1]
    assert plain_to_blocks("后", old).blocks[0].text == "后"


def test_a_line_that_names_no_block_is_told() -> None:
    found = plain_to_blocks("【保留 b000000000000-1 图片：甲】\n\n正文", ())
    assert [block.text for block in found.blocks] == ["正文"]
    assert found.unknown == ("【保留 b000000000000-1 图片：甲】",)


def test_a_single_star_is_a_star() -> None:
    assert plain_to_blocks("5**2 与 https://a.cn//b", ()).blocks[0].text == "5**2 与 https://a.cn//b"
