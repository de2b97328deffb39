"""The block model of a plan: what a Word file is cut into and what the editor writes, and its JSON form."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, asdict, dataclass, fields
from typing import Any, Literal, TypeAlias

BlockKind: TypeAlias = Literal[
    "paragraph", "heading", "list", "table", "image", "formula", "note", "reference"
]
Mark: TypeAlias = Literal["bold", "italic", "underline", "strike", "superscript", "subscript", "formula"]
CJK_CHARACTER = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
LATIN_WORD = re.compile(r"[A-Za-z0-9]+(?:[.,'%‰/-][A-Za-z0-9]+)*%?")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text under the same marks; the spans of a block joined are its text.

    `note` is a footnote that stands right here: such a span has no text of its own. `link` is an address;
    `ref` is the `label` of the table, image, formula or reference entry that the text points to.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    note: str = ""
    link: str = ""
    ref: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether the text alone says all there is."""
        return not (self.marks or self.note or self.link or self.ref)


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item; `level` 0 is the outermost. `spans` only where some of it is not plain."""

    text: str
    level: int = 0
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged cell: its top-left place (from 0) and how far it reaches."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class MarkedCell:
    """The spans of a table cell that is not plain; joined they are its text in `rows`."""

    row: int
    column: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a section.

    `id` stays the same while the text does (hash of kind and text, and which of equals it is). `text` is the
    plain text of any kind; of an image its caption, of a formula its LaTeX. `rows` is rectangular: a merged
    cell has its text top left, "" elsewhere; `marked` are the cells that are more than their text. `image` is
    the sha256 of a `PlanImage`, `alt` what it shows in words. `caption` stands above a table. `level` is the
    depth of a heading below its section, from 1. `label` is what spans point to; it is the same for good.
    """

    id: str
    kind: BlockKind
    text: str
    level: int = 0
    spans: tuple[Span, ...] = ()
    items: tuple[ListItem, ...] = ()
    ordered: bool = False
    start: int = 1
    rows: tuple[tuple[str, ...], ...] = ()
    merges: tuple[Merge, ...] = ()
    header_rows: int = 0
    image: str = ""
    marked: tuple[MarkedCell, ...] = ()
    caption: str = ""
    alt: str = ""
    label: str = ""


def numbered_blocks(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks with their stable ids: equal text gets an ordinal, so that no two ids are equal."""
    seen: dict[str, int] = {}
    result: list[Block] = []
    for block in blocks:
        basis = f"{block.kind}\n{block.text}\n{block.image}"
        digest = hashlib.sha256(basis.encode()).hexdigest()[:12]
        seen[digest] = seen.get(digest, 0) + 1
        values = {field.name: getattr(block, field.name) for field in fields(block)}
        result.append(Block(**{**values, "id": f"b{digest}-{seen[digest]}"}))
    return tuple(result)


def spans_of(block: Block) -> Iterator[Span]:
    """Every span of the block in reading order, those in list items and table cells too."""
    yield from block.spans
    for item in block.items:
        yield from item.spans
    for cell in block.marked:
        yield from cell.spans


def notes_of(block: Block) -> tuple[str, ...]:
    """The footnotes that stand in the block, in reading order."""
    return tuple(span.note for span in spans_of(block) if span.note)


def text_with_notes(block: Block) -> str:
    """The text of a paragraph, heading, list or image with each footnote where it stands."""
    if block.kind == "list":
        return "\n".join(_noted(item.spans, item.text) for item in block.items)
    return _noted(block.spans, block.text)


def _noted(spans: Sequence[Span], text: str) -> str:
    return "".join(f"〔注：{span.note}〕" if span.note else span.text for span in spans) if spans else text


def block_to_json(block: Block) -> dict[str, Any]:
    """JSON values only; fields at their default are left out."""
    kept = {field.name: getattr(block, field.name) for field in fields(block)}
    plain = Block(id="", kind=block.kind, text="")
    return {
        key: _listed(value)
        for key, value in kept.items()
        if key in {"id", "kind", "text"} or value != getattr(plain, key)
    }


def block_from_json(value: dict[str, Any]) -> Block:
    """The inverse of `block_to_json`; raises `TypeError` on an unknown key."""
    known = dict(value)
    known["spans"] = _spans(value)
    known["items"] = tuple(ListItem(**{**item, "spans": _spans(item)}) for item in value.get("items", ()))
    known["rows"] = tuple(tuple(row) for row in value.get("rows", ()))
    known["merges"] = tuple(Merge(**item) for item in value.get("merges", ()))
    known["marked"] = tuple(MarkedCell(**{**item, "spans": _spans(item)}) for item in value.get("marked", ()))
    return Block(**known)


def _spans(value: dict[str, Any]) -> tuple[Span, ...]:
    return tuple(Span(**{**item, "marks": tuple(item["marks"])}) for item in value.get("spans", ()))


def count_words(text: str) -> int:
    """Length as Word's 字数 counts it, without punctuation: each Chinese character, each word or"
    " number, is one."""
    return len(CJK_CHARACTER.findall(text)) + len(LATIN_WORD.findall(CJK_CHARACTER.sub(" ", text)))


def _listed(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_listed(item) for item in value]
    if isinstance(value, Merge):
        return asdict(value)
    if isinstance(value, Span | ListItem | MarkedCell):
        return {
            field.name: _listed(getattr(value, field.name))
            for field in fields(value)
            # As rows of earlier days: text, marks and level always, the rest only where it says something.
            if field.name in {"text", "marks", "level"}
            or field.default is MISSING
            or getattr(value, field.name) != field.default
        }
    return value
