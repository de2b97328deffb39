"""What changed in a report since the revision that was returned, section by section."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from xiangchuang.reporting.content import Content

_PIECE: Final = re.compile(r"[^。；！？\n]*[。；！？\n]?")
_LONGEST: Final = 3000
"""Pieces of one text beyond which it is shown whole: comparing would take too long."""


@dataclass(frozen=True)
class Piece:
    """A sentence that stayed, came or went."""

    kind: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True)
class SectionChange:
    """A section whose text differs."""

    label: str
    pieces: tuple[Piece, ...]


def changed_since(before: Content, after: Content) -> list[SectionChange]:
    """Return the sections whose words differ, and the plan's items where they do."""
    old = {s["code"]: s["text"] for s in (*before["summary"], *before["plan_texts"])}
    changes = [
        SectionChange(s["label"], pieces(old.get(s["code"], ""), s["text"]))
        for s in (*after["summary"], *after["plan_texts"])
        if old.get(s["code"], "") != s["text"]
    ]
    earlier, later = (_plan_text(content) for content in (before, after))
    if earlier != later:
        changes.append(SectionChange("计划事项", pieces(earlier, later)))
    return changes


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return both texts as one run of sentences that stayed, went and came."""
    old, new = (_PIECE.findall(text)[:-1] for text in (before, after))
    if max(len(old), len(new)) > _LONGEST:
        return (Piece("removed", before), Piece("added", after))
    found: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(old[a:b])))
            continue
        found += [Piece("removed", "".join(old[a:b]))] if b > a else []
        found += [Piece("added", "".join(new[c:d]))] if d > c else []
    return tuple(found)


def _plan_text(content: Content) -> str:
    return "".join(f"{i['title']}，{i['due_on']}，{i['expected']}\n" for i in content["plan"])
