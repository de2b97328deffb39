"""A passage of a text around the words that were asked for, cut into pieces so that a page can mark them."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_BEFORE: Final = 24
LONGEST: Final = 110


class Piece(NamedTuple):
    """Some signs of a text, and whether they were asked for."""

    text: str
    is_marked: bool


def marked(text: str, phrases: Sequence[str]) -> list[Piece]:
    """Return the text in pieces, the phrases marked; one that stands nowhere whole is marked in pairs."""
    pattern = _pattern(text, phrases)
    if pattern is None:
        return [Piece(text, is_marked=False)]
    pieces, at = [], 0
    for match in pattern.finditer(text):
        if match.start() > at:
            pieces.append(Piece(text[at : match.start()], is_marked=False))
        pieces.append(Piece(match.group(), is_marked=True))
        at = match.end()
    return [*pieces, Piece(text[at:], is_marked=False)] if at < len(text) else pieces


def passage(text: str, phrases: Sequence[str]) -> list[Piece]:
    """Return at most LONGEST signs around the first place of a phrase, or the beginning, marked."""
    line = " ".join(text.split())
    pattern = _pattern(line, phrases)
    first = pattern.search(line) if pattern else None
    start = max(first.start() - _BEFORE, 0) if first else 0
    cut = line[start : start + LONGEST]
    return marked(f"{'…' if start else ''}{cut}{'…' if start + LONGEST < len(line) else ''}", phrases)


def _pattern(text: str, phrases: Sequence[str]) -> re.Pattern[str] | None:
    lowered = text.lower()
    wanted: dict[str, None] = {}
    for phrase in phrases:
        if phrase in lowered:
            wanted.setdefault(phrase)
        elif not phrase.isascii():
            pairs = (phrase[i : i + 2] for i in range(len(phrase) - 1))
            wanted.update(dict.fromkeys(pair for pair in pairs if pair in lowered))
    if not wanted:
        return None
    return re.compile("|".join(map(re.escape, sorted(wanted, key=len, reverse=True))), re.IGNORECASE)
