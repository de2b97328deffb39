"""What the checks add to the pages of a plan, before and after it is submitted."""

from typing import Any

from xiangchuang.accounts.actor import Actor
from xiangchuang.plan_checks.finding_lines import finding_groups, readable
from xiangchuang.plan_checks.findings import findings_of
from xiangchuang.plan_checks.models import PlanComparison
from xiangchuang.plan_checks.queries import may_read_similarity, visible_to
from xiangchuang.plan_checks.readers import may_read_findings
from xiangchuang.plan_checks.table_lines import table_groups
from xiangchuang.plan_checks.visit_lines import visit_groups
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision


def submit_panel(revision: PlanRevision, actor: Actor) -> dict[str, Any]:
    """Return the findings beside what is about to be submitted."""
    return findings_context(revision, actor)


def findings_panel(revision: PlanRevision, actor: Actor) -> dict[str, Any] | None:
    """Return the findings that a submitted plan had, for its authors and the department."""
    if not may_read_findings(actor, revision):
        return None
    return findings_context(revision, actor)


def similarity_panel(revision: PlanRevision, actor: Actor) -> dict[str, Any] | None:
    """Return with how many earlier plans a submitted one shares passages; the department's alone."""
    if not may_read_similarity(actor):
        return None
    pairs = list(visible_to(actor).filter(revision=revision))
    return {
        "case": revision.proposal.case,
        "revision": revision,
        "pairs": pairs,
        "unseen": sum(1 for pair in pairs if pair.seen_at is None),
        "comparison": PlanComparison.objects.filter(revision=revision).defer("digests", "sections").first(),
    }


def findings_context(revision: PlanRevision, actor: Actor) -> dict[str, Any]:
    """Return the findings by section with their counts."""
    case, pack = revision.proposal.case, pack_of(revision.proposal.case)
    groups = finding_groups(readable(findings_of(revision), actor), revision, pack) + table_groups(revision)
    groups += visit_groups(revision, pack)
    errors = [line.is_error for group in groups for line in group.lines]
    return {
        "case": case,
        "pack": pack,
        "revision": revision,
        "groups": groups,
        "errors": errors.count(True),
        "warnings": errors.count(False),
        "is_kept": revision.frozen_at is not None,
        "checks": len(pack.plan_checks.findings),
    }
