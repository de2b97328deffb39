"""A center hands in a register as a file: every row is good, told what is wrong, or empty; none is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.sheets.workbooks import book, cell, packed, parts_of, row, sheet_xml, written
from xiangchuang.sheets import Column, Fault, Rows, SheetError, read_rows, read_sheet

COLUMNS = (
    Column("title", "合同名称", "text", required=True),
    Column("partner", "对方单位", "text", required=True),
    Column("amount", "合同金额", "money", required=True),
    Column("signed_on", "签订日期", "date"),
    Column("kind", "合同类别", "choice", choices={"development": "技术开发", "license": "技术许可"}),
    Column("patents", "涉及专利", "count", unit="件"),
)
HEADER = ("合同名称", "对方单位", "合同金额（万元）", "签订日期", "合同类别", "涉及专利（件）")
SOUND = ("甲合同", "乙公司", 12.5, date(2026, 3, 1), "技术开发", 3)
VALUES = {
    "title": "甲合同",
    "partner": "乙公司",
    "amount": 12_500_000,
    "signed_on": date(2026, 3, 1),
    "kind": "development",
    "patents": 3,
}


def table(path: Path) -> Rows:
    return read_rows(read_sheet(path), COLUMNS)


def counts(rows: Rows) -> tuple[int, int, int]:
    list(rows)
    assert rows.rows_in == rows.good + rows.faulty + rows.empty
    return rows.good, rows.faulty, rows.empty


def refused(path: Path) -> str:
    with pytest.raises(SheetError) as caught:
        list(table(path))
    return caught.value.message


def test_a_sound_row_gives_typed_values_with_its_number_in_the_file(tmp_path: Path) -> None:
    rows = table(written(tmp_path / "a.xlsx", [HEADER, SOUND]))

    assert [(read.number, read.values, read.faults) for read in rows] == [(2, VALUES, ())]
    assert (rows.sheet, rows.notes) == ("Sheet1", ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_of_every_usual_encoding_and_delimiter_says_the_same(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = tmp_path / "a.txt"
    lines = [HEADER, ("甲合同", "乙公司", "12.5", "2026-03-01", "技术开发", "3")]
    path.write_text("\r\n".join(delimiter.join(cells) for cells in lines), encoding=encoding)

    assert [read.values for read in table(path)] == [VALUES]


def test_a_file_is_known_by_its_content_whatever_it_is_called(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", [HEADER, SOUND]).rename(tmp_path / "0f3c9a")
    assert counts(table(path)) == (1, 0, 0)


def test_headers_are_known_by_their_words_not_by_their_place_spaces_or_brackets(tmp_path: Path) -> None:
    header = ("序号", " 涉 及专利 ", "合同金额\n（单位：元）", "合同名称*", "对方单位(全称)", "备注")
    rows = table(written(tmp_path / "a.xlsx", [header, (1, 3, 125_000, "甲合同", "乙公司", "x")]))
    (read,) = rows

    assert read.values == {"title": "甲合同", "partner": "乙公司", "amount": 12_500_000, "patents": 3}
    assert rows.ignored == ("序号", "备注")
    assert rows.notes == ("有 2 列不在登记范围内，没有读取：序号、备注",)


def test_a_title_above_the_header_is_passed_over(tmp_path: Path) -> None:
    above = [("2026 年技术合同登记表",), (None, "填报单位：某中心"), ()]
    rows = table(written(tmp_path / "a.xlsx", [*above, HEADER, SOUND]))

    assert [read.number for read in rows] == [5]
    assert counts(rows) == (1, 0, 0)


def test_the_first_sheet_whose_header_fits_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    cells = [cell(word) for word in HEADER]
    sheets = {
        "封面": sheet_xml(row("技术合同")),
        "合同": sheet_xml(row(*cells) + row("甲合同", "乙公司", 1)),
        "旧": sheet_xml(row(*cells) + row("丙合同", "丁公司", 1)),
        "底稿": sheet_xml(row(*cells) + row("戊合同", "己公司", 1)),
    }
    rows = table(packed(tmp_path / "a.xlsx", parts_of(sheets, hidden=["底稿"])))

    assert [read.values["title"] for read in rows] == ["甲合同"]
    assert rows.notes == (
        "只读取了工作表“合同”，没有读取 “封面”、“旧”",
        "没有读取隐藏的工作表 “底稿”",
    )


def test_each_fault_names_its_column_and_the_sound_cells_keep_their_values(tmp_path: Path) -> None:
    bad = ("甲合同", None, "约12", "三月", "技术服务", 1.5)
    (read,) = table(written(tmp_path / "a.xlsx", [HEADER, bad]))

    assert [fault.column for fault in read.faults] == ["partner", "amount", "signed_on", "kind", "patents"]
    assert read.faults[0] == Fault("partner", "必填，没有填写")
    assert read.values == dict.fromkeys(VALUES) | {"title": "甲合同"}


def test_good_faulty_and_empty_rows_add_up_to_all_rows(tmp_path: Path) -> None:
    lines = [HEADER, SOUND, ("", " ", None), ("甲",), SOUND, ("\u3000",), SOUND]
    rows = table(written(tmp_path / "a.xlsx", lines))

    assert counts(rows) == (3, 1, 2)
    assert counts(rows) == (3, 1, 2)


def test_a_cell_outside_the_header_is_told_not_dropped(tmp_path: Path) -> None:
    xml = row(*map(cell, HEADER)) + row("甲", "乙", 1, cell("看这里", "XFD2"), number=2)
    xml += row(cell("和这里", "XFD1048576"), number=1_048_576)
    rows = table(book(tmp_path / "a.xlsx", xml))
    faults = [read.faults for read in rows]

    assert faults[0] == (Fault("", "第 XFD 列有内容但没有表头；删去这些内容，或给这一列加上表头"),)
    assert faults[1][0].column == ""
    assert counts(rows) == (0, 2, 0)


def test_a_line_of_text_with_cells_missing_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(",".join(HEADER) + "\n甲合同,乙公司,12.5\n", encoding="utf-8")
    (read,) = table(path)

    assert read.faults == (Fault("", "只有 3 个单元格，表头有 6 个；核对分隔符后补齐"),)


def test_marks_that_keep_text_from_being_a_number_are_no_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    line = '"=""001""",\'=甲公司,"=SUM(A1:A2)",,,'
    path.write_text(",".join(HEADER) + f"\n{line}\n", encoding="utf-8")
    (read,) = table(path)

    assert (read.values["title"], read.values["partner"]) == ("001", "=甲公司")
    assert [fault.column for fault in read.faults] == ["amount"]
    assert "没有计算结果" in read.faults[0].text


def test_merged_cells_among_the_rows_are_told_for_only_the_first_has_content(tmp_path: Path) -> None:
    xml = row(*map(cell, HEADER)) + row("甲合同", "乙公司", 1) + row(cell("丙合同", "A3"), cell(2, "C3"))
    merged = '<mergeCells><mergeCell ref="B2:B3"/></mergeCells>'
    rows = table(book(tmp_path / "a.xlsx", xml, after=merged))

    assert counts(rows) == (1, 1, 0)
    assert rows.notes == ("有合并的单元格（B2:B3），只有左上角一格有内容，其余按空白读取；拆开并逐行填写",)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "文件是空的"),
        ([HEADER], "第 1 行的表头下面没有数据"),
        (
            [("甲", "乙"), ("丙", "丁")],
            "前 10 行里没有找到表头，第 1 行是：甲、乙；表头应有：合同名称、对方单位",
        ),
        ([("合同名称", "签订日期", "合同类别"), ("甲",)], "第 1 行的表头缺少：对方单位、合同金额"),
        ([(*HEADER, "合同名称"), SOUND], "表头中“合同名称”出现两次"),
        ([(*HEADER, None, "备注"), SOUND], "表头第 7 列没有名称"),
        ([*[("说明",)] * 12, HEADER, SOUND], "前 10 行里没有找到表头"),
        (
            [
                ("合同名称", "对方单位", "签订", None, "合同类别", "涉及专利"),
                (None, None, "签订日期", "合同金额"),
            ],
            "表头占了两行（第 1、2 行）",
        ),
        (
            [("合同名称", "合作", None, None), (None, "对方单位", "签订日期", "合同类别")],
            "第 2 行的表头缺少：合同名称、合同金额",
        ),
        (
            [("合同名称", "对方单位", "金额", None), (None, None, "合同金额", None)],
            "表头占了两行（第 1、2 行）",
        ),
    ],
)
def test_a_table_unclear_as_a_whole_is_refused_with_what_to_do(
    tmp_path: Path, lines: list[tuple[object, ...]], words: str
) -> None:
    assert words in refused(written(tmp_path / "a.xlsx", lines))


def test_a_header_of_sixteen_thousand_columns_is_told_in_few_words(tmp_path: Path) -> None:
    header = [*HEADER, *(f"列{n}" for n in range(16_384 - len(HEADER)))]
    rows = table(written(tmp_path / "a.xlsx", [header, SOUND]))

    assert counts(rows) == (1, 0, 0)
    assert len(rows.ignored) == 16_378
    assert len(rows.notes[0]) < 200


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "旧版 Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "已损坏"),
        (b"PK\x03\x04" + b"\0" * 200, "已损坏"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "网页或 XML"),
        (b"%PDF-1.7", "不是表格文件"),
        (b"\xff\xfea\0,\0b", "读不出文字编码"),
        (b"a,b\n\x81\x20\xff", "读不出文字编码"),
        (b"a,b\n1,\0", "空字符"),
        (b'a,b\n1,"x\n', "引号不成对"),
        (b"a,b\n1," + b"x" * 1_000_000, "单元格过长"),
    ],
)
def test_a_file_that_is_no_table_is_named_for_what_it_is(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert words in refused(path)


def test_a_workbook_cut_short_is_refused_wherever_it_is_cut(tmp_path: Path) -> None:
    whole = written(tmp_path / "a.xlsx", [HEADER, *[SOUND] * 50]).read_bytes()
    for size in range(10, len(whole), len(whole) // 12):
        (tmp_path / "b.xlsx").write_bytes(whole[:size])
        assert "已损坏" in refused(tmp_path / "b.xlsx")


def test_money_without_a_unit_in_header_or_cell_is_asked_for(tmp_path: Path) -> None:
    header = ("合同名称", "对方单位", "合同金额")
    read, own = table(written(tmp_path / "a.xlsx", [header, ("甲", "乙", 5), ("甲", "乙", "5万元")]))

    assert "没有写明金额单位" in read.faults[0].text
    assert own.values["amount"] == 5_000_000


def test_two_columns_that_differ_only_in_brackets_are_told_apart(tmp_path: Path) -> None:
    columns = (Column("agreed", "收入（合同）", "money"), Column("received", "收入（到账）", "money"))
    path = written(tmp_path / "a.xlsx", [("收入（到账）（万元）", "收入(合同)（元）"), (1, 1)])
    (read,) = read_rows(read_sheet(path), columns)

    assert read.values == {"agreed": 100, "received": 1_000_000}
