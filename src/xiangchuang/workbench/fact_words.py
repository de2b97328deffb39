"""Yearly facts in words: what a code of the register is called, and how its value is written and read."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from xiangchuang.organizations.fact_values import FactValue, ValueKind
from xiangchuang.pages import figures
from xiangchuang.policy.conditions.rules import CapabilitySource, FactDefinition
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words

_WAN_IN_YUAN = 10_000
_KIND_OF_UNIT = {"fen": ValueKind.FEN, "basis_points": ValueKind.BASIS_POINTS, "flag": ValueKind.FLAG}
# These read one year as it is recorded; the others work a value out of several.
_AS_RECORDED = ("latest", "standing")


@dataclass(frozen=True)
class FactWord:
    """A fact of the register: its code, name, kind of value, and what a count is counted in."""

    code: str
    label: str
    kind: ValueKind
    counted_in: str
    in_field: bool

    @property
    def unit(self) -> str:
        """The unit in which its value is typed."""
        units = {ValueKind.FEN: _("万元"), ValueKind.BASIS_POINTS: "%", ValueKind.FLAG: _("是或否")}
        return units.get(self.kind, self.counted_in)

    def value_of(self, typed: Decimal) -> FactValue:
        """Return the value of a number typed in `unit`; raises Invalid for a fraction of a fen."""
        if self.kind is ValueKind.FEN:
            return FactValue.yuan(typed * _WAN_IN_YUAN)
        if self.kind is ValueKind.BASIS_POINTS:
            return FactValue.basis_points(int(typed * 100))
        if self.kind is ValueKind.FLAG:
            return FactValue.flag(bool(typed))
        return FactValue.count(int(typed))


def fact_words(pack: Pack) -> dict[str, FactWord]:
    """Return the yearly facts the policy reads, by the register's code, in the pack's order."""
    found: dict[str, list[FactDefinition]] = {}
    for definition in pack.facts.values():
        if not isinstance(definition.source, CapabilitySource):
            found.setdefault(definition.source.code, []).append(definition)
    return {code: _word(code, definitions) for code, definitions in found.items()}


def _word(code: str, definitions: Iterable[FactDefinition]) -> FactWord:
    ordered = sorted(definitions, key=lambda d: d.years is None or d.years.aggregate not in _AS_RECORDED)
    first = ordered[0]
    recorded = first.years is not None and first.years.aggregate in _AS_RECORDED
    label = words(first.label) if recorded else _recorded_words(code, words(first.label))
    counted_in = words(first.counted_in) if first.counted_in else ""
    in_field = bool(getattr(first.source, "in_field", False))
    return FactWord(code, label, _KIND_OF_UNIT.get(first.unit, ValueKind.COUNT), counted_in, in_field)


def _recorded_words(code: str, worked_out: str) -> str:
    """Name what is recorded where the pack names only what is worked out of it (a sum of three years)."""
    return {"rd_expenditure": _("研发经费")}.get(code, worked_out)


def value_text(value: FactValue, counted_in: str = "") -> str:
    """Return a value with its unit; counts are grouped by thousands."""
    if value.kind is ValueKind.FEN:
        return figures.money_text(int(value.amount))
    if value.kind is ValueKind.BASIS_POINTS:
        return figures.share_text(int(value.amount))
    if value.kind is ValueKind.FLAG:
        return _("是") if value.amount else _("否")
    return f"{value.amount:,} {counted_in}".strip()
