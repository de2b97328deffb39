"""wordings.yaml: what the department's papers say, with places for what a case fills in.

The pack ships the first version; the office edits later ones in the product. In a text, ``{中心名称}`` is a
placeholder of the paper's closed list, and what stands in square brackets is printed only when every
placeholder inside it has something to say: ``由{牵头单位}牵头[，{共建单位}共同建设]``.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import Field

from xiangchuang.policy.terms import Label, Model, Sourced

BlockKind = Literal["heading", "paragraph", "list", "table"]
Shape = Literal["words", "lines", "items", "table"]
Rows = tuple[tuple[str, ...], ...]
Value = str | tuple[str, ...] | Rows
Values = Mapping[str, Value]

DOCUMENT_NUMBER: Final = "文号"
HEADING_LEVELS: Final = 4
CELL: Final = "|"
_PLACE: Final = re.compile(r"\{([^{}\[\]]*)\}")
_OPTIONAL: Final = re.compile(r"\[([^\[\]]*)\]")
_STRAY: Final = re.compile(r"[{}\[\]]")
# A block of that kind takes a placeholder of that shape alone in its row.
ALONE_IN: Final[dict[Shape, BlockKind]] = {"lines": "paragraph", "items": "list", "table": "table"}


class WordingBlock(Model):
    """One row: a heading, a paragraph, a list (a line each) or a table (a line a row, cells by ``|``)."""

    row: BlockKind
    text: str = Field(min_length=1)
    level: int = Field(default=1, ge=1, le=HEADING_LEVELS)


class WordingText(Model):
    """What a paper says. ``number`` and ``addressee`` are empty where the paper has none."""

    title: str = Field(min_length=1)
    number: str = ""
    addressee: str = ""
    blocks: tuple[WordingBlock, ...] = Field(min_length=1)


class Wording(Sourced):
    """The first version of one kind of paper, as the pack ships it."""

    code: str = Field(pattern=r"^[a-z0-9_]+$")
    label: Label
    text: WordingText


class Wordings(Model):
    """wordings.yaml; a pack without it leaves the first version to the office."""

    wordings: tuple[Wording, ...] = ()

    def wording(self, code: str) -> Wording | None:
        """The first version of that kind of paper, or None."""
        return next((found for found in self.wordings if found.code == code), None)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A place that a case fills in, and how much it brings. ``must``: no version may drop it."""

    name: str
    shape: Shape = "words"
    must: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a wording. ``place``: title, number, addressee, blocks, or ``block-3`` from 1."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class FilledBlock:
    """A row with its places filled: ``text`` of a heading or paragraph, ``items`` of a list, ``rows``."""

    kind: BlockKind
    text: str = ""
    level: int = 1
    items: tuple[str, ...] = ()
    rows: Rows = ()


def places_in(text: str) -> tuple[str, ...]:
    """Names of the placeholders in a text, in order."""
    return tuple(match.group(1).strip() for match in _PLACE.finditer(text))


def faults_of(
    text: WordingText,
    placeholders: Collection[Placeholder],
    *,
    private: Callable[[str], list[str]] = lambda _text: [],
    numbered: bool = True,
    addressed: bool = True,
) -> list[Fault]:
    """Everything that keeps the wording from being used, each with its place.

    ``private`` names what in a text is personal data. ``numbered`` and ``addressed`` say whether the paper
    carries a number and an addressee at all.
    """
    known = {placeholder.name: placeholder for placeholder in placeholders}
    faults = [fault for place, said, kind in _rows(text) for fault in _row_faults(place, said, kind, known)]
    for place, said, _kind in _rows(text):
        faults += [Fault(place, f"写有个人信息：{found}。公文里不能有，删去。") for found in private(said)]
    faults += _head_faults(text, numbered=numbered, addressed=addressed)
    used = {name for _place, said, _kind in _rows(text) for name in places_in(said)}
    faults += [
        Fault("blocks", f"缺少必需的占位 {{{placeholder.name}}}：补写在合适的一行。")
        for placeholder in placeholders
        if placeholder.must and placeholder.name not in {*used, DOCUMENT_NUMBER}
    ]
    return faults


def fill(text: WordingText, values: Values) -> tuple[str, str, tuple[FilledBlock, ...]]:
    """Title, addressee and rows with every place filled.

    A row whose places are all empty is not printed, nor is a heading under which there are such rows and none
    of them is left. A name without a value counts as empty: a wording is checked before it is published.
    """
    rows = [(row, _fill_row(row, values)) for row in text.blocks]
    filled = tuple(
        block for place, (_row, block) in enumerate(rows) if block is not None and not _is_bare(place, rows)
    )
    return fill_words(text.title, values), fill_words(text.addressee, values), filled


def fill_words(said: str, values: Values) -> str:
    """One text with its places filled, bracketed parts kept only where none of their places is empty."""

    def optional(match: re.Match[str]) -> str:
        inner = match.group(1)
        return inner if all(_words(values, name) for name in places_in(inner)) else ""

    return _PLACE.sub(lambda m: _words(values, m.group(1).strip()), _OPTIONAL.sub(optional, said))


def _rows(text: WordingText) -> Iterator[tuple[str, str, BlockKind | None]]:
    yield "title", text.title, None
    yield "number", text.number, None
    yield "addressee", text.addressee, None
    for index, block in enumerate(text.blocks, start=1):
        yield f"block-{index}", block.text, block.row


def _row_faults(
    place: str, said: str, kind: BlockKind | None, known: Mapping[str, Placeholder]
) -> Iterator[Fault]:
    without = _PLACE.sub("", said)
    if _STRAY.search(_OPTIONAL.sub(r"\1", without)):
        yield Fault(place, "括号不成对：占位写成 {名称}，可省略的话写在一对 [ ] 里，括号里不再套括号。")
    for name in places_in(said):
        if name not in known:
            yield Fault(place, f"不认识的占位 {{{name}}}：从下面的清单中选用。")
            continue
        alone = ALONE_IN.get(known[name].shape)
        if alone is not None and (kind != alone or said.strip() != f"{{{name}}}"):
            brings, kind_words = _SHAPE_WORDS[alone], _KIND_WORDS[alone]
            yield Fault(place, f"{{{name}}} 带来{brings}，单独占一行，行的类型选“{kind_words}”。")
    if kind == "table" and not places_in(said) and CELL not in said:
        yield Fault(place, f"表格的每行写成用 {CELL} 隔开的几格，或者只写一个表格占位。")


_KIND_WORDS: Final[dict[BlockKind, str]] = {
    "heading": "标题", "paragraph": "段落", "list": "列表", "table": "表格",
}  # fmt: skip
_SHAPE_WORDS: Final[dict[BlockKind, str]] = {
    "heading": "标题", "paragraph": "若干段", "list": "若干条", "table": "一张表",
}  # fmt: skip


def _head_faults(text: WordingText, *, numbered: bool, addressed: bool) -> Iterator[Fault]:
    wanted = f"{{{DOCUMENT_NUMBER}}}"
    if numbered and text.number.strip() != wanted:
        yield Fault("number", f"文号一栏只写 {wanted}：文号印发时由系统按年连续编。")
    if not numbered and text.number.strip():
        yield Fault("number", "这种文书没有文号，本栏留空。")
    if addressed and not places_in(text.addressee):
        yield Fault("addressee", "主送一栏要有占位，例如 {主送机关}：发给谁由案卷决定。")
    if not addressed and text.addressee.strip():
        yield Fault("addressee", "这种文书没有主送机关，本栏留空。")


def _fill_row(row: WordingBlock, values: Values) -> FilledBlock | None:
    names = places_in(row.text)
    if names and not any(_has(values, name) for name in names):
        return None
    alone = values.get(names[0]) if len(names) == 1 and row.text.strip() == f"{{{names[0]}}}" else None
    if isinstance(alone, tuple):
        return _fill_alone(row.row, alone)
    lines = tuple(filled for line in row.text.split("\n") if (filled := fill_words(line, values).strip()))
    if not lines:
        return None
    if row.row == "table":
        return FilledBlock("table", rows=tuple(tuple(c.strip() for c in line.split(CELL)) for line in lines))
    if row.row == "list":
        return FilledBlock("list", items=lines)
    return FilledBlock(row.row, text="\n".join(lines), level=row.level)


def _fill_alone(kind: BlockKind, value: tuple[str, ...] | Rows) -> FilledBlock | None:
    if not value:
        return None
    if kind == "table":
        return FilledBlock("table", rows=tuple(tuple(row) for row in value))
    texts = tuple(str(item) for item in value)
    return FilledBlock("list", items=texts) if kind == "list" else FilledBlock("paragraph", "\n".join(texts))


def _is_bare(place: int, rows: list[tuple[WordingBlock, FilledBlock | None]]) -> bool:
    """Whether it is a heading whose case has nothing to say: up to the next of its level or a higher one."""
    heading = rows[place][0]
    if heading.row != "heading":
        return False
    below: list[FilledBlock | None] = []
    for row, block in rows[place + 1 :]:
        if row.row == "heading" and row.level <= heading.level:
            break
        if row.row != "heading" and places_in(row.text):
            below.append(block)
    return bool(below) and not any(below)


def _has(values: Values, name: str) -> bool:
    return bool(values.get(name))


def _words(values: Values, name: str) -> str:
    value = values.get(name, "")
    return value if isinstance(value, str) else ""
