"""Blocks as HTML: the elements are written here and nowhere else, all text is escaped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
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


@dataclass
class _Page:
    """What one call knows while it writes: addresses, ids, and how many footnotes have come so far."""

    image_url: Callable[[str], str]
    heading_base: int
    anchor: str | None
    notes: list[str] = field(default_factory=list)
    written: int = 0

    def note(self, text: str) -> str:
        """The mark of a footnote in the text; its words follow the block."""
        self.notes.append(text)
        return f'<sup class="plan-anchor">[{len(self.notes)}]</sup>'

    def notes_below(self) -> str:
        """The footnotes of the block just written."""
        fresh = self.notes[self.written :]
        lines = "".join(
            f'<p class="plan-note">[{number}] {escaped(text)}</p>'
            for number, text in enumerate(fresh, self.written + 1)
        )
        self.written = len(self.notes)
        return lines


def blocks_to_html(
    blocks: Sequence[Block],
    image_url: Callable[[str], str],
    *,
    heading_base: int = 3,
    anchor: str | None = "",
    beside: Callable[[Block], str] | None = None,
) -> str:
    """Safe HTML of the blocks; each element carries its block id as `data-block`.

    `image_url` gives the address of an image by its sha256, "" when it cannot be shown. A heading of level 1
    becomes `h{heading_base}`. Each element gets the HTML id `{anchor}{block id}`, so that opinions can point
    to it; ids are unique within a section only, so a page of several sections gives each its own `anchor`.
    None writes no ids. Footnotes are numbered through the call and stand below the block that has them. What
    carries a label can be reached as `#ref-{label}`, from any section on the same page. `beside` gives safe
    HTML that follows a block.
    """
    page, after = _Page(image_url, heading_base, anchor), beside or (lambda _block: "")
    return "\n".join(_block(block, page) + page.notes_below() + after(block) for block in blocks)


def _block(block: Block, page: _Page) -> str:
    named = "" if page.anchor is None else f' id="{escape(page.anchor + block.id)}"'
    mark = f'{named} data-block="{escape(block.id)}"'
    if block.kind == "heading":
        name = f"h{min(DEEPEST_HEADING, page.heading_base + max(block.level, 1) - 1)}"
        return f"<{name}{mark}>{_spans(block.spans, block.text, page)}</{name}>"
    if block.kind == "list":
        return _list(block, mark, page)
    if block.kind == "table":
        inner = f"{_target(block, page)}<table>{_table(block, page)}</table>"
        return f'<div class="plan-table"{mark}{_reach(block)}>{inner}</div>'
    if block.kind == "image":
        return _image(block, mark, page)
    kinds = {"formula": "plan-formula", "note": "plan-note", "reference": "plan-reference"}
    kind = kinds.get(block.kind, "")
    look = f' class="{kind}"' if kind else ""
    return f"<p{look}{mark}>{_target(block, page)}{_spans(block.spans, block.text, page)}</p>"


def _target(block: Block, page: _Page) -> str:
    if not block.label or page.anchor is None:
        return ""
    return f'<a class="plan-label" id="ref-{escape(block.label)}"></a>'


def _spans(spans: Sequence[Span], text: str, page: _Page) -> str:
    return "".join(_span(span, page) for span in spans or (Span(text),))


def _span(span: Span, page: _Page) -> str:
    if span.note:
        return page.note(span.note)
    text = escaped(span.text)
    for mark in span.marks:
        text = f"<{ELEMENTS[mark]}>{text}</{ELEMENTS[mark]}>"
    if span.link:
        return f'<a href="{escape(span.link)}" rel="noopener noreferrer">{text}</a>'
    if span.ref and page.anchor is not None:
        return f'<a class="plan-ref" href="#ref-{escape(span.ref)}">{text}</a>'
    return text


def escaped(text: str) -> str:
    """Escaped text with line breaks kept."""
    return escape(text).replace("\n", "<br>")


def _list(block: Block, mark: str, page: _Page) -> str:
    name = "ol" if block.ordered else "ul"
    start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
    return f"<{name}{start}{mark}>{_items(block.items, 0, name, page)}</{name}>"


def _items(items: Sequence[ListItem], level: int, name: str, page: _Page) -> str:
    parts: list[str] = []
    place = 0
    while place < len(items):
        end = place + 1
        while end < len(items) and items[end].level > level:
            end += 1
        own = items[place]
        inner = items[place + 1 : end] if own.level <= level else items[place:end]
        text = _spans(own.spans, own.text, page) if own.level <= level else ""
        nested = f"<{name}>{_items(inner, level + 1, name, page)}</{name}>" if inner else ""
        parts.append(f"<li>{text}{nested}</li>")
        place = end
    return "".join(parts)


def _reach(block: Block) -> str:
    """A wide table moves sideways within its box, so the box is reached by the keyboard."""
    named = f' role="group" aria-label="{escape(block.caption)}"' if block.caption else ""
    return f' tabindex="0"{named}'


def _table(block: Block, page: _Page) -> str:
    caption = f"<caption>{escaped(block.caption)}</caption>" if block.caption else ""
    return caption + _rows(block, page)


def _rows(block: Block, page: _Page) -> str:
    covered: set[tuple[int, int]] = set()
    reach = {(merge.row, merge.column): merge for merge in block.merges}
    marked = {(cell.row, cell.column): cell.spans for cell in block.marked}
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
            shown.append(f"<{name}{spans}>{_spans(marked.get((row, column), ()), text, page)}</{name}>")
        lines.append(f"<tr>{''.join(shown)}</tr>")
    return "".join(lines)


def _image(block: Block, mark: str, page: _Page) -> str:
    address = page.image_url(block.image)
    caption = f"<figcaption>{escaped(block.text)}</figcaption>" if block.text else ""
    target = _target(block, page)
    if not address:
        return f"<figure{mark}>{target}<p>（图片格式不能在网页显示，见原文件）</p>{caption}</figure>"
    told = block.alt or block.text or "方案插图"
    return f'<figure{mark}>{target}<img src="{escape(address)}" alt="{escape(told)}">{caption}</figure>'
