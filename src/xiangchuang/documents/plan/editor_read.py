"""The editor's document read into blocks: what is outside the schema is dropped and counted, never kept."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from xiangchuang.documents.plan.blocks import (
    Block,
    ListItem,
    Mark,
    MarkedCell,
    Merge,
    Span,
    numbered_blocks,
    spans_of,
)
from xiangchuang.documents.plan.editor_canonical import (
    ADDRESS,
    EDITOR_MARKS,
    LABEL,
    canonical,
    plain_text,
)

DEEPEST: Final = 24
MOST_COLUMNS: Final = 60
MOST_ROWS: Final = 3_000
IMAGE: Final = re.compile(r"[0-9a-f]{64}")
MARKS: Final[dict[str, Mark]] = {name: mark for mark, name in EDITOR_MARKS.items()}
LISTS: Final = frozenset({"bullet_list", "ordered_list"})
CELLS: Final = frozenset({"table_cell", "table_header"})


@dataclass(frozen=True)
class Reading:
    """The blocks, numbered, and how often what was dropped, by its name in the document."""

    blocks: tuple[Block, ...]
    dropped: dict[str, int]

    @property
    def dropped_count(self) -> int:
        """How many things were dropped."""
        return sum(self.dropped.values())


def read_doc(doc: object, images: Collection[str]) -> Reading:
    """The blocks of a document from the editor; `images` are the sha256 that it may show.

    Whatever the document holds, this raises nothing: what is no part of the schema is dropped.
    """
    reader = _Reader(frozenset(images))
    blocks = list(reader.blocks(doc)) if _kind(doc) == "doc" else []
    if _kind(doc) != "doc":
        reader.drop(doc)
    return Reading(numbered_blocks(canonical(blocks)), dict(reader.dropped))


def characters_of(blocks: Collection[Block]) -> int:
    """How much there is to keep: characters of text, captions and footnotes."""
    return sum(
        len(block.text)
        + len(block.caption)
        + len(block.alt)
        + sum(len(span.note) for span in spans_of(block))
        for block in blocks
    )


@dataclass
class _Reader:
    images: frozenset[str]
    dropped: Counter[str] = field(default_factory=Counter)
    depth: int = 0

    def drop(self, node: object) -> None:
        self.dropped[_kind(node)[:40] or "?"] += 1

    def blocks(self, parent: object) -> Iterator[Block]:
        for node in _content(parent):
            block = self._block(node)
            if block is None:
                self.drop(node)
            else:
                yield block

    def _block(self, node: object) -> Block | None:
        kind, attrs = _kind(node), _attrs(node)
        if kind == "paragraph":
            return self._text(node, Block("", "paragraph", ""))
        if kind == "note":
            return self._text(node, Block("", "note", ""))
        if kind == "heading":
            return self._text(node, Block("", "heading", "", level=_whole(attrs.get("level"), 1)))
        if kind == "reference":
            return self._text(node, Block("", "reference", "", label=_label(attrs)))
        if kind == "formula":
            text = plain_text(self._inlines(node))
            return Block("", "formula", text, label=_label(attrs))
        if kind == "image":
            return self._image(attrs)
        if kind in LISTS:
            items = tuple(self._items(node, 0))
            ordered = kind == "ordered_list"
            return Block("", "list", "", items=items, ordered=ordered, start=_whole(attrs.get("order"), 1))
        if kind == "table":
            return _Table(self).read(node)
        return None

    def _text(self, node: object, block: Block) -> Block:
        spans = tuple(self._inlines(node))
        return replace(block, text=plain_text(spans), spans=spans)

    def _image(self, attrs: dict[str, Any]) -> Block | None:
        image = attrs.get("image")
        if not isinstance(image, str) or not IMAGE.fullmatch(image) or image not in self.images:
            return None
        caption, alt = _words(attrs.get("caption")), _words(attrs.get("alt"))
        return Block("", "image", caption, image=image, alt=alt, label=_label(attrs))

    def _inlines(self, parent: object) -> Iterator[Span]:
        for node in _content(parent):
            kind = _kind(node)
            text = node.get("text") if isinstance(node, dict) else None
            if kind == "text" and isinstance(text, str):
                yield self._marked(node, text)
            elif kind == "hard_break":
                yield self._marked(node, "\n")
            elif kind == "footnote" and (note := _words(_attrs(node).get("text")).strip()):
                yield Span("", note=note)
            else:
                self.drop(node)

    def _marked(self, node: object, text: str) -> Span:
        marks: list[Mark] = []
        link = ref = ""
        given = node.get("marks") if isinstance(node, dict) else None
        for mark in given if isinstance(given, list) else ():
            kind, attrs = _kind(mark), _attrs(mark)
            href, label = _words(attrs.get("href")), _words(attrs.get("label"))
            if kind in MARKS:
                marks.append(MARKS[kind])
            elif kind == "link" and ADDRESS.fullmatch(href):
                link = href
            elif kind == "ref" and LABEL.fullmatch(label):
                ref = label
            else:
                self.drop(mark)
        return Span(text, tuple(marks), "", link, ref)

    def paragraphs(self, parent: object) -> tuple[Span, ...]:
        """The paragraphs of a cell or an item as one run of spans, a line break between them."""
        spans: list[Span] = []
        for node in _content(parent):
            if _kind(node) == "paragraph":
                spans += [Span("\n")] if spans else []
                spans += self._inlines(node)
            elif _kind(node) not in LISTS:
                self.drop(node)
        return tuple(spans)

    def _items(self, parent: object, level: int) -> Iterator[ListItem]:
        for node in _content(parent):
            if _kind(node) != "list_item" or level > DEEPEST:
                self.drop(node)
                continue
            spans = self.paragraphs(node)
            yield ListItem(plain_text(spans), level, spans)
            for inner in _content(node):
                if _kind(inner) in LISTS:
                    yield from self._items(inner, level + 1)


class _Table:
    """Puts the cells of a table into a rectangle, around those that reach down from above."""

    def __init__(self, reader: _Reader) -> None:
        self._reader = reader
        self._texts: dict[tuple[int, int], str] = {}
        self._marked: list[MarkedCell] = []
        self._merges: list[Merge] = []
        self._taken: set[tuple[int, int]] = set()

    def read(self, node: object) -> Block | None:
        rows = [row for row in _content(node) if _kind(row) == "table_row"][:MOST_ROWS]
        for other in _content(node):
            if _kind(other) != "table_row":
                self._reader.drop(other)
        for number, row in enumerate(rows):
            self._row(number, row, len(rows))
        places = self._taken | set(self._texts)
        width = max((column for _, column in places), default=-1) + 1
        if not width:
            return None
        attrs = _attrs(node)
        return Block(
            "",
            "table",
            "",
            rows=tuple(
                tuple(self._texts.get((row, column), "") for column in range(width))
                for row in range(len(rows))
            ),
            marked=tuple(self._marked),
            merges=tuple(self._merges),
            header_rows=_header_rows(rows),
            caption=_words(attrs.get("caption")),
            label=_label(attrs),
        )

    def _row(self, number: int, row: object, count: int) -> None:
        column = 0
        for cell in _content(row):
            while (number, column) in self._taken:
                column += 1
            if _kind(cell) not in CELLS or column >= MOST_COLUMNS:
                self._reader.drop(cell)
                continue
            self._place(number, column, cell, count)

    def _place(self, row: int, column: int, cell: object, count: int) -> None:
        attrs = _attrs(cell)
        down = min(max(_whole(attrs.get("rowspan"), 1), 1), count - row)
        right = min(max(_whole(attrs.get("colspan"), 1), 1), MOST_COLUMNS - column)
        spans = self._reader.paragraphs(cell)
        for inner in _content(cell):
            if _kind(inner) in LISTS:
                self._reader.drop(inner)
        self._texts[row, column] = plain_text(spans)
        self._marked.append(MarkedCell(row, column, spans))
        self._taken |= {(row + d, column + r) for d in range(down) for r in range(right)}
        if down > 1 or right > 1:
            self._merges.append(Merge(row, column, down, right))


def _header_rows(rows: list[Any]) -> int:
    found = 0
    for number, row in enumerate(rows, 1):
        cells = _content(row)
        if any(_kind(cell) != "table_header" for cell in cells):
            break
        # A row that merged cells from above cover whole has no cell to say what it is.
        found = number if cells else found
    return found


def _kind(node: object) -> str:
    kind = node.get("type") if isinstance(node, dict) else None
    return kind if isinstance(kind, str) else ""


def _attrs(node: object) -> dict[str, Any]:
    attrs = node.get("attrs") if isinstance(node, dict) else None
    return attrs if isinstance(attrs, dict) else {}


def _content(node: object) -> list[Any]:
    content = node.get("content") if isinstance(node, dict) else None
    return content if isinstance(content, list) else []


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""


def _label(attrs: dict[str, Any]) -> str:
    label = _words(attrs.get("label"))
    return label if LABEL.fullmatch(label) else ""


def _whole(value: object, default: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        return default
    return max(0, min(value, 9999))
