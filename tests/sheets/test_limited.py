"""An upload is read in a process of its own: the same answer, and no file brings the server down."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.sheets.workbooks import book, cell, row, written
from xiangchuang.sheets import Column, SheetError, read_rows, read_rows_limited, read_sheet

COLUMNS = (
    Column("title", "合同名称", "text", required=True),
    Column("amount", "合同金额", "money"),
    Column("signed_on", "签订日期", "date"),
    Column("kind", "类别", "choice", choices={"a": "甲类"}),
)
HEADER = ("合同名称", "合同金额（万元）", "签订日期", "类别", "备注")


def test_the_child_says_what_reading_here_would_say(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.xlsx",
        [HEADER, ("甲", 1.5, date(2026, 3, 1), "甲类", "x"), (None,), ("", "约", None, "乙类")],
    )
    here = read_rows(read_sheet(path), COLUMNS)
    rows = tuple(here)
    read = read_rows_limited(path, COLUMNS)

    assert read.rows == rows
    assert (read.good, read.faulty, read.empty) == (here.good, here.faulty, here.empty) == (1, 1, 0)
    assert (read.sheet, read.headers, read.ignored, read.notes) == ("Sheet1", HEADER, ("备注",), here.notes)


def test_a_refusal_of_the_child_keeps_its_words(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="文件是空的"):
        read_rows_limited(written(tmp_path / "a.xlsx", []), COLUMNS)


def test_more_rows_than_a_person_can_look_through_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", [HEADER, *[("甲", 1)] * 6])

    assert len(read_rows_limited(path, COLUMNS, most=6).rows) == 6
    with pytest.raises(SheetError, match="超过 5 行"):
        read_rows_limited(path, COLUMNS, most=5)


def test_a_file_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    cells = "".join(cell(1) for _ in range(200))
    path = book(tmp_path / "a.xlsx", row(*HEADER) + f"<row>{cells}</row>" * 20_000)

    with pytest.raises(SheetError, match="超过 1 秒"):
        read_rows_limited(path, COLUMNS, most=1_000_000, seconds=1)
