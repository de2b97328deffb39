"""The block model of a plan: what an imported Word file is cut into, and its JSON form."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, TypeAlias

BlockKind: TypeAlias = Literal["paragraph", "heading", "list", "table", "image", "formula", "note"]
Mark: TypeAlias = Literal["bold", "italic", "underline", "strike", "superscript", "subscript", "formula"]
CJK_CHARACTER = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
LATIN_WORD = re.compile(r"[A-Za-z0-9]+(?:[.,'%‰/-][A-Za-z0-9]+)*%?")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text under the same marks; the spans of a block joined are its text."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item; `level` 0 is the outermost."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged cell: its top-left place (from 0) and how far it reaches."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a section.

    `id` stays the same while the text does (hash of kind and text, and which of equals it is). `text` is the
    plain text of any kind. `rows` is rectangular: a merged cell has its text top left, "" elsewhere. `image`
    is the sha256 of a `PlanImage`. `level` is the depth of a heading below its section, from 1.
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


def block_to_json(block: Block) -> dict[str, Any]:
    """JSON values only; fields at their default are left out."""
    plain = Block(id="", kind=block.kind, text="")
    kept = {
        key: value
        for key, value in asdict(block).items()
        if key in {"id", "kind", "text"} or value != getattr(plain, key)
    }
    return {key: _listed(value) for key, value in kept.items()}


def block_from_json(value: dict[str, Any]) -> Block:
    """The inverse of `block_to_json`; raises `TypeError` on an unknown key."""
    known = dict(value)
    known["spans"] = tuple(Span(item["text"], tuple(item["marks"])) for item in value.get("spans", ()))
    known["items"] = tuple(ListItem(**item) for item in value.get("items", ()))
    known["rows"] = tuple(tuple(row) for row in value.get("rows", ()))
    known["merges"] = tuple(Merge(**item) for item in value.get("merges", ()))
    return Block(**known)


def count_words(text: str) -> int:
    """Length as Word's 字数 counts it, without punctuation: each Chinese character, each word or"
    " number, is one."""
    return len(CJK_CHARACTER.findall(text)) + len(LATIN_WORD.findall(CJK_CHARACTER.sub(" ", text)))


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _listed(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_listed(item) for item in value]
    return value
