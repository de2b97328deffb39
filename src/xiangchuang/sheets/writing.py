"""Workbooks to hand out: a template to fill in, a list as it is shown, numbers and dates as such.

No text becomes a formula or a link. The same content gives the same bytes: a file says nothing of when and
where it was made.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from xiangchuang.sheets.columns import FEN, WHOLE_SHARE, Column, Kind
from xiangchuang.sheets.rows import EXAMPLE_MARK
from xiangchuang.sheets.sheet import GUIDE
from xiangchuang.sheets.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_CELL: Final = 32_767
"""Characters a cell of a workbook holds."""
_FILLED_ROWS: Final = 5_000
"""Rows of a template that offer choices and formats."""
_CHOICES_FROM: Final = 7
_NO_TIME: Final = datetime(2000, 1, 1)  # noqa: DTZ001  # stands for no time at all
_FORMATS: Final[dict[Kind, str]] = {
    "money": "#,##0.00####",
    "count": "#,##0",
    "share": "0.00%",
    "date": "yyyy-mm-dd",
    "year": "0",
}
_ASKED: Final[dict[Kind, str]] = {
    "text": "文字",
    "long_text": "文字，可分段",
    "money": "数字，单位{unit}，精确到分",
    "count": "整数",
    "share": "百分数，如 30 或 30%，最多两位小数",
    "date": "日期，如 2026-03-01",
    "year": "四位年份",
    "flag": "是或否",
    "choice": "从下拉列表中选一项",
    "uscc": "18 位统一社会信用代码，按文本填写",
}


def write_template(columns: Sequence[Column], *, title: str, notes: Sequence[str] = ()) -> bytes:
    """An .xlsx to fill in: header with units, an example row that reading skips, choices to pick from.

    A second sheet, 填写说明, holds ``notes`` and what each column asks for.
    """
    buffer = io.BytesIO()
    with _workbook(buffer, title) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        guide = book.add_worksheet(GUIDE)
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        needed = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "bg_color": "#FFF2CC"})
        example = book.add_format({"italic": True, "font_color": "#666666"})
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(
                place, place, column.width, book.add_format({"num_format": _asked_format(column)})
            )
            mark = "*" if column.required else ""
            sheet.write_string(0, place, f"{column.header}{mark}", needed if column.required else head)
            words = str(column.example)
            if place == 0:
                words = EXAMPLE_MARK + words
            sheet.write_string(1, place, words, example)
        _write_guide(book, guide, columns, title, notes)
        _offer_choices(sheet, guide, columns)
    return buffer.getvalue()


def write_table(
    columns: Sequence[Column], rows: Iterable[Mapping[str, Value]], *, title: str, source: str = ""
) -> bytes:
    """An .xlsx of a list: its title (and ``source``, such as the date of the data), header, rows by name.

    Values are those that ``read_rows`` gives: fen, basis points, dates, codes of choices. A missing name is
    an empty cell. A text longer than a cell holds is cut, and the cell says so.
    """
    buffer = io.BytesIO()
    with _workbook(buffer, title, constant_memory=True) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        formats = [book.add_format({"num_format": _FORMATS.get(column.kind, "@")}) for column in columns]
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
        sheet.freeze_panes(2, 0)
        sheet.write_string(0, 0, f"{title}（{source}）" if source else title, bold)
        for place, column in enumerate(columns):
            sheet.write_string(1, place, column.header, head)
        line = 1
        for line, row in enumerate(rows, start=2):
            for place, column in enumerate(columns):
                _write_value(sheet, line, place, column, row.get(column.name), formats[place])
        if columns:
            sheet.autofilter(1, 0, line, len(columns) - 1)
    return buffer.getvalue()


@contextmanager
def _workbook(buffer: io.BytesIO, title: str, *, constant_memory: bool = False) -> Iterator[Any]:
    options = {
        "constant_memory": constant_memory,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": title, "created": _NO_TIME})
        yield book


def _write_value(sheet: Any, line: int, place: int, column: Column, value: Value, style: Any) -> None:
    if value is None or value == "":
        return
    if column.kind == "money" and isinstance(value, int):
        sheet.write_number(line, place, value / FEN[column.money_unit], style)
    elif column.kind == "share" and isinstance(value, int):
        sheet.write_number(line, place, value / WHOLE_SHARE, style)
    elif isinstance(value, bool):
        sheet.write_string(line, place, "是" if value else "否", style)
    elif isinstance(value, int):
        sheet.write_number(line, place, value, style)
    elif isinstance(value, date):
        sheet.write_datetime(line, place, value, style)
    else:
        words = str(column.choices.get(str(value), value)) if column.kind == "choice" else str(value)
        sheet.write_string(line, place, _fitting(words), style)


def _fitting(words: str) -> str:
    if len(words) <= LONGEST_CELL:
        return words
    told = f"……（原文 {len(words)} 字，单元格放不下，已截断）"
    return words[: LONGEST_CELL - len(told)] + told


def _asked_format(column: Column) -> str:
    """Long codes stay text. Shares are typed as 30 or 30%, so their cells have no format of their own."""
    if column.kind == "share":
        return "General"
    return _FORMATS.get(column.kind, "@")


def _write_guide(book: Any, guide: Any, columns: Sequence[Column], title: str, notes: Sequence[str]) -> None:
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for place, width in enumerate((24, 8, 32, 24, 40)):
        guide.set_column(place, place, width)
    lines = [
        title,
        f"在第一张表中逐行填写，有 * 的列必填；以“{EXAMPLE_MARK}”开头的一行是示例，读取时跳过。",
        *notes,
    ]
    for line, words in enumerate(lines):
        guide.write_string(line, 0, words, bold if line == 0 else None)
    top = len(lines) + 1
    for place, words in enumerate(("列", "必填", "填写内容", "示例", "说明")):
        guide.write_string(top, place, words, bold)
    for line, column in enumerate(columns, start=top + 1):
        asked = _ASKED[column.kind].format(unit=column.shown_unit)
        cells = (column.header, "是" if column.required else "否", asked, column.example, column.hint)
        for place, words in enumerate(cells):
            guide.write_string(line, place, str(words), wrap)


def _offer_choices(sheet: Any, guide: Any, columns: Sequence[Column]) -> None:
    """Choices stand on the guide: a list written into the validation itself holds 255 characters only."""
    at = _CHOICES_FROM
    for place, column in enumerate(columns):
        offered = {"flag": ["是", "否"]}.get(column.kind, [str(label) for label in column.choices.values()])
        if not offered:
            continue
        guide.write_string(0, at, str(column.label))
        for line, label in enumerate(offered, start=1):
            guide.write_string(line, at, label)
        area = xlsxwriter.utility.xl_range_abs(1, at, len(offered), at)
        sheet.data_validation(
            2,
            place,
            _FILLED_ROWS,
            place,
            {
                "validate": "list",
                "source": f"='{GUIDE}'!{area}",
                "error_title": "不在可选的内容中",
                "error_message": "从下拉列表中选一项。",
            },
        )
        at += 1


def _sheet_name(title: str) -> str:
    """A name that workbooks allow: at most 31 characters, none of []:*?/\\ and no quote at its ends."""
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip(" '")[:31].strip(" '") or "数据"
