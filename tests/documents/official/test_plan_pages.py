"""A plan on paper: long and wide tables, notes, formulas and pictures, each line clear of every other."""

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from tests.documents.plan.docx_writer import OUTLINE
from tests.documents.plan.full_plan import FIGURE, FIGURE_SHA256, every_kind
from xiangchuang.documents.official import PlanChapterSection, PlanDocument, render_pages_pdf
from xiangchuang.documents.official.formulas import typst_formulas
from xiangchuang.documents.plan import Block, Merge, Span, block_to_json

# By how much two words may lie over one another before a reader sees it: a part of the smaller one's height.
TOUCH = 0.25


def long_table(rows: int = 120) -> Block:
    """A table over several pages: two head rows, joined cells, one cell longer than a page."""
    body = [
        (f"任务{n}", f"第{n}项的安排" * (1 + n % 4), f"{n}", f"{n * 37:,}.50", "甲单位\n乙单位")
        for n in range(rows)
    ]
    body[60] = ("长格", "这一格比一页还长。" * 260, "1", "2", "丙")
    merges = [Merge(0, 0, 2, 1), Merge(0, 1, 2, 1), Merge(0, 2, 1, 2), Merge(0, 4, 2, 1)]
    merges += [Merge(2 + first, 0, 7, 1) for first in range(7, 49, 7)]
    for merge in merges[4:]:
        for row in range(merge.row + 1, merge.row + 7):
            body[row - 2] = ("", *body[row - 2][1:])
    head = (("任务", "内容", "年度", "", "单位"), ("", "", "2027", "2028", ""))
    return Block("", "table", "", rows=(*head, *body), merges=tuple(merges), header_rows=2, caption="任务表")


def wide_table(columns: int) -> Block:
    head = tuple(f"{2020 + n}年" for n in range(columns))
    rows = tuple(tuple(f"{n * 1234.56 + m:,.2f}" for n in range(columns)) for m in range(5))
    return Block("", "table", "", rows=(head, *rows), header_rows=1)


def noted(number: int) -> Block:
    text = f"第{number}段的正文说明情况。" * 6
    half = len(text) // 2
    spans = (
        Span(text[:half]),
        Span("", note=f"第{number}条注，写得稍长一些，占满一行多才看得出来。" * 2),
        Span(text[half:]),
    )
    return Block("", "paragraph", text, spans=spans)


def plan_pdf(blocks: Sequence[Block], fonts: tuple[Path, ...], *, sealed: str = "") -> Any:
    sections = [
        PlanChapterSection(
            section.chapter_title,
            "" if section.code == "A.6.0" else section.title,
            tuple(block_to_json(block) for block in blocks) if section.code in ("A.1.1", "A.6.0") else (),
        )
        for section in OUTLINE
    ]
    document = PlanDocument(
        title="示例技术创新中心建设方案", case_number="2026-HN-0001", lead="示例公司", members=(), revision=1,
        prepared_on=date(2026, 12, 1), sections=tuple(sections), images={FIGURE_SHA256: FIGURE},
        sealed_sha256=sealed,
    )  # fmt: skip
    return pdfplumber.open(io.BytesIO(render_pages_pdf(document, fonts=fonts)))


def upright(page: Any) -> Any:
    """The page without the watermark, which lies aslant behind the text."""
    return page.filter(lambda item: item["object_type"] != "char" or is_upright(item))


def is_upright(char: dict[str, Any]) -> bool:
    return abs(float(char["matrix"][1])) < 0.01


def overlaps(page: Any) -> Iterator[tuple[str, str]]:
    """Pairs of words that lie over one another."""
    words = sorted(upright(page).extract_words(x_tolerance=1, y_tolerance=1), key=lambda word: word["top"])
    for place, upper in enumerate(words):
        for lower in words[place + 1 :]:
            if lower["top"] >= upper["bottom"]:
                break
            across = min(upper["x1"], lower["x1"]) - max(upper["x0"], lower["x0"])
            down = min(upper["bottom"], lower["bottom"]) - lower["top"]
            height = min(upper["bottom"] - upper["top"], lower["bottom"] - lower["top"])
            if across > 1 and down > TOUCH * height:
                yield upper["text"], lower["text"]


def every_text(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        yield block.caption
        if block.kind == "table":
            yield from (cell for row in block.rows for cell in row)
        elif block.kind != "formula":
            yield from (
                (span.text for span in block.spans if "formula" not in span.marks)
                if block.spans
                else [block.text]
            )
        yield from (span.note for span in block.spans)


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param((long_table(),), id="a long table"),
        pytest.param(tuple(wide_table(columns) for columns in (5, 9, 14, 22, 31)), id="wide tables"),
        pytest.param(tuple(noted(number) for number in range(60)), id="many footnotes"),
        pytest.param(every_kind(), id="one of each kind"),
        pytest.param(
            (Block("", "paragraph", "https://example.org/" + "a" * 400),), id="a word without an end"
        ),
    ],
)
def test_no_line_lies_over_another_and_every_text_is_there(
    blocks: Sequence[Block], fonts: tuple[Path, ...]
) -> None:
    with plan_pdf(blocks, fonts) as pdf:
        found = {n: list(overlaps(page)) for n, page in enumerate(pdf.pages, start=1)}
        assert {n: pairs for n, pairs in found.items() if pairs} == {}
        assert all(
            word["x1"] <= page.width - 20 for page in pdf.pages for word in upright(page).extract_words()
        )
        shown = Counter(c for page in pdf.pages for char in upright(page).chars for c in char["text"])
    told = Counter(char for text in every_text(blocks) for char in "".join(text.split()))
    assert told - shown == Counter()


def test_head_rows_repeat_on_each_page_of_a_long_table(fonts: tuple[Path, ...]) -> None:
    with plan_pdf((long_table(),), fonts) as pdf:
        texts = [page.extract_text() for page in pdf.pages]
    pages = [text for text in texts if "项的安排" in text]
    assert len(pages) > 4
    assert all("2027" in text and "单位" in text for text in pages)


def test_a_draft_says_so_on_each_page_and_a_submitted_plan_does_not(fonts: tuple[Path, ...]) -> None:
    def slanted(pdf: Any) -> list[str]:
        return ["".join(c["text"] for c in page.chars if not is_upright(c)) for page in pdf.pages]

    with plan_pdf(every_kind(), fonts) as draft:
        assert all("草" in text and "稿" in text for text in slanted(draft))
    with plan_pdf(every_kind(), fonts, sealed="ab" * 32) as submitted:
        assert not any(slanted(submitted))


def test_contents_page_numbers_and_pictures_are_there(fonts: tuple[Path, ...]) -> None:
    with plan_pdf(every_kind(), fonts) as pdf:
        assert "目录" in pdf.pages[1].extract_text()
        count = len(pdf.pages)
        assert f"第3页共{count}页" in "".join(pdf.pages[2].extract_text().split())
        assert sum(len(page.images) for page in pdf.pages) == 4


def test_a_formula_is_set_and_one_that_is_none_is_printed_as_typed(fonts: tuple[Path, ...]) -> None:
    assert typst_formulas([r"\frac{a}{b}", r"\frac{", "x#eval(1)"]).keys() == {r"\frac{a}{b}"}
    broken = Block("", "formula", r"\frac{", spans=(Span(r"\frac{", ("formula",)),))
    with plan_pdf((broken,), fonts) as pdf:
        assert r"\frac{" in "".join(page.extract_text() for page in pdf.pages)


def test_a_rare_name_prints_where_a_font_of_the_folder_has_it(fonts: tuple[Path, ...]) -> None:
    system = Path("/usr/share/fonts/opentype/noto")
    if not (system / "NotoSerifCJK-Regular.ttc").is_file():
        pytest.skip("not run: no font with characters beyond the basic plane (Debian: fonts-noto-cjk)")
    block = Block("", "paragraph", "负责人：𠮷某")
    with plan_pdf((block,), (*fonts, system)) as pdf:
        assert "𠮷某" in "".join(page.extract_text() for page in pdf.pages)
