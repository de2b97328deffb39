"""What the columns of a register are called, what their cells hold, and how a header says its unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

Kind = Literal["text", "long_text", "money", "count", "share", "date", "year", "flag", "choice", "uscc"]
MoneyUnit = Literal["元", "万元", "亿元"]
FEN: Final[dict[MoneyUnit, int]] = {"元": 100, "万元": 100 * 10**4, "亿元": 100 * 10**8}
"""Fen in one of the unit."""
WHOLE_SHARE: Final = 10_000
"""Basis points in one hundred percent."""

_BRACKET: Final = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]$")
_UNIT: Final = re.compile(r"(亿元|万元|元|%)$")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``name`` keys the values, ``label`` is its header without the unit.

    Values by kind: text, long_text, uscc and choice (its code) ``str``; money ``int`` fen; count and year
    ``int``; share ``int`` basis points; date ``date``; flag ``bool``; an empty cell is None. ``choices`` are
    labels by code. ``unit`` is what templates and exports write money in, or a measure word for a count.
    ``width`` is in characters.
    """

    name: str
    label: str
    kind: Kind
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    example: str = ""
    hint: str = ""
    width: int = 16
    unit: str = ""

    @property
    def shown_unit(self) -> str:
        """The unit written behind the label, "" where the kind has none."""
        if self.kind == "money":
            return self.money_unit
        return "%" if self.kind == "share" else self.unit

    @property
    def money_unit(self) -> MoneyUnit:
        """The unit in which templates and exports write this column's money."""
        return next((unit for unit in get_args(MoneyUnit) if unit == self.unit), "万元")

    @property
    def header(self) -> str:
        """The header as templates and exports write it: 合同金额（万元）."""
        return f"{self.label}（{self.shown_unit}）" if self.shown_unit else self.label


def plain(words: str) -> str:
    """A header or a label (which may be lazy) for comparison: half width, no spaces, no * at its end."""
    return "".join(unicodedata.normalize("NFKC", str(words)).split()).strip("*").casefold()


def base_of(words: str) -> str:
    """``plain`` without what stands in brackets behind it."""
    return _BRACKET.sub("", plain(words)).rstrip(":,-")


def money_unit_in(header: str) -> MoneyUnit | None:
    """The money unit a header states in brackets or at its end, None where it states none."""
    words = plain(header)
    bracket = _BRACKET.search(words)
    found = _UNIT.search(bracket[1] if bracket else words)
    return next((unit for unit in get_args(MoneyUnit) if found and found[1] == unit), None)
