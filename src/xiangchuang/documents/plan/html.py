"""Blocks as HTML: the elements are written here and nowhere else, all text is escaped."""

from collections.abc import Callable, Sequence
from html import escape

from xiangchuang.documents.plan.blocks import Block, ListItem, Mark, Span

ELEMENTS: dict[Mark, str] = {
    "bold": "strong",
    "italic": "em",
    "underline": "u",
    "strike": "s",
    "superscript": "sup",
    "subscript": "sub",
    "formula": "code",
}
DEEPEST_HEADING = 6


def blocks_to_html(
    blocks: Sequence[Block],
    image_url: Callable[[str], str],
    *,
    heading_base: int = 3,
    anchor: str | None = "",
) -> str:
    """Safe HTML of the blocks; each element carries its block id as `data-block`.

    `image_url` gives the address of an image by its sha256, "" when it cannot be shown. A heading of level 1
    becomes `h{heading_base}`. Each element gets the HTML id `{anchor}{block id}`, so that opinions can point
    to it; ids are unique within a section only, so a page of several sections gives each its own `anchor`.
    None writes no ids.
    """
    return "\n".join(_block(block, image_url, heading_base, anchor) for block in blocks)


def _block(block: Block, image_url: Callable[[str], str], heading_base: int, anchor: str | None) -> str:
    named = "" if anchor is None else f' id="{escape(anchor + block.id)}"'
    mark = f'{named} data-block="{escape(block.id)}"'
    if block.kind == "heading":
        name = f"h{min(DEEPEST_HEADING, heading_base + max(block.level, 1) - 1)}"
        return f"<{name}{mark}>{spans_to_html(block)}</{name}>"
    if block.kind == "list":
        return _list(block, mark)
    if block.kind == "table":
        return f'<div class="plan-table"{mark}><table>{_rows(block)}</table></div>'
    if block.kind == "image":
        return _image(block, mark, image_url)
    kind = {"formula": "plan-formula", "note": "plan-note"}.get(block.kind, "")
    look = f' class="{kind}"' if kind else ""
    return f"<p{look}{mark}>{spans_to_html(block)}</p>"


def spans_to_html(block: Block) -> str:
    """The text of a paragraph or heading with its marks."""
    return "".join(_span(span) for span in block.spans or (Span(block.text),))


def _span(span: Span) -> str:
    text = escaped(span.text)
    for mark in span.marks:
        text = f"<{ELEMENTS[mark]}>{text}</{ELEMENTS[mark]}>"
    return text


def escaped(text: str) -> str:
    """Escaped text with line breaks kept."""
    return escape(text).replace("\n", "<br>")


def _list(block: Block, mark: str) -> str:
    name = "ol" if block.ordered else "ul"
    start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
    return f"<{name}{start}{mark}>{_items(block.items, 0, name)}</{name}>"


def _items(items: Sequence[ListItem], level: int, name: str) -> str:
    parts: list[str] = []
    place = 0
    while place < len(items):
        end = place + 1
        while end < len(items) and items[end].level > level:
            end += 1
        own = items[place]
        inner = items[place + 1 : end] if own.level <= level else items[place:end]
        text = escaped(own.text) if own.level <= level else ""
        nested = f"<{name}>{_items(inner, level + 1, name)}</{name}>" if inner else ""
        parts.append(f"<li>{text}{nested}</li>")
        place = end
    return "".join(parts)


def _rows(block: Block) -> str:
    covered: set[tuple[int, int]] = set()
    reach = {(merge.row, merge.column): merge for merge in block.merges}
    for merge in block.merges:
        covered |= {
            (merge.row + down, merge.column + right)
            for down in range(merge.row_span)
            for right in range(merge.column_span)
            if down or right
        }
    lines: list[str] = []
    for row, cells in enumerate(block.rows):
        name = "th" if row < block.header_rows else "td"
        shown: list[str] = []
        for column, text in enumerate(cells):
            if (row, column) in covered:
                continue
            merged = reach.get((row, column))
            spans = f' rowspan="{merged.row_span}" colspan="{merged.column_span}"' if merged else ""
            shown.append(f"<{name}{spans}>{escaped(text)}</{name}>")
        lines.append(f"<tr>{''.join(shown)}</tr>")
    return "".join(lines)


def _image(block: Block, mark: str, image_url: Callable[[str], str]) -> str:
    address = image_url(block.image)
    caption = f"<figcaption>{escaped(block.text)}</figcaption>" if block.text else ""
    if not address:
        return f"<figure{mark}><p>（图片格式不能在网页显示，见原文件）</p>{caption}</figure>"
    picture = f'<img src="{escape(address)}" alt="{escape(block.text or "方案插图")}">'
    return f"<figure{mark}>{picture}{caption}</figure>"
