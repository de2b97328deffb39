"""Blocks become the editor's document and come back; what the schema does not know never comes in."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.documents.plan.block_strategies import BLOCKS, IMAGES
from xiangchuang.documents.plan import Block, ListItem, Merge, Span
from xiangchuang.documents.plan.blocks import block_from_json, block_to_json, numbered_blocks
from xiangchuang.documents.plan.editor_canonical import canonical
from xiangchuang.documents.plan.editor_doc import blocks_to_doc
from xiangchuang.documents.plan.editor_read import read_doc

SLOW = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "attrs", "content", "marks", "text"]), inner, max_size=4)
    ),
    max_leaves=20,
)


def paragraph(*content: Any) -> dict[str, Any]:
    return {"type": "paragraph", "content": list(content)}


def doc(*content: Any) -> dict[str, Any]:
    return {"type": "doc", "content": list(content)}


def text(words: str, *marks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "text", "text": words, "marks": list(marks)}


@SLOW
@given(BLOCKS)
def test_blocks_come_back_from_the_document_as_they_went_in(blocks: list[Block]) -> None:
    kept = numbered_blocks(canonical(blocks))
    found = read_doc(json.loads(json.dumps(blocks_to_doc(kept))), IMAGES)
    assert found.blocks == kept
    assert not found.dropped
    assert [block_from_json(block_to_json(block)) for block in kept] == list(kept)


@SLOW
@given(BLOCKS)
def test_a_document_once_read_is_written_the_same_for_good(blocks: list[Block]) -> None:
    once = blocks_to_doc(read_doc(blocks_to_doc(blocks), IMAGES).blocks)
    assert blocks_to_doc(read_doc(once, IMAGES).blocks) == once
    assert canonical(canonical(blocks)) == canonical(blocks)


@SLOW
@given(JSON)
def test_no_document_breaks_the_reading(value: Any) -> None:
    for given_doc in (value, doc(value), doc({"type": "table", "content": [value]}), doc(paragraph(value))):
        again = read_doc(given_doc, IMAGES).blocks
        assert read_doc(blocks_to_doc(again), IMAGES).blocks == again


def test_what_the_schema_does_not_know_is_dropped_and_counted() -> None:
    found = read_doc(
        doc(
            {"type": "script", "content": [text("alert(1)")]},
            {"type": "iframe", "attrs": {"src": "https://example.cn"}},
            paragraph(text("正文"), {"type": "image", "attrs": {"src": "data:image/png;base64,AAAA"}}),
            {"type": "image", "attrs": {"src": "data:image/png;base64,AAAA"}},
            {"type": "image", "attrs": {"image": "c" * 64}},
        ),
        IMAGES,
    )
    assert [block.text for block in found.blocks] == ["正文"]
    assert found.dropped == {"script": 1, "iframe": 1, "image": 3}
    assert found.dropped_count == 5


def test_marks_outside_the_schema_go_and_their_text_stays() -> None:
    found = read_doc(
        doc(
            paragraph(
                text("红字", {"type": "textColor", "attrs": {"color": "red"}}),
                text("按钮", {"type": "link", "attrs": {"href": "javascript:alert(1)"}}),
                text("网址", {"type": "link", "attrs": {"href": "https://example.cn"}}),
            )
        ),
        (),
    )
    assert found.blocks[0].spans == (Span("红字按钮"), Span("网址", link="https://example.cn"))
    assert found.dropped == {"textColor": 1, "link": 1}


def test_invisible_characters_are_not_kept() -> None:
    found = read_doc(doc(paragraph(text("甲\x00\u202e乙\u200b\ud800丙\ufeff１２\u2028丁"))), ())
    assert found.blocks[0].text == "甲乙丙12\n丁"


def test_a_megabyte_of_text_is_read_in_one_piece() -> None:
    found = read_doc(doc(paragraph(text("研" * 350_000))), ())
    assert len(found.blocks[0].text) == 350_000


def test_a_table_with_merged_head_keeps_its_shape() -> None:
    table = Block(
        "", "table", "", rows=(("项目", "投资", ""), ("", "2026", "2027"), ("设备", "1", "2")), header_rows=2,
        merges=(Merge(0, 0, 2, 1), Merge(0, 1, 1, 2)),
    )  # fmt: skip
    written = blocks_to_doc([table])["content"][0]
    assert [len(row["content"]) for row in written["content"]] == [2, 2, 3]
    assert written["content"][1]["content"][0]["type"] == "table_header"
    (found,) = read_doc(doc(written), ()).blocks
    assert (found.rows, found.merges, found.header_rows) == (table.rows, table.merges, 2)


def test_a_list_nests_as_it_did() -> None:
    items = (ListItem("一"), ListItem("一之一", 1), ListItem("一之一之一", 2), ListItem("二"))
    (found,) = read_doc(blocks_to_doc([Block("", "list", "", items=items, ordered=True, start=3)]), ()).blocks
    assert found.items == items
    assert (found.ordered, found.start) == (True, 3)
