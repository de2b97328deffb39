"""Blocks as the document the editor works on (ProseMirror JSON); `editor_read` is the way back."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from xiangchuang.documents.plan.blocks import Block, ListItem, Span
from xiangchuang.documents.plan.editor_canonical import EDITOR_MARKS, canonical

Node = dict[str, Any]


def blocks_to_doc(blocks: Iterable[Block]) -> Node:
    """The document of these blocks in canonical form; an empty section is one empty paragraph."""
    content = [_block(block) for block in canonical(blocks)]
    return {"type": "doc", "content": content or [{"type": "paragraph"}]}


def _block(block: Block) -> Node:
    if block.kind == "list":
        return _list(block)
    if block.kind == "table":
        return _table(block)
    if block.kind == "image":
        attrs = {"image": block.image, "caption": block.text, "alt": block.alt, "label": block.label}
        return {"type": "image", "attrs": attrs}
    if block.kind == "formula":
        text = [{"type": "text", "text": block.text}]
        return {"type": "formula", "attrs": {"label": block.label}, "content": text}
    node: Node = {"type": block.kind}
    if block.kind == "heading":
        node["attrs"] = {"level": block.level}
    if block.kind == "reference":
        node["attrs"] = {"label": block.label}
    return node | _content(block.spans or (Span(block.text),))


def _content(spans: Sequence[Span]) -> Node:
    content = [node for span in spans for node in _inline(span)]
    return {"content": content} if content else {}


def _inline(span: Span) -> Iterator[Node]:
    if span.note:
        yield {"type": "footnote", "attrs": {"text": span.note}}
        return
    marks: list[Node] = [{"type": EDITOR_MARKS[mark]} for mark in span.marks]
    marks += [{"type": "link", "attrs": {"href": span.link}}] if span.link else []
    marks += [{"type": "ref", "attrs": {"label": span.ref}}] if span.ref else []
    worn = {"marks": marks} if marks else {}
    for place, line in enumerate(span.text.split("\n")):
        if place:
            yield {"type": "hard_break", **worn}
        if line:
            yield {"type": "text", "text": line, **worn}


def _paragraph(spans: Sequence[Span]) -> Node:
    return {"type": "paragraph"} | _content(spans)


def _list(block: Block) -> Node:
    name = "ordered_list" if block.ordered else "bullet_list"
    node = {"type": name, "content": list(_items(block.items, 0, name))}
    return node | ({"attrs": {"order": block.start}} if block.ordered else {})


def _items(items: Sequence[ListItem], level: int, name: str) -> Iterator[Node]:
    place = 0
    while place < len(items):
        end = place + 1
        while end < len(items) and items[end].level > level:
            end += 1
        item = items[place]
        content = [_paragraph(item.spans or (Span(item.text),))]
        if end > place + 1:
            inner: Node = {"type": name, "content": list(_items(items[place + 1 : end], level + 1, name))}
            content.append(inner | ({"attrs": {"order": 1}} if name == "ordered_list" else {}))
        yield {"type": "list_item", "content": content}
        place = end


def _table(block: Block) -> Node:
    marked = {(cell.row, cell.column): cell.spans for cell in block.marked}
    reach = {(merge.row, merge.column): merge for merge in block.merges}
    covered = {
        (merge.row + down, merge.column + right)
        for merge in block.merges
        for down in range(merge.row_span)
        for right in range(merge.column_span)
    } - set(reach)
    rows: list[Node] = []
    for row, texts in enumerate(block.rows):
        cells: list[Node] = []
        for column, text in enumerate(texts):
            if (row, column) in covered:
                continue
            merge = reach.get((row, column))
            attrs = {
                "colspan": merge.column_span if merge else 1,
                "rowspan": merge.row_span if merge else 1,
                "colwidth": None,
            }
            name = "table_header" if row < block.header_rows else "table_cell"
            content = [_paragraph(marked.get((row, column)) or (Span(text),))]
            cells.append({"type": name, "attrs": attrs, "content": content})
        rows.append({"type": "table_row", "content": cells})
    return {"type": "table", "attrs": {"caption": block.caption, "label": block.label}, "content": rows}
