"""Which page and which row of a file hold the header, and which column of the register stands where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from xiangchuang.sheets.cells import Cell, is_blank, text_of
from xiangchuang.sheets.columns import Column, MoneyUnit, base_of, money_unit_in, plain
from xiangchuang.sheets.faults import SheetError
from xiangchuang.sheets.sheet import Page, Sheet

LOOKED_AT: Final = 10
"""Rows with content among which the header is looked for: a title and a line of units may stand above it."""
_NAMED: Final = 20


@dataclass(frozen=True)
class Head:
    """A header found: its page and row, its words by place, the columns by place, money units by name."""

    page: Page
    number: int
    words: tuple[str, ...]
    places: dict[int, Column]
    units: dict[str, MoneyUnit | None]

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headers that no column of the register answers to."""
        return tuple(word for place, word in enumerate(self.words) if word and place not in self.places)


def find_head(sheet: Sheet, columns: Sequence[Column]) -> Head:
    """The first visible page and row in which half of the labels stand, or all that are required.

    Raises SheetError: no such row, a required header missing, twice the same, a header of two rows.
    """
    main = sheet.main
    best: Head | None = None
    below: list[Head] = []
    for page in sheet.visible:
        rows = list(page.first_rows(LOOKED_AT))
        heads = [_head(page, row.number, row.cells, columns) for row in rows]
        for at, head in enumerate(heads):
            if _enough(head, columns):
                return _checked(head, heads[at + 1 :], columns)
            if best is None or len(head.places) > len(best.places):
                best, below = head, heads[at + 1 :]
    if best is None or not best.places:
        raise _no_head(main, columns)
    return _checked(best, below, columns)


def _head(page: Page, number: int, cells: Iterable[Cell], columns: Sequence[Column]) -> Head:
    words = [" ".join(text_of(cell).split()) for cell in cells]
    while words and not words[-1]:
        words.pop()
    exact = _by_words((plain(column.label), column) for column in columns)
    exact |= _by_words((plain(column.header), column) for column in columns)
    exact |= _by_words((plain(column.name), column) for column in columns)
    loose = _by_words((base_of(column.label), column) for column in columns)
    places: dict[int, Column] = {}
    for place, word in enumerate(words):
        base = base_of(word)
        column = exact.get(plain(word)) or exact.get(base) or loose.get(base)
        if word and column is not None:
            places[place] = column
    units = {column.name: money_unit_in(words[place]) for place, column in places.items()}
    return Head(page, number, tuple(words), places, units)


def _by_words(named: Iterable[tuple[str, Column]]) -> dict[str, Column]:
    """Columns by their words; words that two columns share belong to neither."""
    found: dict[str, Column] = {}
    shared: set[str] = set()
    for words, column in named:
        if words in found and found[words] is not column:
            shared.add(words)
        found[words] = column
    return {words: column for words, column in found.items() if words not in shared}


def _enough(head: Head, columns: Sequence[Column]) -> bool:
    found = {column.name for column in head.places.values()}
    required = {column.name for column in columns if column.required}
    return 2 * len(found) >= len(columns) or bool(required and required <= found)


def _checked(head: Head, below: Sequence[Head], columns: Sequence[Column]) -> Head:
    found = [column.name for column in head.places.values()]
    missing = [column for column in columns if column.name not in found]
    if below and below[0].number == head.number + 1:
        names = {column.name for column in below[0].places.values()}
        if any(column.name in names for column in missing):
            raise SheetError(
                f"表头占了两行（第 {head.number}、{below[0].number} 行）；表头只占一行，拆开合并的单元格"
            )
    wanted = [str(column.label) for column in missing if column.required]
    if wanted:
        raise SheetError(f"第 {head.number} 行的表头缺少：{_listed(wanted)}；补上这些列，或用模板重新填写")
    for place, column in head.places.items():
        if found.count(column.name) > 1:
            words = head.words[place]
            raise SheetError(f"表头中“{words}”出现两次，改成不同的名称，或只留一列")
    if "" in head.words:
        place = head.words.index("") + 1
        raise SheetError(f"表头第 {place} 列没有名称；表头只占一行，拆开合并的单元格，补上名称或删去空列")
    return head


def _no_head(main: Page, columns: Sequence[Column]) -> SheetError:
    row = next(main.first_rows(1))
    words = [" ".join(text_of(cell).split()) for cell in row.cells if not is_blank(cell)]
    return SheetError(
        f"前 {LOOKED_AT} 行里没有找到表头，第 {row.number} 行是：{_listed(words)}；"
        f"表头应有：{_listed([str(column.label) for column in columns])}。用模板重新填写，或改正表头"
    )


def _listed(words: Sequence[str]) -> str:
    shown = "、".join(word[:_NAMED] for word in words[:_NAMED])
    return f"{shown} 等 {len(words)} 列" if len(words) > _NAMED else shown
