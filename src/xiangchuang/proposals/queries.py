"""Reads of proposals and their parts."""

from django.db.models import QuerySet

from xiangchuang.accounts.actor import Actor
from xiangchuang.organizations.models import Organization, OrganizationKind
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.queries import visible_to as cases_visible_to
from xiangchuang.proposals.models import (
    ConditionDecision,
    PlanRevision,
    Proposal,
    Recommendation,
    RecommendationCut,
)


def visible_to(actor: Actor) -> QuerySet[Proposal]:
    """Return the proposals of the cases the actor may see."""
    return Proposal.objects.filter(case__in=cases_visible_to(actor))


def bureau_of(lead: Organization) -> Organization | None:
    """Return the bureau that acts for the government of the lead's prefecture (5.1-3, interpreted).

    Pilot counties' bureaus are addressees without the right to recommend (0-1): only a bureau without a
    supervising bureau counts.
    """
    return (
        Organization.objects.filter(
            kind=OrganizationKind.BUREAU, prefecture=lead.prefecture, supervisor__isnull=True
        )
        .order_by("pk")
        .first()
    )


def latest_decision(case: Case) -> ConditionDecision | None:
    """Return the newest decision on the conditions, with its outcomes."""
    return case.condition_decisions.prefetch_related("outcomes__found_by").first()


def working_revision(proposal: Proposal) -> PlanRevision | None:
    """Return the newest revision, submitted or not."""
    return proposal.revisions.first()


def submitted_revision(proposal: Proposal) -> PlanRevision | None:
    """Return the newest submitted revision: what experts read and the approval rests on."""
    return proposal.revisions.filter(frozen_at__isnull=False).first()


def recommendations_in(bureau_id: int, year: int) -> QuerySet[Recommendation]:
    """Return the recommendations of a bureau that count against the year's quota."""
    return Recommendation.objects.filter(bureau_id=bureau_id, year=year, is_current=True)


def cuts_in(bureau_id: int, year: int) -> QuerySet[RecommendationCut]:
    """Return the cuts of the bureau's quota in the year that no later decision has lifted."""
    cuts = RecommendationCut.objects.filter(bureau_id=bureau_id, year=year, lifted_on=None)
    return cuts.select_related("case")
