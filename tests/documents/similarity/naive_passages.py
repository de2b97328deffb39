"""Shared passages found the plain way: sign by sign, trying every place and every step."""

from itertools import product

from xiangchuang.documents.similarity.passage_text import BREAK

ANCHOR, RESUME, MOST_PLACES = 12, 6, 8
Stretch = tuple[int, int, int, int]


def naive_passages(one: str, other: str, *, shortest: int, gap: int) -> list[Stretch]:
    """Return (signs, start, other start, end) of each passage."""
    found, at = [], 0
    while at < len(one):
        starts = [there for there in range(len(other)) if agrees(one, at, other, there, ANCHOR)]
        ends = [(*walked(one, at, other, there, gap), there) for there in starts[:MOST_PLACES]]
        if not ends:
            at += 1
            continue
        signs, end, there = max(ends, key=lambda stretch: (stretch[0], stretch[1], stretch[2]))
        if signs >= shortest:
            found.append((signs, at, there, end))
        at = end
    return found


def walked(one: str, at: int, other: str, there: int, gap: int) -> tuple[int, int]:
    """Return how many signs agree from these places on, and where in the first text that ends."""
    steps = sorted(product(range(gap + 1), repeat=2), key=lambda step: (sum(step), step))
    signs = 0
    while True:
        while agrees(one, at, other, there, 1):
            signs, at, there = signs + 1, at + 1, there + 1
        for da, db in steps:
            if BREAK not in one[at : at + da] and agrees(one, at + da, other, there + db, RESUME):
                at, there = at + da, there + db
                break
        else:
            return signs, at


def agrees(one: str, at: int, other: str, there: int, length: int) -> bool:
    """Whether so many signs from there on are the same in both, none of them a break."""
    piece = one[at : at + length]
    return len(piece) == length and BREAK not in piece and piece == other[there : there + length]
