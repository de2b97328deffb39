"""What changed in a section, counted: blocks by kind of change, words, and each number old → new."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xiangchuang.documents.plan.blocks import count_words
from xiangchuang.documents.plan.difference import BlockChange, Change, Piece, RowChange, SectionDifference

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
SHOWN_BEFORE = 16


@dataclass(frozen=True, slots=True)
class NumberChange:
    """A number with another value; `where` is the text before it, or row and column of the table."""

    where: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class SectionSummary:
    """Counts of blocks by what became of them, words that came and went, and the numbers that changed."""

    code: str
    title: str
    change: Change
    added: int
    removed: int
    changed: int
    moved: int
    words_added: int
    words_removed: int
    numbers: tuple[NumberChange, ...]


def summary_of(section: SectionDifference) -> SectionSummary:
    """Return the section counted; a block that moved is counted once, where it now stands."""
    changes = [block for block in section.blocks if block.change != "same"]
    settled = [block for block in changes if not block.moved]
    return SectionSummary(
        code=section.code,
        title=section.title,
        change=section.change,
        added=sum(block.change == "added" for block in settled),
        removed=sum(block.change == "removed" for block in settled),
        changed=sum(block.change == "changed" for block in settled),
        moved=sum(block.change == "added" for block in changes if block.moved),
        words_added=sum(_words(block, "added") for block in settled),
        words_removed=sum(_words(block, "removed") for block in settled),
        numbers=tuple(number for block in settled for number in numbers_changed(block)),
    )


def numbers_changed(block: BlockChange) -> Iterator[NumberChange]:
    """Yield the numbers of a changed block that have another value now."""
    if block.rows:
        head = block.new.rows[0] if block.new is not None and block.new.rows else ()
        for row in block.rows:
            yield from _of_row(row, head)
    before = ""
    for place, piece in enumerate(block.pieces):
        if piece.change == "removed":
            yield from _pairs(piece, block.pieces[place + 1 : place + 2], before[-SHOWN_BEFORE:])
        if piece.change != "removed":
            before += piece.text


def _of_row(row: RowChange, head: Sequence[str]) -> Iterator[NumberChange]:
    if row.old_row is None or row.new_row is None:
        return
    label = _text(row.cells[0]) if row.cells else ""
    for column, cell in enumerate(row.cells):
        named = head[column] if column < len(head) else ""
        where = " · ".join(dict.fromkeys(part for part in (label, named) if part))
        for place, piece in enumerate(cell):
            if piece.change == "removed":
                yield from _pairs(piece, cell[place + 1 : place + 2], where)


def _pairs(old: Piece, following: Sequence[Piece], where: str) -> Iterator[NumberChange]:
    if not following or following[0].change != "added":
        return
    left, right = NUMBER.findall(old.text), NUMBER.findall(following[0].text)
    # Rewritten sentences hold as many numbers by chance only: those are for the reader of the words.
    if len(left) == len(right):
        yield from (NumberChange(where, a, b) for a, b in zip(left, right, strict=True) if a != b)


def _text(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.change != "removed")


def _words(block: BlockChange, change: Change) -> int:
    if block.change == change:
        whole = block.new if change == "added" else block.old
        return count_words(whole.text) if whole is not None else 0
    pieces = [*block.pieces, *(piece for row in block.rows for cell in row.cells for piece in cell)]
    return sum(count_words(piece.text) for piece in pieces if piece.change == change)
