"""Finds the table of contents, made by Word or by hand, so that its lines are not taken for headings."""

import re
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

from xiangchuang.documents.plan.likeness import core
from xiangchuang.documents.plan.stylesheet import StyleSheet
from xiangchuang.documents.plan.wordxml import attribute, local, q, text_of, top_paragraphs

PAGE_TAIL = re.compile(r"(?:\t+|[.．…·‥\-—_ ]{3,})\s*\(?[0-9ivxIVX]{1,4}\)?\s*$")
CONTENTS_HEADING = re.compile(r"^\s*(?:目\s*录|目\s*次|contents)\s*$", re.IGNORECASE)
CONTENTS_FIELD = re.compile(r"^\s*TOC\b")


def contents_paragraphs(
    body: Element, styles: StyleSheet, is_title: Callable[[str], bool]
) -> tuple[Element, ...]:
    """The paragraphs that belong to a table of contents, in order."""
    paragraphs = list(top_paragraphs(body))
    found = _in_control(body) | _in_field(paragraphs) | _styled(paragraphs, styles)
    headings = {id(item) for item in paragraphs if styles.look(item).level}
    found |= _typed(paragraphs, is_title, headings)
    return tuple(item for item in paragraphs if id(item) in found)


def _in_control(body: Element) -> set[int]:
    found: set[int] = set()
    for control in body.iter(q("w:sdt")):
        gallery = attribute(
            control.find(f"{q('w:sdtPr')}/{q('w:docPartObj')}/{q('w:docPartGallery')}"), "w:val"
        )
        if "contents" in gallery.lower():
            found |= {id(item) for item in control.iter(q("w:p"))}
    return found


def _in_field(paragraphs: Sequence[Element]) -> set[int]:
    found: set[int] = set()
    open_fields: list[bool] = []
    for paragraph in paragraphs:
        inside = any(open_fields)
        for item in paragraph.iter():
            name = local(item)
            if name == "fldChar":
                kind = attribute(item, "w:fldCharType")
                if kind == "begin":
                    open_fields.append(False)
                elif kind == "end" and open_fields:
                    open_fields.pop()
            elif name == "instrText" and open_fields and CONTENTS_FIELD.match(item.text or ""):
                open_fields[-1] = inside = True
        if inside:
            found.add(id(paragraph))
    return found


def _styled(paragraphs: Sequence[Element], styles: StyleSheet) -> set[int]:
    return {id(item) for item in paragraphs if styles.look(item).contents}


def _typed(paragraphs: Sequence[Element], is_title: Callable[[str], bool], headings: set[int]) -> set[int]:
    """Lines typed by hand: those that end in a page number, and bare titles after 目录 until one comes again
    or a heading style begins the text."""
    found: set[int] = set()
    listing = False
    seen: set[str] = set()
    for paragraph in paragraphs:
        text = text_of(paragraph)
        bare = PAGE_TAIL.sub("", text).strip()
        if CONTENTS_HEADING.match(text):
            listing = True
            found.add(id(paragraph))
        elif id(paragraph) in headings:
            listing = False
        elif PAGE_TAIL.search(text) and is_title(bare):
            found.add(id(paragraph))
            seen.add(core(bare))
        elif listing and bare:
            if not is_title(bare) or core(bare) in seen:
                listing = False
            else:
                found.add(id(paragraph))
                seen.add(core(bare))
    return found
