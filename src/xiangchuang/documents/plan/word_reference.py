"""The styles, page and footer that pandoc dresses a plan in, made with the styles of official documents."""

from functools import lru_cache
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from xiangchuang.documents.official import word_page, word_styles
from xiangchuang.documents.official.word_container import repacked
from xiangchuang.documents.plan.captions import PICTURE_CAPTION_STYLE, TABLE_CAPTION_STYLE

HINT_STYLE = "填写提示"
# What pandoc calls the paragraphs of the text; each is an official paragraph.
BODY_STYLES = ("Body Text", "First Paragraph")
SMALL_STYLES = (("Compact", 12.0), ("Footnote Text", 10.5), ("toc 1", 14.0), ("toc 2", 12.0))
GREY = RGBColor(0x52, 0x60, 0x6D)
DEEPEST = 9


@lru_cache(maxsize=2)
def reference_docx(watermark: str = "") -> bytes:
    """The reference file as .docx, the same bytes each time; it names no person."""
    word = docx.Document()
    word_styles.define(word)
    word_page.lay_out(word, watermark=watermark, sample="")
    for name in BODY_STYLES:
        _based(word, name, word_styles.BODY)
    for name, size in SMALL_STYLES:
        _based(word, name, word_styles.TABLE).font.size = Pt(size)
    _based(word, "toc 2", word_styles.TABLE).paragraph_format.left_indent = Pt(24)
    _title(word)
    for level in range(5, DEEPEST + 1):
        _deep_heading(word, level)
    hint = _based(word, HINT_STYLE, word_styles.BODY)
    hint.font.size, hint.font.italic, hint.font.color.rgb = Pt(12), True, GREY
    for name in (TABLE_CAPTION_STYLE, PICTURE_CAPTION_STYLE):
        _based(word, name, word_styles.CENTRED).font.size = Pt(12)
    # A table's words stay on the page of the table, a picture on the page of its words.
    for name in (TABLE_CAPTION_STYLE, word_styles.CENTRED):
        word.styles[name].paragraph_format.keep_with_next = True
    word.styles[PICTURE_CAPTION_STYLE].paragraph_format.keep_with_next = False
    for name in (TABLE_CAPTION_STYLE, word_styles.CENTRED):
        word.styles[name].paragraph_format.space_before = Pt(6)
    _table_style(word)
    about = word.core_properties
    about.author = about.last_modified_by = about.comments = about.title = ""
    out = BytesIO()
    word.save(out)
    return repacked(out.getvalue())


def _based(word: Document, name: str, base: str) -> ParagraphStyle:
    found = [style for style in word.styles if style.name.lower() == name.lower()]
    style: ParagraphStyle = found[0] if found else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles[base]
    style.quick_style, style.hidden = True, False
    return style


def _title(word: Document) -> None:
    title = _based(word, "Title", word_styles.TITLE)
    for properties in (title.element.find(qn("w:pPr")), title.element.find(qn("w:rPr"))):
        if properties is not None:
            title.element.remove(properties)
    title.paragraph_format.space_before, title.paragraph_format.space_after = Mm(20), Mm(12)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _deep_heading(word: Document, level: int) -> None:
    style = _based(word, f"Heading {level}", word_styles.heading(4))
    for properties in style.element.findall(qn("w:rPr")):
        style.element.remove(properties)


def _table_style(word: Document) -> None:
    """The style that pandoc gives its tables: thin lines, rows that break across pages."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="5A5A5A"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    style = parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="Table"><w:name w:val="Table"/>'
        f"<w:qFormat/><w:tblPr><w:tblBorders>{sides}</w:tblBorders><w:tblCellMar>"
        '<w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="F4F4F4"/>'
        "</w:tcPr></w:tblStylePr></w:style>"
    )
    word.styles.element.append(style)
