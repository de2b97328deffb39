"""Text with delimiters: its encoding, its delimiter, its rows with their line numbers."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from xiangchuang.sheets.cells import RowStream, SheetRow
from xiangchuang.sheets.faults import SheetError

_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_CHUNK: Final = 1 << 20
_DELIMITERS: Final = ",\t;"
_SAMPLED: Final = 10
_LONGEST_LINE: Final = 1 << 20


def encoding_of(path: Path) -> str:
    """The first encoding that the whole file is written in; raises SheetError when there is none."""
    with path.open("rb") as file:
        marked = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    for encoding in ("utf-16",) if marked else _ENCODINGS:
        if _is_written_in(path, encoding):
            return encoding
    raise SheetError("读不出文字编码，另存为 UTF-8 编码的 CSV 后重试")


def _is_written_in(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                if "\0" in decoder.decode(chunk):
                    raise SheetError("文件含有空字符，不是 CSV；另存为 CSV 后重试")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def delimited_rows(path: Path, encoding: str) -> RowStream:
    """Every row with the number of its last line, cells as they stand; blank rows are rows too.

    Raises SheetError at a quote without its pair or a cell beyond all measure.
    """
    with path.open(encoding=encoding, newline="") as file:
        for line, cells in _records(file):
            yield SheetRow(line, cells)


def _records(file: IO[str]) -> Iterator[tuple[int, list[str]]]:
    """The delimiter is the commonest of the first lines: a title line above the header has none."""
    start = "".join(file.readline(_LONGEST_LINE) for _ in range(_SAMPLED))
    delimiter = max(_DELIMITERS, key=start.count)
    file.seek(0)
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise SheetError(f"第 {reader.line_num} 行的引号不成对或单元格过长，改正后重新读取") from error
