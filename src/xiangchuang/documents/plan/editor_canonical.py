"""The one form of a block that the editor, its plain form and the store agree on."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from xiangchuang.documents.plan.blocks import Block, ListItem, Mark, MarkedCell, Merge, Span
from xiangchuang.documents.plan.wordxml import FULL_WIDTH_DIGITS, UNSEEN

MARK_ORDER: Final[tuple[Mark, ...]] = (
    "bold", "italic", "underline", "strike", "superscript", "subscript", "formula",
)  # fmt: skip
# The editor has a node `formula` already: as a mark it needs another name there.
EDITOR_MARKS: Final[dict[Mark, str]] = {mark: mark for mark in MARK_ORDER} | {"formula": "symbol"}
DEEPEST_HEADING: Final = 6
DEEPEST_LIST: Final = 8
LABEL: Final = re.compile(r"[a-z0-9]{1,32}")
ADDRESS: Final = re.compile(r"(?:https?://|mailto:)[^\s<>\"'\\]{1,2000}", re.IGNORECASE)
LINE_BREAKS: Final = re.compile("\r\n|[\r\u2028\u2029]")
# Beside what an imported file is cleaned of: C1 controls, further invisible ones, halves of surrogates.
MORE_UNSEEN: Final = re.compile("[\x7f-\x9f\u061c\u180e\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """NFC, line breaks as one kind, full-width digits as ASCII, nothing invisible; stable when repeated."""
    seen = MORE_UNSEEN.sub("", UNSEEN.sub("", LINE_BREAKS.sub("\n", text)))
    return unicodedata.normalize("NFC", seen.replace("\u00a0", " ").translate(FULL_WIDTH_DIGITS))


def canonical(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks in canonical form, those that say nothing left out; ids are as they were."""
    labels: set[str] = set()
    result: list[Block] = []
    for block in blocks:
        made = _canonical(block)
        if made is None:
            continue
        if made.label in labels:
            # A table copied with its label: what points to it means the first.
            made = replace(made, label="")
        labels |= {made.label} - {""}
        result.append(made)
    return tuple(result)


def canonical_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Cleaned, equal neighbours joined, trimmed at both ends, footnotes on their own."""
    joined: list[Span] = []
    for span in _pieces(spans):
        last = joined[-1] if joined else None
        if last is not None and not span.note and not last.note and _look(last) == _look(span):
            joined[-1] = replace(last, text=unicodedata.normalize("NFC", last.text + span.text))
        else:
            joined.append(span)
    return tuple(_trimmed(joined))


def plain_text(spans: Iterable[Span]) -> str:
    """The text of spans."""
    return "".join(span.text for span in spans)


def kept_spans(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans where any says more than its text, else ()."""
    return () if all(span.is_plain for span in spans) else tuple(spans)


def _pieces(spans: Iterable[Span]) -> Iterable[Span]:
    for span in spans:
        text = clean(span.text)
        if text:
            marks = tuple(mark for mark in MARK_ORDER if mark in span.marks)
            link = span.link if ADDRESS.fullmatch(span.link) else ""
            ref = span.ref if LABEL.fullmatch(span.ref) and not link else ""
            yield Span(text, marks, "", link, ref)
        if note := clean(span.note).strip():
            yield Span("", note=note)


def _look(span: Span) -> tuple[object, ...]:
    return (span.marks, span.link, span.ref)


def _trimmed(spans: list[Span]) -> list[Span]:
    spans = _stripped(spans, left=True)
    return _stripped(spans[::-1], left=False)[::-1]


def _stripped(spans: list[Span], *, left: bool) -> list[Span]:
    """The spans without white space before the first of their words; footnotes on the way stay."""
    result: list[Span] = []
    for place, span in enumerate(spans):
        text = span.text.lstrip() if left else span.text.rstrip()
        if span.note:
            result.append(span)
        elif text:
            return [*result, replace(span, text=text), *spans[place + 1 :]]
    return result


def _canonical(block: Block) -> Block | None:
    label = block.label if LABEL.fullmatch(block.label) else ""
    plain = Block(id=block.id, kind=block.kind, text="", label=label)
    if block.kind == "list":
        return _list(block, replace(plain, label=""))
    if block.kind == "table":
        return _table(block, plain)
    if block.kind == "image":
        alt, caption = clean(block.alt).strip(), clean(block.text).strip()
        return replace(plain, text=caption, image=block.image, alt=alt) if block.image else None
    if block.kind == "formula":
        text = clean(block.text).strip()
        return replace(plain, text=text) if text else None
    spans = canonical_spans(block.spans or (Span(block.text),))
    if not spans:
        return None
    level = min(max(block.level, 1), DEEPEST_HEADING) if block.kind == "heading" else 0
    kept = replace(plain, text=plain_text(spans), spans=kept_spans(spans), level=level)
    return kept if block.kind == "reference" else replace(kept, label="")


def _list(block: Block, plain: Block) -> Block | None:
    items: list[ListItem] = []
    deepest = 0
    for item in block.items:
        spans = canonical_spans(item.spans or (Span(item.text),))
        level = max(0, min(item.level, deepest, DEEPEST_LIST))
        deepest = level + 1
        items.append(ListItem(plain_text(spans), level, kept_spans(spans)))
    if not any(item.text or item.spans for item in items):
        return None
    start = min(max(block.start, 0), 9999) if block.ordered else 1
    text = "\n".join(item.text for item in items)
    return replace(plain, text=text, items=tuple(items), ordered=block.ordered, start=start)


def _table(block: Block, plain: Block) -> Block | None:
    width = max((len(row) for row in block.rows), default=0)
    if not width:
        return None
    given = {(cell.row, cell.column): cell.spans for cell in block.marked}
    rows: list[tuple[str, ...]] = []
    marked: list[MarkedCell] = []
    for row, cells in enumerate(block.rows):
        texts: list[str] = []
        for column, text in enumerate((*cells, *[""] * (width - len(cells)))):
            spans = canonical_spans(given.get((row, column)) or (Span(text),))
            texts.append(plain_text(spans))
            if kept_spans(spans):
                marked.append(MarkedCell(row, column, spans))
        rows.append(tuple(texts))
    merges = _merges(block.merges, rows, {(cell.row, cell.column) for cell in marked})
    return replace(
        plain,
        text="\n".join("\t".join(row) for row in rows),
        rows=tuple(rows),
        marked=tuple(marked),
        merges=merges,
        header_rows=_header_rows(min(max(block.header_rows, 0), len(rows)), width, merges),
        caption=clean(block.caption).strip(),
    )


def _header_rows(header_rows: int, width: int, merges: Iterable[Merge]) -> int:
    """Without rows at the end that cells from above cover whole: they have no cell to be a head."""
    covered: dict[int, int] = {}
    for merge in merges:
        for row in range(merge.row + 1, merge.row + merge.row_span):
            covered[row] = covered.get(row, 0) + merge.column_span
    while header_rows and covered.get(header_rows - 1, 0) >= width:
        header_rows -= 1
    return header_rows


def _merges(
    merges: Iterable[Merge], rows: Sequence[tuple[str, ...]], marked: set[tuple[int, int]]
) -> tuple[Merge, ...]:
    """Those within the table that neither overlap another nor hide a cell with something in it."""
    taken: set[tuple[int, int]] = set()
    result: list[Merge] = []
    for merge in sorted(merges, key=lambda merge: (merge.row, merge.column)):
        if not (0 <= merge.row < len(rows) and 0 <= merge.column < len(rows[0])):
            continue
        down = max(1, min(merge.row_span, len(rows) - merge.row))
        right = max(1, min(merge.column_span, len(rows[0]) - merge.column))
        cells = {(merge.row + d, merge.column + r) for d in range(down) for r in range(right)}
        hidden = cells - {(merge.row, merge.column)}
        says = any(rows[row][column] or (row, column) in marked for row, column in hidden)
        if not hidden or says or cells & taken:
            continue
        taken |= cells
        result.append(Merge(merge.row, merge.column, down, right))
    return tuple(result)
