"""An .xlsx workbook: which sheets it has, its shared texts and how its numbers are shown."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final, Literal, NamedTuple

from xiangchuang.sheets.faults import SheetError
from xiangchuang.sheets.package import (
    Attributes,
    attribute,
    broken,
    opened,
    read_part,
    relations,
)

Style = Literal["number", "date", "percent"]
EPOCH_1900: Final = datetime(1899, 12, 30)  # noqa: DTZ001  # a cell's date has no zone
EPOCH_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001
# ECMA-376 part 1, 18.8.30: the built-in formats; 27 to 36 and 50 to 58 are dates in Chinese locales.
_DATES: Final = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_PERCENTS: Final = frozenset([9, 10])
_NOT_SHOWN: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_LARGEST_TEXTS: Final = 256 * 1024 * 1024
"""Bytes of shared texts a workbook may have; a million rows of ordinary text stay far below."""


class SheetPart(NamedTuple):
    """One sheet of a workbook: its name, its part in the container, whether people can see it."""

    name: str
    part: str
    hidden: bool


@dataclass
class Workbook:
    """What all sheets of a workbook share."""

    path: Path
    sheets: tuple[SheetPart, ...] = ()
    texts: list[str] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    epoch: datetime = EPOCH_1900


def read_workbook(path: Path) -> Workbook:
    """Reads what the sheets share; raises SheetError for a container that is no .xlsx workbook."""
    with opened(path) as archive:
        main = _main_part(archive)
        book = Workbook(path)
        related = relations(archive, main)
        names, book.epoch = _listed(archive, main)
        book.sheets = tuple(
            SheetPart(name, related[relation][1], hidden)
            for name, relation, hidden in names
            if related.get(relation, ("", ""))[0] == "worksheet"
        )
        parts = dict(related.values())
        book.texts = _shared_texts(archive, parts.get("sharedStrings", ""))
        book.styles = _styles(archive, parts.get("styles", ""))
    if not book.sheets:
        raise SheetError("工作簿里没有工作表，选择有表头和数据的文件")
    return book


def _main_part(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "mimetype" in names:
        raise SheetError("这是 OpenDocument 文件，在 Excel 或 WPS 中另存为 .xlsx 后重试")
    target = next((part for kind, part in relations(archive, "").values() if kind == "officeDocument"), "")
    if target.endswith(".bin"):
        raise SheetError("这是 .xlsb 二进制工作簿，另存为 .xlsx 后重试")
    if target.startswith(("word/", "ppt/")):
        raise SheetError("这是 Word 或演示文稿，不是表格；选择 .xlsx 或 .csv 文件")
    if not target and "[Content_Types].xml" not in names:
        raise SheetError("这是普通压缩包，不是工作簿；解压后选择其中的 .xlsx 文件")
    if target not in names:
        raise broken()
    return target


def _listed(archive: zipfile.ZipFile, main: str) -> tuple[list[tuple[str, str, bool]], datetime]:
    """Each sheet's name, relationship and whether it is hidden; the day on which serial numbers begin."""
    names: list[tuple[str, str, bool]] = []
    epochs = [EPOCH_1900]

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            names.append((attributes.get("name", ""), attribute(attributes, "id"), hidden))
        elif tag == "workbookPr" and attributes.get("date1904", "0") in ("1", "true"):
            epochs.append(EPOCH_1904)

    read_part(archive, main, start, _skip, _skip)
    return names, epochs[-1]


def _skip(_event: str) -> None:
    """An event nobody asks for."""


def _shared_texts(archive: zipfile.ZipFile, part: str) -> list[str]:
    texts: list[str] = []
    reader = _TextReader(texts)
    if part in archive.namelist() and archive.getinfo(part).file_size > _LARGEST_TEXTS:
        raise SheetError("工作簿里的文字过多，超出读取上限；拆成几个文件，或另存为 CSV 后重试")
    read_part(archive, part, reader.start, reader.end, reader.text)
    return texts


class _TextReader:
    """Joins the runs of each shared text; phonetic readings (rPh) are no part of it."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self._runs: list[str] = []
        self._in_text = False
        self._phonetic = False

    def start(self, tag: str, _attributes: Attributes) -> None:
        if tag == "si":
            self._runs = []
        elif tag == "rPh":
            self._phonetic = True
        self._in_text = tag == "t" and not self._phonetic

    def end(self, tag: str) -> None:
        self._in_text = False
        if tag == "rPh":
            self._phonetic = False
        elif tag == "si":
            self.texts.append(unescaped("".join(self._runs)))

    def text(self, text: str) -> None:
        if self._in_text:
            self._runs.append(text)


_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """A text with the escapes of ECMA-376 part 1, 22.9.2.19 (``_x000D_``) resolved."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _styles(archive: zipfile.ZipFile, part: str) -> list[Style]:
    """How the numbers of each cell format are shown, by the format's index."""
    custom: dict[int, str] = {}
    formats: list[int] = []
    inside: list[str] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "cellXfs":
            inside.append(tag)
        elif tag == "numFmt":
            custom[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag == "xf" and inside:
            formats.append(_whole(attributes.get("numFmtId")))

    def end(tag: str) -> None:
        if tag == "cellXfs":
            inside.clear()

    read_part(archive, part, start, end, _skip)
    return [_style_of(number, custom.get(number, "")) for number in formats]


def _style_of(number: int, code: str) -> Style:
    if not code:
        return "date" if number in _DATES else "percent" if number in _PERCENTS else "number"
    visible = _NOT_SHOWN.sub("", code).split(";")[0].lower()
    if "%" in visible:
        return "percent"
    is_date = any(mark in visible for mark in "ymdhs") and "general" not in visible
    return "date" if is_date else "number"


def _whole(digits: str | None) -> int:
    return int(digits) if digits and digits.isdecimal() else 0


def is_whole_day(moment: datetime) -> bool:
    """Whether a cell's moment is a mere date."""
    return (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0)


def moment_of(moment: datetime) -> date:
    """A date where there is no time of day."""
    return moment.date() if is_whole_day(moment) else moment
