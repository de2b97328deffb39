"""Workbooks handed out: templates that come back filled in, lists that are what was shown."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from stdnum.cn import uscc

from xiangchuang.sheets import Column, SheetError, Value, read_rows, read_sheet, write_table, write_template

CODE = "91430000000000001X"
COLUMNS = (
    Column("title", "合同名称", "text", required=True, example="某某技术开发合同", hint="与合同文本一致"),
    Column("partner", "对方代码", "uscc"),
    Column("amount", "合同金额", "money", unit="元", example="125000"),
    Column("agreed", "约定金额", "money"),
    Column("patents", "涉及专利", "count", unit="件"),
    Column("share", "本单位占比", "share", example="30%"),
    Column("signed_on", "签订日期", "date"),
    Column("year", "年度", "year"),
    Column("registered", "已认定登记", "flag"),
    Column("kind", "合同类别", "choice", choices={f"k{n}": f"第{n}类技术合同的完整名称" for n in range(40)}),
    Column("note", "说明", "long_text", width=40),
)
ROW: dict[str, Value] = {
    "title": "甲合同",
    "partner": CODE,
    "amount": 12_500_001,
    "agreed": 4_000_000_000,
    "patents": 3,
    "share": 3333,
    "signed_on": date(2026, 3, 1),
    "year": 2026,
    "registered": True,
    "kind": "k7",
    "note": "第一段\n第二段",
}


def read(content: bytes, path: Path) -> list[dict[str, Value]]:
    path.write_bytes(content)
    rows = list(read_rows(read_sheet(path), COLUMNS))
    assert [row.faults for row in rows] == [()] * len(rows)
    return [row.values for row in rows]


def cells(content: bytes) -> list[list[Any]]:
    return list(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python())


def test_a_list_has_its_title_its_units_and_real_numbers_and_dates() -> None:
    title, header, row = cells(write_table(COLUMNS, [ROW], title="技术合同", source="截至 2026-11-23"))

    assert title[0] == "技术合同（截至 2026-11-23）"
    assert header[2:6] == ["合同金额（元）", "约定金额（万元）", "涉及专利（件）", "本单位占比（%）"]
    assert row[1:8] == [CODE, 125_000.01, 4_000.0, 3.0, 0.3333, date(2026, 3, 1), 2026.0]
    assert row[8:] == ["是", "第7类技术合同的完整名称", "第一段\n第二段"]


def test_a_list_taken_away_can_be_handed_in_again(tmp_path: Path) -> None:
    empty: dict[str, Value] = dict.fromkeys(ROW) | {"title": "乙合同"}
    assert read(write_table(COLUMNS, [ROW, empty], title="技术合同"), tmp_path / "a.xlsx") == [ROW, empty]


LINE = st.text("甲乙𠮷ABC=+-@'\"<&0123456789,_x", min_size=1, max_size=12).filter(
    lambda words: bool(words.strip()) and not words.startswith("示例")
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "title": LINE,
                "amount": st.integers(0, 10**13),
                "agreed": st.integers(0, 10**13),
                "patents": st.integers(0, 10**9),
                "share": st.integers(0, 10_000),
                "signed_on": st.dates(date(1949, 1, 1), date(2100, 12, 31)),
                "kind": st.sampled_from([f"k{n}" for n in range(40)]),
                "registered": st.booleans(),
            }
        ),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_is_written_reads_back_to_the_fen_and_the_basis_point(
    tmp_path: Path, rows: list[dict[str, Value]]
) -> None:
    found = read(write_table(COLUMNS, rows, title="技术合同"), tmp_path / "a.xlsx")
    assert [{name: row[name] for name in rows[0]} for row in found] == rows


@pytest.mark.parametrize(
    "words", ['=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "http://x/", "00012"]
)
def test_text_stays_text_whatever_it_begins_with(tmp_path: Path, words: str) -> None:
    content = write_table(COLUMNS, [ROW | {"title": words}], title="技术合同")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")

    assert b"<f>" not in xml
    assert b"<hyperlink" not in xml
    assert read(content, tmp_path / "a.xlsx")[0]["title"] == words


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    (_title, _header, row) = cells(write_table(COLUMNS, [ROW | {"note": "字" * 40_000}], title="技术合同"))
    assert str(row[-1]).endswith("……（原文 40000 字，单元格放不下，已截断）")
    assert len(str(row[-1])) == 32_767


def test_the_same_list_gives_the_same_bytes() -> None:
    assert write_table(COLUMNS, [ROW], title="技术合同") == write_table(COLUMNS, [ROW], title="技术合同")
    assert write_template(COLUMNS, title="技术合同") == write_template(COLUMNS, title="技术合同")


@pytest.mark.parametrize("title", ["a/b:c*?[x]\\", "'引号'", "长" * 60, "", "///"])
def test_any_title_makes_a_sheet(title: str) -> None:
    assert CalamineWorkbook.from_filelike(io.BytesIO(write_table(COLUMNS, [], title=title))).sheet_names


def test_a_template_shows_units_marks_what_is_required_and_explains_each_column(tmp_path: Path) -> None:
    content = write_template(COLUMNS, title="技术合同", notes=["一行一份合同。"])
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    header, example = book.get_sheet_by_name("技术合同").to_python()
    guide = book.get_sheet_by_name("填写说明").to_python()

    assert header[:4] == ["合同名称*", "对方代码", "合同金额（元）", "约定金额（万元）"]
    assert example[:3] == ["示例：某某技术开发合同", "", "125000"]
    assert guide[2][0] == "一行一份合同。"
    assert guide[5][:5] == ["合同名称", "是", "文字", "某某技术开发合同", "与合同文本一致"]


def test_a_template_offers_its_choices_to_pick_from() -> None:
    with zipfile.ZipFile(io.BytesIO(write_template(COLUMNS, title="技术合同"))) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()

    assert xml.count('<dataValidation type="list"') == 2
    assert "'填写说明'!$I$2:$I$41" in xml


def test_a_template_handed_in_untouched_has_no_data_and_its_example_is_never_taken_for_some(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(write_template(COLUMNS, title="技术合同"))
    rows = read_rows(read_sheet(path), COLUMNS)

    with pytest.raises(SheetError, match="下面没有数据"):
        list(rows)
    assert rows.notes == ("第 2 行是模板的示例，没有读取",)


def test_the_code_used_here_is_sound() -> None:
    assert uscc.is_valid(CODE)
