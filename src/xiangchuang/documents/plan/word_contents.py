"""The table of contents of a plan in Word: a field, its entries written out for programs that fill none."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from xiangchuang.documents.plan.word_tree import Node, node

TITLE = "目录"
FIELD = ' TOC \\o "1-2" \\h \\z \\u '


def contents_nodes(entries: Sequence[tuple[str, int, str]]) -> Iterator[Node]:
    """A content control with the field; each entry (bookmark, level, text) links to its heading.

    Word fills in the page numbers when the reader updates the field.
    """
    lines = [_line(place, entry, len(entries)) for place, entry in enumerate(entries)]
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
        '</w:docPartObj></w:sdtPr><w:sdtContent><w:p><w:pPr><w:pStyle w:val="TOCHeading"/>'
        f'<w:jc w:val="center"/></w:pPr><w:r><w:t>{TITLE}</w:t></w:r></w:p>{"".join(lines)}'
        "</w:sdtContent></w:sdt>"
    )
    yield node("RawBlock", ["openxml", control])


def _line(place: int, entry: tuple[str, int, str], count: int) -> str:
    bookmark, level, text = entry
    opening = closing = ""
    if place == 0:
        opening = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f'<w:r><w:instrText xml:space="preserve">{FIELD}</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
    if place == count - 1:
        closing = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    link = (
        f'<w:hyperlink w:anchor="{bookmark}" w:history="1"><w:r>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:hyperlink>'
    )
    style = f'<w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>'
    return f"<w:p>{style}{opening}{link}{closing}</w:p>"
