"""What remains of a free text when every passage with personal data is left out."""

import re
from collections.abc import Collection
from typing import Final

from .find import Kind, find_personal_data

WITHHELD: Final = "（此处含个人信息，不公开）"
_PASSAGE: Final = re.compile(r"[^。；;！!？?\n]*[。；;！!？?\n]?")


def without_personal_data(text: str, *, allowed: Collection[Kind] = ()) -> str:
    """Return the text; a sentence with personal data is replaced, and all of it where only the whole has any.

    A number broken over two sentences is still found by whoever puts them together. `allowed`: what the field
    is there to say, such as the address where an instrument stands.
    """
    if not _finds(text, allowed):
        return text
    kept: list[str] = []
    for passage in filter(None, _PASSAGE.findall(text)):
        if not _finds(passage, allowed):
            kept.append(passage)
        elif kept[-1:] != [WITHHELD]:
            kept.append(WITHHELD)
    rest = "".join(kept)
    return WITHHELD if _finds(rest, allowed) else rest


def _finds(text: str, allowed: Collection[Kind]) -> bool:
    return any(find.kind not in allowed for find in find_personal_data(text))
