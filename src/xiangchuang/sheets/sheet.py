"""A file of tables opened by what it contains, whatever it is called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from xiangchuang.sheets.cells import RowStream, SheetRow, is_blank, text_of
from xiangchuang.sheets.delimited import delimited_rows, encoding_of
from xiangchuang.sheets.faults import SheetError
from xiangchuang.sheets.older import older_sheets
from xiangchuang.sheets.package import locked
from xiangchuang.sheets.workbook import read_workbook
from xiangchuang.sheets.worksheet import worksheet_rows

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD: Final = "WordDocument".encode("utf-16-le")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_MARKUP: Final = (b"<!doctype", b"<html", b"<?xml", b"<table", b"mime-version")
_BINARY: Final = (b"%PDF-", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"PAR1", b"Rar!", b"7z\xbc\xaf")
GUIDE: Final = "填写说明"
"""The sheet of a template that explains its columns; it holds no data."""
EMPTY: Final = "文件是空的，选择有表头和数据的文件"


@dataclass(frozen=True, eq=False)
class Page:
    """One sheet of a workbook, or the only table of a text file (``name`` "").

    ``rows`` reads it anew from its beginning at every call. In a ``ragged`` page a row may hold fewer cells
    than the header only by mistake. ``merged`` holds merged ranges once the rows were read to their end.
    """

    name: str
    hidden: bool
    rows: Callable[[], RowStream]
    ragged: bool = False
    merged: list[str] = field(default_factory=list)

    def first_rows(self, count: int) -> Iterator[SheetRow]:
        """Up to so many rows that hold something."""
        for row in self.rows():
            if not row.empty and not all(is_blank(cell) for cell in row.cells):
                yield row
                count -= 1
            if not count:
                return


@dataclass(frozen=True)
class Sheet:
    """A file of tables: its pages in order, and the text encoding ("" for workbooks)."""

    path: Path
    pages: tuple[Page, ...]
    encoding: str = ""

    @property
    def visible(self) -> tuple[Page, ...]:
        """The pages people see; only these are read."""
        return tuple(page for page in self.pages if not page.hidden)

    @property
    def main(self) -> Page:
        """The first visible page that holds anything; raises SheetError where none does."""
        for page in self.visible:
            if next(page.first_rows(1), None):
                return page
        if any(next(page.first_rows(1), None) for page in self.pages if page.hidden):
            raise SheetError("有内容的工作表都是隐藏的；取消隐藏，保存后重试")
        raise SheetError(EMPTY)

    @property
    def headers(self) -> tuple[str, ...]:
        """The first row of the main page that holds anything, spaces tidied; raises as ``main``."""
        row = next(self.main.first_rows(1))
        return tuple(" ".join(text_of(cell).split()) for cell in row.cells)

    @property
    def passed_over(self) -> tuple[str, ...]:
        """Notes in Chinese about pages other than the main one that hold something."""
        return notes_on_others(self, self.main)


def read_sheet(path: Path) -> Sheet:
    """Opens .xlsx, .xls, .ods and delimited text by content.

    Raises SheetError, in Chinese with a remedy, for a file that is empty, damaged, locked or something else.
    Nothing but the workbook's shared parts is read yet.
    """
    with path.open("rb") as file:
        head = file.read(1024)
    if not head:
        raise SheetError(EMPTY)
    if head.startswith(b"PK"):
        return _workbook(path, head)
    if head.startswith(_OLE):
        return _old_workbook(path)
    _refuse_others(head)
    encoding = encoding_of(path)
    return Sheet(path, (Page("", False, lambda: delimited_rows(path, encoding), ragged=True),), encoding)


def _workbook(path: Path, head: bytes) -> Sheet:
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in head:
        return _older(path)
    book = read_workbook(path)
    pages = []
    for part in book.sheets:
        merged: list[str] = []
        pages.append(Page(part.name, part.hidden, partial(worksheet_rows, book, part, merged), merged=merged))
    return Sheet(path, tuple(pages))


def _older(path: Path) -> Sheet:
    return Sheet(path, tuple(Page(name, hidden, rows) for name, hidden, rows in older_sheets(path)))


def _old_workbook(path: Path) -> Sheet:
    content = path.read_bytes()
    if _ENCRYPTED in content:
        raise locked()
    if _WORD in content:
        raise SheetError("这是旧版 Word 文档（.doc），不是表格；选择 .xlsx 或 .csv 文件")
    return _older(path)


def _refuse_others(head: bytes) -> None:
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise SheetError(
            "这是网页或 XML 格式的表格，只改了扩展名；在 Excel 或 WPS 中打开，另存为 .xlsx 后重试"
        )
    if head.startswith(_BINARY):
        raise SheetError("这不是表格文件；在 Excel 或 WPS 中打开原表，另存为 .xlsx 或 CSV 后重试")


def notes_on_others(sheet: Sheet, chosen: Page) -> tuple[str, ...]:
    """Which other pages hold something that was not read, hidden ones named as such."""
    others = [
        page
        for page in sheet.pages
        if page is not chosen and page.name != GUIDE and next(page.first_rows(1), None)
    ]
    seen = "、".join(f"“{page.name}”" for page in others if not page.hidden)
    unseen = "、".join(f"“{page.name}”" for page in others if page.hidden)
    notes = []
    if seen:
        notes.append(f"只读取了工作表“{chosen.name}”，没有读取 {seen}")
    if unseen:
        notes.append(f"没有读取隐藏的工作表 {unseen}")
    return tuple(notes)
