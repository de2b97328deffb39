"""Year-on-year jumps: two neighbouring years of one fact that differ by more than the pack's factor."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from xiangchuang.organizations.fact_values import FactValue, ValueKind
from xiangchuang.organizations.models import FactRecord
from xiangchuang.policy.pack import YearOnYearRule

_Line = tuple[int, str, str]


@dataclass(frozen=True)
class Jump:
    """What a statement differs from by so much: the value of the neighbouring year."""

    other_year: int
    other: FactValue


def is_jump(rule: YearOnYearRule | None, before: FactValue, after: FactValue) -> bool:
    """Return whether two neighbouring years differ by a jump.

    Only money and counts jump; a year that is not recorded is missing, which is something else.
    """
    if rule is None or before.kind is not after.kind:
        return False
    if before.kind is ValueKind.FEN:
        return rule.is_jump("fen", int(before.amount), int(after.amount))
    return before.kind is ValueKind.COUNT and rule.is_jump("count", int(before.amount), int(after.amount))


def jumps_beside(fact: FactRecord, rule: YearOnYearRule | None) -> list[Jump]:
    """Return the jumps of a statement, kept or about to be, towards the year before it and the year after."""
    if rule is None:
        return []
    beside = FactRecord.objects.filter(
        organization=fact.organization_id,
        code=fact.code,
        field=fact.field,
        year__in=(fact.year - 1, fact.year + 1),
        is_current=True,
    ).order_by("year")
    return [Jump(other.year, other.value) for other in beside if is_jump(rule, other.value, fact.value)]


def jumps_among(facts: Iterable[FactRecord], rule: YearOnYearRule | None) -> dict[int, Jump]:
    """Return by id the statements that jump away from the year before among them; no query."""
    by_line = _by_line(facts)
    found: dict[int, Jump] = {}
    for years in by_line.values():
        for year, fact in years.items():
            before = years.get(year - 1)
            if before is not None and is_jump(rule, before.value, fact.value):
                found[fact.pk] = Jump(before.year, before.value)
    return found


def jumps_in_register(facts: Iterable[FactRecord], rule: YearOnYearRule | None) -> dict[int, Jump]:
    """Return by id the statements that jump from the year before or after them in the register; one query."""
    wanted = list(facts)
    if rule is None or not wanted:
        return {}
    beside = Q()
    for organization, code, field in _by_line(wanted):
        beside |= Q(organization=organization, code=code, field=field)
    years = {fact.year + step for fact in wanted for step in (-1, 1)}
    known = _by_line(FactRecord.objects.filter(beside, year__in=years, is_current=True))
    found: dict[int, Jump] = {}
    for fact in wanted:
        line = known.get((fact.organization_id, fact.code, fact.field), {})
        for year in (fact.year - 1, fact.year + 1):
            other = line.get(year)
            if other is not None and is_jump(rule, other.value, fact.value):
                found.setdefault(fact.pk, Jump(year, other.value))
    return found


def _by_line(facts: Iterable[FactRecord]) -> Mapping[_Line, dict[int, FactRecord]]:
    found: dict[_Line, dict[int, FactRecord]] = {}
    for fact in facts:
        found.setdefault((fact.organization_id, fact.code, fact.field), {})[fact.year] = fact
    return found
