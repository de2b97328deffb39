"""Captions of tables and pictures: known by their style, joined to what they stand at."""

import re
from collections.abc import Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element, SubElement

from xiangchuang.documents.plan.drafted import Drafted
from xiangchuang.documents.plan.stylesheet import StyleSheet
from xiangchuang.documents.plan.wordxml import q, top_paragraphs

TABLE_CAPTION_STYLE, PICTURE_CAPTION_STYLE = "表题", "图题"
ABOVE_TABLE = frozenset({"表题", "table caption", "表格标题"})
BELOW_PICTURE = frozenset({"图题", "image caption", "图片标题"})
EITHER = frozenset({"caption", "题注", "題注"})
PICTURE_WORDS = re.compile(r"^\s*(?:附?图|fig)", re.IGNORECASE)
CAPTION = re.compile("\ufdd2c([ati])\ufdd3")


def mark_captions(body: Element, styles: StyleSheet) -> None:
    """Write into each paragraph of a caption's style what it is; what reads the tree takes it out again."""
    for paragraph in top_paragraphs(body):
        name = styles.name(paragraph)
        kind = "t" if name in ABOVE_TABLE else "i" if name in BELOW_PICTURE else "a" if name in EITHER else ""
        if kind:
            run = Element(q("w:r"))
            SubElement(run, q("w:t")).text = f"\ufdd2c{kind}\ufdd3"
            properties = paragraph.find(q("w:pPr"))
            paragraph.insert(0 if properties is None else 1, run)


def joined_captions(drafted: Sequence[Drafted]) -> tuple[Drafted, ...]:
    """The blocks with each caption in its table or picture; one that stands at neither stays a paragraph."""
    result: list[Drafted] = []
    waiting: Drafted | None = None
    for item in drafted:
        if waiting is not None:
            if item.block.kind == "table" and not item.block.caption:
                label = item.block.label or waiting.block.label
                item = replace(item, block=replace(item.block, caption=waiting.block.text, label=label))
            else:
                result.append(replace(waiting, caption=""))
            waiting = None
        last = result[-1].block if result else None
        below = last is not None and last.kind == "image" and not last.text
        if below and (item.caption == "i" or (item.caption == "a" and PICTURE_WORDS.match(item.block.text))):
            result[-1] = replace(result[-1], block=replace(result[-1].block, text=item.block.text))
        elif item.caption and item.caption != "i":
            waiting = item
        else:
            result.append(replace(item, caption=""))
    return (*result, *([replace(waiting, caption="")] if waiting else []))
