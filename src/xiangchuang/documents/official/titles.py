"""Where a long title breaks: into lines of like length, where a word is likely to end (GB/T 9704, 7.3.1)."""

from math import ceil
from typing import Final

from .text import width_in_characters

_WIDEST: Final = 19.5
"""Characters of 22 points (二号) that the type area of 156 mm holds, with a little room to spare."""
_WORD_ENDS: Final = frozenset("的于对和及、）》司学院心厅局年度定出设价")
_REACH: Final = 4
# Words of these papers that must not be torn apart.
_WHOLE: Final = ("技术创新中心", "绩效评价", "动态调整", "年度", "公示", "批复", "决定", "通知")


def balanced(line: str) -> tuple[str, ...]:
    """The line as it is printed: whole where it fits, else in as few lines of like length as it needs."""
    wanted = ceil(width_in_characters(line) / _WIDEST)
    found: list[str] = []
    rest = line
    for left in range(wanted, 1, -1):
        cut = _cut(rest, len(rest) / left, left)
        found.append(rest[:cut])
        rest = rest[cut:]
    return (*found, rest)


def _cut(text: str, middle: float, parts: int) -> int:
    """The place near `middle` after which the first line ends; what follows must fit the other lines."""
    near = range(max(2, round(middle) - _REACH), min(len(text) - 2, round(middle) + _REACH) + 1)
    fitting = [
        place
        for place in near
        if width_in_characters(text[:place]) <= _WIDEST
        and width_in_characters(text[place:]) <= _WIDEST * (parts - 1)
        and not (text[place - 1].isascii() and text[place].isascii())
        and text[place] not in "，。、；：）》”的"
        and not _is_inside_a_word(text, place)
    ]
    if not fitting:
        return max(1, int(middle))
    return min(fitting, key=lambda place: (text[place - 1] not in _WORD_ENDS, abs(place - middle)))


def _is_inside_a_word(text: str, place: int) -> bool:
    return any(
        0 <= (start := text.find(word, max(0, place - len(word) + 1))) < place < start + len(word)
        for word in _WHOLE
    )
