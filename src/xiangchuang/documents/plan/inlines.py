"""Turns pandoc's inlines into marked spans, images and notes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from xiangchuang.documents.plan.blocks import Mark, Span
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


@dataclass(slots=True)
class InlineRun:
    """What a run of inlines came to: spans in order, image targets, and notes (each a list of pa"
    "ndoc blocks)."""

    spans: list[Span] = field(default_factory=list)
    images: list[tuple[str, str]] = field(default_factory=list)
    notes: list[list[Any]] = field(default_factory=list)
    formulas: int = 0

    @property
    def text(self) -> str:
        """The plain text."""
        return "".join(span.text for span in self.spans)


class InlineReader:
    """Reads inlines; `notes_before` numbers the notes through the whole document."""

    def __init__(self) -> None:
        self.notes_before = 0

    def read(self, inlines: Sequence[Any]) -> InlineRun:
        """The spans, images and notes of one run of inlines, trimmed at both ends."""
        run = InlineRun()
        for inline in inlines:
            self._add(run, inline, ())
        run.spans = trimmed(run.spans)
        return run

    def _add(self, run: InlineRun, inline: dict[str, Any], marks: tuple[Mark, ...]) -> None:
        kind: str = inline["t"]
        content: Any = inline.get("c")
        if kind == "Str":
            _append(run, content, marks)
        elif kind in {"Space", "SoftBreak"}:
            _append(run, " ", marks)
        elif kind == "LineBreak":
            _append(run, "\n", marks)
        elif kind == "Math":
            run.formulas += 1
            _append(run, content[1], (*marks, "formula"))
        elif kind == "Image":
            run.images.append((content[2][0], self.read(content[1]).text))
        elif kind == "Note":
            self.notes_before += 1
            run.notes.append(content)
            _append(run, f"[{self.notes_before}]", (*marks, "superscript"))
        elif kind in {"Code", "RawInline"}:
            _append(run, content[1], marks)
        else:
            self._add_nested(run, kind, content, marks)

    def _add_nested(self, run: InlineRun, kind: str, content: Any, marks: tuple[Mark, ...]) -> None:
        mark = MARKED.get(kind)
        if mark and mark not in marks:
            marks = (*marks, mark)
        inner = content if kind in MARKED or kind == "SmallCaps" else content[1]
        quotes = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}
        before, after = quotes[content[0]["t"]] if kind == "Quoted" else ("", "")
        _append(run, before, marks)
        for inline in inner:
            self._add(run, inline, marks)
        _append(run, after, marks)


def trimmed(spans: Sequence[Span]) -> list[Span]:
    """Spans without blank at either end of the whole and without empty ones."""
    kept = [span for span in spans if span.text]
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept:
        kept[0] = Span(kept[0].text.lstrip(), kept[0].marks)
        kept[-1] = Span(kept[-1].text.rstrip(), kept[-1].marks)
    return kept


def _append(run: InlineRun, text: str, marks: tuple[Mark, ...]) -> None:
    if text[:1] not in MARK_CHARACTERS:
        text = cleaned(text)
    if not text:
        return
    if run.spans and run.spans[-1].marks == marks:
        run.spans[-1] = Span(run.spans[-1].text + text, marks)
    else:
        run.spans.append(Span(text, marks))
