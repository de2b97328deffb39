"""Two texts of one section as a row of places, at each of which one text, the other or both are taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xiangchuang.documents.plan import (
    Block,
    ParsedPlan,
    ParsedSection,
    block_from_json,
    compare,
    section_to_html,
)
from xiangchuang.documents.plan.blocks import numbered_blocks
from xiangchuang.documents.plan.difference import BlockChange
from xiangchuang.documents.plan.difference_html import no_image
from xiangchuang.documents.plan.html import blocks_to_html

THEIRS, MINE, BOTH = "theirs", "mine", "both"


@dataclass(frozen=True)
class Place:
    """A place where the two differ; `theirs` or `mine` is None where one has nothing."""

    number: int
    theirs: Block | None
    mine: Block | None


class TwoTexts:
    """The saved text and the one that came second, block by block."""

    def __init__(self, theirs: Sequence[dict[str, Any]], mine: Sequence[dict[str, Any]]) -> None:
        self.theirs = tuple(block_from_json(block) for block in theirs)
        self.mine = tuple(block_from_json(block) for block in mine)
        self._difference = compare(_plan(self.theirs), _plan(self.mine)).sections[0]

    @property
    def places(self) -> list[Place]:
        """Where they differ, in reading order."""
        changes = enumerate(self._difference.blocks)
        return [
            Place(number, change.old, change.new) for number, change in changes if change.change != "same"
        ]

    def merged(self, chosen: Mapping[int, str]) -> tuple[Block, ...]:
        """The text that the choices make; a place without a choice keeps both."""
        result: list[Block] = []
        for number, change in enumerate(self._difference.blocks):
            result += _taken(change, chosen.get(number) or BOTH)
        return numbered_blocks(result)


def difference_html(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> str:
    """What changed from one text of a section to another, words marked; "" when nothing did."""
    old, new = (tuple(block_from_json(block) for block in blocks) for blocks in (before, after))
    section = compare(_plan(old), _plan(new)).sections[0]
    return "" if section.change == "same" else section_to_html(section)


def text_html(blocks: Sequence[Block]) -> str:
    """Blocks as a page shows them, without ids; images by their caption."""
    return blocks_to_html(blocks, no_image, heading_base=4, anchor=None)


def _taken(change: BlockChange, choice: str) -> list[Block]:
    if change.change == "same":
        return [block for block in (change.new,) if block is not None]
    theirs = [change.old] if change.old is not None and choice in {THEIRS, BOTH} else []
    mine = [change.new] if change.new is not None and choice in {MINE, BOTH} else []
    return theirs + mine


def _plan(blocks: tuple[Block, ...]) -> ParsedPlan:
    return ParsedPlan("", (ParsedSection("", "", "", blocks, 0),), (), (), (), (), 0, 0)
