"""Turns blocks into pandoc's syntax tree: the reverse of `tree` and `inlines`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from xiangchuang.documents.intake.picture import pixel_size
from xiangchuang.documents.official import word_styles
from xiangchuang.documents.plan.blocks import Block, ListItem, Mark, Merge, Span
from xiangchuang.documents.plan.captions import PICTURE_CAPTION_STYLE, TABLE_CAPTION_STYLE
from xiangchuang.documents.plan.inlines import MARKED
from xiangchuang.documents.plan.labels import REFERENCE, TARGET, label_bookmark
from xiangchuang.documents.plan.made_tables import MADE_LABEL, made_bookmark

Node = dict[str, Any]
ELEMENTS: dict[Mark, str] = {mark: kind for kind, mark in MARKED.items()}
NOTE = re.compile(r"^\[(\d+)\]\s*(.*)$", re.DOTALL)
NOTE_ANCHOR = re.compile(r"^\[(\d+)\]$")
# 公文居中, by which pictures stand in the middle of the line.
PICTURE_STYLE = word_styles.CENTRED
NO_ATTRIBUTES: list[Any] = ["", [], []]
# The type area is 156 × 225 mm; a picture at 96 dots an inch is shown at its size where it fits.
WIDEST_MM, TALLEST_MM, MM_A_DOT = 150.0, 190.0, 25.4 / 96
NARROWEST, WIDEST = 4.0, 18.0


@dataclass(slots=True)
class LabelNumbers:
    """Numbers the bookmarks of labels through the whole file, and knows what kind each label is."""

    references: frozenset[str]
    next: int

    def bookmark(self, name: str) -> list[Node]:
        """A bookmark of that name around nothing: it says where, not how far."""
        self.next += 1
        return [
            raw(f'<w:bookmarkStart w:id="{self.next}" w:name="{name}"/>'),
            raw(f'<w:bookmarkEnd w:id="{self.next}"/>'),
        ]

    def target(self, label: str) -> str:
        """The bookmark that a pointer to the label leads to."""
        return label_bookmark(label, REFERENCE if label in self.references else TARGET)


@dataclass(slots=True)
class TreeWriter:
    """Writes the blocks of one section; `files` names the picture file of each image by sha256."""

    files: Mapping[str, str]
    contents: Mapping[str, bytes]
    heading_base: int
    labels: LabelNumbers

    def nodes(self, blocks: Sequence[Block]) -> list[Node]:
        """The blocks as nodes; footnotes go where they stand."""
        return [made for block in with_cited_notes(blocks) for made in self._nodes_of(block)]

    def _nodes_of(self, block: Block) -> Iterator[Node]:
        if block.kind == "heading":
            level = min(9, self.heading_base + max(block.level, 1))
            yield node("Header", [level, NO_ATTRIBUTES, self._labelled(block, self.inlines(block))])
        elif block.kind == "list":
            yield self._list(block)
        elif block.kind == "table":
            if block.caption:
                yield styled(TABLE_CAPTION_STYLE, self._labelled(block, lined(block.caption)))
            yield self._table(block)
        elif block.kind == "image":
            yield from self._image(block)
        elif block.kind == "formula":
            # A line of its own would become of a bookmark within: pandoc sets such a formula apart.
            for bookmark in self._labelled(block, []):
                yield node("RawBlock", bookmark["c"])
            yield node("Para", [node("Math", [node("DisplayMath"), block.text])])
        elif block.text or block.spans:
            yield node("Para", self._labelled(block, self.inlines(block)))

    def _labelled(self, block: Block, inlines: list[Node]) -> list[Node]:
        """The inlines with the bookmark that others point to."""
        if not block.label:
            return inlines
        if block.label == MADE_LABEL:
            return [*self.labels.bookmark(made_bookmark(self.labels.next)), *inlines]
        name = label_bookmark(block.label, REFERENCE if block.kind == "reference" else TARGET)
        return [*self.labels.bookmark(name), *inlines]

    def inlines(self, piece: Block | ListItem) -> list[Node]:
        """The text with its marks, links and footnotes."""
        return self._inlines(piece.spans or (Span(piece.text),))

    def _inlines(self, spans: Sequence[Span]) -> list[Node]:
        return [inline for span in spans for inline in self._inlines_of(span)]

    def _inlines_of(self, span: Span) -> list[Node]:
        if span.note:
            return [node("Note", [node("Para", lined(span.note))])]
        inner = (
            [node("Math", [node("InlineMath"), span.text])] if "formula" in span.marks else lined(span.text)
        )
        for mark in reversed([mark for mark in span.marks if mark in ELEMENTS]):
            inner = [node(ELEMENTS[mark], inner)]
        if span.link or span.ref:
            address = span.link or f"#{self.labels.target(span.ref)}"
            inner = [node("Link", [NO_ATTRIBUTES, inner, [address, ""]])]
        return inner

    def _list(self, block: Block) -> Node:
        return self._listed(block.items, 0, block)

    def _listed(self, items: Sequence[ListItem], level: int, block: Block) -> Node:
        entries: list[list[Node]] = []
        place = 0
        while place < len(items):
            end = place + 1
            while end < len(items) and items[end].level > level:
                end += 1
            own = items[place].level <= level
            entry = [node("Plain", self.inlines(items[place]))] if own else []
            inner = items[place + 1 : end] if own else items[place:end]
            if inner:
                entry.append(self._listed(inner, level + 1, block))
            entries.append(entry)
            place = end
        if not block.ordered:
            return node("BulletList", entries)
        numbers = [block.start if level == 0 else 1, node("Decimal"), node("Period")]
        return node("OrderedList", [numbers, entries])

    def _image(self, block: Block) -> Iterator[Node]:
        name = self.files.get(block.image)
        if name is None:
            yield node("Para", lined(block.text or block.alt or "（此处图片未能取得）"))
            return
        size = pixel_size(self.contents[block.image])
        attributes = ["", [], [["width", f"{shown_width(size):.1f}mm"]]] if size else NO_ATTRIBUTES
        picture = node("Image", [attributes, lined(block.alt), [name, ""]])
        yield styled(PICTURE_STYLE, self._labelled(block, [picture]))
        if block.text:
            yield styled(PICTURE_CAPTION_STYLE, lined(block.text))

    def _table(self, block: Block) -> Node:
        rows = [[NO_ATTRIBUTES, self._cells(block, place)] for place in range(len(block.rows))]
        heads = head_rows(block)
        columns = [[node("AlignDefault"), node("ColWidth", share)] for share in column_widths(block.rows)]
        body = [NO_ATTRIBUTES, 0, [], rows[heads:]]
        content = [
            NO_ATTRIBUTES,
            [None, []],
            columns,
            [NO_ATTRIBUTES, rows[:heads]],
            [body],
            [NO_ATTRIBUTES, []],
        ]
        return node("Table", content)

    def _cells(self, block: Block, row: int) -> list[Any]:
        covered = covered_cells(block.merges)
        reach = {merge.column: merge for merge in block.merges if merge.row == row}
        marked = {cell.column: cell.spans for cell in block.marked if cell.row == row}
        cells = []
        for column, text in enumerate(block.rows[row]):
            if (row, column) in covered:
                continue
            merge = reach.get(column, Merge(row, column, 1, 1))
            inlines = self._inlines(marked.get(column) or (Span(text),))
            if row == column == 0 and block.label and not block.caption:
                inlines = self._labelled(block, inlines)
            inner = [node("Plain", inlines)] if inlines else []
            cells.append([NO_ATTRIBUTES, node("AlignDefault"), merge.row_span, merge.column_span, inner])
        return cells


def node(kind: str, content: Any = None) -> Node:
    """One node of the tree."""
    return {"t": kind} if content is None else {"t": kind, "c": content}


def styled(style: str, inlines: list[Node]) -> Node:
    """A paragraph in a style of ours."""
    return node("Div", [["", [], [["custom-style", style]]], [node("Para", inlines)]])


def raw(xml: str) -> Node:
    """Markup of ours within a paragraph; never what a person wrote."""
    return node("RawInline", ["openxml", xml])


def lined(text: str) -> list[Node]:
    """Text with its line breaks."""
    found: list[Node] = []
    for place, line in enumerate(text.split("\n")):
        found += [node("LineBreak")] if place else []
        found += [node("Str", line)] if line else []
    return found


def with_cited_notes(blocks: Sequence[Block]) -> list[Block]:
    """Plans of earlier days: a `note` block becomes the footnote of the superscript `[1]` that cites it; one
    that nothing cites stays a paragraph."""
    notes = {found[1]: found[2] for b in blocks if b.kind == "note" and (found := NOTE.match(b.text))}
    if not notes:
        return list(blocks)
    cited: set[str] = set()
    result: list[Block] = []
    for block in blocks:
        spans: list[Span] = []
        for span in block.spans:
            anchor = NOTE_ANCHOR.match(span.text) if "superscript" in span.marks else None
            if anchor and anchor[1] in notes:
                cited.add(anchor[1])
                spans.append(Span("", note=notes[anchor[1]]))
            else:
                spans.append(span)
        result.append(replace(block, spans=tuple(spans)))
    gone = {f"[{number}]" for number in cited}
    return [b for b in result if b.kind != "note" or b.text.partition(" ")[0] not in gone]


def covered_cells(merges: Sequence[Merge]) -> set[tuple[int, int]]:
    """The places that a merged cell covers, beside its own."""
    return {
        (merge.row + down, merge.column + right)
        for merge in merges
        for down in range(merge.row_span)
        for right in range(merge.column_span)
        if down or right
    }


def head_rows(block: Block) -> int:
    """How many rows repeat on each page; none where a merged cell reaches out of them."""
    heads = min(block.header_rows, len(block.rows))
    crossing = any(merge.row < heads < merge.row + merge.row_span for merge in block.merges)
    return 0 if crossing else max(0, heads)


def column_widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """Shares of the line, by the longest line of each column; they add up to less than 1."""
    longest = [
        max((len(line) for row in rows for line in row[column].split("\n")), default=0)
        for column in range(len(rows[0]) if rows else 0)
    ]
    shares = [min(max(length, NARROWEST), WIDEST) for length in longest]
    return [round(0.998 * share / sum(shares), 4) for share in shares]


def shown_width(size: tuple[int, int]) -> float:
    """How many millimetres wide a picture of so many pixels is shown."""
    width, height = (max(1, side) * MM_A_DOT for side in size)
    return width * min(1.0, WIDEST_MM / width, TALLEST_MM / height)
