"""What the case file shows of a proposal: tabs 概览, 条件 and 方案, composed here, drawn by the workbench."""

from typing import Any

from xiangchuang.accounts.actor import Actor
from xiangchuang.files.gates import may_read
from xiangchuang.procedure.comments import remarks_for
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.standing import AUTHORITY_ROLES
from xiangchuang.proposals.condition_lines import condition_counts, condition_lines
from xiangchuang.proposals.intention_sections import intention_sections
from xiangchuang.proposals.models import Proposal
from xiangchuang.proposals.plan_files import is_author, may_read_revision
from xiangchuang.proposals.plan_panels import plan_panels
from xiangchuang.proposals.plan_record import target_lines, target_years
from xiangchuang.proposals.queries import latest_decision


def case_overview_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return the intention with its open remarks, the invitation and the recommendations.

    Template `proposals/case_overview.html`. Experts read the intention alone.
    """
    proposal, pack = _proposal(case), pack_of(case)
    is_party = bool(actor.roles - {"expert"})
    given = list(proposal.recommendations.select_related("bureau", "letter")) if is_party else []
    return {
        "case": case,
        "proposal": proposal,
        "pack": pack,
        "sections": intention_sections(proposal, pack, list(remarks_for(actor, case)) if is_party else ()),
        "invitation": getattr(proposal, "invitation", None) if is_party else None,
        "recommendations": [(r, may_read(actor, r.letter)) for r in given],
    }


def case_conditions_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return the conditions as last judged, with numbers, gaps and findings.

    Template `proposals/case_conditions.html`. Who found what is the department's own to see.
    """
    decision = latest_decision(case)
    lines = condition_lines(decision) if decision else []
    return {
        "case": case,
        "pack": pack_of(case),
        "decision": decision,
        "lines": lines,
        "counts": condition_counts(lines),
        "shows_person": bool(actor.roles & AUTHORITY_ROLES),
    }


def case_plan_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return the revisions the actor may read, newest first, and the targets of the newest.

    Template `proposals/case_plan.html`.
    """
    proposal = _proposal(case)
    revisions = [
        revision
        for revision in proposal.revisions.select_related("file", "proposal__case").prefetch_related(
            "targets"
        )
        if may_read_revision(actor, revision)
    ]
    pairs = [(new, _before(revisions, new.number)) for new in revisions]
    newest = revisions[0] if revisions else None
    frozen = next((r for r in revisions if r.frozen_at), None)
    return {
        "case": case,
        "pack": pack_of(case),
        "revisions": [
            {
                "revision": new,
                "before": old,
                "may_have_file": new.file is not None and may_read(actor, new.file),
            }
            for new, old in pairs
        ],
        "newest": newest,
        "writes": case.is_running and case.stage_kind == "plan" and is_author(actor, case),
        "years": target_years(newest) if newest else [],
        "targets": target_lines(newest) if newest else [],
        "panels": plan_panels("tab", frozen, actor) if frozen else [],
    }


def _before(revisions: list[Any], number: int) -> Any:
    """Return the submitted revision before that number, to compare with."""
    return next((r for r in revisions if r.number < number and r.frozen_at), None)


def _proposal(case: Case) -> Proposal:
    return Proposal.objects.select_related("lead", "case", "invitation__bureau", "layout_direction").get(
        case=case
    )
