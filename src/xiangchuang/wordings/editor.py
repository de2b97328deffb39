"""The editor's rows as a form sends them: read, moved, inserted, left out. Works without JavaScript."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from django.utils.translation import gettext as _

from xiangchuang.accounts.refusals import Invalid
from xiangchuang.pages.typed import whole
from xiangchuang.policy.wordings import HEADING_LEVELS, BlockKind, WordingBlock, WordingText
from xiangchuang.wordings.difference import row_label

MOST_ROWS: Final = 200
ROW_KINDS: Final = (*(f"heading-{n}" for n in range(1, HEADING_LEVELS + 1)), "paragraph", "list", "table")


@dataclass(frozen=True)
class EditorRow:
    """One row on the page: its place from 1, its kind as the select names it, its text and its faults."""

    place: int
    kind: str
    text: str
    faults: tuple[str, ...] = ()

    @property
    def lines(self) -> int:
        """How high its text field is."""
        return max(2, min(8, len(self.text) // 60 + self.text.count("\n") + 1))


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds of a row with their words."""
    return [(kind, _kind_words(kind)) for kind in ROW_KINDS]


def rows_of(text: WordingText, faults: Mapping[str, Sequence[str]]) -> list[EditorRow]:
    """Return the rows of the words, each with its faults."""
    return [
        EditorRow(
            place, f"heading-{block.level}" if block.row == "heading" else block.row, block.text,
            tuple(faults.get(f"block-{place}", ())),
        )
        for place, block in enumerate(text.blocks, start=1)
    ]  # fmt: skip


def read_rows(sent: Mapping[str, str]) -> WordingText:
    """Return the words that the form holds after the arrangement asked for; an emptied row is left out.

    Raises Invalid without a title, without any row, or with too many.
    """
    rows = [
        (sent.get(f"kind-{place}", "paragraph"), sent.get(f"text-{place}", ""))
        for place in range(1, MOST_ROWS + 2)
        if f"text-{place}" in sent
    ]
    rows = _arranged(rows, sent.get("arrange", ""))
    blocks = tuple(_block(kind, text) for kind, text in rows if text.strip())
    if not sent.get("title", "").strip():
        raise Invalid(_("标题是空的：写上标题再保存。"))
    if not blocks:
        raise Invalid(_("正文是空的：至少写一行。"))
    if len(blocks) > MOST_ROWS:
        raise Invalid(_("正文超过 %(most)d 行。") % {"most": MOST_ROWS})
    return WordingText(
        title=sent["title"].replace("\r\n", "\n"), number=sent.get("number", ""),
        addressee=sent.get("addressee", ""), blocks=blocks,
    )  # fmt: skip


def _arranged(rows: list[tuple[str, str]], asked: str) -> list[tuple[str, str]]:
    """Do what the pressed button asks: up-3, down-3, remove-3, insert-3 (below the third row)."""
    act, _dash, number = asked.partition("-")
    place = whole(number, 0) - 1
    if not 0 <= place < len(rows):
        return rows
    found = list(rows)
    if act == "remove":
        found.pop(place)
    elif act == "insert":
        found.insert(place + 1, ("paragraph", _("（新的一行）")))
    elif act in ("up", "down"):
        other = place - 1 if act == "up" else place + 1
        if 0 <= other < len(found):
            found[place], found[other] = found[other], found[place]
    return found


def _block(kind: str, text: str) -> WordingBlock:
    row, _dash, level = (kind if kind in ROW_KINDS else "paragraph").partition("-")
    return WordingBlock(
        row=cast(BlockKind, row), text=text.replace("\r\n", "\n").strip(), level=int(level or 1)
    )


def _kind_words(kind: str) -> str:
    row, _dash, level = kind.partition("-")
    return row_label(row, int(level or 1))
