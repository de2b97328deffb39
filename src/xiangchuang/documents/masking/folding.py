"""One spelling for all spellings of a name: width, case, spaces, breaks and joining signs do not count."""

import unicodedata
from typing import Final

# What may stand within a name without changing it: 阿里·木, 湘江－储能, a name broken by a soft hyphen.
_JOINING: Final = frozenset("·•・‧∙-‐‑‒–—_*")
_BLANK: Final = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def fold(text: str) -> tuple[str, list[int]]:
    """Return the folded text, and for each of its characters the place in `text` it comes from."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for part in unicodedata.normalize("NFKC", sign).casefold():
            if unicodedata.category(part) in _BLANK or part in _JOINING:
                continue
            signs.append(part)
            places.append(place)
    return "".join(signs), places


def folded(text: str) -> str:
    """Return the folded text alone."""
    return fold(text)[0]


def half_width(text: str) -> str:
    """Return the text of the same length with every sign that has one in its half-width form."""
    return "".join(plain if len(plain := unicodedata.normalize("NFKC", sign)) == 1 else sign for sign in text)
