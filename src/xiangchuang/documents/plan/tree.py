"""Walks pandoc's syntax tree into a flat row of blocks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from xiangchuang.documents.plan.blocks import Block, BlockKind, ListItem, MarkedCell, Merge, Span
from xiangchuang.documents.plan.captions import joined_captions
from xiangchuang.documents.plan.drafted import Drafted
from xiangchuang.documents.plan.inlines import InlineReader, InlineRun, trimmed
from xiangchuang.documents.plan.marking import MARK

Cell = tuple[int, int, tuple[Span, ...]]


class TreeWalk:
    """One walk; images follow the block in which they stand."""

    def __init__(self) -> None:
        self._inlines = InlineReader(self._note_text)
        self._after: list[Drafted] = []
        self._label = ""

    def blocks(self, tree: dict[str, Any]) -> tuple[Drafted, ...]:
        """All blocks in reading order; what pandoc took for metadata (title, author) comes first."""
        result: list[Drafted] = []
        for value in tree.get("meta", {}).values():
            result += self._meta(value)
        result += self._walk(tree["blocks"])
        return joined_captions(result)

    def _meta(self, value: dict[str, Any]) -> Iterator[Drafted]:
        if value["t"] == "MetaInlines":
            yield from self._paragraph(value["c"])
        elif value["t"] == "MetaBlocks":
            yield from self._walk(value["c"])
        elif value["t"] == "MetaList":
            for item in value["c"]:
                yield from self._meta(item)

    def _walk(self, blocks: Sequence[Any]) -> Iterator[Drafted]:
        for block in blocks:
            yield from self._one(block["t"], block.get("c"))
            after, self._after = self._after, []
            yield from after

    def _one(self, kind: str, content: Any) -> Iterator[Drafted]:
        if kind in {"Para", "Plain"}:
            yield from self._paragraph(content)
        elif kind == "Header":
            yield from self._paragraph(content[2], heading=content[0])
        elif kind in {"BulletList", "OrderedList"}:
            yield from self._list(kind, content)
        elif kind == "Table":
            yield from self._table(content)
        elif kind == "LineBlock":
            for line in content:
                yield from self._paragraph(line)
        elif kind in {"CodeBlock", "RawBlock"}:
            yield _plain(content[1])
        elif kind == "DefinitionList":
            for term, definitions in content:
                yield from self._paragraph(term)
                for definition in definitions:
                    yield from self._walk(definition)
        elif kind == "Figure":
            yield from self._figure(content)
        elif kind == "Div":
            yield from self._walk(content[1])
        elif kind == "BlockQuote":
            yield from self._walk(content)

    def _paragraph(self, inlines: Sequence[Any], heading: int = 0) -> Iterator[Drafted]:
        run = self._inlines.read(inlines)
        found = MARK.match(run.text)
        spans = _without_mark(run.spans, found.end()) if found else run.spans
        text = "".join(span.text for span in spans)
        self._queue(run, label="" if spans else run.label)
        if not spans:
            self._label = "" if run.images else run.label
            return
        only_formula = len(spans) == 1 and spans[0].marks == ("formula",)
        kind: BlockKind = "formula" if only_formula else "heading" if heading else "paragraph"
        kind = "reference" if run.is_reference else kind
        block = Block("", kind, text, level=heading, spans=_kept(spans), label=run.label)
        yield Drafted(block, mark=int(found[1]) if found else None, caption=run.caption)

    def _queue(self, run: InlineRun, label: str) -> None:
        for target, description in run.images:
            self._after.append(Drafted(Block("", "image", "", alt=description, label=label), image=target))

    def _note_text(self, note: Sequence[Any]) -> str:
        """The text of a footnote; an image in it follows the block that cites it."""
        outer, self._after = self._after, []
        found = list(self._walk(note))
        self._after = [*outer, *(item for item in found if item.block.kind == "image")]
        return "\n".join(item.block.text for item in found if item.block.text)

    def _figure(self, content: Any) -> Iterator[Drafted]:
        """A picture with its caption; a picture alone in it takes the caption as its own."""
        caption = [item.block.text for item in self._walk(content[1][1])]
        inner = list(self._walk(content[2]))
        if len(inner) == 1 and inner[0].block.kind == "image":
            yield replace(inner[0], block=replace(inner[0].block, text="\n".join(caption)))
        else:
            yield from inner
            yield from (_plain(text) for text in caption)

    def _list(self, kind: str, content: Any) -> Iterator[Drafted]:
        start = content[0][0] if kind == "OrderedList" else 1
        items: list[ListItem] = []
        for item in self._items(content[1] if kind == "OrderedList" else content, 0):
            if isinstance(item, ListItem):
                items.append(item)
                continue
            if items:
                yield _listed(items, kind, start)
                start, items = start + sum(entry.level == 0 for entry in items), []
            yield item
        if items:
            yield _listed(items, kind, start)

    def _items(self, items: Sequence[Any], level: int) -> Iterator[ListItem | Drafted]:
        for item in items:
            for block in item:
                if block["t"] in {"BulletList", "OrderedList"}:
                    inner = block["c"][1] if block["t"] == "OrderedList" else block["c"]
                    yield from self._items(inner, level + 1)
                    continue
                for drafted in self._walk([block]):
                    # A heading, a table or an image breaks the list: it must be found as what it is.
                    plain = drafted.block.kind == "paragraph" and drafted.mark is None
                    yield ListItem(drafted.block.text, level, drafted.block.spans) if plain else drafted

    def _table(self, content: Any) -> Iterator[Drafted]:
        _, caption, _, head, bodies, foot = content
        self._label = ""
        titles = list(self._walk(caption[1]))
        told = "\n".join(item.block.text for item in titles)
        grid = _Grid()
        for row in head[1]:
            grid.add(self._row(row))
        header_rows = len(grid.rows)
        for body in bodies:
            for row in (*body[2], *body[3]):
                grid.add(self._row(row))
        for row in foot[1]:
            grid.add(self._row(row))
        rows = grid.rectangle()
        label = next((item.block.label for item in titles if item.block.label), self._label)
        if rows:
            yield Drafted(
                Block(
                    "", "table", "\n".join("\t".join(row) for row in rows), rows=rows,
                    merges=tuple(grid.merges), header_rows=header_rows, marked=tuple(grid.marked),
                    caption=told, label=label,
                )
            )  # fmt: skip

    def _row(self, row: Any) -> list[Cell]:
        cells: list[Cell] = []
        for _, _, row_span, column_span, blocks in row[1]:
            outer, self._after = self._after, []
            spans: list[Span] = []
            for drafted in self._walk(blocks):
                if drafted.block.kind == "image":
                    outer.append(drafted)
                    continue
                self._label = self._label or drafted.block.label
                spans += [*([Span("\n")] if spans else []), *cell_spans(drafted.block)]
            self._after = outer
            cells.append((row_span, column_span, tuple(spans)))
        return cells


class _Grid:
    """Places cells in a rectangle while merged cells from above hold their columns."""

    def __init__(self) -> None:
        self.rows: list[dict[int, str]] = []
        self.merges: list[Merge] = []
        self.marked: list[MarkedCell] = []
        self._held: dict[int, int] = {}

    def add(self, cells: Sequence[Cell]) -> None:
        row: dict[int, str] = {}
        held = {column for column, left in self._held.items() if left > 0}
        self._held = {column: left - 1 for column, left in self._held.items() if left > 1}
        column = 0
        for row_span, column_span, spans in cells:
            while column in held:
                column += 1
            text = "".join(span.text for span in spans)
            if kept := _kept(spans):
                self.marked.append(MarkedCell(len(self.rows), column, kept))
            if row_span > 1 or column_span > 1:
                self.merges.append(Merge(len(self.rows), column, row_span, column_span))
            for offset in range(column_span):
                row[column + offset] = "" if offset else text
                if row_span > 1:
                    self._held[column + offset] = row_span - 1
            column += column_span
        self.rows.append(row)

    def rectangle(self) -> tuple[tuple[str, ...], ...]:
        width = max((max(row, default=-1) + 1 for row in self.rows), default=0)
        return tuple(tuple(row.get(column, "") for column in range(width)) for row in self.rows)


def _listed(items: Sequence[ListItem], kind: str, start: int) -> Drafted:
    text = "\n".join(item.text for item in items)
    return Drafted(Block("", "list", text, items=tuple(items), ordered=kind == "OrderedList", start=start))


def _plain(text: str) -> Drafted:
    return Drafted(Block("", "paragraph", text))


def _kept(spans: Sequence[Span]) -> tuple[Span, ...]:
    return joined(spans) if any(not span.is_plain for span in spans) else ()


def joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, neighbours of the same look as one."""
    result: list[Span] = []
    for span in spans:
        if result and not span.note and replace(result[-1], text="") == replace(span, text=""):
            result[-1] = replace(span, text=result[-1].text + span.text)
        else:
            result.append(span)
    return tuple(result)


def cell_spans(block: Block) -> tuple[Span, ...]:
    """What a block says inside a table cell, where it stands as text."""
    if block.kind != "list":
        return block.spans or (Span(block.text),)
    lines: list[Span] = []
    for item in block.items:
        lines += [*([Span("\n")] if lines else []), *(item.spans or (Span(item.text),))]
    return tuple(lines)


def _without_mark(spans: Sequence[Span], length: int) -> list[Span]:
    """The spans after the first `length` characters."""
    kept: list[Span] = []
    for span in spans:
        if length and length >= len(span.text):
            length -= len(span.text)
            continue
        kept.append(replace(span, text=span.text[length:]))
        length = 0
    return trimmed(kept)
