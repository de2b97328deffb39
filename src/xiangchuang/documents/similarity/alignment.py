"""The passages that two sections have in common, exactly: long runs, with small changes in between."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from xiangchuang.documents.similarity.passage_text import BREAK, SectionText

_ANCHOR: Final = 12
"""Signs that must agree exactly for a run to begin."""
_RESUME: Final = 6
"""Signs that must agree exactly after a change for the run to go on."""
_MOST_PLACES: Final = 8


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one section and the stretch of the other that says the same; `signs` of them agree.

    Texts are as written. `start` and `end` are places in the compared text of the first section.
    """

    section: str
    block: str
    text: str
    other_section: str
    other_block: str
    other_text: str
    signs: int
    start: int
    end: int


def common_passages(one: SectionText, other: SectionText, *, shortest: int, gap: int) -> list[Passage]:
    """Passages of at least `shortest` signs in common, in the order of the first section.

    Up to `gap` signs may be changed, added or left out between two runs of one passage.
    """
    places = _places(other.plain)
    found: list[Passage] = []
    at = 0
    while at <= len(one.plain) - _ANCHOR:
        best = max(
            (
                _stretch(one.plain, other.plain, at, there, gap)
                for there in places.get(one.plain[at : at + _ANCHOR], ())
            ),
            default=None,
        )
        if best is None:
            at += 1
            continue
        signs, end, there, other_end = best
        if signs >= shortest:
            found.append(
                Passage(
                    one.code, one.block_at(at), one.passage(at, end), other.code, other.block_at(there),
                    other.passage(there, other_end), signs, at, end,
                )
            )  # fmt: skip
        at = end
    return found


def covered(passages: list[Passage]) -> int:
    """Signs of the first section that lie in one of the passages, each counted once."""
    total, reached = 0, 0
    for start, end in sorted((p.start, p.end) for p in passages):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def _places(plain: str) -> dict[str, list[int]]:
    """Where each anchor stands. None lies across a break: a run from there would end before it began."""
    places: dict[str, list[int]] = {}
    for at in range(len(plain) - _ANCHOR + 1):
        anchor = plain[at : at + _ANCHOR]
        if BREAK in anchor:
            continue
        known = places.setdefault(anchor, [])
        if len(known) < _MOST_PLACES:
            known.append(at)
    return places


def _stretch(one: str, other: str, at: int, there: int, gap: int) -> tuple[int, int, int, int]:
    """How far the run goes: signs that agree, its end, where it began in the other, and its end there."""
    signs, a, b = 0, at, there
    while True:
        length = _equal(one, other, a, b)
        signs, a, b = signs + length, a + length, b + length
        step = next(_resumptions(one, other, a, b, gap), None)
        if step is None:
            return signs, a, there, b
        a, b = a + step[0], b + step[1]


def _equal(one: str, other: str, a: int, b: int) -> int:
    length = 0
    while a + length < len(one) and b + length < len(other) and one[a + length] == other[b + length] != BREAK:
        length += 1
    return length


def _resumptions(one: str, other: str, a: int, b: int, gap: int) -> Iterator[tuple[int, int]]:
    """Small steps after which both texts agree again, the smallest first."""
    for da, db in _steps(gap):
        ahead = one[a + da : a + da + _RESUME]
        whole = len(ahead) == _RESUME and BREAK not in one[a : a + da + _RESUME]
        if whole and ahead == other[b + db : b + db + _RESUME]:
            yield da, db


@cache
def _steps(gap: int) -> tuple[tuple[int, int], ...]:
    steps = ((da, db) for da in range(gap + 1) for db in range(gap + 1) if da or db)
    return tuple(sorted(steps, key=lambda step: (sum(step), step)))
