"""The condition language: one SQL boolean expression, explained in Python and run in DuckDB or Spark.

Grammar: AND, OR, NOT, parentheses; ``= <> < <= > >=``, BETWEEN, IN (whole numbers), fact IS [NOT] NULL;
``+ - *``; whole numbers, facts, ``:parameters``. No division, function, text or subquery. Money is whole fen.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from xiangchuang.policy.conditions.explanation import Explanation
from xiangchuang.policy.conditions.faults import ConditionSyntaxError
from xiangchuang.policy.conditions.grammar import place_of, read_tree
from xiangchuang.policy.conditions.quantities import FactRef, Facts, ParameterRef, Parameters
from xiangchuang.policy.conditions.tree import Absent, Comparison, FlagRef, TruthNode, new

_WIDE: Final = {"duckdb": "INT128"}
_WIDE_ELSEWHERE: Final = "DECIMAL(38, 0)"


@dataclass(frozen=True)
class Expression:
    """A parsed condition. ``source`` is the text as written."""

    source: str
    tree: TruthNode

    @cached_property
    def flags(self) -> frozenset[str]:
        """Facts used as yes or no."""
        return frozenset(atom.name for atom in self.tree.atoms() if isinstance(atom, FlagRef))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Facts used as numbers."""
        return frozenset(leaf.name for leaf in _leaves(self.tree) if isinstance(leaf, FactRef))

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Names of all facts, in the order of their first appearance."""
        return tuple(_ordered(self.tree))

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """Names of all parameters, in the order of their first appearance."""
        names = (leaf.name for leaf in _leaves(self.tree) if isinstance(leaf, ParameterRef))
        return tuple(dict.fromkeys(names))

    def evaluate(self, facts: Facts, parameters: Parameters) -> bool | None:
        """True met, False unmet, None evidence missing; a fact not in ``facts`` is missing.

        Raises FactValueError for a value that is not an exact integer or flag, ParameterUnknownError for a
        parameter without value.
        """
        return self.tree.truth(facts, parameters, None)

    def explain(self, facts: Facts, parameters: Parameters) -> Explanation:
        """The outcome with every operand, both sides of every comparison, and what would change it.

        ``facts`` and ``parameters`` are kept, not copied: the caller changes neither afterwards. Raises as
        ``evaluate`` does.
        """
        trace: list[Comparison] = []
        outcome = self.tree.truth(facts, parameters, trace)
        return new(Explanation, (outcome, self.facts, tuple(trace), self.tree, facts, parameters))

    def sql(self, dialect: str = "duckdb") -> str:
        """The same condition for a table with one column per fact; parameters stay named placeholders.

        Arithmetic is widened to 128 bits (DuckDB) or 38 digits, so that no engine overflows or wraps.
        """
        return self.tree.sql(_WIDE.get(dialect, _WIDE_ELSEWHERE)).sql(dialect=dialect)


def parse(
    expression: str,
    *,
    facts: Collection[str],
    parameters: Collection[str],
    flags: Collection[str] | None = None,
) -> Expression:
    """Read ``expression`` against the names a pack defines.

    ``flags`` are the facts that are a yes or no; without them only use of one fact both ways is refused.
    Raises ConditionSyntaxError(line, column, reason).
    """
    parsed = read(expression)
    for name in parsed.facts:
        if name not in facts:
            raise _at(parsed, name, f"没有名为 {name} 的事实，先在 facts.yaml 中定义")
    for name in parsed.parameters:
        if name not in parameters:
            raise _at(parsed, f":{name}", f"没有名为 :{name} 的参数，先在 parameters.yaml 中定义")
    if flags is not None:
        for name in sorted(parsed.flags - set(flags)):
            raise _at(parsed, name, f"{name} 是数，要与一个数比较")
        for name in sorted(parsed.numbers & set(flags)):
            raise _at(parsed, name, f"{name} 是是否类事实，直接写名称，不与数比较")
    return parsed


@lru_cache(maxsize=4096)
def read(expression: str) -> Expression:
    """Read ``expression`` whatever its names; raises ConditionSyntaxError."""
    parsed = Expression(expression, read_tree(expression))
    for name in sorted(parsed.flags & parsed.numbers):
        raise _at(parsed, name, f"{name} 既作是否又作数，只能取其一")
    return parsed


def _at(parsed: Expression, name: str, reason: str) -> ConditionSyntaxError:
    return ConditionSyntaxError(*place_of(parsed.source, max(parsed.source.find(name), 0)), reason)


def _leaves(tree: TruthNode) -> list[object]:
    return [leaf for atom in tree.atoms() for leaf in _leaves_of(atom)]


def _leaves_of(atom: object) -> list[object]:
    sides = [getattr(atom, "left", None), getattr(atom, "right", None)]
    return [leaf for side in sides if side is not None for leaf in side.leaves()]


def _ordered(tree: TruthNode) -> dict[str, None]:
    names: dict[str, None] = {}
    for atom in tree.atoms():
        if isinstance(atom, FlagRef | Absent):
            names[atom.name] = None
        else:
            names.update((leaf.name, None) for leaf in _leaves_of(atom) if isinstance(leaf, FactRef))
    return names
