"""The findings of a plan: found anew as often as anything of it changes, kept when it is submitted."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core.cache import cache

from xiangchuang.calendars import clock
from xiangchuang.documents.plan_check import Bounds, CheckedPlan, Found, SaidFact, check_plan
from xiangchuang.plan_checks.models import SubmittedFindings
from xiangchuang.plan_checks.plan_read import read_plan
from xiangchuang.plan_checks.revision_stamp import revision_stamp
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision

_KEPT_SECONDS = 3600


@dataclass(frozen=True)
class Finding:
    """One finding: what, how grave, where. `block` is "" for a whole section, `section` for the targets."""

    code: str
    severity: str
    section: str
    block: str
    facts: Mapping[str, str]

    @property
    def is_error(self) -> bool:
        """Whether it holds the submission back."""
        return self.severity == "error"


def findings_of(revision: PlanRevision) -> list[Finding]:
    """Return the findings: as kept of a submitted revision, else as the plan is now; errors come first.

    What was found for the same content, register and pack is remembered for an hour.
    """
    if revision.frozen_at is not None:
        kept = SubmittedFindings.objects.filter(revision=revision).first()
        return [Finding(**row) for row in kept.findings] if kept else []
    return found_now(revision)


def found_now(revision: PlanRevision) -> list[Finding]:
    """Return what is found in the revision as it stands."""
    pack = pack_of(revision.proposal.case)
    plan = read_plan(revision, pack)
    key = f"plan-findings:{_content_key(plan, pack)}"
    rows = cache.get(key)
    if rows is None:
        found = check_plan(plan, bounds_of(pack), wanted=pack.plan_checks.by_code.keys())
        rows = [as_row(finding) for finding in _judged(found, pack)]
        cache.set(key, rows, _KEPT_SECONDS)
    return [Finding(**row) for row in rows]


def errors_now(revision: PlanRevision, pack: Pack) -> list[Finding]:
    """Return what holds the revision back as it stands; `pack` is the case's.

    The verdict is kept for an hour under `revision_stamp`, so that a page that only asks whether the plan may
    be submitted does not read it.
    """
    key = f"plan-errors:{revision_stamp(revision, pack)}"
    rows = cache.get(key)
    if rows is None:
        rows = [as_row(finding) for finding in found_now(revision) if finding.is_error]
        cache.set(key, rows, _KEPT_SECONDS)
    return [Finding(**row) for row in rows]


def keep_findings(revision: PlanRevision) -> None:
    """Keep what was found in a revision that is being submitted; nothing later changes it."""
    found = found_now(revision)
    SubmittedFindings.objects.update_or_create(
        revision=revision,
        defaults={
            "findings": [as_row(finding) for finding in found],
            "warnings": sum(1 for finding in found if not finding.is_error),
            "checked_at": clock.now(),
        },
    )


def as_row(finding: Finding) -> dict[str, Any]:
    """Return the finding as JSON values."""
    return {**asdict(finding), "facts": dict(finding.facts)}


def bounds_of(pack: Pack) -> Bounds:
    """Return what the pack says of the checks."""
    rules = pack.plan_checks
    return Bounds(
        outline=tuple(section.code for section in pack.outline.sections),
        words=_word_bounds(pack),
        sum_tolerance_bp=rules.sum_tolerance_bp,
        total_terms=rules.total_terms,
        total_sections=frozenset(rules.total_sections),
        period_section=rules.period_section or "",
        sections_in_period=frozenset(rules.sections_in_period),
        target_sections=frozenset(rules.target_sections),
        said_facts=tuple(
            SaidFact(said.fact, said.terms, said.units, said.unless, said.tolerance_bp)
            for said in rules.said_facts
        ),
        of_others=rules.of_others,
        identity=frozenset(rules.identity),
        contact=frozenset(rules.contact),
    )


def _word_bounds(pack: Pack) -> dict[str, tuple[int, int]]:
    """Return what is far from usual for each section: below, and above, a share of the outline's words."""
    few, many = pack.plan_checks.words_few_below_bp, pack.plan_checks.words_many_above_bp
    bounds = {}
    for section in pack.outline.sections:
        if (usual := pack.outline.expected_words(section.code)) is not None:
            bounds[section.code] = (usual[0] * few // 10_000, usual[1] * many // 10_000)
    return bounds


def _judged(found: Iterable[Found], pack: Pack) -> list[Finding]:
    rules = pack.plan_checks.by_code
    judged = [
        Finding(f.code, rules[f.code].severity_in(f.section), f.section, f.block, f.facts) for f in found
    ]
    place = {section.code: number for number, section in enumerate(pack.outline.sections)}
    return sorted(judged, key=lambda f: (place.get(f.section, len(place)), not f.is_error))


def _content_key(plan: CheckedPlan, pack: Pack) -> str:
    content = json.dumps(asdict(plan), ensure_ascii=False, sort_keys=True, default=_plain)
    return hashlib.sha256(f"{pack.sha256}\n{content}".encode()).hexdigest()


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)
