"""The outline of a construction plan: chapters and sections in the notice's order."""

from functools import cached_property
from typing import Self

from pydantic import Field, PositiveInt, model_validator

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


class SectionWords(Sourced):
    """How many words a section usually has, from and to; a hint, never a limit."""

    ranges: dict[str, tuple[PositiveInt, PositiveInt]]

    @model_validator(mode="after")
    def _expect_spans(self) -> Self:
        for code, (least, most) in self.ranges.items():
            if least > most:
                raise ValueError(f"{code} 的前一个数大于后一个：写成 [最少, 最多]")
        return self


class LookedFor(Sourced):
    """What reviewers look for in a section, as examples its author reads beside the text."""

    sections: dict[str, tuple[str, ...]]


class Outline(Model):
    """outline.yaml."""

    chapters: tuple[Chapter, ...] = Field(min_length=1)
    words: SectionWords | None = None
    reviewers_look_for: LookedFor | None = None

    @model_validator(mode="after")
    def _names_its_own_sections(self) -> Self:
        codes = {section.code for section in self.sections}
        named = {*(self.words.ranges if self.words else ())}
        named |= {*(self.reviewers_look_for.sections if self.reviewers_look_for else ())}
        if unknown := sorted(named - codes):
            raise ValueError(f"提纲没有这些节：{'、'.join(unknown)}")
        return self

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Every section, in order."""
        return tuple(section for chapter in self.chapters for section in chapter.sections)

    def expected_words(self, code: str) -> tuple[int, int] | None:
        """How many words the section usually has, None where the pack does not say."""
        return self.words.ranges.get(code) if self.words else None

    def looked_for(self, code: str) -> tuple[str, ...]:
        """What reviewers look for in the section."""
        return self.reviewers_look_for.sections.get(code, ()) if self.reviewers_look_for else ()

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
