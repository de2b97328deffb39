"""The outline of a construction plan: chapters and sections in the notice's order."""

from functools import cached_property

from pydantic import Field

from xiangchuang.policy.terms import Label, Model, Sourced

SECTION_CODE = r"^[A-Z]\.\d+(\.\d+)?$"


class Section(Sourced):
    """One section a plan must have. ``guidance`` is the requirement the outline sets in brackets.

    ``own_heading`` is false where the outline gives the chapter's body no heading of its own: the text under
    the chapter's heading is the section.
    """

    code: str = Field(pattern=SECTION_CODE)
    title: Label
    guidance: str | None = None
    own_heading: bool = True
    synonyms: tuple[str, ...] = ()
    speaks_to: tuple[str, ...] = ()
    """Clauses of the notice that this section has to answer: shown beside it to author and reviewer."""


class Chapter(Model):
    """A chapter heading with its sections."""

    code: str = Field(pattern=SECTION_CODE)
    title: Label
    sections: tuple[Section, ...] = Field(min_length=1)


class Outline(Model):
    """outline.yaml."""

    chapters: tuple[Chapter, ...] = Field(min_length=1)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Every section, in order."""
        return tuple(section for chapter in self.chapters for section in chapter.sections)

    def section(self, code: str) -> Section:
        """The section of that code; raises ``KeyError``."""
        for section in self.sections:
            if section.code == code:
                return section
        raise KeyError(code)

    def chapter_of(self, code: str) -> Chapter:
        """The chapter that holds the section; raises ``KeyError``."""
        for chapter in self.chapters:
            if any(section.code == code for section in chapter.sections):
                return chapter
        raise KeyError(code)
