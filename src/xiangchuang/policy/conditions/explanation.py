"""Why a condition came out as it did, how far it is from the line, and the least that would meet it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from xiangchuang.policy.conditions.quantities import Facts, NumberNode, Parameters, Value
from xiangchuang.policy.conditions.tree import (
    Absent,
    Atom,
    Compare,
    Comparison,
    FlagRef,
    TruthNode,
    Within,
)


class Operand(NamedTuple):
    """A fact of the expression with its value, None when evidence is missing."""

    name: str
    value: Value


class Gap(NamedTuple):
    """How far a comparison is from holding: ``by`` is what the left side lacks (negative: has too much)."""

    text: str
    by: int


class Change(NamedTuple):
    """A value of one fact that would meet the condition, all others staying as they are."""

    name: str
    value: Value
    to: int | bool

    @property
    def size(self) -> int:
        """How much the fact would change; for a missing fact, the value it would need."""
        return abs(int(self.to) - int(self.value or 0))


class Explanation(NamedTuple):
    """The outcome of one condition for one organisation. Gaps and changes are worked out when asked for."""

    outcome: bool | None
    names: tuple[str, ...]
    comparisons: tuple[Comparison, ...]
    tree: TruthNode
    facts: Facts
    parameters: Parameters

    @property
    def operands(self) -> tuple[Operand, ...]:
        """The facts of the expression, in the order of their first appearance."""
        return tuple(Operand(name, self.facts.get(name)) for name in self.names)

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the facts without a value."""
        return tuple(operand.name for operand in self.operands if operand.value is None)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """For each comparison that does not hold, the distance to the line; none where a value is missing."""
        return tuple(gap for comparison in self.comparisons if (gap := _gap(comparison)) is not None)

    @property
    def gap(self) -> int | None:
        """The distance of the only comparison that does not hold; None when there is none or several."""
        return self.gaps[0].by if len(self.gaps) == 1 else None

    @property
    def changes(self) -> tuple[Change, ...]:
        """For each fact that could meet the condition alone, the nearest value that does, least first.

        Empty when it is met. A fact that enters by its square or higher is left out: only where the
        expression is linear in a fact are the tried values known to be all that matter.
        """
        if self.outcome is True:
            return ()
        atoms = tuple(self.tree.atoms())
        found = (self._nearest(operand, atoms) for operand in self.operands)
        return tuple(sorted((change for change in found if change is not None), key=lambda c: c.size))

    @property
    def smallest_change(self) -> Change | None:
        """The least change of a single fact that meets the condition, where one does."""
        return self.changes[0] if self.changes else None

    def _nearest(self, operand: Operand, atoms: tuple[Atom, ...]) -> Change | None:
        met = [
            Change(operand.name, operand.value, candidate)
            for candidate in _candidates(operand.name, atoms, self.facts, self.parameters)
            if self.tree.truth({**self.facts, operand.name: candidate}, self.parameters, None) is True
        ]
        return min(met, key=lambda change: change.size, default=None)


def _gap(comparison: Comparison) -> Gap | None:
    left, right = comparison.left, comparison.right
    if comparison.holds is not False or left is None or not isinstance(right, int):
        return None
    strict = {">": 1, "<": -1}.get(comparison.operator, 0)
    return Gap(comparison.text, right - left + strict)


def _candidates(
    name: str, atoms: Iterable[Atom], facts: Facts, parameters: Parameters
) -> tuple[int, ...] | tuple[bool, ...]:
    """Values of one fact between which no atom's truth changes: each atom's root and its neighbours."""
    tried: set[int] = set()
    for atom in atoms:
        if isinstance(atom, FlagRef):
            if atom.name == name:
                return (True, False)
        elif isinstance(atom, Absent):
            tried.update({0} if atom.name == name else ())
        else:
            roots = _roots(name, atom, facts, parameters)
            if roots is None:
                return ()
            tried.update(near for root in roots for near in (root - 1, root, root + 1) if near >= 0)
    return tuple(sorted(tried))


def _roots(name: str, atom: Compare | Within, facts: Facts, parameters: Parameters) -> list[int] | None:
    """Whole numbers next to where the atom's two sides meet; None where it is not linear in the fact."""
    sides = (atom.left,) if isinstance(atom, Within) else (atom.left, atom.right)
    if max(side.degree(name) for side in sides) > 1:
        return None
    targets = atom.numbers if isinstance(atom, Within) else (0,)
    at_zero, at_one = (_difference(sides, {**facts, name: at}, parameters) for at in (0, 1))
    if at_zero is None or at_one is None or at_zero == at_one:
        return []
    # Floor is enough: its neighbours on both sides are tried as well.
    return [(target - at_zero) // (at_one - at_zero) for target in targets]


def _difference(
    sides: tuple[NumberNode, ...], facts: Mapping[str, Value], parameters: Parameters
) -> int | None:
    read = [side.read(facts, parameters) for side in sides]
    if read[0] is None or read[-1] is None:
        return None
    return read[0] - read[1] if len(read) > 1 and read[1] is not None else read[0]
