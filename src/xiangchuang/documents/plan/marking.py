"""Marks in the XML every paragraph that may be a heading, whatever way the author wrote the numbering."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, SubElement

from xiangchuang.documents.plan.anchors import anchored_codes
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
    mark; `anchored` that a bookmark of ours says which entry it is.
    """

    text: str
    number: TypedNumber
    look: Look
    likeness: tuple[float, ...]
    styled: bool
    run_in: str = ""
    has_body: bool = False
    anchored: bool = False

    @property
    def habit(self) -> tuple[int, str, int]:
        """What headings of the same depth share: style level, form of number, depth of number or list."""
        depth = len(self.number.path) if self.number.path else self.look.auto_level
        return (self.look.level, self.number.habit, depth)


def mark_headings(body: Element, styles: StyleSheet, entries: Sequence[Entry]) -> tuple[HeadingMark, ...]:
    """Mark the candidates in place and describe them, in document order; the mark's number is its index."""
    marks: list[HeadingMark] = []
    anchors = anchored_codes(top_paragraphs(body), [entry.code for entry in entries])
    free = Free(entries, frozenset(anchors.values()))
    for paragraph in top_paragraphs(body):
        text = text_of(paragraph).strip()
        if not text:
            continue
        look = styles.look(paragraph)
        if id(paragraph) in anchors:
            mark: HeadingMark | None = _anchored(text, look, entries, anchors[id(paragraph)])
        else:
            mark = candidate(text, replace(look, bold=look.bold and not (look.body and anchors)), free)
        if mark is None:
            if marks:
                marks[-1] = _with_body(marks[-1])
            continue
        _write_mark(paragraph, len(marks))
        marks.append(mark)
    return tuple(marks)


@dataclass(frozen=True, slots=True)
class Free:
    """The outline's headings, and the codes of those that a bookmark has already found."""

    entries: Sequence[Entry]
    taken: frozenset[str] = frozenset()

    def likeness(self, text: str) -> tuple[float, ...]:
        """The likeness to each entry, 0 to one that is taken."""
        return tuple(0.0 if entry.code in self.taken else entry.likeness(text) for entry in self.entries)


def _anchored(text: str, look: Look, entries: Sequence[Entry], code: str) -> HeadingMark:
    likeness = tuple(float(entry.code == code) for entry in entries)
    depth = next(len(entry.path) for entry in entries if entry.code == code)
    level = look.level or depth
    return HeadingMark(text, typed_number(text), replace(look, level=level), likeness, True, anchored=True)


def candidate(text: str, look: Look, free: Free) -> HeadingMark | None:
    """Judge one paragraph; None when it is body text."""
    number = typed_number(text)
    styled = look.level > 0
    short = len(GUIDANCE.sub("", halved(text))) <= LONGEST_HEADING and not SENTENCE_END.search(text)
    if short or styled:
        likeness = free.likeness(text)
        alike = max(likeness, default=0.0) >= TITLE_LIKENESS
        numbered = number.habit in CHAPTER_HABITS or (look.bold and bool(number.habit))
        numbered = (numbered or number.habit == "dotted") and not free.taken
        if styled or alike or numbered:
            return HeadingMark(text, number, look, likeness, styled)
    return _run_in_candidate(text, number, look, free)


def _run_in_candidate(text: str, number: TypedNumber, look: Look, free: Free) -> HeadingMark | None:
    # Official style runs the heading into the paragraph: （一）指导思想。以……为指导。
    found = RUN_IN.match(text)
    if found is None or not number.habit:
        return None
    likeness = free.likeness(found[1])
    if max(likeness, default=0.0) < RUN_IN_LIKENESS:
        return None
    plain = Look(auto_level=look.auto_level)
    return HeadingMark(found[1], number, plain, likeness, False, run_in=found[0], has_body=True)


def _with_body(mark: HeadingMark) -> HeadingMark:
    return replace(mark, has_body=True)


def _write_mark(paragraph: Element, index: int) -> None:
    properties = paragraph.find(q("w:pPr"))
    if properties is not None:
        paragraph.remove(properties)
    run = Element(q("w:r"))
    SubElement(run, q("w:t")).text = f"{OPEN}{index}{CLOSE}"
    paragraph.insert(0, run)
