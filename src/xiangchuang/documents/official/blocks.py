"""The blocks that bodies of documents are made of, shared by official documents and ordinary pages."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

from .errors import UnusableBlockError
from .text import clean, width_in_characters

Kind = Literal["paragraph", "heading", "list", "table", "image"]
Rows = tuple[tuple[str, ...], ...]
RawBlock = Mapping[str, object]

_KINDS: tuple[str, ...] = get_args(Kind)
_NUMBER = re.compile(r"[-−+]?[\d,，]+(\.\d+)?%?")
_NARROWEST, _WIDEST = 6.5, 18.0


@dataclass(frozen=True)
class Block:
    """One block. `level` counts headings from 1; `rows[0]` is a table's head; `items` are a list's points;
    `sha256` names an image among those handed to the rendering; `text` of an image is its caption."""

    kind: Kind
    text: str = ""
    level: int = 1
    rows: Rows = ()
    items: tuple[str, ...] = ()
    sha256: str = ""


def as_blocks(raw: Iterable[Block | RawBlock]) -> tuple[Block, ...]:
    """Blocks of this package, or mappings {"kind", "text", "level", "rows", "items", "sha256"}.

    The mappings are those of a parsed plan. A kind unknown here (a formula) becomes a paragraph of its text,
    so nothing is lost.

    Raises UnusableBlockError when a mapping has no kind or its parts have another shape.
    """
    return tuple(block if isinstance(block, Block) else _from_mapping(block) for block in raw)


def column_shares(rows: Rows) -> tuple[float, ...]:
    """Relative column widths by the longest line of each column, so that both renderings break alike."""
    columns = max((len(row) for row in rows), default=0)
    shares = []
    for column in range(columns):
        cells = [row[column] for row in rows if column < len(row)]
        longest = max((width_in_characters(line) for cell in cells for line in cell.split("\n")), default=0)
        shares.append(min(max(longest, _NARROWEST), _WIDEST))
    return tuple(shares)


def numeric_columns(rows: Rows) -> tuple[bool, ...]:
    """Which columns hold only numbers below the head row; those are set to the right edge."""
    columns = max((len(row) for row in rows), default=0)
    below = [[row[column] for row in rows[1:] if row[column]] for column in range(columns)]
    return tuple(bool(cells) and all(_NUMBER.fullmatch(cell) for cell in cells) for cells in below)


def _from_mapping(raw: RawBlock) -> Block:
    kind = raw.get("kind")
    if not isinstance(kind, str) or not kind:
        raise UnusableBlockError("内容块缺少类型（kind），无法排版。重新导入该内容后再生成文件。")
    text = clean(str(raw.get("text") or ""))
    level = raw.get("level")
    return Block(
        kind=cast(Kind, kind) if kind in _KINDS else "paragraph",
        text=text,
        level=level if isinstance(level, int) and level > 0 else 1,
        rows=_rows(raw.get("rows")),
        items=_items(raw.get("items"), text) if kind == "list" else (),
        sha256=str(raw.get("sha256") or ""),
    )


def _rows(raw: object) -> Rows:
    if not raw:
        return ()
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        raise UnusableBlockError("表格的行不是列表，无法排版。重新导入该表格后再生成文件。")
    return tuple(tuple(_cell(cell) for cell in cast(Sequence[object], row)) for row in raw)


def _cell(raw: object) -> str:
    if isinstance(raw, Mapping):
        raw = raw.get("text") or ""
    return clean("" if raw is None else str(raw))


def _items(raw: object, text: str) -> tuple[str, ...]:
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        found = [_cell(item) for item in raw]
    else:
        found = text.split("\n")
    return tuple(item for item in found if item)
