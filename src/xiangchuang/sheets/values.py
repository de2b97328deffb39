"""From a cell to the value its column asks for, or the words for why it is none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Context, Decimal
from typing import Final

from stdnum.cn import uscc as national_code

from xiangchuang.sheets.cells import Broken, Cell, Percent, lost_digits, text_of
from xiangchuang.sheets.columns import FEN, WHOLE_SHARE, Column, Kind, MoneyUnit
from xiangchuang.sheets.workbook import EPOCH_1900

Value = str | int | bool | date | None
LARGEST: Final = 2**63 - 1
"""The largest number a register keeps."""
_LENGTHS: Final[dict[Kind, int]] = {"text": 1_000, "long_text": 20_000}
_FIRST_YEAR: Final = 1949
_LAST_YEAR: Final = 2100
_QUOTED: Final = 20
_EXACT: Final = Context(prec=100)
_LONGEST_NUMBER: Final = 60
"""Characters of a number; products of it stay within the digits of ``_EXACT``."""
_NUMBER: Final = re.compile(r"([-+]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d*)?")
_EXPONENT: Final = re.compile(r"[-+]?\d+(\.\d+)?e[-+]?\d+", re.IGNORECASE)
_AMOUNT: Final = re.compile(r"(?:人民币|[¥￥])?(.*?)(亿元|万元|元)?(?:人民币)?")
_COUNTED: Final = re.compile(r"(.*?)[件项人个次家台套篇份名期]?")
_DATE: Final = re.compile(r"(\d{4})([-/.年])(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?: 00:00(?::00)?)?")
_SHORT_DATE: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR: Final = re.compile(r"(\d{4})年?度?")
_YES: Final = ("是", "有", "1", "true", "yes", "y", "√", "✓")
_NO: Final = ("否", "无", "0", "false", "no", "n", "×", "✗")
_INVISIBLE: Final = {ord(mark): None for mark in "\ufeff\u200b\u200c\u200d\u2060\u00ad"}
_SERIALS: Final = range(18_264, 73_415)
"""Serial day numbers from 1950 to 2100."""


class UnfitError(ValueError):
    """A cell that does not say what its column asks for; its words are shown to people."""


def value_of(column: Column, cell: Cell, unit: MoneyUnit | None) -> Value:
    """The cell's value by the column's kind; ``unit`` is the money unit of its header.

    None for an empty cell. Raises UnfitError.
    """
    if isinstance(cell, Broken):
        raise UnfitError(_broken(cell))
    if isinstance(cell, str):
        cell = cell.translate(_INVISIBLE)
        if not cell.strip():
            return None
    if cell is None:
        return None
    if column.kind == "money":
        return _money(cell, unit)
    return _READERS[column.kind](column, cell)


def _broken(cell: Broken) -> str:
    if cell.reason == "error":
        return f"单元格是错误值 {cell.text[:_QUOTED]}；改正公式，或填写数值"
    return "单元格是公式，没有计算结果；在 Excel 或 WPS 中打开并保存一次，或改填数值"


def _said(cell: Cell) -> str:
    words = " ".join(text_of(cell).split())
    return f"“{words[:_QUOTED]}…”" if len(words) > _QUOTED else f"“{words}”"


def _text(column: Column, cell: Cell) -> Value:
    if isinstance(cell, Decimal) and lost_digits(cell):
        raise UnfitError("长号码存成了数字，第 15 位以后已丢失；把这一列设为文本，重新填写")
    words = unicodedata.normalize("NFC", text_of(cell)).replace("\r\n", "\n").replace("\r", "\n").strip()
    if any(unicodedata.category(mark) in ("Cc", "Cs", "Co") and mark not in "\n\t" for mark in words):
        raise UnfitError("含有看不见的控制字符；清除后重新填写")
    if column.kind == "text":
        words = " ".join(words.split())
    longest = _LENGTHS[column.kind]
    if len(words) > longest:
        raise UnfitError(f"有 {len(words)} 字，最多 {longest} 字；缩短后重新填写")
    return words


def _plain(cell: Cell) -> str:
    return "".join(unicodedata.normalize("NFKC", text_of(cell)).split())


def _number(cell: Cell, words: str, said: Cell) -> Decimal:
    """A number at least zero from a numeric cell, or from ``words`` with commas at thousands at most."""
    if isinstance(cell, Decimal):
        number = cell
    else:
        found = _NUMBER.fullmatch(words)
        if _EXPONENT.fullmatch(words):
            raise UnfitError(f"{_said(said)} 是科学计数法，后面的数字已丢失；写出完整的数字")
        if not found or isinstance(cell, (bool, date, Percent)):
            raise UnfitError(f"应为数字，现在是 {_said(said)}；只填数字")
        if len(words) > _LONGEST_NUMBER:
            raise UnfitError(f"数字过大：{_said(said)}；核对单位和位数")
        number = Decimal(found[1] + found[2].replace(",", "") + (found[3] or ""))
    if number < 0:
        raise UnfitError(f"数字为负：{_said(said)}；核对后填写不小于零的数")
    if (lost_digits(number) and isinstance(cell, Decimal)) or number > LARGEST:
        raise UnfitError(f"数字过大：{_said(said)}；核对单位和位数")
    return number


def _money(cell: Cell, header_unit: MoneyUnit | None) -> int:
    words = _plain(cell)
    found = _AMOUNT.fullmatch(words)
    assert found  # the pattern takes any text
    own = next((unit for unit in FEN if unit == found[2]), None)
    unit = own or header_unit
    if own and header_unit and own != header_unit:
        raise UnfitError(f"{_said(cell)} 的单位与表头的{header_unit}不同；统一为一种单位")
    number = _number(cell, found[1], cell)
    if unit is None:
        raise UnfitError("没有写明金额单位；在表头注明（元）或（万元）")
    fen = _EXACT.multiply(number, Decimal(FEN[unit]))
    if fen != fen.to_integral_value():
        raise UnfitError(f"{_said(cell)} {unit}不足一分；四舍五入到分后填写")
    if fen > LARGEST:
        raise UnfitError(f"数字过大：{_said(cell)}；核对单位和位数")
    return int(fen)


def _count(_column: Column, cell: Cell) -> int:
    found = _COUNTED.fullmatch(_plain(cell))
    assert found  # the pattern takes any text
    number = _number(cell, found[1], cell)
    if number != number.to_integral_value():
        raise UnfitError(f"应为整数，现在是 {_said(cell)}；填写整数")
    return int(number)


def _share(_column: Column, cell: Cell) -> int:
    words = _plain(cell)
    marked = isinstance(cell, Percent) or words.endswith("%")
    percent = cell.value if isinstance(cell, Percent) else _number(cell, words.removesuffix("%"), cell)
    if not marked and 0 < percent < 1:
        hundredfold = text_of(_EXACT.multiply(percent, Decimal(100)))
        raise UnfitError(f"{_said(cell)} 分不清是 {hundredfold}% 还是 {text_of(percent)}%；带上百分号填写")
    points = _EXACT.multiply(percent, Decimal(WHOLE_SHARE // 100))
    if not 0 <= points <= WHOLE_SHARE:
        raise UnfitError(f"占比应在 0% 到 100% 之间，现在是 {_said(cell)}；核对后填写")
    if points != points.to_integral_value():
        raise UnfitError(f"{_said(cell)} 的小数过长；占比最多两位小数")
    return int(points)


def _date(_column: Column, cell: Cell) -> date:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return _within(cell, cell)
    if isinstance(cell, Decimal) and cell in _SERIALS:
        return EPOCH_1900.date() + timedelta(days=int(cell))
    words = unicodedata.normalize("NFKC", text_of(cell)).strip()
    found = _DATE.fullmatch(words)
    parts = (found[1], found[3], found[4]) if found else ()
    if short := _SHORT_DATE.fullmatch(words):
        parts = (short[1], short[2], short[3])
    if not parts:
        raise UnfitError(f"应为日期，现在是 {_said(cell)}；写成 2026-03-01 这样的年月日")
    try:
        return _within(date(*map(int, parts)), cell)
    except ValueError as error:
        raise UnfitError(f"没有 {_said(cell)} 这一天；核对后填写") from error


def _within(day: date, cell: Cell) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise UnfitError(f"日期 {_said(cell)} 不在 {_FIRST_YEAR} 年到 {_LAST_YEAR} 年之间；核对后填写")
    return day


def _year(_column: Column, cell: Cell) -> int:
    found = _YEAR.fullmatch(_plain(cell))
    if not found or not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
        raise UnfitError(f"应为四位年份，现在是 {_said(cell)}；写成 2025 这样的年份")
    return int(found[1])


def _flag(_column: Column, cell: Cell) -> bool:
    words = _plain(cell).casefold()
    if words in _YES or words in _NO:
        return words in _YES
    raise UnfitError(f"应为是或否，现在是 {_said(cell)}；填写“是”或“否”")


def _choice(column: Column, cell: Cell) -> str:
    words = _plain(cell).casefold()
    for code, label in column.choices.items():
        if words in (code.casefold(), _plain(str(label)).casefold()):
            return code
    offered = "、".join(str(label) for label in column.choices.values())
    raise UnfitError(f"{_said(cell)} 不在可选的内容中；从这些里选一个：{offered}")


def _uscc(_column: Column, cell: Cell) -> str:
    if isinstance(cell, Decimal):
        raise UnfitError("统一社会信用代码存成了数字，后几位已丢失；把这一列设为文本，重新填写 18 位代码")
    code = _plain(cell).upper()
    if not code.isalnum() or not national_code.is_valid(code):
        raise UnfitError(f"统一社会信用代码 {_said(cell)} 的位数或校验位不符；对照营业执照核对 18 位代码")
    return code


_READERS: Final[dict[Kind, Callable[[Column, Cell], Value]]] = {
    "text": _text,
    "long_text": _text,
    "count": _count,
    "share": _share,
    "date": _date,
    "year": _year,
    "flag": _flag,
    "choice": _choice,
    "uscc": _uscc,
}
