"""What a paragraph looks like by its style chain: heading level, numbering, boldness."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from xiangchuang.documents.plan.wordxml import attribute, cleaned, q

HEADING_NAME = re.compile(r"^(?:heading|标题|標題)\s*([1-9])$", re.IGNORECASE)
# Paragraphs that a file of ours is written in; an author who makes a line bold there means no heading.
BODY_NAMES = frozenset({"body text", "first paragraph", "compact"})
TITLE_NAMES = frozenset({"title", "标题", "標題"})
CONTENTS_NAME = re.compile(r"^(?:toc|目录|contents)\s*\d?(?:\s*heading)?$|^toc heading$", re.IGNORECASE)
DEEPEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Look:
    """The look of one paragraph; `level` 1–9 for a heading style or outline level, else 0."""

    level: int = 0
    title: bool = False
    contents: bool = False
    auto_level: int = -1
    bold: bool = False
    body: bool = False


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    properties: Element | None
    bold: Element | None


class StyleSheet:
    """The paragraph styles of a document; `root` is the parsed `styles.xml` or None."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._looks: dict[str, Look] = {}
        for style in () if root is None else root.iter(q("w:style")):
            if attribute(style, "w:type", "paragraph") == "paragraph":
                self._styles[attribute(style, "w:styleId")] = _Style(
                    name=cleaned(attribute(style.find(q("w:name")), "w:val")).strip(),
                    based_on=attribute(style.find(q("w:basedOn")), "w:val"),
                    properties=style.find(q("w:pPr")),
                    bold=style.find(f"{q('w:rPr')}/{q('w:b')}"),
                )

    def look(self, paragraph: Element) -> Look:
        """The look of a paragraph: its own properties over those of its style."""
        properties = paragraph.find(q("w:pPr"))
        style = "" if properties is None else attribute(properties.find(q("w:pStyle")), "w:val")
        inherited = self._style_look(style)
        level, auto_level = _own_level(properties), _own_numbering(properties)
        return Look(
            level=inherited.level if level is None else level,
            title=inherited.title,
            contents=inherited.contents,
            auto_level=inherited.auto_level if auto_level is None else auto_level,
            bold=_runs_bold(paragraph, inherited.bold),
            body=inherited.body,
        )

    def name(self, paragraph: Element) -> str:
        """The name of the paragraph's style in small letters, "" where it has none."""
        style = attribute(paragraph.find(f"{q('w:pPr')}/{q('w:pStyle')}"), "w:val")
        return self._styles[style].name.lower() if style in self._styles else ""

    def _style_look(self, style_id: str) -> Look:
        if style_id not in self._looks:
            self._looks[style_id] = self._resolve(style_id)
        return self._looks[style_id]

    def _resolve(self, style_id: str) -> Look:
        level: int | None = None
        auto_level: int | None = None
        bold: bool | None = None
        title = contents = body = False
        for style in self._chain(style_id):
            heading = HEADING_NAME.match(style.name)
            if level is None:
                level = int(heading[1]) if heading else _own_level(style.properties)
            auto_level = _own_numbering(style.properties) if auto_level is None else auto_level
            bold = _is_on(style.bold) if bold is None and style.bold is not None else bold
            title = title or style.name.lower() in TITLE_NAMES
            contents = contents or bool(CONTENTS_NAME.match(style.name))
            body = body or style.name.lower() in BODY_NAMES
        return Look(level or 0, title, contents, -1 if auto_level is None else auto_level, bool(bold), body)

    def _chain(self, style_id: str) -> list[_Style]:
        chain: list[_Style] = []
        while style_id in self._styles and len(chain) < DEEPEST_CHAIN:
            chain.append(self._styles[style_id])
            style_id = chain[-1].based_on
        return chain


def _own_level(properties: Element | None) -> int | None:
    outline = None if properties is None else properties.find(q("w:outlineLvl"))
    if outline is None:
        return None
    value = attribute(outline, "w:val")
    # Outline level 9 is Word's "body text".
    return int(value) + 1 if value.isdecimal() and int(value) < 9 else 0


def _own_numbering(properties: Element | None) -> int | None:
    numbering = None if properties is None else properties.find(q("w:numPr"))
    if numbering is None:
        return None
    if attribute(numbering.find(q("w:numId")), "w:val", "1") == "0":
        return -1
    value = attribute(numbering.find(q("w:ilvl")), "w:val", "0")
    return int(value) if value.isdecimal() else 0


def _is_on(toggle: Element | None) -> bool:
    return toggle is not None and attribute(toggle, "w:val", "1") not in {"0", "false", "off"}


def _runs_bold(paragraph: Element, inherited: bool) -> bool:
    bold = [
        inherited if (own := run.find(f"{q('w:rPr')}/{q('w:b')}")) is None else _is_on(own)
        for run in paragraph.iter(q("w:r"))
        if any((text.text or "").strip() for text in run.iter(q("w:t")))
    ]
    return bool(bold) and all(bold)
