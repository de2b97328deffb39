"""The sections of a plan as the layout reads them: marks, footnotes, merged cells, formulas and all.

The blocks are those of a parsed plan in their JSON form; a kind unknown here becomes a paragraph of its text.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from .blocks import Block, RawBlock, Rows, as_blocks, column_shares, numeric_columns
from .composition import Part, parts
from .pages import PlanChapterSection
from .text import clean

EMPTY = "（本节未填写）"
# A head of more rows would leave a page little room for what it heads; longer text is a form's cell, no head.
TALLEST_HEAD, LONGEST_HEAD = 4, 60
BULLETS = ("·", "–", "·", "–")

Spans = list[dict[str, object]]


def plan_parts(sections: Sequence[PlanChapterSection]) -> Iterator[Part | dict[str, object]]:
    """Chapters and sections get numbers; an author's own headings stay as written."""
    headings: list[Block] = []
    bodies: list[list[dict[str, object]]] = []
    chapter = None
    labels = frozenset(_labels(sections))
    for section in sections:
        if section.chapter != chapter:
            chapter = section.chapter
            headings.append(Block("heading", chapter, level=1))
            bodies.append([])
        if section.title:
            headings.append(Block("heading", section.title, level=2))
            bodies.append([])
        depth = 2 if section.title else 1
        made = [part for block in _raw(section.blocks) for part in _part(block, labels, depth)]
        bodies[-1] = made or [{"role": "paragraph", "text": EMPTY, "spans": []}]
    placed: set[object] = set()
    for heading, body in zip(parts(tuple(headings)), bodies, strict=True):
        yield heading
        for part in body:
            # A copied block may bring its label along, of which the typesetter takes one.
            label = part.get("label", "")
            yield {**part, "label": ""} if label in placed else part
            placed.add(label)


def formulas_of(sections: Sequence[PlanChapterSection]) -> tuple[str, ...]:
    """Every formula of the plan in LaTeX, each once."""
    found: dict[str, None] = {}
    for section in sections:
        for block in _raw(section.blocks):
            if block.get("kind") == "formula":
                found[clean(str(block.get("text") or ""))] = None
            for span in _all_spans(block):
                if "formula" in span.get("marks", ()):
                    found[clean(span["text"])] = None
    return tuple(formula for formula in found if formula)


def _raw(blocks: Sequence[Block | RawBlock]) -> list[Mapping[str, Any]]:
    return [
        {"kind": b.kind, "text": b.text, "level": b.level, "rows": b.rows, "sha256": b.sha256,
         "items": [{"text": item} for item in b.items]}
        if isinstance(b, Block) else cast(Mapping[str, Any], b)
        for b in blocks
    ]  # fmt: skip


def _labels(sections: Sequence[PlanChapterSection]) -> Iterator[str]:
    for section in sections:
        yield from (str(b["label"]) for b in _raw(section.blocks) if b.get("label"))


def _all_spans(block: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from block.get("spans") or ()
    for piece in (*(block.get("items") or ()), *(block.get("marked") or ())):
        if isinstance(piece, Mapping):
            yield from piece.get("spans") or ()


def _part(block: Mapping[str, Any], labels: frozenset[str], depth: int) -> Iterator[dict[str, object]]:
    kind = block.get("kind")
    text = clean(str(block.get("text") or ""))
    label = str(block.get("label") or "")
    spans = _spans(block.get("spans") or (), labels)
    if kind == "heading":
        level = max(1, int(block.get("level") or 1)) + depth
        yield {"role": "heading", "level": min(level, 6), "text": text, "spans": spans, "label": label}
    elif kind == "list":
        yield from _items(block, labels)
    elif kind == "table":
        if caption := clean(str(block.get("caption") or "")):
            yield {"role": "title", "text": caption, "spans": []}
        if block.get("rows"):
            yield {**_table(block, labels), "label": label}
    elif kind == "image":
        sha256 = str(block.get("sha256") or block.get("image") or "")
        told = clean(str(block.get("alt") or "")) or text
        yield {"role": "image", "sha256": sha256, "label": label, "alt": told}
        if text:
            yield {"role": "caption", "text": text, "spans": []}
    elif text or spans:
        role = kind if kind in {"formula", "reference", "note"} else "paragraph"
        yield {"role": role, "text": text, "spans": spans, "label": label}


def _spans(raw: Sequence[Mapping[str, Any]], labels: frozenset[str]) -> Spans:
    return [
        {
            "text": _kept(span.get("text") or ""),
            "marks": list(span.get("marks") or ()),
            "note": clean(span.get("note") or ""),
            "link": span.get("link") or "",
            "ref": span["ref"] if span.get("ref") in labels else "",
        }
        for span in raw
    ]


def _kept(text: str) -> str:
    """Cleaned, with the blanks at its ends: the text goes on in the next span."""
    core = clean(text)
    if not core:
        return " " if text else ""
    return (" " if text[:1].isspace() else "") + core + (" " if text[-1:].isspace() else "")


def _items(block: Mapping[str, Any], labels: frozenset[str]) -> Iterator[dict[str, object]]:
    counts: list[int] = []
    for item in block.get("items") or ():
        told: Mapping[str, Any] = item if isinstance(item, Mapping) else {"text": str(item)}
        level = min(int(told.get("level") or 0), 8)
        while len(counts) <= level:
            counts.append(int(block.get("start") or 1) - 1 if not counts else 0)
        del counts[level + 1 :]
        counts[level] += 1
        mark = f"{counts[level]}." if block.get("ordered") else BULLETS[level % len(BULLETS)]
        yield {
            "role": "item", "text": clean(told["text"]), "spans": _spans(told.get("spans") or (), labels),
            "level": level, "mark": mark,
        }  # fmt: skip


def _table(block: Mapping[str, Any], labels: frozenset[str]) -> dict[str, object]:
    rows: Rows = as_blocks(({"kind": "table", "rows": block["rows"]},))[0].rows
    width = max(len(row) for row in rows)
    rows = tuple(row + ("",) * (width - len(row)) for row in rows)
    merges = {(m["row"], m["column"]): (m["row_span"], m["column_span"]) for m in block.get("merges") or ()}
    marked = {(m["row"], m["column"]): m["spans"] for m in block.get("marked") or ()}
    covered = {
        (row + down, column + right)
        for (row, column), (rows_, columns) in merges.items()
        for down in range(rows_)
        for right in range(columns)
        if down or right
    }
    cells = [
        [
            {"text": text, "spans": _spans(marked.get((r, c), ()), labels), "column": c,
             "rowspan": merges.get((r, c), (1, 1))[0], "colspan": merges.get((r, c), (1, 1))[1]}
            for c, text in enumerate(row) if (r, c) not in covered
        ]
        for r, row in enumerate(rows)
    ]  # fmt: skip
    head = _head(rows, merges, int(block.get("header_rows") or 1))
    return {
        "role": "table", "shares": column_shares(rows), "numeric": numeric_columns(rows[max(0, head - 1) :]),
        "head": cells[:head], "body": cells[head:],
    }  # fmt: skip


def _head(rows: Rows, merges: Mapping[tuple[int, int], tuple[int, int]], wanted: int) -> int:
    """How many rows repeat on each page: those the author named, or one, with what a merged cell joins on."""
    head = wanted
    while (reach := max((r + n[0] for (r, _), n in merges.items() if r < head), default=head)) > head:
        head = reach
    tall = head > TALLEST_HEAD or head >= len(rows)
    return 0 if tall or any(len(cell) > LONGEST_HEAD for row in rows[:head] for cell in row) else head
