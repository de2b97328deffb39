"""Tables as they arrive from offices and from nowhere good: each told in words, none crashes, no row is lost.

What is asserted of each is either the words of its refusal or what became of every row: kept, set aside with
its reason, or empty.
"""

from __future__ import annotations

import codecs
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.policy.scan.nation import HUNAN, TODAY
from tests.policy.scan.test_intake import code
from tests.sheets.workbooks import MAIN, OLE, book, cell, packed, parts_of, row, sheet_xml, written, zip_bytes
from xiangchuang.policy.pack import Pack, load_pack
from xiangchuang.policy.scan import (
    Intake,
    Release,
    TableError,
    figures,
    read_headers,
    read_table,
    suggest_mapping,
)

HEADER = ("统一社会信用代码", "单位名称", "单位性质", "行业代码", "年度", "研发经费（万元）", "发明专利数")
FIRM, SECOND, THIRD = code(1), code(2), code(3)
SOUND = (FIRM, "甲公司", "企业", "C3562", 2025, 4000, 12)
DATES = (
    f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/></cellXfs>'
    "</styleSheet>"
)


def sound(uscc: str = SECOND, **changed: object) -> list[object]:
    """A row without fault, but for what is changed."""
    cells = dict(zip(("uscc", "name", "kind", "industry", "year", "spend", "patents"), SOUND, strict=True))
    return list((cells | {"uscc": uscc} | changed).values())


def xml_row(*cells: object, number: int | None = None) -> str:
    """A row of raw XML from plain values."""
    return row(*cells, number=number)  # type: ignore[arg-type]


HEAD = xml_row(*HEADER)
GOOD = xml_row(*SOUND)


class Kept(NamedTuple):
    """What becomes of the rows, and the reasons of those set aside."""

    kept: int
    empty: int = 0
    reasons: dict[str, int] = {}


def csv_text(*lines: str | Iterable[object], between: str = ",") -> str:
    """Lines of text from rows; a text is a line of its own."""
    return "\n".join(x if isinstance(x, str) else between.join(map(str, x)) for x in lines)


def text(content: str, encoding: str = "utf-8") -> Callable[[Path], Path]:
    return raw(content.encode(encoding))


def raw(content: bytes, name: str = "table.csv") -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return make


def sheet(*rows: object, **more: object) -> Callable[[Path], Path]:
    return lambda folder: written(folder / "table.xlsx", rows, **more)  # type: ignore[arg-type]


def xml(rows: str, **more: object) -> Callable[[Path], Path]:
    return lambda folder: book(folder / "table.xlsx", rows, **more)


def sheets(parts: dict[str, str | bytes], **more: object) -> Callable[[Path], Path]:
    return lambda folder: packed(folder / "table.xlsx", parts_of(parts, **more))  # type: ignore[arg-type]


def ten_million_empty_rows(folder: Path) -> Path:
    """Formatted empty rows between two rows with content; the declared size says one cell."""
    path = folder / "table.xlsx"
    parts = parts_of({"Sheet1": ""})
    del parts["xl/worksheets/s1.xml"]
    packed(path, parts)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/s1.xml", "w", force_zip64=True) as part,
    ):
        start = sheet_xml("<>", before='<dimension ref="A1"/>').split("<>")[0]
        part.write((start + HEAD + GOOD).encode())
        for _ in range(100):
            part.write(b'<row s="1"/>' * 100_000)
        part.write((xml_row(*sound()) + "</sheetData></worksheet>").encode())
    return path


def cut(make: Callable[[Path], Path], share: float) -> Callable[[Path], Path]:
    """The file of ``make`` as a broken transfer leaves it."""

    def cut_short(folder: Path) -> Path:
        path = make(folder)
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * share)])
        return path

    return cut_short


def locked_zip(folder: Path) -> Path:
    """A zip whose entries say that they are encrypted."""
    path = book(folder / "table.xlsx", HEAD + GOOD)
    content = bytearray(path.read_bytes())
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 8] |= 1
        at += 4
    path.write_bytes(bytes(content))
    return path


WIDE = [*HEADER, *(f"备用{n}" for n in range(16_384 - len(HEADER)))]
TITLE = "<row><c t='inlineStr'><is><t>2025 年全国机构表</t></is></c></row>"
MERGED = '<mergeCells><mergeCell ref="A1:G1"/></mergeCells>'
WORD = '<R><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></R>'
BIG = "字" * 1_000_000
GBK = "锟斤拷" * 3

HOSTILE: dict[str, tuple[Callable[[Path], Path], Kept | str]] = {
    # ---- what stands in the cells of a workbook
    "a formula nobody calculated": (
        xml(HEAD + GOOD + xml_row(*sound(spend="<c><f>SUM(F2:F2)</f></c>"))),
        Kept(1, reasons={"formula": 1}),
    ),
    "a shared formula without text or value": (
        xml(HEAD + GOOD + xml_row(*sound(spend='<c><f t="shared" si="0"/></c>'))),
        Kept(1, reasons={"formula": 1}),
    ),
    "a formula with its result": (
        xml(HEAD + GOOD + xml_row(*sound(spend="<c><f>F2*2</f><v>8000</v></c>"))),
        Kept(2),
    ),
    "an error cell": (
        xml(HEAD + GOOD + xml_row(*sound(spend='<c t="e"><v>#REF!</v></c>'))),
        Kept(1, reasons={"not_a_number": 1}),
    ),
    "a link formula as a name": (sheet(HEADER, sound(name='=HYPERLINK("http://x","甲")')), Kept(1)),
    "an 18-digit code kept as a number": (
        xml(HEAD + GOOD + xml_row(*sound(uscc="<c><v>914300000000000000</v></c>"))),
        Kept(1, reasons={"uscc": 1}),
    ),
    "numbers written as text": (sheet(HEADER, sound(spend="4000", patents="12", year="2025")), Kept(1)),
    "full-width digits": (sheet(HEADER, sound(spend="４０００．５", year="２０２５年")), Kept(1)),
    "thousands separators": (sheet(HEADER, sound(spend="1,234,567.8")), Kept(1)),
    "separators at the wrong places": (
        sheet(HEADER, SOUND, sound(spend="12,34")),
        Kept(1, reasons={"not_a_number": 1}),
    ),
    "a day where a year belongs": (
        xml(HEAD + GOOD + xml_row(*sound(year=cell(46082, s="1"))), styles=DATES),
        Kept(1, reasons={"year": 1}),
    ),
    "a percentage where money belongs": (
        xml(HEAD + GOOD + xml_row(*sound(spend=cell(0.3, s="2"))), styles=DATES),
        Kept(1, reasons={"not_a_number": 1}),
    ),
    "a number beyond all numbers": (
        xml(HEAD + GOOD + xml_row(*sound(spend="<c><v>1e400</v></c>"))),
        Kept(1, reasons={"not_a_number": 1}),
    ),
    "a number of twenty digits": (
        xml(HEAD + GOOD + xml_row(*sound(patents="<c><v>12345678901234567890</v></c>"))),
        Kept(1, reasons={"not_a_number": 1}),
    ),
    "a fraction as computers keep it": (
        xml(HEAD + xml_row(*sound(spend="<c><v>1.1499999999999999</v></c>"))),
        Kept(1),
    ),
    "units mixed within a column": (sheet(HEADER, SOUND, sound(spend="4000元")), "混有不同单位（第 3 行）"),
    "hundred millions among ten thousands": (
        sheet(HEADER, SOUND, sound(spend="0.4亿元")),
        "混有不同单位（第 3 行）",
    ),
    "a true-or-false cell as a count": (
        xml(HEAD + GOOD + xml_row(*sound(patents='<c t="b"><v>1</v></c>'))),
        Kept(1, reasons={"not_a_number": 1}),
    ),
    "a text of a million characters": (xml(HEAD + GOOD + xml_row(*sound(name=BIG))), "第 3 行有 10000"),
    "a NUL written as an escape": (
        xml(HEAD + GOOD + xml_row(*sound(spend="40_x0000_00"))),
        Kept(1, reasons={"not_a_number": 1}),
    ),
    # ---- how much of it there is
    "ten million empty rows and a stale dimension": (ten_million_empty_rows, Kept(2, empty=10_000_000)),
    "the last cell a sheet has": (
        xml(HEAD + GOOD + xml_row(cell("x", "XFD1048576"), number=1_048_576)),
        Kept(1, reasons={"columns": 1}),
    ),
    "a row far below the others": (xml(HEAD + GOOD + xml_row(*sound(), number=9_999_999)), Kept(2)),
    "a cell beyond the last column": (xml(HEAD + xml_row(cell("x", "XFE2"))), "超出工作表"),
    "a dimension that says one cell": (
        xml(HEAD + GOOD + xml_row(*sound()), before='<dimension ref="A1:A1"/>'),
        Kept(2),
    ),
    "sixteen thousand columns": (sheet(WIDE, SOUND), "表头有 16384 列，最多 1000 列"),
    "rows wider than the header": (sheet(HEADER, SOUND, [*sound(), "多出"]), Kept(1, reasons={"columns": 1})),
    "blank text beyond the header": (sheet(HEADER, [*SOUND, " ", "\u3000"]), Kept(1)),
    "rows of spaces only": (sheet(HEADER, SOUND, [" "] * 7, ["\u3000"], sound()), Kept(2, empty=2)),
    "a header and nothing else": (sheet(HEADER), Kept(0)),
    # ---- where the header is
    "a merged title above the header": (
        xml(TITLE + HEAD + GOOD, after=MERGED),
        "第 1 行像是标题",
    ),
    "a header of two rows": (
        sheet(
            ("统一社会信用代码", "单位名称", None, None, "研发"), (None, None, "性质", "行业", "2024"), SOUND
        ),
        "拆开合并的单元格",
    ),
    "a header twice": (sheet((*HEADER, "年度"), (*SOUND, 2025)), "“年度”出现两次"),
    "a header without its code": (sheet(("编号", *HEADER[1:]), SOUND), "没有统一社会信用代码一列"),
    "money without a unit": (sheet((*HEADER[:5], "研发经费", HEADER[6]), SOUND), "没有写明单位"),
    "a header that is a number": (xml(xml_row(*HEADER[:6], 2025) + GOOD), Kept(1)),
    # ---- which sheet it is
    "data only on a hidden sheet": (
        sheets({"看": sheet_xml(""), "藏": sheet_xml(HEAD + GOOD)}, hidden=["藏"]),
        "隐藏",
    ),
    "an empty sheet before the table": (sheets({"空": sheet_xml(""), "表": sheet_xml(HEAD + GOOD)}), Kept(1)),
    "a workbook without sheets": (sheets({}), "没有工作表"),
    "sheets without anything": (sheets({"空": sheet_xml(""), "白": sheet_xml("<row/>")}), "文件是空的"),
    # ---- what kind of file it is
    "nothing": (raw(b"", "table.xlsx"), "文件是空的"),
    "a workbook cut in half": (cut(sheet(HEADER, *[SOUND] * 99), 0.5), "已损坏"),
    "a workbook without its end": (cut(sheet(HEADER, *[SOUND] * 99), 0.98), "已损坏"),
    "a workbook under a password": (
        raw(OLE + "EncryptedPackage".encode("utf-16-le"), "table.xlsx"),
        "打开密码",
    ),
    "a zip under a password": (locked_zip, "打开密码"),
    "an old .doc renamed": (raw(OLE + "WordDocument".encode("utf-16-le"), "table.xlsx"), "旧版 Word"),
    "a broken .xls renamed": (raw(OLE, "table.xlsx"), "已损坏"),
    "an old .xls": (raw(OLE, "table.xls"), "另存为 Excel（.xlsx）"),
    "a Word document renamed": (
        raw(zip_bytes({"[Content_Types].xml": "<a/>", "_rels/.rels": WORD}), "table.xlsx"),
        "这是 Word",
    ),
    "an ordinary zip renamed": (raw(zip_bytes({"表.csv": "a,b"}), "table.xlsx"), "普通压缩包"),
    "a web page that calls itself a workbook": (raw(b"<html><table></table></html>", "table.xlsx"), "网页"),
    "a PDF renamed": (raw(b"%PDF-1.7\n", "table.csv"), "不是表格文件"),
    "a workbook that calls itself .csv": (
        lambda folder: sheet(HEADER, SOUND)(folder).rename(folder / "table.csv"),
        Kept(1),
    ),
    "a text that calls itself a workbook": (raw(csv_text(HEADER, SOUND).encode(), "table.xlsx"), Kept(1)),
    # ---- what is hidden in its parts
    "an entity that reads a file": (
        sheets({"S": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + sheet_xml(HEAD)}),
        "DOCTYPE",
    ),
    "entities that multiply": (
        sheets({"S": '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + sheet_xml(HEAD)}),
        "DOCTYPE",
    ),
    "tags that do not match": (xml(HEAD + "</row>"), "已损坏"),
    "a shared text that is not there": (xml(HEAD + '<row><c t="s"><v>99</v></c></row>'), "已损坏"),
    "two cells at one place": (xml(HEAD + xml_row(cell("a", "A2"), cell("b", "A2"), number=2)), "位置重复"),
    "rows in disorder": (xml(xml_row(*HEADER, number=5) + xml_row(*SOUND, number=2)), "次序颠倒"),
    # ---- text with delimiters
    "a byte order mark": (text(csv_text(HEADER, SOUND), "utf-8-sig"), Kept(1)),
    "the encoding of Chinese Windows": (text(csv_text(HEADER, SOUND), "gbk"), Kept(1)),
    "UTF-16": (text(csv_text(HEADER, SOUND), "utf-16"), Kept(1)),
    "UTF-16 without its mark": (text(csv_text(HEADER, SOUND), "utf-16-le"), "空字符|文字编码"),
    "UTF-16 cut within a character": (raw(codecs.BOM_UTF16_LE + "编码".encode("utf-16-le")[:-1]), "文字编码"),
    "UTF-32": (text(csv_text(HEADER, SOUND), "utf-32"), "空字符"),
    "letters turned to rubbish": (text(csv_text([GBK] * 2, SOUND[:2])), "出现两次"),
    "bytes of no encoding": (raw(b"a,b\n\x81\x20\xff"), "文字编码"),
    "a NUL": (raw(csv_text(HEADER, SOUND).encode() + b"\0"), "空字符"),
    "a quote without its pair": (text(csv_text(HEADER, sound(name='"甲'), SOUND)), "引号不成对"),
    "a line break within quotes": (text(csv_text(HEADER, sound(name='"甲\n公司"'))), Kept(1)),
    "a cell of a megabyte": (text(csv_text(HEADER, sound(name="x" * 1_000_000))), "单元格过长"),
    "semicolons": (text(csv_text(HEADER, SOUND, between=";")), Kept(1)),
    "tabs": (text(csv_text(HEADER, SOUND, between="\t")), Kept(1)),
    "lines ended as on an old Macintosh": (text(csv_text(HEADER, SOUND).replace("\n", "\r")), Kept(1)),
    "cells missing at the end of a line": (
        text(csv_text(HEADER, SOUND, f"{SECOND},乙")),
        Kept(1, reasons={"columns": 1}),
    ),
    "formulas in text": (
        text(csv_text(HEADER, SOUND, sound(spend="=1+1"))),
        Kept(1, reasons={"formula": 1}),
    ),
    "a code as a spreadsheet spoils it": (
        text(csv_text(HEADER, SOUND, sound(uscc="9.143E+17"))),
        Kept(1, reasons={"uscc": 1}),
    ),
    "a hundred thousand empty lines": (
        text(csv_text(HEADER, SOUND, "," * 6) + "\n" * 100_000),
        Kept(1, empty=100_000),
    ),
}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(HUNAN)


@pytest.fixture(scope="module")
def release() -> Iterator[Release]:
    with Release(threads=1) as release:
        yield release


def taken(release: Release, pack: Pack, path: Path) -> Intake:
    """The table read by the mapping its own header suggests."""
    units = figures(pack)
    return read_table(path, suggest_mapping(read_headers(path), units), release, units, on=TODAY)


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_table_is_accounted_for_or_refused_in_words(
    case: str, release: Release, pack: Pack, tmp_path: Path
) -> None:
    make, expected = HOSTILE[case]
    path = make(tmp_path)
    if isinstance(expected, str):
        with pytest.raises(TableError, match=expected):
            taken(release, pack, path)
        return
    intake = taken(release, pack, path)

    assert (intake.rows_kept, intake.rows_empty, intake.reasons) == expected
    assert intake.rows_in == intake.rows_kept + intake.rows_set_aside + intake.rows_empty
    assert intake.rows_set_aside == sum(expected.reasons.values())


def test_sheets_passed_over_are_named(release: Release, pack: Pack, tmp_path: Path) -> None:
    second = sheet_xml(HEAD + xml_row(*sound()))
    parts = parts_of({"2024": sheet_xml(HEAD + GOOD), "2025": second, "底稿": second}, hidden=["底稿"])
    intake = taken(release, pack, packed(tmp_path / "table.xlsx", parts))

    assert intake.rows_kept == 1
    assert intake.notes == (
        "只读取了工作表“2024”，没有读取 “2025”",
        "没有读取隐藏的工作表 “底稿”",
    )


def test_there_are_at_least_forty_of_them() -> None:
    assert len(HOSTILE) >= 40
