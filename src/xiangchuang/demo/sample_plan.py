"""Writes the sample plan as a Word file: for the demo, the walkthrough and the tests."""

import io
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle

from xiangchuang.demo.sample_plan_tables import REVISED_CELLS, TABLES
from xiangchuang.demo.sample_plan_text import (
    ADDED_WHEN_REVISED,
    IMAGE_CAPTION,
    IMAGE_SECTION,
    LEAD,
    PARAGRAPHS,
    REVISED,
    TEXT_BOX,
    TITLE,
)
from xiangchuang.documents.plan import OutlineSection

NUMERALS = "零一二三四五六七八九十"
FIRST_YEAR = 2027
BODY_FONT, HEADING_FONT = "宋体", "黑体"
BARS = (162, 185, 211)


def write_sample_plan(
    path: Path,
    *,
    outline: Sequence[OutlineSection],
    omit: Sequence[str] = (),
    revised: bool = False,
    first_year: int = FIRST_YEAR,
) -> Path:
    """Write a full plan over `outline`, without the sections in `omit`; returns `path`.

    `revised` writes the version after the panel's opinions: some paragraphs, targets and table cells differ.
    Targets run over three years from `first_year`. A section that the sample has no words for gets a sentence
    of its own, so that any pack's outline can be written.
    """
    years = {"y0": first_year - 1, "y1": first_year, "y2": first_year + 1, "y3": first_year + 2}
    document = docx.Document()
    _set_fonts(document)
    _write_cover(document, first_year)
    chapters = list(dict.fromkeys(section.chapter_code for section in outline))
    for number, chapter in enumerate(chapters, start=1):
        sections = [section for section in outline if section.chapter_code == chapter]
        if len(sections) == 1 and sections[0].code in omit:
            continue
        document.add_heading(f"{NUMERALS[number]}、{sections[0].chapter_title}", level=1)
        for place, section in enumerate(sections, start=1):
            if section.code in omit:
                continue
            if len(sections) > 1:
                document.add_heading(f"（{NUMERALS[place]}）{section.title}", level=2)
            _write_section(document, section, years, revised)
    document.save(str(path))
    return path


def _write_section(document: Document, section: OutlineSection, years: dict[str, int], revised: bool) -> None:
    paragraphs = list(PARAGRAPHS.get(section.code, (f"本节说明{section.title}的安排，由示例单位提供。",)))
    if revised:
        for place, text in REVISED.get(section.code, {}).items():
            paragraphs[place] = text
        if section.code in ADDED_WHEN_REVISED:
            paragraphs.append(ADDED_WHEN_REVISED[section.code])
    for text in paragraphs:
        _indented(document, text.format(**years))
    if section.code == TEXT_BOX[0]:
        _write_text_box(document, TEXT_BOX[1])
    if section.code in TABLES:
        _write_table(document, section.code, years, revised)
    if section.code == IMAGE_SECTION:
        document.add_picture(io.BytesIO(bar_chart()), width=Cm(9))
        document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
        _caption(document, IMAGE_CAPTION)


def _write_cover(document: Document, first_year: int) -> None:
    document.add_paragraph(TITLE, style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in (f"牵头单位：{LEAD}", f"编制时间：{first_year - 1}年12月"):
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER


def _set_fonts(document: Document) -> None:
    for name, font, size in (
        ("Normal", BODY_FONT, 12),
        ("Title", HEADING_FONT, 20),
        ("Heading 1", HEADING_FONT, 16),
        ("Heading 2", HEADING_FONT, 14),
    ):
        style = document.styles[name]
        if isinstance(style, ParagraphStyle):
            style.font.size = Pt(size)
            style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _indented(document: Document, text: str) -> None:
    paragraph = document.add_paragraph(text)
    paragraph.paragraph_format.first_line_indent = Pt(24)
    paragraph.paragraph_format.line_spacing = 1.5


def _caption(document: Document, text: str) -> None:
    document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER


def _write_table(document: Document, code: str, years: dict[str, int], revised: bool) -> None:
    caption, rows = TABLES[code]
    changes = REVISED_CELLS.get(code, {}) if revised else {}
    _caption(document, caption)
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            table.cell(row, column).text = changes.get((row, column), text).format(**years)
    document.add_paragraph()


def _write_text_box(document: Document, text: str) -> None:
    """A VML text box, which every word processor reads; python-docx has no call for one."""
    box = (
        f'<w:p {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict>'
        '<v:shape style="width:400pt;height:48pt"><v:textbox><w:txbxContent>'
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(box))


def bar_chart(width: int = 480, height: int = 240) -> bytes:
    """A PNG of three bars, drawn pixel by pixel so that the demo needs no imaging library."""
    white, blue, grey = b"\xff\xff\xff", b"\x1f\x5f\xa8", b"\x88\x88\x88"
    slot = width // (2 * len(BARS) + 1)
    rows: list[bytes] = []
    for y in range(height):
        row = bytearray(white * width)
        for place, bar in enumerate(BARS):
            if y >= height - bar:
                start = slot * (2 * place + 1)
                row[3 * start : 3 * (start + slot)] = blue * slot
        if y >= height - 2:
            row = bytearray(grey * width)
        rows.append(b"\x00" + bytes(row))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
