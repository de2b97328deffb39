"""What python-docx has no words for: indents in characters, borders, floating tables, rings, watermarks."""

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

# Twips of one character of the 28-per-line grid: 156 mm / 28.
CHARACTER_TWIPS = 315.9
# Weights of rules in eighths of a point: 0.35 mm and 0.25 mm of the colophon, and the red rule.
THICK, THIN, RED_RULE = 8, 6, 13
_TABLE_ORDER = (
    "tblStyle",
    "tblpPr",
    "tblOverlap",
    "tblW",
    "jc",
    "tblInd",
    "tblBorders",
    "tblLayout",
    "tblCellMar",
    "tblLook",
)
_V = "{urn:schemas-microsoft-com:vml}"
_VML = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w10="urn:schemas-microsoft-com:office:word" ' + nsdecls("w")
)


def element(tag: str, **attributes: str | int) -> BaseOxmlElement:
    """A WordprocessingML element; attribute names without their prefix."""
    made: BaseOxmlElement = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def indent(
    paragraph: Paragraph, *, left: float = 0, right: float = 0, hanging: float = 0, first: float = 0
) -> None:
    """Indents in characters, with the twips that programs without a character grid go by."""
    ind = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for name, value in (("left", left), ("right", right), ("hanging", hanging), ("firstLine", first)):
        if value:
            ind.set(qn(f"w:{name}Chars"), str(round(value * 100)))
            ind.set(qn(f"w:{name}"), str(round(value * CHARACTER_TWIPS)))


def keep_next(paragraph: Paragraph) -> None:
    """Keeps the end of the paragraph on the page of the next one."""
    paragraph.paragraph_format.keep_with_next = True


def rule_below(paragraph: Paragraph, *, weight: int, color: str, space_pt: int) -> None:
    """A rule as wide as the type area."""
    borders = element("pBdr")
    borders.append(element("bottom", val="single", sz=weight, space=space_pt, color=color))
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def rules(cell: _Cell, *, top: int, bottom: int) -> None:
    """Rules above and below a cell."""
    borders = element("tcBorders")
    for side, weight in (("top", top), ("bottom", bottom)):
        borders.append(element(side, val="single", sz=weight, space=0, color="000000"))
    cell._tc.get_or_add_tcPr().append(borders)


def floating(table: Table) -> None:
    """Puts the table at the foot of the type area of the page where its text ends."""
    place = element(
        "tblpPr",
        leftFromText=0,
        rightFromText=0,
        vertAnchor="margin",
        horzAnchor="margin",
        tblpXSpec="center",
    )
    place.set(qn("w:tblpYSpec"), "bottom")
    _place_in_table(table, place)
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=0, type="dxa"))
    _place_in_table(table, margins)


def bordered(table: Table) -> None:
    """Thin lines around each cell."""
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(side, val="single", sz=4, space=0, color="5A5A5A"))
    _place_in_table(table, borders)


def shaded(cell: _Cell) -> None:
    """The grey of a head row."""
    cell._tc.get_or_add_tcPr().append(element("shd", val="clear", color="auto", fill="F4F4F4"))


def seal_ring(paragraph: Paragraph, label: str, *, middle_characters: float) -> None:
    """A dashed ring of 42 mm behind the signature, its middle so many characters from the right edge."""
    left_mm = 156 - middle_characters * 156 / 28 - 21
    style = (
        f"position:absolute;margin-left:{left_mm:.1f}mm;margin-top:-18mm;width:42mm;height:42mm;z-index:-1;"
        "mso-position-horizontal-relative:margin;mso-position-vertical-relative:text"
    )
    text = (
        '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr>'
        '<w:rFonts w:eastAsia="黑体"/><w:color w:val="D7000F"/><w:sz w:val="21"/></w:rPr>'
        f"<w:t>{label}</w:t></w:r></w:p>"
    )
    _add_shape(
        paragraph,
        f'<v:oval id="seal" style="{style}" filled="f" strokecolor="#d7000f" strokeweight="0.8pt">'
        f'<v:stroke dashstyle="dash"/><v:textbox inset="0,2mm,0,0"><w:txbxContent>{text}</w:txbxContent>'
        "</v:textbox></v:oval>",
    )


def watermark(paragraph: Paragraph, text: str) -> None:
    """Letters across the page, in the way Word itself writes a watermark into a header."""
    style = (
        "position:absolute;margin-left:0;margin-top:0;width:280pt;height:120pt;rotation:320;z-index:-2;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    shape = parse_xml(
        f'<w:r {_VML}><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:path textpathok="t" o:connecttype="rect"/>'
        '<v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="watermark" o:spid="_x0000_s2049" type="#_x0000_t136" style="{style}" '
        'fillcolor="#e8e8e8" stroked="f"><v:textpath style="font-family:黑体"/></v:shape></w:pict></w:r>'
    )
    # Set as an attribute, never spliced into the markup: the words may be a person's.
    shape.find(f".//{_V}shape/{_V}textpath").set("string", text)
    paragraph._p.append(shape)


def _add_shape(paragraph: Paragraph, shape: str) -> None:
    paragraph._p.append(parse_xml(f"<w:r {_VML}><w:pict>{shape}</w:pict></w:r>"))


def _place_in_table(table: Table, child: BaseOxmlElement) -> None:
    """Inserts a table property where the schema wants it: Word refuses some files with another order."""
    properties: BaseOxmlElement = table._tbl.tblPr
    followers = _TABLE_ORDER[_TABLE_ORDER.index(child.tag.split("}")[1]) + 1 :]
    properties.insert_element_before(child, *(f"w:{name}" for name in followers))
