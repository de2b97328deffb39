"""A CSV or Parquet file as a table of texts, ``raw`` (row_number, c0, c1…), with not one row lost."""

from __future__ import annotations

import codecs
import csv
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Final, NamedTuple

import duckdb

from xiangchuang.policy.scan.faults import TableError
from xiangchuang.policy.scan.release import Release, quoted, text

_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_CHUNK: Final = 1 << 20
_DELIMITERS: Final = ",\t;"


class RawTable(NamedTuple):
    """What was read: headers in order, rows in the file, rows without any cell, rows of another width.

    ``misshapen`` are numbers of rows with more or fewer cells than the header; ``encoding`` "" for Parquet.
    """

    headers: tuple[str, ...]
    rows: int
    empty: int
    misshapen: tuple[int, ...]
    encoding: str


def read_raw(release: Release, path: Path) -> RawTable:
    """Fills ``raw`` from a .csv, .txt or .parquet file. Raises TableError for a file that cannot be read."""
    if path.suffix.lower() == ".parquet":
        return _read_parquet(release, path)
    if path.suffix.lower() in (".csv", ".txt"):
        return _read_csv(release, path)
    raise TableError(f"不能读取 {path.suffix or '没有扩展名的'} 文件，另存为 CSV 或 Parquet 后重试")


def read_headers(path: Path) -> tuple[str, ...]:
    """The headers alone, for a mapping to be suggested. Raises TableError as ``read_raw`` does."""
    if path.suffix.lower() == ".parquet":
        with Release(threads=1) as release:
            return _parquet_headers(release, path)
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        return _header_of(_records(file))


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


def _read_csv(release: Release, path: Path) -> RawTable:
    encoding = _encoding(path)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "rows.csv"
        with path.open(encoding=encoding, newline="") as file, copy.open("w", encoding="utf-8") as rows:
            raw = _copy_rows(file, rows, encoding)
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


def _copy_rows(file: IO[str], rows: IO[str], encoding: str) -> RawTable:
    """The file's rows in one dialect with their line numbers, each told apart before DuckDB sees it."""
    records = _records(file)
    headers = _header_of(records)
    writer = csv.writer(rows, lineterminator="\n")
    count = empty = 0
    misshapen: list[int] = []
    for line, cells in records:
        count += 1
        if not any(cell.strip() for cell in cells):
            empty += 1
        elif len(cells) != len(headers):
            misshapen.append(line)
        else:
            writer.writerow([line, *(" ".join(cell.split()) for cell in cells)])
    return RawTable(headers, count, empty, tuple(misshapen), encoding)


def _records(file: IO[str]) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of its line; the delimiter is the commonest of the first line."""
    start = file.readline()
    delimiter = max(_DELIMITERS, key=start.count)
    file.seek(0)
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise TableError(f"第 {reader.line_num} 行的引号不成对或单元格过长，改正后重新读取") from error


def _header_of(records: Iterator[tuple[int, list[str]]]) -> tuple[str, ...]:
    for _line, cells in records:
        if any(cell.strip() for cell in cells):
            return _checked(cells)
    raise TableError("文件是空的，选择有表头和数据的文件")


def _checked(cells: Sequence[str]) -> tuple[str, ...]:
    headers = tuple(" ".join(cell.split()) for cell in cells)
    for number, header in enumerate(headers, start=1):
        if not header:
            raise TableError(f"表头第 {number} 列没有名称；表头只占一行，拆开合并的单元格，删去标题行")
        if headers.count(header) > 1:
            raise TableError(f"表头中“{header}”出现两次，改成不同的名称")
    return headers


def _encoding(path: Path) -> str:
    """The first encoding that the whole file is written in; raises TableError when there is none."""
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
    for encoding in _ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    if "\0" in decoder.decode(chunk):
                        raise TableError("文件含有空字符，不是 CSV；另存为 CSV 后重试")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise TableError("读不出文字编码，另存为 UTF-8 编码的 CSV 后重试")
