"""Page set-up of a Word document: margins, the 22 × 28 grid, page numbers on the outer side, watermark."""

from collections.abc import Sequence

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from . import word_styles
from .word_xml import element, indent
from .word_xml import watermark as add_watermark

TYPE_AREA_TWIPS = 8844  # 156 mm
# 150 mm: LibreOffice (7.4) lets a table float only when it is some 5 mm narrower than the text.
COLOPHON_TWIPS = 8500
LINE_TWIPS = 579


def lay_out(word: Document, *, watermark: str, sample: str) -> None:
    """A4 as GB/T 9704-2012, 5.2.1 has it; odd pages are numbered right, even pages left."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(22), Mm(22)
    _grid(section)
    word.settings.odd_and_even_pages_header_footer = True
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        _header(header.paragraphs[0], watermark, sample)
    _page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)


def set_columns(table: Table, shares: Sequence[float], *, width: int = TYPE_AREA_TWIPS) -> None:
    """Fixed column widths in these proportions, over `width` twips."""
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    total = sum(shares)
    widths = [round(width * share / total) for share in shares]
    for column, column_width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(column_width))
    for row in table.rows:
        for cell, column_width in zip(row.cells, widths, strict=False):
            cell.width = column_width * 635


def repeat_head(row: _Row) -> None:
    """Repeats the row at the top of each page the table runs over."""
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def _grid(section: Section) -> None:
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    # 22 lines of 579 twips fit 225 mm. The 28 characters come from the styles' spacing: LibreOffice reads a
    # character grid tighter than the font, a negative number, as a huge positive one.
    properties.append(element("docGrid", type="lines", linePitch=LINE_TWIPS))


def _header(paragraph: Paragraph, watermark: str, sample: str) -> None:
    paragraph.style = word_styles.VERIFICATION
    if sample:
        run = paragraph.add_run(sample)
        run.font.size = Pt(12)
        run.font.color.rgb = RGBColor(0xD7, 0x00, 0x0F)
    if watermark:
        add_watermark(paragraph, watermark)


def _page_number(paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
    paragraph.style = word_styles.PAGE_NUMBER
    paragraph.alignment = side
    right = side == WD_ALIGN_PARAGRAPH.RIGHT
    indent(paragraph, right=1 if right else 0, left=0 if right else 1)
    paragraph.add_run("— ")
    run = paragraph.add_run()
    run._r.append(element("fldChar", fldCharType="begin"))
    instruction = element("instrText")
    instruction.text = " PAGE "
    run._r.append(instruction)
    run._r.append(element("fldChar", fldCharType="separate"))
    run._r.append(_text("1"))
    run._r.append(element("fldChar", fldCharType="end"))
    paragraph.add_run(" —")


def _text(words: str) -> object:
    made = element("t")
    made.text = words
    return made
