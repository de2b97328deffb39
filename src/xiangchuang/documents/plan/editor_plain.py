"""A section as plain text with a little markup, for browsers without scripts; nothing is lost on the way.

`# ` heading (one # a level), `- ` and `1. ` items (two spaces a level), rows of cells with a tab between
them, `---` below the head of a table, `$$x$$` a formula on a line of its own, `**bold**`, `''italic''`,
`__underline__`, `~~strike~~`, `^^superscript^^`, `,,subscript,,`, `((注：footnote))`. An empty line ends a
paragraph. A block that these cannot say is a line in 【】 with its id: left where it is, it stays as it is.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from xiangchuang.documents.plan.blocks import (
    Block,
    BlockKind,
    ListItem,
    Mark,
    MarkedCell,
    Span,
    numbered_blocks,
)
from xiangchuang.documents.plan.editor_canonical import canonical, clean, plain_text

TOKENS: Final[dict[str, Mark]] = {
    "**": "bold", "''": "italic", "__": "underline", "~~": "strike", "^^": "superscript", ",,": "subscript",
    "$$": "formula",
}  # fmt: skip
TOKEN_OF: Final = {mark: token for token, mark in TOKENS.items()}
NOTE: Final = re.compile(r"\(\(注：([^()]*)\)\)")
PIECE: Final = re.compile(r"\(\(注：[^()]*\)\)|\*\*|''|__|~~|\^\^|,,|\$\$")
HEADING: Final = re.compile(r"(#{1,6}) (.*)", re.DOTALL)
ITEM: Final = re.compile(r"( *)(- |(\d{1,4})\. )(.*)")
FORMULA: Final = re.compile(r"\$\$(.+)\$\$", re.DOTALL)
LOCKED: Final = re.compile(r"【保留 (b[0-9a-f]{12}-\d+) [^】\n]*】")
RULE: Final = re.compile(r"-{3,}(?:\t-{3,})*\t*")
NAMES: Final[dict[BlockKind, str]] = {
    "paragraph": "段落", "heading": "标题", "list": "列表", "table": "表格", "image": "图片",
    "formula": "公式", "note": "注释", "reference": "参考文献",
}  # fmt: skip


@dataclass(frozen=True)
class PlainReading:
    """The blocks, numbered; `unknown` are lines in 【】 that name a block the section does not have."""

    blocks: tuple[Block, ...]
    unknown: tuple[str, ...]


def blocks_to_plain(blocks: Iterable[Block]) -> str:
    """The text of the section; each block that the markup cannot say is a locked line."""
    written = [(block, _written(block)) for block in numbered_blocks(canonical(blocks))]
    return "\n\n".join(text or _locked(block) for block, text in written)


def plain_to_blocks(text: str, old: Iterable[Block]) -> PlainReading:
    """The blocks of the text; locked lines give back the blocks of `old` that they name."""
    known = {block.id: block for block in numbered_blocks(canonical(old))}
    blocks: list[Block] = []
    unknown: list[str] = []
    for chunk in re.split(r"\n[ ]*\n", clean(text)):
        locked = LOCKED.fullmatch(chunk.strip())
        if locked is None:
            blocks += _read(chunk.strip("\n"))
        elif locked[1] in known:
            blocks.append(known[locked[1]])
        else:
            unknown.append(chunk.strip())
    return PlainReading(numbered_blocks(canonical(blocks)), tuple(unknown))


def is_locked(block: Block) -> bool:
    """Whether the plain form can only keep the block, not change it."""
    return not _written(block)


def _locked(block: Block) -> str:
    words = re.sub(r"[\s【】]+", " ", block.caption or block.text or block.alt).strip()[:30]
    return f"【保留 {block.id} {NAMES[block.kind]}：{words}】"


def _written(block: Block) -> str:
    """The block as text that is read as the same block, "" when there is no such text."""
    text = _text(block)
    if not text or re.search(r"\n[ ]*\n", text) or LOCKED.fullmatch(text.strip()):
        return ""
    again = canonical(_read(text))
    same = len(again) == 1 and replace(again[0], id=block.id) == block
    return text if same else ""


def _text(block: Block) -> str:
    if block.kind == "heading":
        return f"{'#' * block.level} {_marked(block.spans, block.text)}"
    if block.kind == "list":
        return "\n".join(_items(block))
    if block.kind == "table":
        return "\n".join(_rows(block))
    if block.kind == "formula":
        return f"$${block.text}$$"
    return _marked(block.spans, block.text) if block.kind == "paragraph" else ""


def _marked(spans: Sequence[Span], text: str) -> str:
    return "".join(_worn(span) for span in spans) if spans else text


def _worn(span: Span) -> str:
    if span.note:
        return f"((注：{span.note}))"
    tokens = [TOKEN_OF[mark] for mark in span.marks]
    return "".join(tokens) + span.text + "".join(reversed(tokens))


def _items(block: Block) -> Iterator[str]:
    count = block.start
    for item in block.items:
        number = "- "
        if block.ordered:
            number = f"{count if item.level == 0 else 1}. "
            count += item.level == 0
        yield f"{'  ' * item.level}{number}{_marked(item.spans, item.text)}"


def _rows(block: Block) -> Iterator[str]:
    marked = {(cell.row, cell.column): cell.spans for cell in block.marked}
    for row, cells in enumerate(block.rows):
        yield "\t".join(_marked(marked.get((row, column), ()), text) for column, text in enumerate(cells))
        if row == block.header_rows - 1:
            yield "\t".join("---" for _ in cells)


def _read(chunk: str) -> Iterator[Block]:
    """The blocks of lines without an empty one between them."""
    if (formula := FORMULA.fullmatch(chunk.strip())) and "$$" not in formula[1]:
        yield Block("", "formula", formula[1])
        return
    lines = chunk.split("\n")
    while lines:
        kind = _kind(lines[0])
        count = next((n for n, line in enumerate(lines) if _kind(line) != kind), len(lines))
        count = 1 if kind == "heading" else count
        yield _block(kind, lines[:count])
        lines = lines[count:]


def _kind(line: str) -> BlockKind:
    if HEADING.fullmatch(line):
        return "heading"
    if "\t" in line.strip(" ") and not ITEM.fullmatch(line):
        return "table"
    return "list" if ITEM.fullmatch(line) else "paragraph"


def _block(kind: BlockKind, lines: Sequence[str]) -> Block:
    if kind == "heading":
        found = HEADING.fullmatch(lines[0])
        assert found is not None
        return Block("", "heading", "", level=len(found[1]), spans=_spans(found[2]))
    if kind == "list":
        return _list(lines)
    return _table(lines) if kind == "table" else Block("", "paragraph", "", spans=_spans("\n".join(lines)))


def _list(lines: Sequence[str]) -> Block:
    items: list[ListItem] = []
    start, ordered = 1, False
    for place, line in enumerate(lines):
        found = ITEM.fullmatch(line)
        assert found is not None
        if not place:
            ordered, start = bool(found[3]), int(found[3] or 1)
        spans = _spans(found[4])
        items.append(ListItem(plain_text(spans), len(found[1]) // 2, spans))
    return Block("", "list", "", items=tuple(items), ordered=ordered, start=start)


def _table(lines: Sequence[str]) -> Block:
    rows: list[tuple[str, ...]] = []
    marked: list[MarkedCell] = []
    header_rows = 0
    for line in lines:
        if RULE.fullmatch(line):
            header_rows = len(rows)
            continue
        runs = [_spans(cell) for cell in line.split("\t")]
        marked += [MarkedCell(len(rows), column, spans) for column, spans in enumerate(runs)]
        rows.append(tuple(plain_text(spans) for spans in runs))
    return Block("", "table", "", rows=tuple(rows), marked=tuple(marked), header_rows=header_rows)


def _spans(text: str) -> tuple[Span, ...]:
    """The spans of marked text; a token without its partner is a part of the text."""
    worn: list[Mark] = []
    spans: list[Span] = []
    place = 0
    for found in PIECE.finditer(text):
        spans.append(Span(text[place : found.start()], tuple(worn)))
        place = found.end()
        note, token = NOTE.fullmatch(found[0]), found[0]
        if note:
            spans.append(Span("", note=note[1]))
        elif TOKENS[token] in worn:
            worn.remove(TOKENS[token])
        elif token in text[place:]:
            worn.append(TOKENS[token])
        else:
            spans.append(Span(token, tuple(worn)))
    spans.append(Span(text[place:], tuple(worn)))
    return tuple(span for span in spans if span.text or span.note)
