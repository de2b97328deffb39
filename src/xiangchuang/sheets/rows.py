"""The rows of a table as values of a register: each good, with faults, or empty, and none lost on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from xiangchuang.sheets.cells import Broken, Cell, SheetRow, is_blank, text_of
from xiangchuang.sheets.columns import Column
from xiangchuang.sheets.faults import SheetError
from xiangchuang.sheets.headers import Head, find_head
from xiangchuang.sheets.sheet import Sheet, notes_on_others
from xiangchuang.sheets.values import UnfitError, Value, value_of

EXAMPLE_MARK: Final = "示例："
"""What the first cell of a template's example row begins with; such a row is no data."""
_KEPT_TEXT: Final = re.compile(r'="([^"]*)"|\'([=+@\d-].*)', re.DOTALL)
_SHOWN: Final = 20


class Fault(NamedTuple):
    """What is wrong with one cell: the column's name ("" for the row as a whole) and the words for it."""

    column: str
    text: str


class Row(NamedTuple):
    """One row as the file counts it from 1; ``values`` holds every column found, None where nothing fits."""

    number: int
    values: dict[str, Value]
    faults: tuple[Fault, ...]


@dataclass
class Rows:
    """The rows under a header; each iteration reads the file anew and counts again.

    After an iteration ``rows_in == good + faulty + empty``; an example row of the template is in ``examples``
    alone. Iterating raises SheetError for a damaged part, and where no row has anything in it.
    """

    head: Head
    columns: tuple[Column, ...]
    passed_over: tuple[str, ...]
    good: int = 0
    faulty: int = 0
    empty: int = 0
    examples: list[int] = field(default_factory=list)

    @property
    def sheet(self) -> str:
        """The name of the page read, "" for a text file."""
        return self.head.page.name

    @property
    def rows_in(self) -> int:
        """Rows under the header."""
        return self.good + self.faulty + self.empty

    @property
    def headers(self) -> tuple[str, ...]:
        """The header's words in order."""
        return self.head.words

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headers that answer to no column."""
        return self.head.ignored

    @property
    def notes(self) -> tuple[str, ...]:
        """In Chinese, what was not read and what to look at; complete after an iteration."""
        return (*self.passed_over, *self._notes())

    def _notes(self) -> Iterator[str]:
        if self.ignored:
            names = "、".join(self.ignored[:_SHOWN]) + ("…" if len(self.ignored) > _SHOWN else "")
            yield f"有 {len(self.ignored)} 列不在登记范围内，没有读取：{names}"
        if self.examples:
            yield f"第 {'、'.join(map(str, self.examples[:_SHOWN]))} 行是模板的示例，没有读取"
        merged = [area for area in self.head.page.merged if _last_row(area) > self.head.number]
        if merged:
            areas = "、".join(merged[:_SHOWN]) + ("…" if len(merged) > _SHOWN else "")
            yield f"有合并的单元格（{areas}），只有左上角一格有内容，其余按空白读取；拆开并逐行填写"

    def __iter__(self) -> Iterator[Row]:
        self.good = self.faulty = self.empty = 0
        self.examples = []
        for row in self.head.page.rows():
            if row.number <= self.head.number:
                continue
            if row.empty:
                self.empty += row.empty
            else:
                yield from self._row(row)
        if not self.good + self.faulty:
            raise SheetError(f"第 {self.head.number} 行的表头下面没有数据；填好数据，保存后重试")

    def _row(self, row: SheetRow) -> Iterator[Row]:
        if all(is_blank(cell) for cell in row.cells):
            self.empty += 1
            return
        cells = [_from_text(cell) for cell in row.cells] if self.head.page.ragged else list(row.cells)
        if _is_example(cells):
            self.examples.append(row.number)
            return
        read = self._read(row.number, cells)
        if read.faults:
            self.faulty += 1
        else:
            self.good += 1
        yield read

    def _read(self, number: int, cells: Sequence[Cell]) -> Row:
        faults = self._width_faults(cells)
        values: dict[str, Value] = {}
        for place, column in self.head.places.items():
            values[column.name] = None
            try:
                cell = cells[place] if place < len(cells) else None
                value = value_of(column, cell, self.head.units[column.name])
                if value is None and column.required:
                    raise UnfitError("必填，没有填写")
                values[column.name] = value
            except UnfitError as unfit:
                faults.append(Fault(column.name, str(unfit)))
        return Row(number, values, tuple(faults))

    def _width_faults(self, cells: Sequence[Cell]) -> list[Fault]:
        width = len(self.head.words)
        beyond = next((n for n, cell in enumerate(cells) if n >= width and not is_blank(cell)), None)
        if beyond is not None:
            return [
                Fault("", f"第 {letters(beyond + 1)} 列有内容但没有表头；删去这些内容，或给这一列加上表头")
            ]
        if self.head.page.ragged and len(cells) < width:
            return [Fault("", f"只有 {len(cells)} 个单元格，表头有 {width} 个；核对分隔符后补齐")]
        return []


def read_rows(sheet: Sheet, columns: Sequence[Column]) -> Rows:
    """The rows of the page whose header has the columns' labels; nothing is read before iterating.

    Raises SheetError where no header fits, a required one is missing, or it leaves open what is meant.
    """
    head = find_head(sheet, columns)
    return Rows(head, tuple(columns), notes_on_others(sheet, head.page))


def letters(place: int) -> str:
    """A column's letters: 1 is A, 28 is AB."""
    words = ""
    while place:
        place, letter = divmod(place - 1, 26)
        words = chr(65 + letter) + words
    return words


def _last_row(area: str) -> int:
    digits = re.sub(r"\D", "", area.rpartition(":")[2])
    return int(digits) if digits else 0


def _is_example(cells: Sequence[Cell]) -> bool:
    first = next((cell for cell in cells if not is_blank(cell)), None)
    return isinstance(first, str) and text_of(first).strip().startswith(EXAMPLE_MARK)


def _from_text(cell: Cell) -> Cell:
    """A cell of delimited text without the marks that keep a spreadsheet from taking it for a number."""
    if not isinstance(cell, str):
        return cell
    words = cell.strip()
    if found := _KEPT_TEXT.fullmatch(words):
        return found[1] if found[1] is not None else found[2]
    return Broken("formula", words) if words.startswith("=") else cell
