"""Marks in the XML every paragraph that may be a heading, whatever way the author wrote the numbering."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from xiangchuang.documents.plan.likeness import GUIDANCE
from xiangchuang.documents.plan.numbering import TypedNumber, halved, typed_number
from xiangchuang.documents.plan.outline import Entry
from xiangchuang.documents.plan.stylesheet import Look, StyleSheet
from xiangchuang.documents.plan.wordxml import q, text_of, top_paragraphs

# Noncharacters: no author's text has them (they are cleaned away), and pandoc passes them through.
OPEN, CLOSE = "\ufdd0", "\ufdd1"
MARK = re.compile(f"^{OPEN}(\\d+){CLOSE}")
LONGEST_HEADING = 60
TITLE_LIKENESS = 0.6
RUN_IN_LIKENESS = 0.8
RUN_IN = re.compile(r"^(.{2,40}?)[。:：]\s*(?=\S)")
SENTENCE_END = re.compile(r"[。；;!！?？，,]\s*$")
CHAPTER_HABITS = frozenset({"chapter", "chinese"})


@dataclass(frozen=True, slots=True)
class HeadingMark:
    """A paragraph that may be a heading.

    `likeness` has one value for each outline entry; `styled` says that the author's style makes it a heading;
    `run_in` is what precedes body text in the same paragraph; `has_body` that text follows before the next
    mark.
    """

    text: str
    number: TypedNumber
    look: Look
    likeness: tuple[float, ...]
    styled: bool
    run_in: str = ""
    has_body: bool = False

    @property
    def habit(self) -> tuple[int, str, int]:
        """What headings of the same depth share: style level, form of number, depth of number or list."""
        depth = len(self.number.path) if self.number.path else self.look.auto_level
        return (self.look.level, self.number.habit, depth)


def mark_headings(body: Element, styles: StyleSheet, entries: Sequence[Entry]) -> tuple[HeadingMark, ...]:
    """Mark the candidates in place and describe them, in document order; the mark's number is its index."""
    marks: list[HeadingMark] = []
    for paragraph in top_paragraphs(body):
        text = text_of(paragraph).strip()
        if not text:
            continue
        mark = candidate(text, styles.look(paragraph), entries)
        if mark is None:
            if marks:
                marks[-1] = _with_body(marks[-1])
            continue
        _write_mark(paragraph, len(marks))
        marks.append(mark)
    return tuple(marks)


def candidate(text: str, look: Look, entries: Sequence[Entry]) -> HeadingMark | None:
    """Judge one paragraph; None when it is body text."""
    number = typed_number(text)
    styled = look.level > 0
    short = len(GUIDANCE.sub("", halved(text))) <= LONGEST_HEADING and not SENTENCE_END.search(text)
    if short or styled:
        likeness = tuple(entry.likeness(text) for entry in entries)
        alike = max(likeness, default=0.0) >= TITLE_LIKENESS
        numbered = number.habit in CHAPTER_HABITS or (look.bold and bool(number.habit))
        numbered = numbered or number.habit == "dotted"
        if styled or alike or numbered:
            return HeadingMark(text, number, look, likeness, styled)
    return _run_in_candidate(text, number, look, entries)


def _run_in_candidate(
    text: str, number: TypedNumber, look: Look, entries: Sequence[Entry]
) -> HeadingMark | None:
    # Official style runs the heading into the paragraph: （一）指导思想。以……为指导。
    found = RUN_IN.match(text)
    if found is None or not number.habit:
        return None
    likeness = tuple(entry.likeness(found[1]) for entry in entries)
    if max(likeness, default=0.0) < RUN_IN_LIKENESS:
        return None
    plain = Look(auto_level=look.auto_level)
    return HeadingMark(found[1], number, plain, likeness, False, run_in=found[0], has_body=True)


def _with_body(mark: HeadingMark) -> HeadingMark:
    return HeadingMark(mark.text, mark.number, mark.look, mark.likeness, mark.styled, mark.run_in, True)


def _write_mark(paragraph: Element, index: int) -> None:
    properties = paragraph.find(q("w:pPr"))
    if properties is not None:
        paragraph.remove(properties)
    run = Element(q("w:r"))
    SubElement(run, q("w:t")).text = f"{OPEN}{index}{CLOSE}"
    paragraph.insert(0, run)
