"""Names and small readings of WordprocessingML (ECMA-376 part 1, transitional)."""

import re
import unicodedata
from collections.abc import Iterator
from xml.etree.ElementTree import Element, register_namespace

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
}
# pandoc looks names up by these prefixes, so a rewritten part has to carry the same ones.
for _prefix, _uri in NAMESPACES.items():
    register_namespace(_prefix, _uri)

UNSEEN = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\ufdd0-\ufdd3\x00-\x08\x0b\x0c\x0e-\x1f]"
)
FULL_WIDTH_DIGITS = {ord("０") + n: ord("0") + n for n in range(10)}
TRANSPARENT = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"})


def q(name: str) -> str:
    """`w:p` as ElementTree writes it."""
    prefix, local = name.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def local(element: Element) -> str:
    """The name without its namespace."""
    return element.tag.rsplit("}", 1)[-1]


def attribute(element: Element | None, name: str, default: str = "") -> str:
    """An attribute such as `w:val`, or the default when element or attribute is absent."""
    return default if element is None else element.get(q(name), default)


def cleaned(text: str) -> str:
    """NFC, full-width digits as ASCII, without control, zero-width and direction characters."""
    return UNSEEN.sub("", unicodedata.normalize("NFC", text)).translate(FULL_WIDTH_DIGITS)


def text_of(element: Element) -> str:
    """The visible text below `element`: tabs and line breaks kept, deleted text and box text left out."""
    return cleaned("".join(_pieces(element)))


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        name = local(child)
        if name == "t":
            yield child.text or ""
        elif name == "tab" and child.get(q("w:val")) is None:
            yield "\t"
        elif name in {"br", "cr"}:
            yield "\n"
        elif name not in {"txbxContent", "del", "moveFrom", "pPr", "rPr", "Fallback"}:
            yield from _pieces(child)


def top_paragraphs(container: Element) -> Iterator[Element]:
    """Paragraphs of the running text in order: through content controls, not into tables."""
    for child in container:
        if child.tag == q("w:p"):
            yield child
        elif local(child) in TRANSPARENT:
            yield from top_paragraphs(child)
