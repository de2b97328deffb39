"""The rows of one .xlsx sheet as a stream: typed cells, stretches of empty rows counted, nothing made dense.

What the sheet declares of its own size (``dimension``) is not read: it is often stale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from zipfile import ZipFile

from xiangchuang.sheets.cells import Broken, Cell, Percent, RowStream, SheetRow, shown
from xiangchuang.sheets.faults import SheetError
from xiangchuang.sheets.package import CHUNK, Attributes, broken, opened, parse, parser_for
from xiangchuang.sheets.workbook import EPOCH_1900, SheetPart, Workbook, moment_of, unescaped

LAST_COLUMN: Final = 16_384
"""XFD, the last column a workbook has."""
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})[0-9]+")
_SPEAKS: Final = re.compile(rb">[^<\s]|>\s+[^<\s]|<!|<\?|<(?:\w+:)?f[\s/>]")
_ROW: Final = re.compile(rb"<(?:\w+:)?row[\s/>]")
_LATEST: Final = date(9999, 12, 31)


def worksheet_rows(book: Workbook, sheet: SheetPart, merged: list[str]) -> RowStream:
    """The rows of a sheet; ``merged`` is filled with its merged ranges (A1:B2), which stand behind the rows.

    Raises SheetError for a part that is damaged, or whose cells contradict each other.
    """
    merged.clear()
    with opened(book.path) as archive:
        yield from _Reader(book, merged).rows(archive, sheet)


class _Reader:
    """Turns the events of a sheet's XML into rows."""

    def __init__(self, book: Workbook, merged: list[str]) -> None:
        self._book = book
        self._merged = merged
        self._done: list[SheetRow] = []
        self._number = 0
        self._empty = 0
        self._cells: list[Cell] = []
        self._column = 0
        self._kind = ""
        self._style = 0
        self._value: list[str] | None = None
        self._formula: list[str] | None = None
        self._into: list[str] | None = None
        self._silent = False

    def rows(self, archive: ZipFile, sheet: SheetPart) -> RowStream:
        if sheet.part not in archive.namelist():
            raise broken()
        parser = parser_for(self._start, self._end, self._text)
        with archive.open(sheet.part) as part:
            for chunk, empties in _without_empty_rows(iter(lambda: part.read(CHUNK), b"")):
                parse(parser, chunk)
                self._number += empties
                self._empty += empties
                yield from self._finished()
        parse(parser, b"", last=True)
        self._close_empties()
        yield from self._finished()

    def _finished(self) -> list[SheetRow]:
        done, self._done = self._done, []
        return done

    def _start(self, tag: str, attributes: Attributes) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "v":
            self._into = self._value = []
        elif tag == "f":
            self._into = self._formula = []
        elif tag == "t" and not self._silent:
            self._into = self._value = self._value or []
        elif tag == "rPh":
            self._silent = True
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "mergeCell":
            self._merged.append(attributes.get("ref", ""))

    def _end(self, tag: str) -> None:
        self._into = None
        if tag == "c":
            self._end_cell()
        elif tag == "row":
            self._end_row()
        elif tag == "rPh":
            self._silent = False

    def _text(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def _start_row(self, attributes: Attributes) -> None:
        stated = attributes.get("r", "")
        number = int(stated) if stated.isdecimal() else self._number + 1
        if number <= self._number:
            raise SheetError(f"第 {number} 行的次序颠倒或重复；在 Excel 或 WPS 中另存为 .xlsx 后重试")
        self._number = number
        self._column = 0
        self._cells = []

    def _end_row(self) -> None:
        if not self._cells:
            self._empty += 1
            return
        self._close_empties()
        self._done.append(SheetRow(self._number, tuple(self._cells)))

    def _close_empties(self) -> None:
        if self._empty:
            self._done.append(SheetRow(self._number, (), self._empty))
            self._empty = 0

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r", "")
        column = _column_of(reference) if reference else self._column + 1
        if not self._column < column <= LAST_COLUMN:
            raise SheetError(f"单元格 {reference[:20]} 的位置重复或超出工作表；另存为 .xlsx 后重试")
        self._column = column
        self._kind = attributes.get("t", "n")
        style = attributes.get("s", "")
        self._style = int(style) if style.isdecimal() else 0
        self._value = self._formula = None

    def _end_cell(self) -> None:
        cell = self._cell()
        if cell is not None:
            self._cells += [None] * (self._column - 1 - len(self._cells))
            self._cells.append(cell)

    def _cell(self) -> Cell:
        value = "".join(self._value) if self._value else ""
        if not value:
            calculated_to_nothing = self._kind == "str" and self._value is not None
            if self._formula is None or calculated_to_nothing:
                return None
            return Broken("formula", "=" + "".join(self._formula)[:200])
        match self._kind:
            case "s":
                return self._shared(value)
            case "str" | "inlineStr":
                return unescaped(value) or None
            case "b":
                return value.strip() not in ("0", "false")
            case "e":
                return Broken("error", value)
            case "d":
                return _iso(value)
            case _:
                return self._number_of(value.strip())

    def _shared(self, index: str) -> Cell:
        digits = index.strip()
        if not digits.isdecimal() or int(digits) >= len(self._book.texts):
            raise broken()
        return self._book.texts[int(digits)] or None

    def _number_of(self, digits: str) -> Cell:
        try:
            stored = float(digits)
        except ValueError:
            return digits
        if stored in (float("inf"), float("-inf")) or stored != stored:
            return Broken("error", digits)
        styles = self._book.styles
        style = styles[self._style] if self._style < len(styles) else "number"
        number = shown(stored)
        if style == "percent":
            return Percent(number * 100)
        return self._moment(stored, number) if style == "date" else number

    def _moment(self, stored: float, number: Decimal) -> Cell:
        """A serial number of days; below one it is a time of day, beyond the calendar a mere number."""
        epoch = self._book.epoch
        if not 1 <= stored < (_LATEST - epoch.date()).days:
            return number
        # Serial 60 is the 29 February 1900 that never was; before it the count is one day behind.
        late = 1 if epoch is EPOCH_1900 and stored < 60 else 0
        return moment_of(epoch + timedelta(days=late, seconds=round(stored * 86_400)))


def _column_of(reference: str) -> int:
    found = _REFERENCE.fullmatch(reference)
    if not found:
        return LAST_COLUMN + 1
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return column


def _iso(value: str) -> Cell:
    try:
        return moment_of(datetime.fromisoformat(value).replace(tzinfo=None))
    except ValueError:
        return value


def _without_empty_rows(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, int]]:
    """The chunks without stretches of whole rows in which nothing but tags stands, and how many those were.

    A cell has a value only where some text stands between tags. Millions of formatted empty rows then cost
    a search instead of a parse.
    """
    for chunk in chunks:
        if _SPEAKS.search(chunk):
            yield chunk, 0
            continue
        starts = [found.start() for found in _ROW.finditer(chunk)]
        if len(starts) < 2:
            yield chunk, 0
            continue
        yield chunk[: starts[0]], len(starts) - 1
        yield chunk[starts[-1] :], 0
