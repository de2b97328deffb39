"""How alike two names or texts are: pairs of neighbouring characters that both have. Pure Python."""

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

WHOLE = 10_000
# What every name of a center holds says nothing about likeness.
_EMPTY_WORDS = re.compile("技术创新中心|创新中心|湖南省|示例|研究|技术|关键|及其|以及")
_NOT_WORDS = re.compile(r"[\W_]+")
_T = TypeVar("_T")


def likeness(one: str, other: str) -> int:
    """Return twice the shared pairs over all pairs, in basis points: 10000 for the same words, 0 for none."""
    first, second = pairs(one), pairs(other)
    if not first or not second:
        return 0
    return WHOLE * 2 * len(first & second) // (len(first) + len(second))


def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters; words that every center's name has are left out."""
    bare = _NOT_WORDS.sub("", _EMPTY_WORDS.sub("", text)).lower()
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1))


def alike(
    text: str, others: Iterable[_T], name: Callable[[_T], str], *, from_basis_points: int, most: int = 10
) -> list[tuple[_T, int]]:
    """Return those whose name is at least so much alike, the nearest first."""
    found = [(other, likeness(text, name(other))) for other in others]
    near = [(other, score) for other, score in found if score >= from_basis_points]
    return sorted(near, key=lambda pair: -pair[1])[:most]
