"""The container of a workbook: its parts as events of a stream, nothing held whole."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from xml.parsers import expat

from xiangchuang.sheets.faults import SheetError

CHUNK: Final = 1 << 18
Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str], None]
Text = Callable[[str], None]
_ZIP_FAULTS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


def broken() -> SheetError:
    """The refusal of a workbook that cannot be read to its end."""
    return SheetError("工作簿不完整或已损坏，读不到结尾；在 Excel 或 WPS 中打开，另存为 .xlsx 后重试")


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The zip container; raises SheetError for one that is damaged or under a password."""
    try:
        with zipfile.ZipFile(path) as archive:
            if any(info.flag_bits & 1 for info in archive.infolist()):
                raise locked()
            yield archive
    except SheetError:
        raise
    except _ZIP_FAULTS as error:
        raise broken() from error


def locked() -> SheetError:
    """The refusal of a file under a password."""
    return SheetError("文件设有打开密码，读不出内容；在 Excel 或 WPS 中取消密码，保存后重试")


class _LocalNames(dict[str, str]):
    """Names without their namespace, each cut once."""

    def __missing__(self, name: str) -> str:
        self[name] = name.rpartition(" ")[2]
        return self[name]


def parser_for(start: Start, end: End, text: Text) -> expat.XMLParserType:
    """A parser that gives names without namespace and refuses a DOCTYPE."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    local = _LocalNames()
    parser.StartElementHandler = lambda name, attributes: start(local[name], attributes)
    parser.EndElementHandler = lambda name: end(local[name])
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_declared: object) -> None:
    raise SheetError(
        "工作簿内部含有文档类型声明（DOCTYPE），可能借此读取外部内容，没有读取；另存为 .xlsx 后重试"
    )


def read_part(archive: zipfile.ZipFile, name: str, start: Start, end: End, text: Text) -> None:
    """Parses one part from end to end; a part that is not there says nothing."""
    if name not in archive.namelist():
        return
    parser = parser_for(start, end, text)
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            parse(parser, chunk)
    parse(parser, b"", last=True)


def parse(parser: expat.XMLParserType, chunk: bytes, *, last: bool = False) -> None:
    """Feeds the parser; raises SheetError for what is not XML."""
    try:
        parser.Parse(chunk, last)
    except expat.ExpatError as error:
        raise broken() from error


def attribute(attributes: Attributes, name: str) -> str:
    """An attribute by its local name, whatever its namespace."""
    return next((value for key, value in attributes.items() if key.rpartition(" ")[2] == name), "")


def relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Kind (its type's last word) and absolute target of each internal relationship of a part, by id."""
    folder, name = posixpath.split(part)
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            absolute = target if target.startswith("/") else posixpath.join("/", folder, target)
            kind = attributes.get("Type", "").rsplit("/", 1)[-1]
            found[attributes.get("Id", "")] = (kind, posixpath.normpath(absolute).lstrip("/"))

    read_part(archive, posixpath.join(folder, "_rels", f"{name}.rels"), start, _nothing, _nothing)
    return found


def _nothing(_event: str) -> None:
    """An event nobody asks for."""
