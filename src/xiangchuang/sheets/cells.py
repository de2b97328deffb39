"""What a cell holds before anyone asks what it means, and a number as a person sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Context, Decimal
from typing import Final, Literal, NamedTuple

SIGNIFICANT: Final = 15
"""A spreadsheet keeps and shows no more digits of a number than these."""
_SHOWN: Final = Context(prec=SIGNIFICANT)


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell without a value: a formula nobody calculated, or an error such as #REF!; ``text`` as written."""

    reason: Literal["formula", "error"]
    text: str


@dataclass(frozen=True, slots=True)
class Percent:
    """A number shown with a percent sign: ``value`` is 30 for 30 %."""

    value: Decimal


Cell = str | Decimal | bool | date | Percent | Broken | None
"""Dates with a time are ``datetime``; an empty cell is None in workbooks and "" in delimited text."""


class SheetRow(NamedTuple):
    """One row as the file counts it (from 1).

    With ``empty`` above zero it stands for so many rows without content before or at ``number``.
    """

    number: int
    cells: tuple[Cell, ...] | list[str]
    empty: int = 0


RowStream = Iterator[SheetRow]


def shown(stored: float) -> Decimal:
    """The number as the spreadsheet shows it: 1.15, though the file stores 1.1499999999999999."""
    return _SHOWN.create_decimal(repr(stored))


def lost_digits(value: Decimal) -> bool:
    """Whether the number had more digits than a spreadsheet keeps, so that its last ones are made up."""
    return value.is_finite() and abs(value) >= 10**SIGNIFICANT


def is_blank(cell: Cell) -> bool:
    """Whether nothing can be seen in the cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip("\ufeff\u200b \t\r\n\xa0\u3000"))


def text_of(cell: Cell) -> str:
    """The cell in words: a date as 2025-03-01, a number without exponent unless its digits are lost."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            return "是" if cell else "否"
        case Decimal():
            return f"{cell:.14E}" if lost_digits(cell) else number_text(cell)
        case datetime():
            return cell.isoformat(" ")
        case date():
            return cell.isoformat()
        case Percent():
            return f"{number_text(cell.value)}%"
        case Broken():
            return cell.text


def number_text(value: Decimal) -> str:
    """Digits only: 12 for 12.0, 0.5 for 5E-1."""
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
