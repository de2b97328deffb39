"""Official documents as Word files in the layout of GB/T 9704-2012, for the office to finish and print."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import docx
import segno
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from . import word_page, word_styles
from .composition import IMAGE_LEFT_OUT, Closing, Colophon, Composition, Part, compose
from .document import OfficialDocument
from .pdf import NO_IMAGES
from .typesetting import drawable, noon
from .word_container import repacked
from .word_xml import (
    RED_RULE,
    THICK,
    THIN,
    bordered,
    floating,
    indent,
    keep_next,
    rule_below,
    rules,
    seal_ring,
    shaded,
)

_QR_MM = 22
_PICTURE_MM = 120


def render_docx(document: OfficialDocument, *, images: Mapping[str, bytes] = NO_IMAGES) -> bytes:
    """The document as .docx with the words of the PDF; the same content gives the same bytes.

    Fonts are named as the standard has them (仿宋_GB2312, 方正小标宋简体, 黑体, 楷体_GB2312); the font table
    names alternatives for a machine without them. Raises UnusableBlockError.
    """
    composition = compose(document)
    word = docx.Document()
    word_styles.define(word)
    word_page.lay_out(word, watermark=composition.watermark, sample=composition.sample)
    _head(word, composition)
    _body(word, composition, {digest: images[digest] for digest in drawable(images)})
    _attachments(word, composition.attachments)
    _closing(word, composition.closing)
    _colophon(word, composition.colophon)
    _describe(word, document)
    out = BytesIO()
    word.save(out)
    return repacked(out.getvalue())


def _head(word: Document, composition: Composition) -> None:
    if composition.mark:
        _red_head(word, composition)
    elif composition.number:
        number = word.add_paragraph(composition.number, style=word_styles.FLUSH)
        number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _blank(word, 2)
    for line in composition.title:
        word.add_paragraph(line, style=word_styles.TITLE)
    _blank(word, 1)
    if composition.addressee:
        word.add_paragraph(composition.addressee, style=word_styles.FLUSH)


def _red_head(word: Document, composition: Composition) -> None:
    # The standard puts the mark 35 mm below the edge of the type area.
    mark = word.add_paragraph(style=word_styles.MARK)
    mark.add_run(composition.mark).font.size = Pt(composition.mark_pt)
    _blank(word, 2)
    number = word.add_paragraph(composition.number, style=word_styles.NUMBER)
    rule_below(number, weight=RED_RULE, color="D7000F", space_pt=11)
    _blank(word, 2)


def _body(word: Document, composition: Composition, images: Mapping[str, bytes]) -> None:
    last = None
    for part in composition.body:
        last = _part(word, part, images)
    if last is not None and composition.carries_last:
        keep_next(last)


def _part(word: Document, part: Part, images: Mapping[str, bytes]) -> Paragraph | None:
    if part.role == "table":
        _table(word, part)
        return None
    if part.role == "heading":
        return word.add_paragraph(part.text, style=word_styles.heading(part.level))
    if part.role == "caption":
        return word.add_paragraph(part.text, style=word_styles.CENTRED)
    if part.role == "image":
        paragraph = word.add_paragraph(style=word_styles.CENTRED)
        if part.sha256 in images:
            paragraph.add_run().add_picture(BytesIO(images[part.sha256]), width=Mm(_PICTURE_MM))
        else:
            paragraph.add_run(IMAGE_LEFT_OUT)
        return paragraph
    return word.add_paragraph(part.text, style=word_styles.BODY)


def _table(word: Document, part: Part) -> None:
    table = word.add_table(rows=len(part.rows), cols=len(part.shares))
    bordered(table)
    word_page.set_columns(table, part.shares)
    for place, (row, cells) in enumerate(zip(table.rows, part.rows, strict=True)):
        if place == 0:
            word_page.repeat_head(row)
        for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.style = word_styles.TABLE_HEAD if place == 0 else word_styles.TABLE
            paragraph.add_run(text)
            if place == 0:
                shaded(cell)
            elif part.numeric[column]:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _attachments(word: Document, attachments: Sequence[tuple[str, str]]) -> None:
    if not attachments:
        return
    keep_next(_blank(word, 1))
    width = len(attachments[0][0])
    for label, name in attachments:
        paragraph = word.add_paragraph(label + name, style=word_styles.FLUSH)
        start = 2 + width
        indent(paragraph, left=start, hanging=width if label else 0)
        keep_next(paragraph)


def _closing(word: Document, closing: Closing) -> None:
    if not closing.signatory:
        return
    for _ in range(2):
        keep_next(_blank(word, 1))
    signatory = word.add_paragraph(closing.signatory, style=word_styles.SIGNATURE)
    indent(signatory, right=closing.signatory_indent)
    keep_next(signatory)
    if closing.seal:
        seal_ring(signatory, closing.seal, middle_characters=closing.date_indent + 3.5)
    date = word.add_paragraph(closing.date, style=word_styles.SIGNATURE)
    indent(date, right=closing.date_indent)
    if closing.note:
        word.add_paragraph(closing.note, style=word_styles.BODY)


def _colophon(word: Document, colophon: Colophon) -> None:
    """A floating table at the foot of the last page's type area."""
    lines = [
        (line, right) for line, right in ((colophon.copies, ""), (colophon.office, colophon.printed)) if line
    ]
    if not lines and not colophon.verification:
        return
    table = word.add_table(rows=len(lines) + bool(colophon.verification), cols=2)
    floating(table)
    word_page.set_columns(table, (_QR_MM + 2, 148 - _QR_MM), width=word_page.COLOPHON_TWIPS)
    rows = list(table.rows)
    if colophon.verification:
        picture, words = (cell.paragraphs[0] for cell in rows.pop(0).cells)
        picture.style = words.style = word_styles.VERIFICATION
        picture.paragraph_format.space_after = Pt(6)
        picture.add_run().add_picture(_qr_png(colophon.url), width=Mm(_QR_MM))
        words.add_run("\n".join(colophon.verification))
        indent(words, left=1)
        table.cell(0, 1).vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for place, (row, (line, right)) in enumerate(zip(rows, lines, strict=True)):
        cell = row.cells[0].merge(row.cells[1])
        paragraph = cell.paragraphs[0]
        paragraph.style = word_styles.COLOPHON
        paragraph.add_run(f"{line}\t{right}" if right else line)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(144), WD_TAB_ALIGNMENT.RIGHT)
        indent(paragraph, left=1 if right else 4, hanging=0 if right else 3, right=1)
        rules(cell, top=THICK if place == 0 else THIN, bottom=THICK if row is rows[-1] else THIN)
    # A frame closes at the next paragraph outside it; this one takes no visible room.
    word.add_paragraph(style=word_styles.END)


def _qr_png(url: str) -> BytesIO:
    out = BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="png", scale=8, border=1)
    out.seek(0)
    return out


def _blank(word: Document, lines: int) -> Paragraph:
    return [word.add_paragraph(style=word_styles.FLUSH) for _ in range(lines)][-1]


def _describe(word: Document, document: OfficialDocument) -> None:
    about = word.core_properties
    about.title = document.title.replace("\n", "")
    about.author = about.last_modified_by = document.signatory
    about.comments = ""
    about.created = about.modified = noon(document.issued_on).replace(tzinfo=None)
    about.language = "zh-CN"
