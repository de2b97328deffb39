"""Which heading of the author is which heading of the outline."""

from collections.abc import Sequence
from dataclasses import dataclass

from xiangchuang.documents.plan.marking import CHAPTER_HABITS, HeadingMark
from xiangchuang.documents.plan.outline import Entry

ACCEPTED = 0.6
ACCEPTED_WITH_NUMBER = 0.4
ACCEPTED_OUT_OF_ORDER = 0.85
NUMBER_AGREES = 0.15
NUMBER_DIFFERS = 0.05
WRONG_DEPTH = 0.2
BODY_FOLLOWS = 0.02
STYLED = 0.03


@dataclass(frozen=True, slots=True)
class Matching:
    """`entries` maps a mark's index to its outline entry; `surplus` are headings of the same ran"
    "k without one."""

    entries: dict[int, Entry]
    surplus: frozenset[int]


def match_headings(marks: Sequence[HeadingMark], entries: Sequence[Entry]) -> Matching:
    """The best assignment in outline order, then what stands out of order but is unmistakable."""
    chosen = _in_order(marks, entries)
    habits = {marks[index].habit for index in chosen}
    taken = set(chosen.values())
    for index, mark in enumerate(marks):
        if index in chosen or (habits and mark.habit not in habits and not mark.anchored):
            continue
        best = max(
            (place for place in range(len(entries)) if place not in taken),
            key=lambda place: mark.likeness[place],
            default=None,
        )
        if best is not None and mark.likeness[best] >= ACCEPTED_OUT_OF_ORDER:
            chosen[index] = best
            taken.add(best)
    matched = {index: entries[place] for index, place in sorted(chosen.items())}
    return Matching(matched, _surplus(marks, matched))


def _in_order(marks: Sequence[HeadingMark], entries: Sequence[Entry]) -> dict[int, int]:
    """Longest-common-subsequence by weight: entries and marks both keep their order."""
    best = [[0.0] * (len(entries) + 1) for _ in range(len(marks) + 1)]
    for i in range(len(marks) - 1, -1, -1):
        for j in range(len(entries) - 1, -1, -1):
            score = _score(marks[i], entries[j], j)
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + score if score else 0.0)
    chosen: dict[int, int] = {}
    i = j = 0
    while i < len(marks) and j < len(entries):
        score = _score(marks[i], entries[j], j)
        if score and best[i][j] == best[i + 1][j + 1] + score:
            chosen[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return chosen


def _score(mark: HeadingMark, entry: Entry, place: int) -> float:
    """Worth of taking `mark` for `entry`; 0 when it may not be taken."""
    alike = mark.likeness[place]
    agreement = number_agreement(mark, entry)
    needed = ACCEPTED_WITH_NUMBER if agreement > 0 and (mark.styled or mark.look.bold) else ACCEPTED
    if alike < needed:
        return 0.0
    worth = alike + agreement + (STYLED if mark.styled else 0.0) + (BODY_FOLLOWS if mark.has_body else 0.0)
    return max(worth, 0.01)


def number_agreement(mark: HeadingMark, entry: Entry) -> float:
    """What the typed number says for or against: `1.4` and `（四）` in chapter one both speak for A.1.4."""
    path, habit = mark.number.path, mark.number.habit
    if not path:
        return 0.0
    if habit == "annex":
        path = path[:2]
    if len(path) == 2:
        if len(entry.path) == 1:
            return -WRONG_DEPTH
        return NUMBER_AGREES if path == entry.path else -NUMBER_DIFFERS
    if len(path) > 2:
        return -WRONG_DEPTH
    if habit == "chapter" and len(entry.path) == 2:
        return -WRONG_DEPTH
    return NUMBER_AGREES / 2 if path[0] == entry.path[-1] else -NUMBER_DIFFERS


def _surplus(marks: Sequence[HeadingMark], matched: dict[int, Entry]) -> frozenset[int]:
    chapters = {marks[index].habit for index, entry in matched.items() if len(entry.path) == 1}
    sections = {marks[index].habit for index, entry in matched.items() if len(entry.path) == 2} - chapters
    surplus: set[int] = set()
    sole = False
    for index, mark in enumerate(marks):
        entry = matched.get(index)
        if entry is not None:
            sole = entry.sole
        elif not _is_ranked(mark):
            continue
        elif mark.habit in chapters:
            surplus.add(index)
            sole = False
        elif mark.habit in sections and not sole and _may_be_section(mark):
            surplus.add(index)
    return frozenset(surplus)


def _is_ranked(mark: HeadingMark) -> bool:
    # Without a style or a number nothing tells a further heading from an emphasised line.
    return mark.styled or mark.number.habit in CHAPTER_HABITS or bool(mark.number.path)


def _may_be_section(mark: HeadingMark) -> bool:
    return mark.styled or mark.look.bold or mark.number.habit in {"dotted", "annex"}
