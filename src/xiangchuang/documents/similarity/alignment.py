"""The passages that two sections have in common, exactly: long runs, with small changes in between."""

from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from xiangchuang.documents.similarity.passage_text import BREAK, SectionText

_ANCHOR: Final = 12
"""Signs that must agree exactly for a run to begin."""
_RESUME: Final = 6
"""Signs that must agree exactly after a change for the run to go on."""
_MOST_PLACES: Final = 8
_OTHER_BREAK: Final = "\1"


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

    Up to `gap` signs may be changed, added or left out between two runs of one passage. `shortest` is 12 or
    more: what is shorter than an anchor is not looked for.
    """
    # A break of the first text agrees with nothing of the other, not even with a break.
    theirs = other.plain.replace(BREAK, _OTHER_BREAK)
    places = _places(theirs)
    found: list[Passage] = []
    at = 0
    while at <= len(one.plain) - _ANCHOR:
        best = max(
            (
                _stretch(one.plain, theirs, at, there, gap)
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
        if _OTHER_BREAK in anchor:
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
        step = _resumption(one, other, a, b, gap)
        if step is None:
            return signs, a, there, b
        a, b = a + step[0], b + step[1]


def _equal(one: str, other: str, a: int, b: int) -> int:
    """Signs that agree from there on: slices that double, then the first change in the last."""
    most = min(len(one) - a, len(other) - b)
    known, leap = 0, _ANCHOR
    while known < most and one[a + known : a + known + leap] == other[b + known : b + known + leap]:
        known, leap = known + leap, leap * 2
    if known >= most:
        return most
    within = range(known, min(known + leap, most))
    return known + bisect_left(
        within, True, key=lambda last: one[a + known : a + last + 1] != other[b + known : b + last + 1]
    )


def _resumption(one: str, other: str, a: int, b: int, gap: int) -> tuple[int, int] | None:
    """The smallest step after which both texts agree again: the least in sum, then the least in one."""
    stop = one.find(BREAK, a, a + gap + _RESUME)
    last = min(gap, (len(one) if stop < 0 else stop) - _RESUME - a)
    least, step = 2 * gap + 1, None
    for da in range(last + 1):
        if da >= least:
            break
        reach = min(gap, least - da - 1)
        at = other.find(one[a + da : a + da + _RESUME], b, b + reach + _RESUME)
        if at >= 0:
            step = da, at - b
            least = da + at - b
    return step
