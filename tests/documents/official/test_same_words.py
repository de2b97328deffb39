"""Word and PDF are two renderings of one content: they say the same."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pdfplumber
from docx.table import Table

from xiangchuang.documents.official import OfficialDocument, render_docx, render_pdf


def closed_up(text: str) -> str:
    return re.sub(r"\s", "", text)


def words_of_pdf(data: bytes) -> str:
    """The text of all pages without the page numbers and the label in the header."""
    with pdfplumber.open(BytesIO(data)) as pdf:
        pages = [page.crop((0, page.height * 0.11, page.width, page.height * 0.89)) for page in pdf.pages]
        return closed_up("".join(page.extract_text() for page in pages))


def words_of_docx(data: bytes) -> str:
    word = docx.Document(BytesIO(data))
    found = []
    for content in word.iter_inner_content():
        if isinstance(content, Table):
            for row in content.rows:
                # A merged cell is listed once for each column it spans.
                found += [cell.text for cell in dict.fromkeys(row.cells)]
        else:
            found.append(content.text)
    return closed_up("".join(found))


def test_both_say_the_same_in_the_same_order(approval: OfficialDocument, fonts: tuple[Path, ...]) -> None:
    in_pdf, in_word = words_of_pdf(render_pdf(approval, fonts=fonts)), words_of_docx(render_docx(approval))
    assert in_pdf == in_word
    for expected in ("湘科发〔2026〕1号", "示例市人民政府：", "一、同意组建", "（一）年度目标", "6,000.00",
                     "附件：1.建设目标表", "2026年11月23日印发", "抄送：省直有关部门，示例市科技局。",
                     "2222-3333-444D"):  # fmt: skip
        assert expected in in_pdf


def test_typed_markup_is_printed_and_never_obeyed(
    approval: OfficialDocument, fonts: tuple[Path, ...]
) -> None:
    typed = '#panic("x")$a$*b*_c_@d<e>\\[f]{{g}}</w:t>&amp;=HYPERLINK("http://x")'
    document = replace(approval, title=typed, addressee=typed, blocks=({"kind": "paragraph", "text": typed},))
    assert words_of_pdf(render_pdf(document, fonts=fonts)).count(typed) == 3
    assert words_of_docx(render_docx(document)).count(typed) == 3


def test_control_signs_cost_neither_rendering(approval: OfficialDocument, fonts: tuple[Path, ...]) -> None:
    document = replace(approval, blocks=({"kind": "paragraph", "text": "甲\x00\x0b乙\ud800丙"},))
    assert "甲乙丙" in words_of_pdf(render_pdf(document, fonts=fonts))
    assert "甲乙丙" in words_of_docx(render_docx(document))


def test_the_label_the_seal_and_the_watermark_are_in_both(
    approval: OfficialDocument, fonts: tuple[Path, ...]
) -> None:
    document = replace(approval, seal_placeholder=True, watermark="草稿")
    with pdfplumber.open(BytesIO(render_pdf(document, fonts=fonts))) as pdf:
        text = closed_up("".join(page.extract_text() for page in pdf.pages))
        signs = {char["text"] for page in pdf.pages for char in page.chars}
    assert "（印章）" in text
    assert "示例数据" in text
    assert {"草", "稿"} <= signs
    word = docx.Document(BytesIO(render_docx(document)))
    section = word.sections[0]
    for header in (section.header, section.even_page_header):
        assert "示例数据" in header.paragraphs[0].text
        assert 'string="草稿"' in header.paragraphs[0]._p.xml
    assert "（印章）" in word.element.xml


def test_the_same_content_gives_the_same_bytes(approval: OfficialDocument, fonts: tuple[Path, ...]) -> None:
    assert render_pdf(approval, fonts=fonts) == render_pdf(approval, fonts=fonts)
    assert render_docx(approval) == render_docx(approval)
    assert render_docx(approval) != render_docx(replace(approval, number="湘科发〔2026〕2号"))
