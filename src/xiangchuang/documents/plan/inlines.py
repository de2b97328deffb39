"""Turns pandoc's inlines into marked spans, images and notes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from xiangchuang.documents.plan.blocks import Mark, Span
from xiangchuang.documents.plan.captions import CAPTION
from xiangchuang.documents.plan.labels import LABEL, REFERENCE, label_of
from xiangchuang.documents.plan.wordxml import cleaned

MARKED: dict[str, Mark] = {
    "Strong": "bold",
    "Emph": "italic",
    "Underline": "underline",
    "Strikeout": "strike",
    "Superscript": "superscript",
    "Subscript": "subscript",
}
# OPEN and CLOSE of a heading mark must survive the cleaning of author's text.
MARK_CHARACTERS = "\ufdd0\ufdd1"
LINKED = ("http://", "https://", "mailto:")


@dataclass(slots=True)
class InlineRun:
    """What a run of inlines came to: spans in order, images (target, description), and the block's label.

    `is_reference` says that the block is an entry of the reference list, `caption` what caption it is.
    """

    spans: list[Span] = field(default_factory=list)
    images: list[tuple[str, str]] = field(default_factory=list)
    label: str = ""
    is_reference: bool = False
    caption: str = ""

    @property
    def text(self) -> str:
        """The plain text."""
        return "".join(span.text for span in self.spans)


class InlineReader:
    """Reads inlines; `note_text` gives the text of a footnote's blocks."""

    def __init__(self, note_text: Callable[[list[Any]], str]) -> None:
        self._note_text = note_text

    def read(self, inlines: Sequence[Any]) -> InlineRun:
        """The spans, images and notes of one run of inlines, trimmed at both ends."""
        run = InlineRun()
        for inline in inlines:
            self._add(run, inline, Span(""))
        run.spans = trimmed(run.spans)
        return run

    def _add(self, run: InlineRun, inline: dict[str, Any], under: Span) -> None:
        """Add one inline; `under` has the marks and the link it stands under."""
        kind: str = inline["t"]
        content: Any = inline.get("c")
        if kind == "Str":
            _append(run, content, under)
        elif kind in {"Space", "SoftBreak"}:
            _append(run, " ", under)
        elif kind == "LineBreak":
            _append(run, "\n", under)
        elif kind == "Math":
            _append(run, content[1], replace(under, marks=(*under.marks, "formula")))
        elif kind == "Image":
            run.images.append((content[2][0], self.read(content[1]).text))
        elif kind == "Note":
            if text := self._note_text(content):
                run.spans.append(Span("", note=text))
        elif kind in {"Code", "RawInline"}:
            _append(run, content[1], under)
        else:
            self._add_nested(run, kind, content, under)

    def _add_nested(self, run: InlineRun, kind: str, content: Any, under: Span) -> None:
        mark = MARKED.get(kind)
        if mark and mark not in under.marks:
            marks = {*under.marks, mark}
            under = replace(under, marks=tuple(known for known in MARKED.values() if known in marks))
        if kind == "Link":
            under = _linked(under, content[2][0])
        inner = content if kind in MARKED or kind == "SmallCaps" else content[1]
        quotes = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}
        before, after = quotes[content[0]["t"]] if kind == "Quoted" else ("", "")
        _append(run, before, under)
        for inline in inner:
            self._add(run, inline, under)
        _append(run, after, under)


def _linked(under: Span, target: str) -> Span:
    if target.lower().startswith(LINKED):
        return replace(under, link=target)
    label = label_of(target.removeprefix("#"))
    return replace(under, ref=label) if label else under


def trimmed(spans: Sequence[Span]) -> list[Span]:
    """Spans without blank at either end of the whole and without empty ones; a note is never blank."""
    kept = [span for span in spans if span.text or span.note]
    while kept and _is_blank(kept[0]):
        kept.pop(0)
    while kept and _is_blank(kept[-1]):
        kept.pop()
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return kept


def _is_blank(span: Span) -> bool:
    return not span.note and not span.text.strip()


def _append(run: InlineRun, text: str, under: Span) -> None:
    for found in LABEL.finditer(text):
        run.label, run.is_reference = found[2], found[1] == REFERENCE
    if found_caption := CAPTION.search(text):
        run.caption = found_caption[1]
    text = CAPTION.sub("", LABEL.sub("", text))
    if text[:1] not in MARK_CHARACTERS:
        text = cleaned(text)
    if not text:
        return
    last = run.spans[-1] if run.spans else None
    if last is not None and replace(last, text="") == under:
        run.spans[-1] = replace(last, text=last.text + text)
    else:
        run.spans.append(replace(under, text=text))
