"""A workbook, CSV or Parquet file as a table of texts, ``raw`` (row_number, c0, c1…), with no row lost."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Final, NamedTuple, cast

import duckdb

from xiangchuang.policy.scan.faults import TableError
from xiangchuang.policy.scan.release import Release, quoted, text
from xiangchuang.sheets import Page, Sheet, SheetError, read_sheet
from xiangchuang.sheets.cells import SheetRow, is_blank, text_of

_SHEETS: Final = (".csv", ".txt", ".xlsx")
_TOLD_EVERY: Final = 10_000
"""Rows between two words to whoever waits for the reading."""
_MOST_COLUMNS: Final = 1_000
_LONGEST_ROW: Final = 400_000
"""Characters of a row; DuckDB reads lines of up to two million bytes."""


class RawTable(NamedTuple):
    """What was read: headers in order, rows in the file, rows without any cell, rows of another width.

    ``misshapen`` are numbers of rows with more or fewer cells than the header; ``encoding`` "" for files that
    are no text; ``notes`` say in Chinese which sheets of a workbook were passed over.
    """

    headers: tuple[str, ...]
    rows: int
    empty: int
    misshapen: tuple[int, ...]
    encoding: str
    notes: tuple[str, ...] = ()


def read_raw(release: Release, path: Path) -> RawTable:
    """Fills ``raw`` from a .xlsx, .csv, .txt or .parquet file. Raises TableError for what cannot be read."""
    if path.suffix.lower() == ".parquet":
        return _read_parquet(release, path)
    try:
        return _read_sheet(release, _sheet(path))
    except SheetError as error:
        raise TableError(error.message) from error


def read_headers(path: Path) -> tuple[str, ...]:
    """The headers alone, for a mapping to be suggested. Raises TableError as ``read_raw`` does."""
    if path.suffix.lower() == ".parquet":
        with Release(threads=1) as release:
            return _parquet_headers(release, path)
    try:
        return _header_of(_sheet(path).main)[1]
    except SheetError as error:
        raise TableError(error.message) from error


def _sheet(path: Path) -> Sheet:
    if path.suffix.lower() not in _SHEETS:
        kind = path.suffix or "没有扩展名的"
        raise TableError(f"不能读取 {kind} 文件，另存为 Excel（.xlsx）、CSV 或 Parquet 后重试")
    return read_sheet(path)


def _read_parquet(release: Release, path: Path) -> RawTable:
    headers = _parquet_headers(release, path)
    cells = ", ".join(f"{quoted(header)}::VARCHAR AS c{n}" for n, header in enumerate(headers))
    source = f"read_parquet({text(str(path))})"
    try:
        # The header line of a spreadsheet would be row 1: people count the same way in all kinds of file.
        release.run(
            f"CREATE OR REPLACE TEMP TABLE raw AS SELECT row_number() OVER () + 1 AS row_number, {cells} "
            f"FROM {source}"
        )
    except duckdb.Error as error:
        raise TableError("Parquet 文件不完整，重新导出后再读") from error
    rows = release.number("SELECT count(*) FROM raw")
    blank = " AND ".join(f"nullif(trim(c{n}), '') IS NULL" for n in range(len(headers)))
    empty = release.number(f"SELECT count(*) FROM raw WHERE {blank}")
    release.run(f"DELETE FROM raw WHERE {blank}")
    return RawTable(headers, rows, empty, (), "")


def _parquet_headers(release: Release, path: Path) -> tuple[str, ...]:
    try:
        described = release.run(f"DESCRIBE SELECT * FROM read_parquet({text(str(path))})")
    except duckdb.Error as error:
        raise TableError("这个文件不是 Parquet 或已损坏，重新导出后再读") from error
    return _checked([str(row[0]) for row in described])


def _read_sheet(release: Release, sheet: Sheet) -> RawTable:
    page = sheet.main
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "rows.csv"
        with copy.open("w", encoding="utf-8") as rows:
            raw = _copy_rows(page, rows, release.told)._replace(
                encoding=sheet.encoding, notes=sheet.passed_over
            )
        columns = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(len(raw.headers)))
        release.run(
            "CREATE OR REPLACE TEMP TABLE raw AS SELECT * FROM "
            f"read_csv({text(str(copy))}, columns = {{'row_number': 'BIGINT', {columns}}}, header = false, "
            "auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '')"
        )
    loaded = release.number("SELECT count(*) FROM raw")
    if loaded != raw.rows - raw.empty - len(raw.misshapen):
        raise TableError("读入的行数与文件不符，另存为 UTF-8 编码的 CSV 后重试")
    return raw


def _copy_rows(page: Page, rows: IO[str], told: Callable[[int], None] | None) -> RawTable:
    """The page's rows in one dialect with their numbers, each told apart before DuckDB sees it."""
    head, headers = _header_of(page)
    width = len(headers)
    writer = csv.writer(rows, lineterminator="\n")
    count = empty = 0
    misshapen: list[int] = []
    for row in page.rows():
        if row.number <= head:
            continue
        count += row.empty or 1
        if told is not None and row.number % _TOLD_EVERY == 0:
            told(count)
        words = [" ".join(cell.split()) for cell in _texts(page, row, width)]
        if not any(words):
            empty += row.empty or 1
        elif len(words) != width:
            misshapen.append(row.number)
        else:
            _refuse_long_row(row.number, words)
            writer.writerow([row.number, *words])
    return RawTable(headers, count, empty, tuple(misshapen), "")


def _texts(page: Page, row: SheetRow, width: int) -> Sequence[str]:
    """The cells in words. A workbook's row ends at its last cell that was written; a text's says them all."""
    if page.ragged:
        return cast("list[str]", row.cells)
    texts = [text_of(cell) for cell in row.cells]
    while len(texts) > width and not texts[-1].strip():
        texts.pop()
    return [*texts, *[""] * (width - len(texts))]


def _header_of(page: Page) -> tuple[int, tuple[str, ...]]:
    """The number and the words of the first row that holds anything."""
    row, *below = page.first_rows(2)
    if below and _filled(row) == 1 < _filled(below[0]):
        raise TableError(f"第 {row.number} 行像是标题；表头要在第一行，删去标题行后重新读取")
    return row.number, _checked([text_of(cell) for cell in row.cells])


def _filled(row: SheetRow) -> int:
    return sum(not is_blank(cell) for cell in row.cells)


def _refuse_long_row(number: int, words: Sequence[str]) -> None:
    length = sum(map(len, words))
    if length > _LONGEST_ROW:
        raise TableError(f"第 {number} 行有 {length} 字，不像数据；核对这一行，改正后重新读取")


def _checked(cells: Sequence[str]) -> tuple[str, ...]:
    if len(cells) > _MOST_COLUMNS:
        raise TableError(f"表头有 {len(cells)} 列，最多 {_MOST_COLUMNS} 列；删去不用的列后重新读取")
    headers = tuple(" ".join(cell.split()) for cell in cells)
    for number, header in enumerate(headers, start=1):
        if not header:
            raise TableError(f"表头第 {number} 列没有名称；表头只占一行，拆开合并的单元格，删去标题行")
        if headers.count(header) > 1:
            raise TableError(f"表头中“{header}”出现两次，改成不同的名称")
    return headers
