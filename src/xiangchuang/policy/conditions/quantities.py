"""What stands on a side of a comparison: whole numbers, facts, parameters, and sums of them.

A node's ``read`` is a closure made once with the node, over those of its parts: judging a case then walks no
types and looks nothing up but the facts themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import add, mul, sub
from typing import Final, Literal

from sqlglot import exp

from xiangchuang.policy.conditions.faults import FactValueError, ParameterUnknownError

Value = int | bool | None
Facts = Mapping[str, Value]
Parameters = Mapping[str, int]

LARGEST_FACT: Final = 2**63 - 1
"""Facts and parameters are BIGINT columns."""
LARGEST_RESULT: Final = 10**38 - 1
"""DuckDB's HUGEINT and Spark's DECIMAL(38, 0) both hold every integer up to here."""

Reader = Callable[[Facts, Parameters], int | None]
"""The exact number on these facts, None when one is missing. Raises FactValueError for a value that is no
exact integer, ParameterUnknownError for a parameter without one."""


def keep(node: object, name: str, closure: Callable[..., object]) -> None:
    """Sets the closure of a frozen node, once, when it is made."""
    object.__setattr__(node, name, closure)


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number written in the expression."""

    number: int
    read: Reader = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        number = self.number
        keep(self, "read", lambda facts, parameters: number)

    def bound(self) -> int:
        """Largest absolute value it can take."""
        return abs(self.number)

    def degree(self, fact: str) -> int:
        """Highest power of ``fact``."""
        return 0

    def leaves(self) -> Iterator[Leaf]:
        """Itself."""
        yield self

    def sql(self, wide: str | None) -> exp.Expr:
        """As SQL; ``wide`` is the type to widen to inside arithmetic, None outside."""
        literal: exp.Expr = exp.Literal.number(abs(self.number))
        literal = exp.Neg(this=literal) if self.number < 0 else literal
        return exp.cast(literal, wide) if wide else literal

    def __str__(self) -> str:
        return str(self.number)


@dataclass(frozen=True, slots=True)
class FactRef:
    """A fact used as a number."""

    name: str
    read: Reader = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        name = self.name

        def read(facts: Facts, parameters: Parameters) -> int | None:
            value = facts.get(name)
            if value is None or type(value) is int:
                return value
            raise FactValueError(
                f"事实 {name} 的值 {value!r} 不是整数；金额以分填写，不接受小数、NaN、无穷或是否值"
            )

        keep(self, "read", read)

    def bound(self) -> int:
        """Largest absolute value it can take."""
        return LARGEST_FACT

    def degree(self, fact: str) -> int:
        """Highest power of ``fact``."""
        return 1 if fact == self.name else 0

    def leaves(self) -> Iterator[Leaf]:
        """Itself."""
        yield self

    def sql(self, wide: str | None) -> exp.Expr:
        """A quoted column, so that a fact may be called like a keyword."""
        column = exp.column(self.name, quoted=True)
        return exp.cast(column, wide) if wide else column

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class ParameterRef:
    """A dated parameter of the pack, written ``:name``."""

    name: str
    read: Reader = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        name = self.name

        def read(facts: Facts, parameters: Parameters) -> int | None:
            value = parameters.get(name)
            if type(value) is not int:
                raise ParameterUnknownError(f"参数 :{name} 没有整数值，先在 parameters.yaml 中给出")
            return value

        keep(self, "read", read)

    def bound(self) -> int:
        """Largest absolute value it can take."""
        return LARGEST_FACT

    def degree(self, fact: str) -> int:
        """Highest power of ``fact``."""
        return 0

    def leaves(self) -> Iterator[Leaf]:
        """Itself."""
        yield self

    def sql(self, wide: str | None) -> exp.Expr:
        """A named placeholder."""
        placeholder = exp.Placeholder(this=self.name)
        return exp.cast(placeholder, wide) if wide else placeholder

    def __str__(self) -> str:
        return f":{self.name}"


ArithmeticSign = Literal["+", "-", "*"]

_ARITHMETIC: Final[dict[ArithmeticSign, tuple[Callable[[int, int], int], type[exp.Binary]]]] = {
    "+": (add, exp.Add),
    "-": (sub, exp.Sub),
    "*": (mul, exp.Mul),
}


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A sum, difference or product. There is no division: a share is compared by multiplying out."""

    sign: ArithmeticSign
    left: NumberNode
    right: NumberNode
    read: Reader = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        read_left, read_right, work_out = self.left.read, self.right.read, _ARITHMETIC[self.sign][0]

        def read(facts: Facts, parameters: Parameters) -> int | None:
            left, right = read_left(facts, parameters), read_right(facts, parameters)
            return None if left is None or right is None else work_out(left, right)

        keep(self, "read", read)

    def bound(self) -> int:
        """Largest absolute value it can take."""
        left, right = self.left.bound(), self.right.bound()
        return left * right if self.sign == "*" else left + right

    def degree(self, fact: str) -> int:
        """Highest power of ``fact``."""
        left, right = self.left.degree(fact), self.right.degree(fact)
        return left + right if self.sign == "*" else max(left, right)

    def leaves(self) -> Iterator[Leaf]:
        """The names and numbers in it."""
        yield from self.left.leaves()
        yield from self.right.leaves()

    def sql(self, wide: str | None) -> exp.Expr:
        """As SQL in the wide type, so that no engine overflows or wraps."""
        kind = _ARITHMETIC[self.sign][1]
        return exp.paren(kind(this=self.left.sql(wide), expression=self.right.sql(wide)), copy=False)

    def __str__(self) -> str:
        sides = [
            f"({side})" if isinstance(side, Arithmetic) and self._binds_looser(side, place) else str(side)
            for place, side in enumerate((self.left, self.right))
        ]
        return f"{sides[0]} {self.sign} {sides[1]}"

    def _binds_looser(self, side: Arithmetic, place: int) -> bool:
        return (self.sign == "*" and side.sign != "*") or (
            place == 1 and self.sign == "-" and side.sign != "*"
        )


Leaf = Number | FactRef | ParameterRef
NumberNode = Leaf | Arithmetic


def widened(side: NumberNode, wide: str) -> exp.Expr:
    """A side of a comparison as SQL, widened where it is worked out."""
    return side.sql(wide if isinstance(side, Arithmetic) else None)
