"""What changed between two versions of a paper's words, row by row and within a row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from django.utils.translation import gettext as _

from xiangchuang.policy.wordings import WordingText

Mark = Literal["same", "added", "removed"]


@dataclass(frozen=True)
class Line:
    """One row of the comparison: where it stands, and its pieces with their marks."""

    label: str
    mark: Mark
    pieces: tuple[tuple[Mark, str], ...]


def difference(before: WordingText | None, after: WordingText) -> list[Line]:
    """Return every row of both, in order; without `before` all of it is new."""
    old, new = (_lines(before) if before else []), _lines(after)
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    found: list[Line] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            found += [Line(label, "same", (("same", text),)) for label, text in new[j1:j2]]
        elif tag == "replace" and i2 - i1 == j2 - j1:
            found += [_changed(o, n) for o, n in zip(old[i1:i2], new[j1:j2], strict=True)]
        else:
            found += [Line(label, "removed", (("removed", text),)) for label, text in old[i1:i2]]
            found += [Line(label, "added", (("added", text),)) for label, text in new[j1:j2]]
    return found


def changes_only(lines: Sequence[Line]) -> list[Line]:
    """Return the rows in which something changed."""
    return [line for line in lines if any(mark != "same" for mark, _text in line.pieces)]


def row_label(row: str, level: int) -> str:
    """Return what a row is called."""
    names = {"paragraph": _("段落"), "list": _("列表"), "table": _("表格")}
    return names.get(row) or _("%(level)d 级标题") % {"level": level}


def _lines(text: WordingText) -> list[tuple[str, str]]:
    head = ((_("标题"), text.title), (_("文号"), text.number), (_("主送"), text.addressee))
    return [(label, said) for label, said in head if said] + [
        (row_label(block.row, block.level), block.text) for block in text.blocks
    ]


def _changed(old: tuple[str, str], new: tuple[str, str]) -> Line:
    if old[0] != new[0]:
        return Line(f"{old[0]} → {new[0]}", "added", (("removed", old[1]), ("added", new[1])))
    return Line(new[0], "same", tuple(_pieces(old[1], new[1])))


def _pieces(old: str, new: str) -> Iterator[tuple[Mark, str]]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", new[j1:j2]
            continue
        if i2 > i1:
            yield "removed", old[i1:i2]
        if j2 > j1:
            yield "added", new[j1:j2]
