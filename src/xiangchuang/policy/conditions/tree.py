"""The parsed form of a condition: SQL's three truth values over exact integers.

Numbers are ``int | None`` and truths ``bool | None``; ``None`` is SQL's NULL, *evidence missing*. Nothing is
cut short: both sides of AND and OR are always read, so that every operand and comparison can be shown.

A node's ``truth`` is a closure made once with the node, over those of its parts: judging a case
then walks no types and looks nothing up but the facts themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import eq, ge, gt, le, lt, ne
from typing import Final, Literal, NamedTuple

from sqlglot import exp

from xiangchuang.policy.conditions.faults import FactValueError
from xiangchuang.policy.conditions.quantities import LARGEST_FACT as LARGEST_FACT
from xiangchuang.policy.conditions.quantities import Facts, Number, NumberNode, Parameters, keep, widened


class Comparison(NamedTuple):
    """One comparison with its two values; ``holds`` is None when a value is missing."""

    text: str
    left: int | None
    operator: str
    right: int | tuple[int, ...] | None
    holds: bool | None


Trace = list[Comparison]
Judge = Callable[[Facts, Parameters, Trace | None], bool | None]
"""The truth on these facts, None when evidence is missing; the trace, where given, takes each comparison.
Raises as a Reader does, and FactValueError for a flag that is neither True nor False."""


# A NamedTuple's own constructor takes twice as long, and a decision makes a hundred of them.
new: Final = tuple.__new__

ComparisonSign = Literal["=", "<>", "<", "<=", ">", ">="]
_COMPARISON: Final[dict[ComparisonSign, tuple[Callable[[int, int], bool], type[exp.Binary]]]] = {
    "=": (eq, exp.EQ),
    "<>": (ne, exp.NEQ),
    "<": (lt, exp.LT),
    "<=": (le, exp.LTE),
    ">": (gt, exp.GT),
    ">=": (ge, exp.GTE),
}


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

        keep(self, "truth", truth)

    def atoms(self) -> Iterator[Atom]:
        """Itself."""
        yield self

    def sql(self, wide: str) -> exp.Expr:
        """As SQL."""
        kind = _COMPARISON[self.sign][1]
        return kind(this=widened(self.left, wide), expression=widened(self.right, wide))


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

        keep(self, "truth", truth)

    def atoms(self) -> Iterator[Atom]:
        """Itself."""
        yield self

    def sql(self, wide: str) -> exp.Expr:
        """As SQL."""
        return exp.In(this=widened(self.left, wide), expressions=[Number(n).sql(None) for n in self.numbers])


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

        keep(self, "truth", truth)

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
        keep(self, "truth", lambda facts, parameters, trace: facts.get(name) is None)

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

        keep(self, "truth", truth)

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

        keep(self, "truth", truth)

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
