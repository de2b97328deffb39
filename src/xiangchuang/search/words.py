"""Chinese text cut into pairs of characters, Latin text into words: what all search is by.

Pairs need no dictionary, and the newest technical word, which no dictionary has yet, is found like any other.
Pure Python.
"""

import re
from collections.abc import Collection

LONGEST_TEXT = 6000
LONGEST_WORD = 32
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_HAN}]+|[a-z0-9][a-z0-9.+#-]*[a-z0-9+#]|[a-z0-9]")
_CONJUNCTIONS = "和与及或并"
# Only what never begins, ends or stands inside a technical word.
_PARTICLES = re.compile("[的了们吗呢吧啊]")


def search_words(text: str) -> list[str]:
    """Return the words of a text in their order, each once: pairs of Han characters, and Latin words.

    A single Han character, or a single letter, is no word. Only the first LONGEST_TEXT characters count.
    """
    found: dict[str, None] = {}
    for run in runs_of(text):
        if run[0].isascii():
            found.setdefault(run[:LONGEST_WORD])
        else:
            found.update(dict.fromkeys(_pairs(run)))
    return list(found)


def shared_phrases(one: str, other: str, telling: Collection[str], *, most: int = 6) -> list[str]:
    """Return the longest phrases of `one` that stand in `other` too, longest first, at most `most`.

    A phrase counts only if it holds one of the `telling` words: what every text says explains no match.
    """
    words, runs = frozenset(telling), frozenset(runs_of(other))
    haystack, pairs = " ".join(runs), frozenset(pair for run in runs for pair in _pairs(run))
    found: dict[str, None] = {}
    for run in dict.fromkeys(runs_of(one)):
        if run[0].isascii():
            if run in runs and run[:LONGEST_WORD] in words:
                found.setdefault(run)
            continue
        for phrase in map(_trimmed, _common(run, haystack, pairs)):
            if not words.isdisjoint(_pairs(phrase)):
                found.setdefault(phrase)
    return sorted(found, key=len, reverse=True)[:most]


def held_phrases(text: str, words: Collection[str], *, most: int = 6) -> list[str]:
    """Return the longest phrases of a text all of whose words are among `words`, longest first."""
    found: dict[str, None] = {}
    for run in runs_of(text):
        if run[0].isascii():
            if run[:LONGEST_WORD] in words:
                found.setdefault(run)
            continue
        start = 0
        for end in range(1, len(run) + 1):
            if end < len(run) and run[end - 1 : end + 1] in words:
                continue
            if end - start > 1:
                found.setdefault(_trimmed(run[start:end]))
            start = end
    return sorted(found, key=len, reverse=True)[:most]


def _trimmed(phrase: str) -> str:
    """Leave the conjunctions off both ends of a phrase, as long as two characters stay."""
    short = phrase.strip(_CONJUNCTIONS)
    return short if len(short) > 1 else phrase


def _pairs(run: str) -> list[str]:
    return [] if run[0].isascii() else [run[i : i + 2] for i in range(len(run) - 1)]


def _common(run: str, haystack: str, pairs: Collection[str]) -> list[str]:
    """Return the longest pieces of a run that stand in the haystack, whose pairs are `pairs`."""
    phrases, start = [], 0
    while start < len(run) - 1:
        end = start + 2
        if run[start:end] not in pairs:
            start += 1
            continue
        while end < len(run) and run[end - 1 : end + 1] in pairs and run[start : end + 1] in haystack:
            end += 1
        phrases.append(run[start:end])
        start = end
    return phrases


def runs_of(text: str, *, shortest: int = 2) -> list[str]:
    """Return the runs of Han characters and the Latin words of a text, in lower case, in their order."""
    cut = _PARTICLES.sub(" ", text[:LONGEST_TEXT].lower())
    return [run for run in _RUN.findall(cut) if len(run) >= shortest]
