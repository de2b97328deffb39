"""The outline as a row of headings to look for: each chapter, then its sections."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from xiangchuang.documents.plan.likeness import likeness
from xiangchuang.documents.plan.parsed import OutlineSection


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading to look for: a chapter (`section` None) or a section, with its place in the outline.

    `path` is (chapter, section) counted from 1; a chapter has no second number. `sole` marks the section that
    takes the heading and the body of its chapter.
    """

    titles: tuple[str, ...]
    path: tuple[int, ...]
    chapter_code: str
    section: OutlineSection | None
    sole: bool = False

    @property
    def code(self) -> str:
        """The outline code of the heading: its section's, or its chapter's."""
        return self.section.code if self.section else self.chapter_code

    def likeness(self, heading: str) -> float:
        """The best likeness among the titles."""
        return max(likeness(heading, title) for title in self.titles)


def entries_of(outline: Sequence[OutlineSection]) -> tuple[Entry, ...]:
    """The headings to look for, in outline order; a chapter of one section is that section's heading."""
    entries: list[Entry] = []
    for number, (chapter, group) in enumerate(groupby(outline, key=lambda item: item.chapter_code), start=1):
        sections = list(group)
        title = sections[0].chapter_title
        if len(sections) == 1:
            sole = sections[0]
            titles = tuple(dict.fromkeys(text for text in (title, sole.title, *sole.titles) if text))
            entries.append(Entry(titles, (number,), chapter, sole, sole=True))
            continue
        entries.append(Entry((title,), (number,), chapter, None))
        for place, section in enumerate(sections, start=1):
            titles = (section.title, *section.titles)
            entries.append(Entry(titles, (number, place), chapter, section))
    return tuple(entries)
