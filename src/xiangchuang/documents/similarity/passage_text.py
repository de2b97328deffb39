"""A section's text as it is compared: letters and digits only, each with the place it stands at."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from xiangchuang.documents.plan import Block

BREAK: Final = "\0"
"""Stands where something was taken out: no shingle and no run goes across it."""


@dataclass(frozen=True, slots=True)
class SectionText:
    """`plain` is what is compared; `places` says for each of its signs where it stands in `written`.

    `starts` are the places in `written` at which the blocks begin, `blocks` their ids.
    """

    code: str
    plain: str
    places: Sequence[int]
    written: str
    starts: tuple[int, ...] = ()
    blocks: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        """Signs that are compared."""
        return len(self.plain) - self.plain.count(BREAK)

    def passage(self, start: int, end: int) -> str:
        """The text as written for a stretch of `plain`."""
        return self.written[self.places[start] : self.places[end - 1] + 1]

    def block_at(self, start: int) -> str:
        """The id of the block in which that sign of `plain` stands."""
        return self.blocks[bisect_right(self.starts, self.places[start]) - 1] if self.blocks else ""


def section_text(code: str, blocks: Iterable[Block]) -> SectionText:
    """The text of a section: paragraphs, headings, lists and the cells of tables."""
    written: list[str] = []
    starts: list[int] = []
    ids: list[str] = []
    at = 0
    for block in blocks:
        text = "\n".join(" ".join(row) for row in block.rows) if block.kind == "table" else block.text
        if text.strip():
            starts.append(at)
            ids.append(block.id)
            written.append(text)
            at += len(text) + 1
    whole = "\n".join(written)
    plain, places = _plain(whole)
    return SectionText(code, plain, places, whole, tuple(starts), tuple(ids))


def plain_text(text: str) -> str:
    """The signs of a text that are compared."""
    return _plain(text)[0]


def _plain(text: str) -> tuple[str, list[int]]:
    signs = [_sign(character) for character in text]
    return "".join(signs), [place for place, of_one in enumerate(signs) for _ in of_one]


@lru_cache(maxsize=20_000)
def _sign(character: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", character).casefold() if c.isalnum())


def without(text: SectionText, quoted: frozenset[str], *, length: int) -> SectionText:
    """The text with every stretch taken out whose runs of `length` signs are all among `quoted`."""
    if not quoted:
        return text
    taken = bytearray(len(text.plain))
    for start in range(len(text.plain) - length + 1):
        if text.plain[start : start + length] in quoted:
            taken[start : start + length] = b"\1" * length
    if not any(taken):
        return text
    plain = "".join(BREAK if gone else sign for sign, gone in zip(text.plain, taken, strict=True))
    return SectionText(text.code, plain, text.places, text.written, text.starts, text.blocks)


def runs_of(texts: Iterable[str], *, length: int) -> frozenset[str]:
    """Every run of `length` signs of the texts: what `without` takes for quoted."""
    runs: set[str] = set()
    for text in texts:
        plain = plain_text(text)
        runs.update(plain[start : start + length] for start in range(len(plain) - length + 1))
    return frozenset(runs)
