"""The plan as one reader has it before them: each section with its tables, masked where the pack says so."""

from collections.abc import Mapping
from dataclasses import dataclass

from xiangchuang.documents.masking import Mask, mask_blocks
from xiangchuang.documents.plan import Block, place_of
from xiangchuang.documents.plan.blocks import block_from_json
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.reading_mask import withheld_picture
from xiangchuang.proposals.section_tables import section_tables


@dataclass(frozen=True)
class ReadSection:
    """A section of the outline; `real` are its blocks as written, `shown` those before the reader."""

    code: str
    title: str
    words: int
    real: tuple[Block, ...]
    shown: tuple[Block, ...]


@dataclass(frozen=True)
class Passage:
    """A passage cited: its section, the block it stands in, and its words as written."""

    section: str
    block: str
    words: str


@dataclass(frozen=True)
class ReadingText:
    """All sections of a revision by code; `mask` is None where the names may be read."""

    sections: Mapping[str, ReadSection]
    mask: Mask | None = None

    def shown(self, text: str) -> str:
        """Return a text as this reader may see it."""
        return self.mask.text(text) if self.mask else text

    def cited(self, section: str, quote: str) -> Passage | None:
        """Return where the words stand that the reader quotes: in that section first, then anywhere.

        None when they stand nowhere. Spaces and line breaks do not count.
        """
        ordered = sorted(self.sections.values(), key=lambda read: read.code != section)
        for read in ordered:
            place = place_of(read.shown, quote)
            if place.found == "here" and place.block:
                return Passage(read.code, place.block, self._as_written(read, place.block, quote))
        # What was quoted before is kept as written, and comes back so from a page that shows it masked.
        return next(
            (
                Passage(read.code, place.block, quote)
                for read in ordered
                if self.mask and (place := place_of(read.real, quote)).found == "here" and place.block
            ),
            None,
        )

    def passage(self, section: str, block: str, most: int) -> str:
        """Return the words of a block as the reader sees them, at most so many signs; "" without it."""
        read = self.sections.get(section)
        found = next((b for b in read.shown if b.id == block), None) if read else None
        return found.text[:most].rstrip() if found else ""

    def _as_written(self, read: ReadSection, block: str, quote: str) -> str:
        if self.mask is None:
            return quote
        real = next(b for b in read.real if b.id == block)
        return self.mask.original(real.text, quote) or quote


def reading_text(revision: PlanRevision, mask: Mask | None = None) -> ReadingText:
    """Return the text of a revision: the queries of its sections and its tables."""
    tables = section_tables(revision)
    sections = {}
    for section in revision.sections.all():
        real = (*map(block_from_json, section.blocks), *tables.get(section.code, ()))
        shown = mask_blocks(real, mask, picture=withheld_picture()) if mask else real
        sections[section.code] = ReadSection(section.code, section.title, section.words, real, shown)
    return ReadingText(sections, mask)
