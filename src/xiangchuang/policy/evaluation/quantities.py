"""Bounds in the words people write, such as ``500 万元`` or ``50 %``, and their exact value in a base unit.

Base units: money in fen, shares as a part of one, hours, points of a scale, things counted. Values are
fractions; no float is made on the way.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Final, Literal, NamedTuple, get_args

from pydantic import AfterValidator, BeforeValidator

Family = Literal["money", "share", "hours", "points", "count", "choice"]
UnitWord = Literal[
    "元",
    "万元",
    "亿元",
    "%",
    "小时",
    "分",
    "件",
    "项",
    "家",
    "人",
    "个",
    "次",
    "份",
    "名",
    "台",
    "是否",
    "等级",
]
FigureUnit = Literal["fen", "count", "hours", "basis_points", "hundredths"]

UNIT_WORDS: Final[tuple[UnitWord, ...]] = get_args(UnitWord)
_OF_ONE: Final[dict[str, tuple[Family, Fraction]]] = {
    "元": ("money", Fraction(100)),
    "万元": ("money", Fraction(1_000_000)),
    "亿元": ("money", Fraction(10_000_000_000)),
    "%": ("share", Fraction(1, 100)),
    "小时": ("hours", Fraction(1)),
    "分": ("points", Fraction(1)),
    "是否": ("choice", Fraction(1)),
    "等级": ("choice", Fraction(1)),
}
_OF_A_FIGURE: Final[dict[FigureUnit, tuple[Family, Fraction]]] = {
    "fen": ("money", Fraction(1)),
    "count": ("count", Fraction(1)),
    "hours": ("hours", Fraction(1)),
    "basis_points": ("share", Fraction(1, 10_000)),
    "hundredths": ("points", Fraction(1, 100)),
}
_WRITTEN: Final = re.compile(rf"(\d+(?:\.\d+)?) ?({'|'.join(sorted(UNIT_WORDS, key=len, reverse=True))})")
_DECIMAL: Final = re.compile(r"\d{1,6}(?:\.\d{1,2})?")


class Quantity(NamedTuple):
    """A number with its unit: ``base`` is its exact value in the family's base unit."""

    number: Decimal
    unit: UnitWord
    base: Fraction


def family(unit: str) -> Family:
    """What a unit measures; words that count things (件, 项, 家 …) are all of the family ``count``."""
    return _OF_ONE.get(unit, ("count", Fraction(1)))[0]


def one(unit: str) -> Fraction:
    """One of the unit in the base unit of its family: a 万元 is 1,000,000 fen."""
    return _OF_ONE.get(unit, ("count", Fraction(1)))[1]


def figure_family(unit: FigureUnit) -> Family:
    """What a figure of the registers measures."""
    return _OF_A_FIGURE[unit][0]


def figure_base(value: int, unit: FigureUnit) -> Fraction:
    """A figure's whole number in the base unit of its family."""
    return value * _OF_A_FIGURE[unit][1]


@lru_cache(maxsize=4096)
def quantity(text: str) -> Quantity:
    """The number and unit written in ``text``; raises ``ValueError`` in words for the pack's author."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError(f"“{text}”读不懂：写成数字加单位，如 500 万元、50 %、20 件、300 小时")
    number, unit = Decimal(found[1]), next(word for word in UNIT_WORDS if word == found[2])
    return Quantity(number, unit, Fraction(number) * one(unit))


def percentage(text: str) -> Fraction:
    """The part of one that a percentage says; raises ``ValueError`` for another unit."""
    read = quantity(text)
    if read.unit != "%":
        raise ValueError(f"“{text}”要写成百分数，如 20 %")
    return read.base


def _is_quantity(text: str) -> str:
    quantity(text)
    return text


def _is_share(text: str) -> str:
    if not 0 <= percentage(text) <= 1:
        raise ValueError(f"“{text}”要在 0 % 和 100 % 之间")
    return text


def _whole_or_decimal(value: object) -> object:
    """Points as written: whole, or text with at most two decimals; 0.1 as a YAML number is a float."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1_000_000:
        return Decimal(value)
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        return Decimal(value)
    raise ValueError(f'分值 {value} 要写成整数，或加引号、至多两位的小数，如 "2.5"')


Written = Annotated[str, AfterValidator(_is_quantity)]
"""A number with its unit as people write it; ``quantity`` reads it."""
Share = Annotated[str, AfterValidator(_is_share)]
"""A percentage from 0 % to 100 %; ``percentage`` reads it."""
Points = Annotated[Decimal, BeforeValidator(_whole_or_decimal)]
"""Points of a set, of at most two decimals."""


def hundredths(points: Fraction | Decimal) -> int:
    """Hundredths of a point, rounded half up: the one rounding of a score. ``points`` is not negative."""
    exact = Fraction(points)
    return (200 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def as_points(cents: int) -> Decimal:
    """Hundredths of a point as the text that results carry: 650 → 6.50."""
    return Decimal(cents).scaleb(-2)


def rounded(value: Fraction, places: int = 4) -> Decimal:
    """A value for the reader, half away from zero, no needless zeros; scoring uses the exact one."""
    scale = 10**places
    size = abs(value)
    whole = (2 * size.numerator * scale + size.denominator) // (2 * size.denominator)
    text = f"{whole // scale}.{whole % scale:0{places}d}".rstrip("0").rstrip(".")
    return Decimal(f"-{text}" if value < 0 and whole else text)
