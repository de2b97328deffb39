"""Holds the parse against the file: every run of text is in it, or in the list of losses."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from xiangchuang.documents.intake.limits import UploadLimits
from xiangchuang.documents.plan.blocks import Block, notes_of
from xiangchuang.documents.plan.package import WordPackage, read_package
from xiangchuang.documents.plan.parsed import Loss, ParsedPlan
from xiangchuang.documents.plan.wordxml import cleaned, local, q

BLANK = re.compile(r"\s+")
NOT_SHOWN = frozenset({"del", "moveFrom", "Fallback"})
# What the reading puts something into the text for: a note's number, a formula, a sign from a symbol font.
BETWEEN = frozenset({"footnoteReference", "endnoteReference", "oMath", "sym", "noBreakHyphen", "softHyphen"})
CUT = "\x00"
REASON = "转换时未能保留；对照原文，把这段文字改成普通正文后重新上传。"


def reconcile(path: Path, parsed: ParsedPlan) -> tuple[Loss, ...]:
    """Texts of the main part, text boxes, footnotes and endnotes that are neither parsed nor listed as lost.

    An empty answer means that nothing went unnoticed. Blank space is not compared.
    """
    return unaccounted(texts_of(read_package(path, UploadLimits())), parsed)


def texts_of(package: WordPackage) -> tuple[str, ...]:
    """The text of each paragraph as it stands in the XML, before anything is taken apart, in the pieces
    between notes and formulas."""
    roots = [package.document, *package.stories.get("footnotes", ()), *package.stories.get("endnotes", ())]
    return tuple(text for root in roots for text in _paragraph_texts(root))


def unaccounted(texts: Sequence[str], parsed: ParsedPlan) -> tuple[Loss, ...]:
    """Which of the paragraph texts are not in the parse; repeated ones must be there as often."""
    here = "".join(_squeezed(text) for text in _parsed_texts(parsed))
    losses: list[Loss] = []
    position = 0
    for text, times in Counter(_squeezed(text) for text in texts).items():
        if not text:
            continue
        # Nearly all text keeps its order, so the search goes on from the last find before it starts anew.
        found = here.find(text, position)
        found = here.find(text) if found < 0 else found
        if found < 0 or (times > 1 and here.count(text) < times):
            losses.append(Loss("text", text, REASON))
        else:
            position = found
    return tuple(losses)


def _paragraph_texts(root: Element) -> Iterator[str]:
    for child in root:
        if local(child) in NOT_SHOWN:
            continue
        if child.tag == q("w:p"):
            yield from (cleaned(piece) for piece in "".join(_own_runs(child)).split(CUT))
        yield from _paragraph_texts(child)


def _own_runs(element: Element) -> Iterator[str]:
    for child in element:
        name = local(child)
        if name == "t" and child.tag == q("w:t"):
            yield child.text or ""
        elif name in BETWEEN:
            yield CUT
        elif name not in NOT_SHOWN and name != "txbxContent":
            yield from _own_runs(child)


def _parsed_texts(parsed: ParsedPlan) -> Iterator[str]:
    yield parsed.title
    yield from (heading for _, heading in parsed.chapters)
    for section in parsed.sections:
        yield section.found_heading
        for block in section.blocks:
            yield from _block_texts(block)
    for extra in parsed.surplus:
        yield extra.heading
        for block in extra.blocks:
            yield from _block_texts(block)
    yield from (loss.text for loss in parsed.losses)


def _block_texts(block: Block) -> Iterator[str]:
    yield from (block.caption, block.text)
    yield from notes_of(block)


def _squeezed(text: str) -> str:
    return BLANK.sub("", text)
