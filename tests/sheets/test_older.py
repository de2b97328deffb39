"""A workbook of another office suite is read by the same rules, and a damaged one is told as such."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from xiangchuang.sheets import Column, SheetError, read_rows, read_sheet
from xiangchuang.sheets.cells import SheetRow

MIME = "application/vnd.oasis.opendocument.spreadsheet"
CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="合同"><table:table-row>{header}</table:table-row>'
    '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    '<table:table-row><table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>'
    '<table:table-cell office:value-type="float" office:value="12.5"/>'
    '<table:table-cell office:value-type="date" office:date-value="2026-03-01"/></table:table-row>'
    "</table:table></office:spreadsheet></office:body></office:document-content>"
)
HEADER = ("合同名称", "合同金额（万元）", "签订日期")


def ods(path: Path, content: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", MIME)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def header() -> str:
    return "".join(
        f'<table:table-cell office:value-type="string"><text:p>{word}</text:p></table:table-cell>'
        for word in HEADER
    )


def test_an_opendocument_table_is_read_cell_by_cell(tmp_path: Path) -> None:
    sheet = read_sheet(ods(tmp_path / "a.ods", CONTENT.format(header=header())))

    assert sheet.headers == HEADER
    assert list(sheet.pages[0].rows())[-1] == SheetRow(5, ("甲", Decimal("12.5"), date(2026, 3, 1)))
    columns = (Column("title", "合同名称", "text"), Column("amount", "合同金额", "money"))
    rows = read_rows(sheet, columns)
    assert [row.values for row in rows] == [{"title": "甲", "amount": 12_500_000}]
    assert rows.rows_in == 4


@pytest.mark.parametrize("content", ["", "<broken", "<a></b>"])
def test_a_damaged_one_is_told_as_such(tmp_path: Path, content: str) -> None:
    with pytest.raises(SheetError, match=r"已损坏|空的"):
        _ = read_sheet(ods(tmp_path / "a.ods", content)).headers
