"""The parsed form of a condition: SQL's three truth values over exact integers.

Numbers are ``int | None`` and truths ``bool | None``; ``None`` is SQL's NULL, *evidence missing*. Nothing is
cut short: both sides of AND and OR are always read, so that every operand and comparison can be shown.

A node's ``read`` or ``truth`` is a closure made once with the node, over those of its parts: judging a case
then walks no types and looks nothing up but the facts themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import add, eq, ge, gt, le, lt, mul, ne, sub
from typing import Final, Literal, NamedTuple

from sqlglot import exp

from xiangchuang.policy.conditions.faults import FactValueError, ParameterUnknownError

Value = int | bool | None
Facts = Mapping[str, Value]
Parameters = Mapping[str, int]

LARGEST_FACT: Final = 2**63 - 1
"""Facts and parameters are BIGINT columns."""
LARGEST_RESULT: Final = 10**38 - 1
"""DuckDB's HUGEINT and Spark's DECIMAL(38, 0) both hold every integer up to here."""


class Comparison(NamedTuple):
    """One comparison with its two values; ``holds`` is None when a value is missing."""

    text: str
    left: int | None
    operator: str
    right: int | tuple[int, ...] | None
    holds: bool | None


Trace = list[Comparison]
Reader = Callable[[Facts, Parameters], int | None]
"""The exact number on these facts, None when one is missing. Raises FactValueError for a value that is no
exact integer, ParameterUnknownError for a parameter without one."""
Judge = Callable[[Facts, Parameters, Trace | None], bool | None]
"""The truth on these facts, None when evidence is missing; the trace, where given, takes each comparison.
Raises as a Reader does, and FactValueError for a flag that is neither True nor False."""


# A NamedTuple's own constructor takes twice as long, and a decision makes a hundred of them.
new: Final = tuple.__new__


def _keep(node: object, name: str, closure: Reader | Judge) -> None:
    object.__setattr__(node, name, closure)


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number written in the expression."""

    number: int
    read: Reader = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        number = self.number
        _keep(self, "read", lambda facts, parameters: number)

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

        _keep(self, "read", read)

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

        _keep(self, "read", read)

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
ComparisonSign = Literal["=", "<>", "<", "<=", ">", ">="]

_ARITHMETIC: Final[dict[ArithmeticSign, tuple[Callable[[int, int], int], type[exp.Binary]]]] = {
    "+": (add, exp.Add),
    "-": (sub, exp.Sub),
    "*": (mul, exp.Mul),
}
_COMPARISON: Final[dict[ComparisonSign, tuple[Callable[[int, int], bool], type[exp.Binary]]]] = {
    "=": (eq, exp.EQ),
    "<>": (ne, exp.NEQ),
    "<": (lt, exp.LT),
    "<=": (le, exp.LTE),
    ">": (gt, exp.GT),
    ">=": (ge, exp.GTE),
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

        _keep(self, "read", read)

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


def _widened(side: NumberNode, wide: str) -> exp.Expr:
    return side.sql(wide if isinstance(side, Arithmetic) else None)


@dataclass(frozen=True, slots=True)
class Compare:
    """Two numbers compared; NULL when either is missing."""

    sign: ComparisonSign
    left: NumberNode
    right: NumberNode
    text: str
    truth: Judge = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        text, sign, compare = self.text, self.sign, _COMPARISON[self.sign][0]
        read_left, read_right = self.left.read, self.right.read

        def truth(facts: Facts, parameters: Parameters, trace: Trace | None) -> bool | None:
            left, right = read_left(facts, parameters), read_right(facts, parameters)
            holds = None if left is None or right is None else compare(left, right)
            if trace is not None:
                trace.append(new(Comparison, (text, left, sign, right, holds)))
            return holds

        _keep(self, "truth", truth)

    def atoms(self) -> Iterator[Atom]:
        """Itself."""
        yield self

    def sql(self, wide: str) -> exp.Expr:
        """As SQL."""
        kind = _COMPARISON[self.sign][1]
        return kind(this=_widened(self.left, wide), expression=_widened(self.right, wide))


@dataclass(frozen=True, slots=True)
class Within:
    """A number among whole numbers written out."""

    left: NumberNode
    numbers: tuple[int, ...]
    text: str
    truth: Judge = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        text, numbers, read_left = self.text, self.numbers, self.left.read

        def truth(facts: Facts, parameters: Parameters, trace: Trace | None) -> bool | None:
            left = read_left(facts, parameters)
            holds = None if left is None else left in numbers
            if trace is not None:
                trace.append(new(Comparison, (text, left, "IN", numbers, holds)))
            return holds

        _keep(self, "truth", truth)

    def atoms(self) -> Iterator[Atom]:
        """Itself."""
        yield self

    def sql(self, wide: str) -> exp.Expr:
        """As SQL."""
        return exp.In(this=_widened(self.left, wide), expressions=[Number(n).sql(None) for n in self.numbers])


@dataclass(frozen=True, slots=True)
class FlagRef:
    """A fact used as a yes or no."""

    name: str
    truth: Judge = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        name = self.name

        def truth(facts: Facts, parameters: Parameters, trace: Trace | None) -> bool | None:
            value = facts.get(name)
            if value is None or type(value) is bool:
                return value
            raise FactValueError(f"事实 {name} 的值 {value!r} 不是“是”或“否”；数字 1 和 0 不能代替是否值")

        _keep(self, "truth", truth)

    def atoms(self) -> Iterator[Atom]:
        """Itself."""
        yield self

    def sql(self, wide: str) -> exp.Expr:
        """A quoted column."""
        return exp.column(self.name, quoted=True)


@dataclass(frozen=True, slots=True)
class Absent:
    """``fact IS NULL``: the one test that is never NULL itself."""

    name: str
    truth: Judge = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        name = self.name
        _keep(self, "truth", lambda facts, parameters, trace: facts.get(name) is None)

    def atoms(self) -> Iterator[Atom]:
        """Itself."""
        yield self

    def sql(self, wide: str) -> exp.Expr:
        """As SQL."""
        return exp.Is(this=exp.column(self.name, quoted=True), expression=exp.null())


@dataclass(frozen=True, slots=True)
class Not:
    """Negation: NOT NULL is NULL."""

    inner: TruthNode
    truth: Judge = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        inner_truth = self.inner.truth

        def truth(facts: Facts, parameters: Parameters, trace: Trace | None) -> bool | None:
            inner = inner_truth(facts, parameters, trace)
            return None if inner is None else not inner

        _keep(self, "truth", truth)

    def atoms(self) -> Iterator[Atom]:
        """Comparisons, flags and tests for absence inside."""
        yield from self.inner.atoms()

    def sql(self, wide: str) -> exp.Expr:
        """As SQL."""
        return exp.Not(this=exp.paren(self.inner.sql(wide), copy=False))


@dataclass(frozen=True, slots=True)
class Junction:
    """AND (``deciding`` False) or OR (``deciding`` True): one deciding part settles it, else NULL is NULL."""

    deciding: bool
    parts: tuple[TruthNode, ...]
    truth: Judge = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        deciding, truths = self.deciding, tuple(part.truth for part in self.parts)

        def truth(facts: Facts, parameters: Parameters, trace: Trace | None) -> bool | None:
            outcome: bool | None = not deciding
            for truth_of in truths:
                found = truth_of(facts, parameters, trace)
                if found is None:
                    outcome = outcome if outcome is deciding else None
                elif found is deciding:
                    outcome = found
            return outcome

        _keep(self, "truth", truth)

    def atoms(self) -> Iterator[Atom]:
        """Comparisons, flags and tests for absence inside."""
        for part in self.parts:
            yield from part.atoms()

    def sql(self, wide: str) -> exp.Expr:
        """As SQL, each part in parentheses."""
        parts = [exp.paren(part.sql(wide), copy=False) for part in self.parts]
        joined: exp.Expr = parts[0]
        for part in parts[1:]:
            joined = (exp.Or if self.deciding else exp.And)(this=joined, expression=part)
        return joined


Atom = Compare | Within | FlagRef | Absent
TruthNode = Atom | Not | Junction
