"""The short forms under which a text speaks of an organisation: of its name, or stated by the text."""

import re
from collections.abc import Collection, Iterator
from typing import Final

_LEGAL_FORMS: Final = (
    "集团股份有限公司", "集团有限责任公司", "集团有限公司", "股份有限公司", "有限责任公司", "有限公司",
    "股份公司", "集团公司", "公司", "集团",
)  # fmt: skip
_BRACKETED: Final = re.compile(r"[（(][^（）()]{1,20}[）)]")
_FEWEST: Final = 3
"""Shorter forms are words of the language more often than names."""
_STATED: Final = re.compile(
    r"[（(](?:以下|下称|以下统?简?称|简称)[^“”\"「」『』（）()]{0,6}[“\"「『]([^”\"」』]{2,30})[”\"」』]"
)


def short_forms(name: str, places: Collection[str] = ()) -> tuple[str, ...]:
    """Return the shorter forms of a registered name: without brackets, legal form, and the place in front.

    `places` are the names of provinces and cities that may stand there. Forms under three signs are left
    out, and so is what is nothing but a place.
    """
    found: dict[str, None] = {}
    for whole in (name, _BRACKETED.sub("", name)):
        for form in _without_legal_form(whole):
            for short in (form, *_without_place(form, places)):
                if len(short) >= _FEWEST and short != name and short not in {*places, *_LEGAL_FORMS}:
                    found[short] = None
    return tuple(found)


def stated_short_forms(text: str, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield (name, short form) wherever the text says 名称（以下简称“简称”）."""
    for name in names:
        start = 0
        while (at := text.find(name, start)) >= 0:
            start = at + len(name)
            if (stated := _STATED.match(text, start)) is not None:
                yield name, stated[1]


def _without_legal_form(name: str) -> Iterator[str]:
    yield name
    longest = next((form for form in _LEGAL_FORMS if name.endswith(form)), "")
    if longest:
        yield name.removesuffix(longest)


def _without_place(name: str, places: Collection[str]) -> Iterator[str]:
    for place in sorted(places, key=len, reverse=True):
        if name.startswith(place):
            rest = name.removeprefix(place)
            yield rest
            yield from _without_place(rest, [other for other in places if other != place])
            return
