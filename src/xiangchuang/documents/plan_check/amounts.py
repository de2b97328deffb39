"""Numbers in running text and in cells, with the unit that stands by them, in one measure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xiangchuang.documents.plan.numbering import halved

MONEY: Final[dict[str, Decimal]] = {
    "亿元": Decimal(100_000_000),
    "亿": Decimal(100_000_000),
    "千万元": Decimal(10_000_000),
    "百万元": Decimal(1_000_000),
    "万元": Decimal(10_000),
    "千元": Decimal(1_000),
    "元": Decimal(1),
}
"""Yuan in each unit of money."""
_NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_AMOUNT: Final = re.compile(rf"(?<![\d.,A-Za-z])({_NUMBER})\s*(余|多)?\s*({'|'.join(MONEY)})((?:余|多)元)?")
_CELL: Final = re.compile(rf"^([-+]?)({_NUMBER})$")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money in 元 as written at `start`; `slack` is half of its last digit, so a rounding."""

    value: Decimal
    slack: Decimal
    start: int
    end: int
    written: str


def amounts_in(text: str) -> Iterator[Amount]:
    """Amounts of money in the text, in reading order."""
    for found in _AMOUNT.finditer(text):
        number, factor = found[1].replace(",", ""), MONEY[found[3]]
        # “6 亿余元” states no exact number: a whole unit of the last digit is open.
        slack = _last_digit(number) * factor * (2 if found[2] or found[4] else 1)
        yield Amount(Decimal(number) * factor, slack, found.start(), found.end(), found[0].strip())


def cell_number(text: str) -> tuple[Decimal, Decimal] | None:
    """The number that a cell holds and half of its last digit; None for words or several numbers."""
    found = _CELL.match(halved(text).replace(" ", ""))
    if found is None:
        return None
    number = found[2].replace(",", "")
    value = Decimal(number)
    return (-value if found[1] == "-" else value), _last_digit(number)


def agree(stated: Decimal, known: Decimal, *, slack: Decimal, tolerance_bp: int) -> bool:
    """Whether both are the same within the rounding of what is stated and `tolerance_bp` ten-thousandths."""
    return abs(stated - known) <= max(slack, abs(known) * tolerance_bp / 10_000)


def shown(value: Decimal) -> str:
    """A number as people write it: thousands apart, no trailing zeros."""
    text = f"{value.quantize(Decimal('0.0001')):,f}"
    return text.rstrip("0").rstrip(".")


def shown_money(yuan: Decimal) -> str:
    """An amount in 万元, as the register's pages show it."""
    return f"{shown(yuan / 10_000)} 万元"


def _last_digit(number: str) -> Decimal:
    decimals = len(number.partition(".")[2])
    return Decimal(5) / (Decimal(10) ** (decimals + 1))
