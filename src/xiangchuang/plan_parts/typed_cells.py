"""From what is typed, pasted or read from a sheet to the value its column asks for."""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.plan_parts.columns import Cell, TableColumn
from xiangchuang.plan_parts.models import LINE, TEXT
from xiangchuang.plan_parts.save_part import LARGEST_COUNT, LARGEST_FEN

_FEN_OF: Final = {"": 10**6, "万元": 10**6, "万": 10**6, "元": 100, "亿元": 10**10, "亿": 10**10}
_AMOUNT = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))?(万元|亿元|元|万|亿)?")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?")
_YES: Final = frozenset({"yes", "是", "专职", "√", "1", "true"})
_NO: Final = frozenset({"no", "否", "兼职", "×", "0", "false"})
_QUOTED: Final = 60


def value_typed(column: TableColumn, typed: str, *, money: bool = False) -> Cell:
    """Return the value of a cell, None for an empty one; `money` says what a figure is.

    Raises ValidationError with words for the person at the cell.
    """
    text = normalise_text(typed) if column.kind == "text" else normalise_line(typed)
    if not text:
        return None
    if column.kind in {"line", "text"}:
        return _within(text, LINE if column.kind == "line" else TEXT)
    if column.kind == "flag":
        return _flag(text)
    if column.kind == "day":
        return _day(text)
    if column.kind in {"choice", "organization"}:
        return _choice(column, text)
    return fen_typed(text) if column.kind == "money" or (column.kind == "figure" and money) else _count(text)


def fen_typed(typed: str) -> int:
    """Return fen from 万元, or from a number with 元, 万元 or 亿元 behind it; raises ValidationError."""
    found = _AMOUNT.fullmatch(_plain(typed))
    if found is None:
        raise ValidationError(_("“%(typed)s”不是金额：只填数字，单位是万元。") % {"typed": _quoted(typed)})
    if found[1]:
        raise ValidationError(_("金额不会是负数：核对后再填。"))
    fen = Decimal(f"{found[2].replace(',', '')}.{found[3] or '0'}") * _FEN_OF[found[4] or ""]
    if fen % 1:
        raise ValidationError(_("金额最多精确到分。"))
    if fen > LARGEST_FEN:
        raise ValidationError(_("数太大：核对单位是万元还是元。"))
    return int(fen)


def code_typed(column: TableColumn, typed: str) -> str:
    """Return the code a label stands for, or what was typed where no choice answers to it."""
    text = normalise_line(typed)
    if column.kind == "flag":
        return "yes" if text.casefold() in _YES else "no" if text.casefold() in _NO else text
    if text in column.choices:
        return text
    same = (code for code, label in column.choices.items() if _alike(label) == _alike(text))
    return next(same, text)


def _within(text: str, most: int) -> str:
    if len(text) > most:
        raise ValidationError(
            _("最多 %(most)d 个字，现有 %(there)d 个字：删减后再保存。") % {"most": most, "there": len(text)}
        )
    return text


def _flag(text: str) -> bool:
    if text.casefold() in _YES:
        return True
    if text.casefold() in _NO:
        return False
    raise ValidationError(_("“%(typed)s”读不出是或否：选择“是”或“否”。") % {"typed": _quoted(text)})


def _day(text: str) -> date:
    found = _DAY.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise ValidationError(
            _("“%(typed)s”不是日期：写到日，例如 2027-01-01。") % {"typed": _quoted(text)}
        ) from None


def _choice(column: TableColumn, text: str) -> str:
    code = code_typed(column, text)
    if code not in column.choices:
        raise ValidationError(_("“%(typed)s”不在可选的内容中：从列表中选择。") % {"typed": _quoted(text)})
    return code


def _count(text: str) -> int:
    plain = _plain(text).removesuffix(".0")
    found = _AMOUNT.fullmatch(plain)
    if found is None or found[1] or found[3] or found[4]:
        raise ValidationError(_("“%(typed)s”不是整数：只填数字。") % {"typed": _quoted(text)})
    number = int(found[2].replace(",", ""))
    if number > LARGEST_COUNT:
        raise ValidationError(_("数太大：核对后再填。"))
    return number


def _plain(text: str) -> str:
    return normalise_line(text).replace("，", ",").replace(" ", "").removeprefix("￥").removeprefix("¥")


def _alike(text: str) -> str:
    return "".join(normalise_line(text).split()).casefold()


def _quoted(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
