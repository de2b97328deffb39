"""Where a quoted passage stands in a section today: in its block, in another one, or no longer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from xiangchuang.documents.plan.blocks import Block

Found: TypeAlias = Literal["here", "changed", "gone"]
ALIKE = 0.6
LONGEST_COMPARED = 2_000
_BETWEEN = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Place:
    """`here`: the words stand as quoted; `changed`: the block that was quoted reads otherwise now; `gone`:
    nothing is left of them, and `block` is "".
    """

    block: str
    found: Found


def place_of(blocks: Sequence[Block], quote: str, block_id: str = "") -> Place:
    """Return where `quote` stands: first in the block that was pointed at, then anywhere in the section.

    Without a quote the whole section is meant: then the place is `here` with no block. Spaces and line breaks
    do not count, for a quotation is typed or pasted.
    """
    wanted = _joined(quote)
    pointed = next((block for block in blocks if block_id and block.id == block_id), None)
    if not wanted:
        found: Found = "here" if pointed is not None or not block_id else "gone"
        return Place(pointed.id if pointed else "", found)
    ordered = ([pointed] if pointed else []) + [block for block in blocks if block is not pointed]
    for block in ordered:
        if wanted in _joined(block.text):
            return Place(block.id, "here")
    likest = max(ordered, key=lambda block: _likeness(wanted, _joined(block.text)), default=None)
    if likest is not None and _likeness(wanted, _joined(likest.text)) >= ALIKE:
        return Place(likest.id, "changed")
    return Place("", "gone")


def _joined(text: str) -> str:
    return _BETWEEN.sub("", text)


def _likeness(quote: str, text: str) -> float:
    """How much of the quotation the text still holds, in order: the text may say more around it."""
    left, right = quote[:LONGEST_COMPARED], text[:LONGEST_COMPARED]
    if not left or not right:
        return 0.0
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return sum(match.size for match in blocks if match.size > 1) / len(left)
