"""Bookmarks by which a Word file that came from here says which heading is which section of the outline."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from xiangchuang.documents.plan.wordxml import attribute, q

PREFIX = "plan_"
NOT_A_BOOKMARK = re.compile(r"[^0-9A-Za-z]")


def bookmark_of(code: str) -> str:
    """The bookmark of an outline code: Word allows letters, digits and `_` only."""
    return PREFIX + NOT_A_BOOKMARK.sub("_", code)


def anchored_codes(paragraphs: Iterable[Element], codes: Iterable[str]) -> dict[int, str]:
    """The outline code of each paragraph (by `id`) that carries its bookmark; the first one counts.

    Word drops a bookmark that is pasted twice, other programs keep both.
    """
    known = {bookmark_of(code): code for code in codes}
    found: dict[int, str] = {}
    for paragraph in paragraphs:
        for start in paragraph.iter(q("w:bookmarkStart")):
            code = known.pop(attribute(start, "w:name"), "")
            if code:
                found[id(paragraph)] = code
    return found
