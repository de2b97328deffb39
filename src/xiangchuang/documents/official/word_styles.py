"""Named styles of an official document, so that the office can edit it without spoiling the layout."""

from functools import cache

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from .word_xml import CHARACTER_TWIPS, element

BODY = "公文正文"
FLUSH = "公文顶格"
CENTRED = "公文居中"
MARK = "发文机关标志"
NUMBER = "发文字号"
TITLE = "公文标题"
SIGNATURE = "公文落款"
TABLE = "公文表格"
TABLE_HEAD = "公文表头"
COLOPHON = "公文版记"
VERIFICATION = "公文核验"
PAGE_NUMBER = "公文页码"
END = "公文文末"

FANGSONG, XIAOBIAOSONG, HEI, KAI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
_ALTERNATIVES = {
    FANGSONG: "仿宋,FangSong,Noto Serif SC,Noto Serif CJK SC",
    XIAOBIAOSONG: "小标宋,华文中宋,Noto Serif SC,Noto Serif CJK SC",
    HEI: "SimHei,Noto Sans SC,Noto Sans CJK SC",
    KAI: "楷体,KaiTi,Noto Serif SC,Noto Serif CJK SC",
    SONG: "SimSun,Noto Serif SC,Noto Serif CJK SC",
}
_BODY_PT, _TITLE_PT, _SMALL_PT = 16.0, 22.0, 14.0
_MARK_DOWN_MM = 31
TIGHTER_TWIPS = -5
_RED = RGBColor(0xD7, 0x00, 0x0F)


def define(word: Document) -> None:
    """Normal and the styles above; the font table names what may stand in for each font."""
    normal = word.styles["Normal"]
    _face(normal, FANGSONG, _BODY_PT)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    normal.paragraph_format.widow_control = False
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    body = _style(word, BODY, FANGSONG, _BODY_PT, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    _indent_first_line(body)
    _tighten(body)
    _tighten(_style(word, FLUSH, FANGSONG, _BODY_PT, align=WD_ALIGN_PARAGRAPH.JUSTIFY))
    _style(word, CENTRED, FANGSONG, _SMALL_PT, align=WD_ALIGN_PARAGRAPH.CENTER)
    mark = _style(word, MARK, XIAOBIAOSONG, _BODY_PT, align=WD_ALIGN_PARAGRAPH.CENTER)
    mark.font.color.rgb = _RED
    # 35 mm to the mark's upper edge, less the air above its letters in a line of 58 pt.
    mark.paragraph_format.space_before = Mm(_MARK_DOWN_MM)
    _exact(mark, 58)
    _style(word, NUMBER, FANGSONG, _BODY_PT, align=WD_ALIGN_PARAGRAPH.CENTER)
    _exact(_style(word, TITLE, XIAOBIAOSONG, _TITLE_PT, align=WD_ALIGN_PARAGRAPH.CENTER), 35)
    _style(word, SIGNATURE, FANGSONG, _BODY_PT, align=WD_ALIGN_PARAGRAPH.RIGHT)
    _exact(_style(word, TABLE, FANGSONG, 12), 18)
    _exact(_style(word, TABLE_HEAD, HEI, 12, align=WD_ALIGN_PARAGRAPH.CENTER), 18)
    _exact(_style(word, COLOPHON, FANGSONG, _SMALL_PT), None)
    _exact(_style(word, VERIFICATION, SONG, 10.5), None)
    _style(word, PAGE_NUMBER, SONG, _SMALL_PT)
    _exact(_style(word, END, FANGSONG, 1), 1)
    for level in range(1, 5):
        _heading(word, level)
    _name_alternatives(word)
    # Each paragraph asks for its style by name, and each time the library reads all styles to answer: with
    # a table of some hundred cells that is most of the work. No style is added from here on.
    word.part.get_style_id = cache(word.part.get_style_id)  # type: ignore[method-assign]


def heading(level: int) -> str:
    """Word's own heading styles, for its navigation pane; levels past the fourth read as the fourth."""
    return f"Heading {min(level, 4)}"


def _heading(word: Document, level: int) -> None:
    style = word.styles[heading(level)]
    _face(style, {1: HEI, 2: KAI}.get(level, FANGSONG), _BODY_PT)
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.bold = style.font.italic = False
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.keep_with_next = True
    _indent_first_line(style)
    _tighten(style)


def _style(
    word: Document, name: str, face: str, size: float, *, align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT
) -> ParagraphStyle:
    style: ParagraphStyle = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    style.paragraph_format.alignment = align
    _face(style, face, size)
    return style


def _face(style: ParagraphStyle, face: str, size: float) -> None:
    style.font.size = Pt(size)
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, element("rFonts", ascii=face, hAnsi=face, eastAsia=face, cs=face))


def _indent_first_line(style: ParagraphStyle) -> None:
    ind = style.element.get_or_add_pPr().get_or_add_ind()
    ind.set(qn("w:firstLineChars"), "200")
    ind.set(qn("w:firstLine"), str(round(2 * CHARACTER_TWIPS)))


def _tighten(style: ParagraphStyle) -> None:
    """28 characters of 16 pt are 2 mm wider than the type area: each gives up a quarter point."""
    properties = style.element.get_or_add_rPr()
    properties.insert_element_before(
        element("spacing", val=TIGHTER_TWIPS), "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang"
    )


def _exact(style: ParagraphStyle, points: float | None) -> None:
    """Off the line grid, with an exact pitch when one is given."""
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(
        element("snapToGrid", val=0), "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl"
    )
    if points is not None:
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        style.paragraph_format.line_spacing = Pt(points)


def _name_alternatives(word: Document) -> None:
    part = word.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in _ALTERNATIVES.items()
    )
    part._blob = f'<?xml version="1.0" encoding="UTF-8"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'.encode()
