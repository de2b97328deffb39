"""All checks of a plan in the order of its sections, with the bounds that a pack sets."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xiangchuang.documents.personal import Kind
from xiangchuang.documents.plan_check import completeness, periods, sums, targets
from xiangchuang.documents.plan_check.finding import CheckedPlan, CheckedSection, Found
from xiangchuang.documents.plan_check.people import unlisted_findings
from xiangchuang.documents.plan_check.personal import personal_findings
from xiangchuang.documents.plan_check.register import SaidFact, register_findings


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a pack says of the checks. Sections are outline codes; tolerances are ten-thousandths.

    `words` gives the fewest and the most words that are not worth telling, by section.
    """

    outline: tuple[str, ...]
    words: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    sum_tolerance_bp: int = 0
    total_terms: tuple[str, ...] = ()
    total_sections: frozenset[str] = frozenset()
    period_section: str = ""
    sections_in_period: frozenset[str] = frozenset()
    target_sections: frozenset[str] = frozenset()
    said_facts: tuple[SaidFact, ...] = ()
    of_others: tuple[str, ...] = ()
    identity: frozenset[Kind] = frozenset()
    contact: frozenset[Kind] = frozenset()


def check_plan(plan: CheckedPlan, bounds: Bounds, *, wanted: Collection[str]) -> tuple[Found, ...]:
    """Everything found whose code is `wanted`: by section in the order of the outline, then the targets."""
    found = [f for f in _all(plan, bounds) if f.code in wanted]
    place = {code: number for number, code in enumerate(bounds.outline)}
    return tuple(_once(sorted(found, key=lambda f: place.get(f.section, len(place)))))


def _all(plan: CheckedPlan, bounds: Bounds) -> Iterator[Found]:
    yield from completeness.empty_sections(plan, bounds.outline)
    within = periods.construction_period(plan.section(bounds.period_section))
    for section in plan.sections:
        yield from _of_section(section, plan, bounds)
        if within is not None and section.code in bounds.sections_in_period:
            yield from periods.outside_findings(section, within)
    yield from register_findings(plan, bounds.said_facts, of_others=bounds.of_others)
    yield from targets.target_gaps(plan.targets)


def _of_section(section: CheckedSection, plan: CheckedPlan, bounds: Bounds) -> Iterator[Found]:
    fewest, most = bounds.words.get(section.code, (0, 0))
    yield from completeness.odd_lengths(section, fewest=fewest, most=most)
    yield from sums.table_findings(section, tolerance_bp=bounds.sum_tolerance_bp)
    if section.code in bounds.total_sections:
        yield from sums.text_findings(section, terms=bounds.total_terms, tolerance_bp=bounds.sum_tolerance_bp)
    yield from periods.reversed_findings(section)
    if section.code in bounds.target_sections:
        yield from targets.tables_without_units(section)
        yield from targets.differing_targets(section, plan.targets)
    if plan.people:
        yield from unlisted_findings(section, plan.people)
    yield from personal_findings(section, identity=bounds.identity, contact=bounds.contact)


def _once(found: Sequence[Found]) -> Iterator[Found]:
    seen: set[tuple[object, ...]] = set()
    for one in found:
        key = (one.code, one.section, one.block, *sorted(one.facts.items()))
        if key not in seen:
            seen.add(key)
            yield one
