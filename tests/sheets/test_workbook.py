"""What the cells of a workbook hold: as the person sees them, or named as broken; beside a second reader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.sheets.workbooks import MAIN, book, cell, packed, parts_of, row, sheet_xml, written
from xiangchuang.sheets import Broken, Cell, Percent, SheetError, read_sheet
from xiangchuang.sheets.cells import SheetRow

STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="3">'
    '<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
    '<numFmt numFmtId="165" formatCode="0.0%;[Red]-0.0%"/>'
    '<numFmt numFmtId="166" formatCode="#,##0.00&quot;元/day&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>'
    '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="165"/>'
    '<xf numFmtId="166"/><xf numFmtId="31"/></cellXfs></styleSheet>'
)


def rows_of(path: Path) -> list[SheetRow]:
    return list(read_sheet(path).pages[0].rows())


def cells_of(path: Path) -> tuple[Cell, ...]:
    (only,) = rows_of(path)
    return tuple(only.cells)


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        (cell(4000), Decimal(4000)),
        ("<c><v>1.1499999999999999</v></c>", Decimal("1.15")),
        ("<c><v>0.30000000000000004</v></c>", Decimal("0.3")),
        ("<c><v>4E-4</v></c>", Decimal("0.0004")),
        ("<c><v>914300001234567890</v></c>", Decimal("914300001234568000")),
        (cell(46082, s="1"), date(2026, 3, 1)),
        (cell(46082.75, s="1"), datetime(2026, 3, 1, 18, 0)),  # noqa: DTZ001  # a cell has no zone
        (cell(46082, s="3"), date(2026, 3, 1)),
        (cell(46082, s="6"), date(2026, 3, 1)),
        (cell(59, s="1"), date(1900, 2, 28)),
        (cell(61, s="1"), date(1900, 3, 1)),
        (cell(-1, s="1"), Decimal(-1)),
        (cell(99_999_999, s="1"), Decimal(99_999_999)),
        (cell(0.3, s="2"), Percent(Decimal(30))),
        (cell(0.3, s="4"), Percent(Decimal(30))),
        (cell(5, s="5"), Decimal(5)),
        (cell(5, s="77"), Decimal(5)),
        ('<c t="d"><v>2026-03-01T00:00:00</v></c>', date(2026, 3, 1)),
        ('<c t="b"><v>1</v></c>', True),
        ('<c t="e"><v>#REF!</v></c>', Broken("error", "#REF!")),
        ("<c><v>1e400</v></c>", Broken("error", "1e400")),
        ('<c t="s"><v>1</v></c>', "第二"),
        ('<c t="s"><v>2</v></c>', "甲乙"),
        ('<c t="inlineStr"><is><r><t>湘</t></r><r><t>创</t></r></is></c>', "湘创"),
        ('<c t="str"><f>A1&amp;"x"</f><v>算得</v></c>', "算得"),
        ('<c t="str"><v>一_x000D_二</v></c>', "一\r二"),
        ("<c><f>SUM(A1:A3)</f><v>6</v></c>", Decimal(6)),
        ("<c><f>SUM(A1:A3)</f></c>", Broken("formula", "=SUM(A1:A3)")),
        ("<c><f>SUM(A1:A3)</f><v></v></c>", Broken("formula", "=SUM(A1:A3)")),
        ('<c><f t="shared" si="0"/></c>', Broken("formula", "=")),
    ],
)
def test_a_cell_holds_what_the_person_sees(tmp_path: Path, xml: str, value: Cell) -> None:
    shared = (
        f'<sst xmlns="{MAIN}"><si><t>第一</t></si><si><t>第二</t></si>'
        "<si><r><t>甲</t></r><rPh><t>jia</t></rPh><r><t>乙</t></r></si></sst>"
    )
    path = book(tmp_path / "a.xlsx", row(xml), shared=shared, styles=STYLES)

    (found,) = cells_of(path)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "xml", [cell(None), cell(None, s="1"), "<c><v/></c>", '<c t="str"><f>""</f><v/></c>']
)
def test_a_formatted_or_empty_cell_holds_nothing(tmp_path: Path, xml: str) -> None:
    assert rows_of(book(tmp_path / "a.xlsx", row(xml))) == [SheetRow(1, (), 1)]


def test_days_are_counted_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", row(cell(44620, s="1")), styles=STYLES, date1904=True)
    assert cells_of(path) == (date(2026, 3, 1),)


def test_cells_stand_where_their_reference_says_and_gaps_are_empty(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", row(cell("甲", "B7"), cell(1, "D7"), number=7) + row("乙", number=9))
    assert rows_of(path) == [SheetRow(7, (None, "甲", None, Decimal(1))), SheetRow(9, ("乙",))]


def test_a_stretch_of_empty_rows_is_counted_and_what_stands_behind_it_is_read(tmp_path: Path) -> None:
    empty = '<row r="{}" spans="1:3"><c r="A{}" s="1"/></row>'
    xml = (
        row("前", number=1) + "".join(empty.format(n, n) for n in range(2, 90_001)) + row("后", number=90_001)
    )
    assert rows_of(book(tmp_path / "a.xlsx", xml)) == [
        SheetRow(1, ("前",)),
        SheetRow(90_001, (), 89_999),
        SheetRow(90_001, ("后",)),
    ]


def test_rows_without_numbers_are_counted_past_a_stretch_of_empty_ones(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", row("前") + "<row/>" * 100_000 + row("后") + "<row></row>" * 7)
    *_, last, empties = rows_of(path)
    assert last == SheetRow(100_002, ("后",))
    assert empties == SheetRow(100_009, (), 7)


def test_an_uncalculated_formula_in_the_midst_of_empty_rows_is_seen(tmp_path: Path) -> None:
    formula = '<row><c><f t="shared" si="0"/></c></row>'
    path = book(tmp_path / "a.xlsx", "<row/>" * 50_000 + formula + "<row/>" * 50_000)
    assert SheetRow(50_001, (Broken("formula", "="),)) in rows_of(path)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (row("a", number=5) + row("b", number=5), "次序颠倒或重复"),
        (row("a", number=5) + row("b", number=4), "次序颠倒或重复"),
        (row(cell("a", "A1"), cell("b", "A1")), "位置重复"),
        (row(cell("a", "XFE1")), "超出工作表"),
        (row(cell("a", "ZZZZZZ1")), "超出工作表"),
        (row('<c t="s"><v>9</v></c>'), "已损坏"),
        (row("a") + "</row>", "已损坏"),
    ],
)
def test_a_sheet_that_contradicts_itself_is_refused(tmp_path: Path, rows: str, told: str) -> None:
    with pytest.raises(SheetError, match=told):
        rows_of(book(tmp_path / "a.xlsx", rows))


def test_a_doctype_is_not_followed(tmp_path: Path) -> None:
    xml = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>{sheet_xml(row("a"))}'
    with pytest.raises(SheetError, match="DOCTYPE"):
        rows_of(packed(tmp_path / "a.xlsx", parts_of({"S": xml})))


def test_sheets_are_listed_in_order_with_whether_people_see_them(tmp_path: Path) -> None:
    sheets = {name: sheet_xml(row(name)) for name in ("一", "二", "三")}
    sheet = read_sheet(packed(tmp_path / "a.xlsx", parts_of(sheets, hidden=["一"])))
    assert [(page.name, page.hidden) for page in sheet.pages] == [("一", True), ("二", False), ("三", False)]
    assert sheet.headers == ("二",)
    assert sheet.passed_over == ("只读取了工作表“二”，没有读取 “三”", "没有读取隐藏的工作表 “一”")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("oracle") / "a.xlsx"


CELLS = st.one_of(
    st.none(),
    st.integers(-(10**14), 10**14),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: float(f"{x:.12g}")),
    st.text("甲乙ABC 0123,.\n<&>\"'=", min_size=1, max_size=8).filter(lambda t: bool(t.strip())),
    st.booleans(),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=st.lists(st.lists(CELLS, max_size=5), max_size=6))
def test_two_readers_agree_on_any_ordinary_table(file: Path, table: list[list[Any]]) -> None:
    written(file, table)
    sheet = CalamineWorkbook.from_path(file).get_sheet_by_index(0)
    expected: dict[tuple[int, int], Any] = {
        (line, place): value
        for line, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1)
        for place, value in enumerate(cells)
        if value != ""
    }
    found = {
        (read.number, place): value
        for read in rows_of(file)
        for place, value in enumerate(read.cells)
        if value is not None
    }
    assert {at: _plain(value) for at, value in found.items()} == {
        at: _plain(value) for at, value in expected.items()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime) and value.time().isoformat() == "00:00:00":
        return value.date()
    if isinstance(value, (Decimal, float, int)) and not isinstance(value, bool):
        return float(value)
    return f"{value}" if isinstance(value, timedelta) else value
