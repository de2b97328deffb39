"""Puts the blocks under their headings: sections, surplus, what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from xiangchuang.documents.plan.blocks import Block, Span, count_words, notes_of, numbered_blocks
from xiangchuang.documents.plan.drafted import Drafted
from xiangchuang.documents.plan.inlines import trimmed
from xiangchuang.documents.plan.marking import HeadingMark
from xiangchuang.documents.plan.matching import Matching
from xiangchuang.documents.plan.outline import Entry
from xiangchuang.documents.plan.parsed import OutlineSection, ParsedSection, Surplus


@dataclass(slots=True)
class _Place:
    """Where blocks are being put: a section, a chapter's opening, or a surplus heading."""

    heading: str
    section: OutlineSection | None = None
    chapter: str = ""
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Assembly:
    """The plan cut by its headings."""

    sections: tuple[ParsedSection, ...]
    missing: tuple[str, ...]
    surplus: tuple[Surplus, ...]
    chapters: tuple[tuple[str, str], ...]


def assemble(
    drafted: Sequence[Drafted],
    marks: Sequence[HeadingMark],
    matching: Matching,
    outline: Sequence[OutlineSection],
) -> Assembly:
    """Give every block its place; nothing is dropped.

    What stands between a chapter's heading and its first section opens that section; a chapter whose sections
    are all missing is surplus, so the applicant sees the text.
    """
    places = [_Place("")]
    base = 0
    for item in drafted:
        entry = None if item.mark is None else matching.entries.get(item.mark)
        if item.mark is not None and (entry is not None or item.mark in matching.surplus):
            mark = marks[item.mark]
            heading, rest = _split_run_in(item.block, mark)
            places.append(_place(heading, entry))
            base = mark.look.level
            if rest is not None:
                places[-1].blocks.append(rest)
        else:
            places[-1].blocks.append(_as_body(item, marks, base))
    _open_sections(places)
    return _gather(places, outline)


def _place(heading: str, entry: Entry | None) -> _Place:
    if entry is None:
        return _Place(heading)
    return _Place(heading, entry.section, entry.chapter_code)


def _split_run_in(block: Block, mark: HeadingMark) -> tuple[str, Block | None]:
    if not mark.run_in:
        # A footnote to a heading has no place in the outline's own words: it opens the section.
        notes = "\n".join(notes_of(block))
        return " ".join(block.text.split()), Block("", "paragraph", notes) if notes else None
    spans = list(block.spans) or [Span(block.text)]
    cut = len(mark.run_in)
    rest: list[Span] = []
    for span in spans:
        rest.append(replace(span, text=span.text[cut:]))
        cut = max(0, cut - len(span.text))
    rest = trimmed(rest)
    text = "".join(span.text for span in rest)
    kept = tuple(rest) if any(not span.is_plain for span in rest) else ()
    return mark.run_in.strip(), Block("", "paragraph", text, spans=kept) if text else None


def _as_body(item: Drafted, marks: Sequence[HeadingMark], base: int) -> Block:
    if item.mark is None:
        return item.block
    mark = marks[item.mark]
    if mark.styled and not mark.run_in:
        return replace(item.block, kind="heading", level=max(1, mark.look.level - base))
    if mark.look.bold and not mark.run_in:
        return replace(item.block, kind="heading", level=1)
    return item.block


def _open_sections(places: list[_Place]) -> None:
    for place, following in pairwise(places):
        opens = place.chapter and place.section is None
        if opens and place.blocks and following.section is not None and following.chapter == place.chapter:
            following.blocks[:0] = place.blocks
            place.blocks = []


def _gather(places: Sequence[_Place], outline: Sequence[OutlineSection]) -> Assembly:
    found = {place.section.code: place for place in places if place.section is not None}
    sections: list[ParsedSection] = []
    for section in outline:
        place = found.get(section.code)
        blocks = numbered_blocks(place.blocks) if place else ()
        words = sum(count_words(block.text) for block in blocks)
        heading = place.heading if place else ""
        sections.append(ParsedSection(section.code, section.title, heading, blocks, words))
    surplus = tuple(
        Surplus(place.heading, numbered_blocks(place.blocks))
        for place in places
        if place.section is None and (place.blocks or (place.heading and not place.chapter))
    )
    missing = tuple(section.code for section in outline if section.code not in found)
    chapters = tuple(
        (place.chapter, place.heading) for place in places if place.chapter and not place.section
    )
    return Assembly(tuple(sections), missing, surplus, chapters)
