"""What remains of a free text when every passage with personal data is left out."""

import re
from collections.abc import Collection
from hashlib import blake2b
from typing import Final

from .find import Kind, find_personal_data

WITHHELD: Final = "（此处含个人信息，不公开）"
_REMEMBERED_AT_MOST: Final = 4096
# Public pages show the same texts over and over. What remained of one is found again by the digest of the
# text and of what is allowed in it, None where that was all: no personal data stay behind in memory.
_remembered: dict[bytes, str | None] = {}
_PASSAGE: Final = re.compile(r"[^。；;！!？?\n]*[。；;！!？?\n]?")


def without_personal_data(text: str, *, allowed: Collection[Kind] = ()) -> str:
    """Return the text; a sentence with personal data is replaced, and all of it where only the whole has any.

    A number broken over two sentences is still found by whoever puts them together. `allowed`: what the field
    is there to say, such as the address where an instrument stands.
    """
    said = "\0".join((str(len(allowed)), *sorted(allowed), text)).encode("utf-8", "surrogatepass")
    key = blake2b(said, digest_size=32).digest()
    try:
        remains = _remembered[key]
    except KeyError:
        remains = _without(text, allowed)
        if len(_remembered) >= _REMEMBERED_AT_MOST:
            _remembered.clear()
        _remembered[key] = None if remains == text else remains
    return text if remains is None else remains


def _without(text: str, allowed: Collection[Kind]) -> str:
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
