"""Workbooks of older and other programs (.xls, .ods), read by a kept library.

Their cells come without formulas, so what nobody calculated looks empty here; the door for uploads takes
.xlsx and .csv only, where that is told.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeVar

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from xiangchuang.sheets.cells import Cell, RowStream, SheetRow, shown
from xiangchuang.sheets.package import broken, locked
from xiangchuang.sheets.workbook import moment_of

_T = TypeVar("_T")
_FATAL: Final = (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError)
_ERRORS: Final = (CalamineError, OSError, ValueError)


def older_sheets(path: Path) -> list[tuple[str, bool, Callable[[], RowStream]]]:
    """Name, whether hidden, and the rows of each sheet; raises SheetError for what is no such workbook."""
    book = _guarded(lambda: CalamineWorkbook.from_path(path))
    return [
        (sheet.name, sheet.visible != SheetVisibleEnum.Visible, _reader(book, sheet.name))
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet
    ]


def _reader(book: CalamineWorkbook, name: str) -> Callable[[], RowStream]:
    return lambda: _rows(_guarded(lambda: book.get_sheet_by_name(name)))


def _rows(sheet: CalamineSheet) -> RowStream:
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        typed = tuple(_cell(cell) for cell in cells)
        yield SheetRow(number, typed) if any(c is not None for c in typed) else SheetRow(number, (), 1)


def _cell(cell: object) -> Cell:
    match cell:
        case bool():
            return cell
        case float() | int():
            return shown(float(cell))
        case datetime():
            return moment_of(cell)
        case date():
            return cell
        case time() | timedelta():
            return str(cell)
        case Decimal():
            return cell
        case _:
            return str(cell) or None


def _guarded(read: Callable[[], _T]) -> _T:
    """The library's answer; what it cannot read, and what makes it panic, is told as a damaged file."""
    try:
        return read()
    except PasswordError as error:
        raise locked() from error
    except _ERRORS as error:
        raise broken() from error
    except _FATAL:
        raise
    except BaseException as error:  # a panic of the library is no Exception
        raise broken() from error
