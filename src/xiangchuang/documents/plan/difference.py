"""What changed between two revisions of a plan: blocks, words, table cells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from difflib import SequenceMatcher
from typing import Any, Literal, TypeAlias

from xiangchuang.documents.plan.blocks import Block, block_to_json, notes_of, text_with_notes
from xiangchuang.documents.plan.parsed import ParsedPlan, ParsedSection

Change: TypeAlias = Literal["same", "changed", "added", "removed"]
# One Chinese character, one word or number, one mark: the smallest thing a reader sees change.
TOKEN = re.compile(r"[A-Za-z]+|\d[\d,]*(?:\.\d+)?%?|\s+|.", re.DOTALL)
ALIKE = 0.4
LONGEST_COMPARED = 6_000
# A shorter text, such as 合计, stands in many places: that it is found again says nothing.
SHORTEST_MOVED = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed (`same`), came (`added`) or went (`removed`)."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class CellChange:
    """One table cell with another text; places in the new table, or in the old one for a removed row."""

    row: int
    column: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A table row with its place in the old and the new table (None where it is not)."""

    old_row: int | None
    new_row: int | None
    cells: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class BlockChange:
    """One block, before and after; `pieces` for text, `rows` and `cells` for a table.

    A table has `pieces` where what stands beside its cells changed: caption and footnotes.
    `moved` is the code of the section where the same block stands in the other revision: then it neither came
    nor went, it is elsewhere.
    """

    change: Change
    old: Block | None
    new: Block | None
    pieces: tuple[Piece, ...] = ()
    rows: tuple[RowChange, ...] = ()
    cells: tuple[CellChange, ...] = ()
    moved: str = ""


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """The blocks of one outline section in reading order."""

    code: str
    title: str
    change: Change
    blocks: tuple[BlockChange, ...]


@dataclass(frozen=True, slots=True)
class PlanDifference:
    """All sections in outline order; `changed` are the codes of those that differ."""

    sections: tuple[SectionDifference, ...]

    @property
    def changed(self) -> tuple[str, ...]:
        """Codes of the sections that are not the same."""
        return tuple(section.code for section in self.sections if section.change != "same")


def compare(old: ParsedPlan, new: ParsedPlan) -> PlanDifference:
    """The difference section by section, by outline code; surplus text is not compared."""
    before = {section.code: section for section in old.sections}
    after = {section.code: section for section in new.sections}
    codes = dict.fromkeys((*after, *before))
    return PlanDifference(_with_moves([_section(c, before.get(c), after.get(c)) for c in codes]))


def difference_to_json(difference: PlanDifference) -> dict[str, Any]:
    """JSON values of the difference; unchanged blocks by their id only."""
    return {
        "changed": list(difference.changed),
        "sections": [
            {
                "code": section.code,
                "title": section.title,
                "change": section.change,
                "blocks": [_block_json(block) for block in section.blocks],
            }
            for section in difference.sections
        ],
    }


def words_changed(old: str, new: str) -> tuple[Piece, ...]:
    """Old and new text as one row of pieces, word by word."""
    if max(len(old), len(new)) > LONGEST_COMPARED:
        # The matcher is quadratic; beyond a page of unbroken text the two are shown whole.
        return tuple(piece for piece in (Piece("removed", old), Piece("added", new)) if piece.text)
    left, right = TOKEN.findall(old), TOKEN.findall(new)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(left[a:b])))
            continue
        if b > a:
            pieces.append(Piece("removed", "".join(left[a:b])))
        if d > c:
            pieces.append(Piece("added", "".join(right[c:d])))
    return tuple(pieces)


def _section(code: str, old: ParsedSection | None, new: ParsedSection | None) -> SectionDifference:
    before = old.blocks if old else ()
    after = new.blocks if new else ()
    blocks = tuple(_aligned(before, after))
    title = new.title if new else old.title if old else ""
    if all(block.change == "same" for block in blocks):
        return SectionDifference(code, title, "same", blocks)
    change: Change = "added" if not before else "removed" if not after else "changed"
    return SectionDifference(code, title, change, blocks)


def _with_moves(sections: Sequence[SectionDifference]) -> tuple[SectionDifference, ...]:
    """Name where a block that went came again, each as often as it is found on both sides."""
    came: dict[tuple[str, ...], list[str]] = {}
    gone: dict[tuple[str, ...], list[str]] = {}
    for section in sections:
        for change in section.blocks:
            if change.change == "added" and change.new is not None:
                came.setdefault(_key(change.new), []).append(section.code)
            elif change.change == "removed" and change.old is not None:
                gone.setdefault(_key(change.old), []).append(section.code)
    for key in set(came) | set(gone):
        pairs = min(len(came.get(key, ())), len(gone.get(key, ())))
        came[key], gone[key] = gone.get(key, [])[:pairs], came.get(key, [])[:pairs]
    return tuple(
        replace(section, blocks=tuple(_moved(change, came, gone) for change in section.blocks))
        for section in sections
    )


def _moved(
    change: BlockChange,
    from_where: dict[tuple[str, ...], list[str]],
    to_where: dict[tuple[str, ...], list[str]],
) -> BlockChange:
    block, places = (change.new, from_where) if change.change == "added" else (change.old, to_where)
    if change.change not in {"added", "removed"} or block is None:
        return change
    if block.kind != "image" and len(block.text) < SHORTEST_MOVED:
        return change
    others = places.get(_key(block))
    return replace(change, moved=others.pop(0)) if others else change


def _aligned(old: Sequence[Block], new: Sequence[Block]) -> Iterator[BlockChange]:
    matcher = SequenceMatcher(
        None, [_key(item) for item in old], [_key(item) for item in new], autojunk=False
    )
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            for left, right in zip(old[a:b], new[c:d], strict=True):
                yield BlockChange("same", left, right)
        else:
            yield from _paired(old[a:b], new[c:d])


def _key(block: Block) -> tuple[str, ...]:
    return (block.kind, block.text, block.image, block.caption, block.alt, *notes_of(block))


def _paired(old: Sequence[Block], new: Sequence[Block]) -> Iterator[BlockChange]:
    """Blocks between two unchanged ones: those alike are one changed block, the others went or came."""
    waiting = list(old)
    for block in new:
        place = next((n for n, other in enumerate(waiting) if _are_alike(other, block)), None)
        if place is None:
            yield BlockChange("added", None, block)
            continue
        for gone in waiting[:place]:
            yield BlockChange("removed", gone, None)
        yield _changed(waiting[place], block)
        waiting = waiting[place + 1 :]
    for gone in waiting:
        yield BlockChange("removed", gone, None)


def _are_alike(old: Block, new: Block) -> bool:
    if old.kind != new.kind:
        return False
    if old.kind == "image":
        return old.image == new.image
    if old.kind == "table":
        return bool(old.rows and new.rows) and (
            old.rows[0] == new.rows[0] or _ratio(old.text, new.text) >= ALIKE
        )
    return _ratio(old.text, new.text) >= ALIKE


def _ratio(old: str, new: str) -> float:
    matcher = SequenceMatcher(None, old[:LONGEST_COMPARED], new[:LONGEST_COMPARED], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def _changed(old: Block, new: Block) -> BlockChange:
    if old.kind != "table":
        return BlockChange("changed", old, new, pieces=words_changed(_told(old), _told(new)))
    rows = tuple(_table_rows(old.rows, new.rows))
    cells = tuple(_cell_changes(rows, old.rows, new.rows))
    beside = words_changed(_told(old), _told(new)) if _told(old) != _told(new) else ()
    return BlockChange("changed", old, new, pieces=beside, rows=rows, cells=cells)


def _told(block: Block) -> str:
    """The words of a block that are compared as running text: of a table, what stands beside its cells."""
    if block.kind == "table":
        return "".join((block.caption, *(f"〔注：{note}〕" for note in notes_of(block))))
    return text_with_notes(block) + (f"〔替代文字：{block.alt}〕" if block.alt else "")


def _table_rows(old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]) -> Iterator[RowChange]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for _, a, b, c, d in matcher.get_opcodes():
        common = min(b - a, d - c)
        for step in range(common):
            yield _row(a + step, c + step, old[a + step], new[c + step])
        for place in range(a + common, b):
            yield _row(place, None, old[place], ())
        for place in range(c + common, d):
            yield _row(None, place, (), new[place])


def _row(old_row: int | None, new_row: int | None, old: tuple[str, ...], new: tuple[str, ...]) -> RowChange:
    width = max(len(old), len(new))
    before = (*old, *[""] * (width - len(old)))
    after = (*new, *[""] * (width - len(new)))
    cells = tuple(words_changed(left, right) for left, right in zip(before, after, strict=True))
    return RowChange(old_row, new_row, cells)


def _cell_changes(
    rows: Sequence[RowChange], old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]
) -> Iterator[CellChange]:
    for row in rows:
        before = old[row.old_row] if row.old_row is not None else ()
        after = new[row.new_row] if row.new_row is not None else ()
        place = row.new_row if row.new_row is not None else row.old_row or 0
        for column in range(max(len(before), len(after))):
            left = before[column] if column < len(before) else ""
            right = after[column] if column < len(after) else ""
            if left != right:
                yield CellChange(place, column, left, right)


def _block_json(block: BlockChange) -> dict[str, Any]:
    if block.change == "same":
        return {"change": "same", "id": block.new.id if block.new else ""}
    return {
        "change": block.change,
        "old": block_to_json(block.old) if block.old else None,
        "new": block_to_json(block.new) if block.new else None,
        "moved": block.moved,
        "pieces": [asdict(piece) for piece in block.pieces],
        "cells": [asdict(cell) for cell in block.cells],
    }
