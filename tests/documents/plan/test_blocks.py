"""What a block can say beside its text, and that rows written before it could are still read."""

from xiangchuang.documents.plan import (
    Block,
    ListItem,
    MarkedCell,
    Merge,
    ParsedPlan,
    ParsedSection,
    Span,
    block_from_json,
    block_to_json,
    blocks_to_html,
    compare,
    difference_to_html,
)

NOTED = Block(
    "b1",
    "paragraph",
    "研发投入",
    spans=(Span("研发"), Span("", note="2025 年年报。"), Span("投入", ("bold",))),
)
TABLE = Block(
    "b2", "table", "甲\t乙", rows=(("甲", "乙"),), caption="投资估算", label="k1",
    merges=(Merge(0, 0, 1, 1),), marked=(MarkedCell(0, 1, (Span("乙", ("italic",)),)),),
)  # fmt: skip
LIST = Block(
    "b3",
    "list",
    "见表",
    items=(
        ListItem(
            "见表",
            1,
            (Span("见", ref="k1"), Span("表")),
        ),
    ),
)
IMAGE = Block("b4", "image", "总平面", image="aa", alt="三栋楼围成院子", label="k2")


def plan(*blocks: Block) -> ParsedPlan:
    section = ParsedSection("A.1.1", "现状", "", blocks, 0)
    return ParsedPlan("方案", (section,), (), (), (), (), 0, 0)


def test_a_block_comes_back_from_its_json() -> None:
    for block in (NOTED, TABLE, LIST, IMAGE):
        assert block_from_json(block_to_json(block)) == block


def test_a_row_of_earlier_days_is_read_and_written_as_it_stood() -> None:
    rows = [
        {"id": "b1", "kind": "paragraph", "text": "甲", "spans": [{"text": "甲", "marks": ["bold"]}]},
        {"id": "b2", "kind": "list", "text": "甲", "items": [{"text": "甲", "level": 0}], "ordered": True},
        {"id": "b3", "kind": "table", "text": "甲", "rows": [["甲"]], "header_rows": 1},
    ]
    assert [block_to_json(block_from_json(row)) for row in rows] == rows


def test_a_footnote_is_marked_where_it_stands_and_read_below() -> None:
    page = blocks_to_html([NOTED, NOTED], lambda _: "", anchor=None)
    assert '研发<sup class="plan-anchor">[1]</sup><strong>投入</strong>' in page
    assert '<p class="plan-note">[1] 2025 年年报。</p>' in page
    assert '<p class="plan-note">[2] 2025 年年报。</p>' in page


def test_references_lead_to_what_they_name() -> None:
    page = blocks_to_html([LIST, TABLE], lambda _: "")
    assert 'href="#ref-k1"' in page and 'id="ref-k1"' in page
    assert "<caption>投资估算</caption>" in page and "<em>乙</em>" in page
    assert "href" not in blocks_to_html([LIST, TABLE], lambda _: "", anchor=None)


def test_an_image_says_in_words_what_it_shows() -> None:
    page = blocks_to_html([IMAGE], lambda sha256: f"/{sha256}")
    assert 'alt="三栋楼围成院子"' in page and "<figcaption>总平面</figcaption>" in page


def test_another_footnote_or_caption_is_a_difference() -> None:
    other = Block(
        "b1", "paragraph", "研发投入", spans=(Span("研发"), Span("", note="2026 年年报。"), Span("投入"))
    )
    page = difference_to_html(compare(plan(NOTED), plan(other)))
    assert '<del class="plan-number">2025</del><ins class="plan-number">2026</ins>' in page
    moved = Block("b2", "table", "甲\t乙", rows=(("甲", "乙"),), caption="投资概算")
    assert "<del>估</del><ins>概</ins>" in difference_to_html(compare(plan(TABLE), plan(moved)))
