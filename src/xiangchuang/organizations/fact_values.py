"""The value of a yearly fact: an exact integer or a flag, with its kind."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from django.utils.translation import gettext as _

from xiangchuang.accounts.refusals import Invalid

_LARGEST = 2**63 - 1
_FEN_PER_YUAN = 100


class ValueKind(Enum):
    """The kinds of value; each names its column of FactRecord."""

    FEN = "fen"
    COUNT = "count"
    BASIS_POINTS = "basis_points"
    FLAG = "flag"


@dataclass(frozen=True)
class FactValue:
    """One value: `amount` is fen, a count, basis points (1 % = 100), or True/False for a flag.

    Raises Invalid for a value of the wrong type, out of the database's 64-bit range, or a negative count.
    """

    kind: ValueKind
    amount: int | bool

    def __post_init__(self) -> None:
        if isinstance(self.amount, bool) != (self.kind is ValueKind.FLAG) or not isinstance(self.amount, int):
            raise Invalid(
                _("数值与事实的类型不符。"), remedy=_("金额、数量和比率填整数，是否类填“是”或“否”。")
            )
        if abs(self.amount) > _LARGEST:
            raise Invalid(_("数值超出可登记的范围。"), remedy=_("核对单位（元、万元）后重新填写。"))
        if self.kind is ValueKind.COUNT and self.amount < 0:
            raise Invalid(_("数量不能为负。"), remedy=_("核对后重新填写。"))

    @classmethod
    def fen(cls, amount: int) -> FactValue:
        """Return an amount of money in fen."""
        return cls(ValueKind.FEN, amount)

    @classmethod
    def yuan(cls, amount: Decimal) -> FactValue:
        """Return an amount of money given in yuan; a fraction of a fen, NaN or infinity raises Invalid."""
        if not amount.is_finite() or abs(amount) > _LARGEST or amount * _FEN_PER_YUAN % 1:
            raise Invalid(_("金额不是精确到分的数。"), remedy=_("以元填写时最多两位小数。"))
        return cls(ValueKind.FEN, int(amount * _FEN_PER_YUAN))

    @classmethod
    def count(cls, amount: int) -> FactValue:
        """Return a number of things, never negative."""
        return cls(ValueKind.COUNT, amount)

    @classmethod
    def basis_points(cls, amount: int) -> FactValue:
        """Return a ratio in ten-thousandths."""
        return cls(ValueKind.BASIS_POINTS, amount)

    @classmethod
    def flag(cls, amount: bool) -> FactValue:
        """Return a yes or no."""
        return cls(ValueKind.FLAG, amount)
