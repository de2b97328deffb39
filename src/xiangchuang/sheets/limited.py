"""A stranger's spreadsheet read in a process of its own, whose fall nobody else feels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from xiangchuang.documents.intake import RefusedFile, run_limited
from xiangchuang.sheets.columns import Column
from xiangchuang.sheets.faults import SheetError
from xiangchuang.sheets.rows import Fault, Row, read_rows
from xiangchuang.sheets.sheet import read_sheet
from xiangchuang.sheets.values import Value

MOST_ROWS: Final = 20_000
"""Rows a register takes in at once, that a person can still look through; an operating default."""


class RowsRead(NamedTuple):
    """All rows with content, and what ``Rows`` tells of them; ``good + faulty + empty`` rows were read."""

    rows: tuple[Row, ...]
    sheet: str
    headers: tuple[str, ...]
    ignored: tuple[str, ...]
    notes: tuple[str, ...]
    good: int
    faulty: int
    empty: int


def read_rows_limited(
    path: Path,
    columns: Sequence[Column],
    *,
    most: int = MOST_ROWS,
    seconds: int = 20,
    memory_mb: int = 512,
) -> RowsRead:
    """``read_rows`` in a child process with limits: what a web or worker process calls.

    Raises SheetError for whatever leaves the table unread: its own, more than ``most`` rows with content, or
    a file that uses up ``seconds`` of processor time or ``memory_mb`` MiB.
    """
    args = {"path": str(path), "columns": [_column_told(column) for column in columns], "most": most}
    try:
        told = run_limited(f"{__name__}:rows_told", args, seconds=seconds, memory_mb=memory_mb)
    except RefusedFile as refused:
        raise SheetError(refused.message_zh) from refused
    dates = {column.name for column in columns if column.kind == "date"}
    rows = tuple(_row(number, values, faults, dates) for number, values, faults in told["rows"])
    headers, ignored, notes = (tuple(told[key]) for key in ("headers", "ignored", "notes"))
    return RowsRead(rows, told["sheet"], headers, ignored, notes, told["good"], told["faulty"], told["empty"])


def rows_told(path: str, columns: Sequence[Mapping[str, Any]], most: int) -> dict[str, Any]:
    """``read_rows`` in JSON terms, for ``run_limited``; a SheetError becomes a RefusedFile."""
    try:
        read = read_rows(read_sheet(Path(path)), [Column(**column) for column in columns])
        rows: list[tuple[int, dict[str, Any], tuple[Fault, ...]]] = []
        for row in read:
            if len(rows) == most:
                raise SheetError(f"超过 {most} 行，一次读不完；拆成几个文件分批上传")
            rows.append((row.number, {key: _told(value) for key, value in row.values.items()}, row.faults))
    except SheetError as error:
        raise RefusedFile("sheet", error.message) from error
    return {
        "rows": rows,
        "sheet": read.sheet,
        "headers": read.headers,
        "ignored": read.ignored,
        "notes": read.notes,
        "good": read.good,
        "faulty": read.faulty,
        "empty": read.empty,
    }


def _column_told(column: Column) -> dict[str, Any]:
    """A column in JSON terms; a label may be a lazy translation."""
    return {
        "name": column.name,
        "label": str(column.label),
        "kind": column.kind,
        "required": column.required,
        "choices": {code: str(label) for code, label in column.choices.items()},
        "unit": column.unit,
    }


def _told(value: Value) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _row(number: int, values: dict[str, Any], faults: list[list[str]], dates: set[str]) -> Row:
    read = {
        name: date.fromisoformat(value) if name in dates and value else value
        for name, value in values.items()
    }
    return Row(number, read, tuple(Fault(column, text) for column, text in faults))
