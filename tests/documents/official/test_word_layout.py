"""The Word file: page, grid, styles and the safety of its XML."""

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pdfplumber
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.styles.styles import Styles

from xiangchuang.documents.official import OfficialDocument, render_docx


@pytest.fixture
def word(approval: OfficialDocument) -> Document:
    return docx.Document(BytesIO(render_docx(approval)))


def test_the_page_is_that_of_the_standard(word: Document) -> None:
    section = word.sections[0]
    measures = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(length.mm, 1) for length in measures if length is not None] == [210, 297, 37, 28]
    assert section.bottom_margin is not None
    assert section.right_margin is not None
    assert (297 - 37 - round(section.bottom_margin.mm), 210 - 28 - round(section.right_margin.mm)) == (
        225,
        156,
    )


def test_22_lines_fit_the_type_area_and_23_do_not(word: Document) -> None:
    grid = word.sections[0]._sectPr.find(qn("w:docGrid"))
    assert grid is not None
    pitch_mm = int(grid.get(qn("w:linePitch"))) / 20 / 72 * 25.4
    assert 22 * pitch_mm <= 225 < 23 * pitch_mm


def test_28_characters_fit_a_line_and_29_do_not(word: Document) -> None:
    style = word.styles["公文正文"]
    spacing = style.element.rPr.find(qn("w:spacing"))
    character_mm = (style.font.size.pt + int(spacing.get(qn("w:val"))) / 20) / 72 * 25.4
    assert 28 * character_mm <= 156 < 29 * character_mm


@pytest.mark.parametrize(
    ("style", "face", "points"),
    [
        ("公文正文", "仿宋_GB2312", 16),
        ("公文标题", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("公文版记", "仿宋_GB2312", 14),
        ("公文页码", "宋体", 14),
    ],
)
def test_faces_and_sizes(word: Document, style: str, face: str, points: float) -> None:
    found = word.styles[style]
    assert found.element.rPr.rFonts.get(qn("w:eastAsia")) == face
    assert found.font.size.pt == points


def test_page_numbers_are_right_on_odd_and_left_on_even_pages(word: Document) -> None:
    section = word.sections[0]
    assert word.settings.odd_and_even_pages_header_footer
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT)
    for footer in (odd, even):
        assert "PAGE" in footer._p.xml
        assert footer.text.startswith("— ")


def test_the_table_repeats_its_head(word: Document) -> None:
    assert word.tables[0].rows[0]._tr.trPr is not None
    assert word.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_a_watermark_of_markup_stays_a_word(approval: OfficialDocument) -> None:
    hostile = '"/><w:p/>&<x'
    word = docx.Document(BytesIO(render_docx(replace(approval, watermark=hostile))))
    path = word.sections[0].header.paragraphs[0]._p.findall(".//{urn:schemas-microsoft-com:vml}textpath")
    assert path[-1].get("string") == hostile


@pytest.mark.office
def test_another_program_sets_28_characters_and_22_lines(
    approval: OfficialDocument, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("not run: LibreOffice is not installed")
    letter = replace(approval, blocks=({"kind": "paragraph", "text": "湘" * 28 * 22 * 3},), attachments=())
    (tmp_path / "letter.docx").write_bytes(render_docx(letter))
    profile = tmp_path_factory.mktemp("profile").as_uri()
    subprocess.run(
        [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "letter.docx"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    with pdfplumber.open(tmp_path / "letter.pdf") as pdf:
        full = pdf.pages[1].crop((0, 100, pdf.pages[1].width, 745)).extract_text_lines()
        last = pdf.pages[-1].extract_text()
    assert [len(line["text"]) for line in full] == [28] * 22
    assert "抄送：省直有关部门，示例市科技局。" in last


def test_a_style_is_looked_up_once_however_many_cells_have_it(
    approval: OfficialDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    look_up = Styles.get_style_id
    monkeypatch.setattr(
        Styles, "get_style_id", lambda styles, name, kind: asked.append(name) or look_up(styles, name, kind)
    )
    counts = []
    for rows in (1, 60):
        table = {"kind": "table", "rows": [["指标", "数量"], *[["研发投入", "12"]] * rows]}
        asked.clear()
        render_docx(replace(approval, blocks=(table, *approval.blocks)))
        counts.append(len(asked))
    assert counts[0] == counts[1] == len(set(asked))
