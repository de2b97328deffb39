"""A kept revision as the check reads it: sections with their tables, targets, parties and what is known."""

from collections.abc import Collection, Iterable
from decimal import Decimal

from xiangchuang.documents.plan import Block, block_from_json
from xiangchuang.documents.plan_check import CheckedPlan, CheckedSection, KnownFact, Party, StatedTarget
from xiangchuang.organizations.models import FactRecord, Organization
from xiangchuang.plan_checks.people_table import people_of
from xiangchuang.policy.pack import Pack
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.section_tables import section_tables

FEN = Decimal(100)


def read_plan(revision: PlanRevision, pack: Pack) -> CheckedPlan:
    """Return everything of the revision that a check looks at."""
    tables = section_tables(revision)
    return CheckedPlan(
        sections=tuple(
            CheckedSection(
                section.code,
                (*(block_from_json(b) for b in section.blocks), *tables.get(section.code, ())),
                section.words,
            )
            for section in revision.sections.all()
        ),
        targets=_targets(revision),
        parties=parties_of(revision, pack),
        people=people_of(revision),
    )


def section_blocks(
    revision: PlanRevision, codes: Collection[str] | None = None
) -> Iterable[tuple[str, list[Block]]]:
    """Return each section's code with its blocks, without tables kept as rows; of `codes` only, if given."""
    sections = revision.sections.all() if codes is None else revision.sections.filter(code__in=codes)
    return [(s.code, [block_from_json(b) for b in s.blocks]) for s in sections]


def _targets(revision: PlanRevision) -> tuple[StatedTarget, ...]:
    named: dict[int, tuple[str, str, dict[int, Decimal]]] = {}
    for target in revision.targets.all():
        named.setdefault(target.position, (target.name, target.unit, {}))[2][target.year] = target.value
    return tuple(StatedTarget(*target) for target in named.values())


def parties_of(revision: PlanRevision, pack: Pack) -> tuple[Party, ...]:
    """Return the lead, then the members, each with the facts that running text may name."""
    codes = {rule.fact for rule in pack.plan_checks.said_facts}
    proposal = revision.proposal
    members = proposal.memberships.select_related("organization")
    organizations: list[Organization] = [proposal.lead, *(m.organization for m in members)]
    facts = FactRecord.objects.filter(
        organization__in={o.register_id for o in organizations}, code__in=codes, is_current=True, field=""
    ).order_by("code", "year")
    known: dict[int, list[KnownFact]] = {}
    for fact in facts:
        value = Decimal(fact.fen) / FEN if fact.fen is not None else fact.count
        if value is not None:
            known.setdefault(fact.organization_id, []).append(KnownFact(fact.code, fact.year, Decimal(value)))
    return tuple(Party(o.name, tuple(known.get(o.register_id, ()))) for o in organizations)
