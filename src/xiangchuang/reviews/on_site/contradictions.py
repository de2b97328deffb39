"""What a visit found otherwise than the plan states: shown on the case, and while the plan still says so."""

from collections.abc import Iterable

from django.db.models import QuerySet

from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Case
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.reviews.models import Found, VisitItem
from xiangchuang.reviews.on_site.plan_claims import plan_claims


def contradicted_claims(case: Case) -> "QuerySet[VisitItem]":
    """Return the figures of the plan that a concluded visit found otherwise, or did not find at all."""
    found = VisitItem.objects.filter(visit__case=case, visit__run__closed_at__isnull=False)
    return found.filter(claimed_amount__isnull=False, found__in=(Found.DIFFERS, Found.ABSENT)).select_related(
        "visit", "fact"
    )


def still_claimed(revision: PlanRevision, pack: Pack) -> list[VisitItem]:
    """Return those that the revision states as before; what it states otherwise has been answered.

    Of a submitted plan what was known by then: a later visit says of it what the case shows.
    """
    known = contradicted_claims(revision.proposal.case)
    if revision.frozen_at is not None:
        known = known.filter(visit__run__closed_at__lte=revision.frozen_at)
    contradicted = list(known)
    claims = plan_claims(revision, pack) if contradicted else []
    stated = {(claim.part, claim.column, claim.label, claim.amount) for claim in claims}
    return _newest(item for item in contradicted if (*_place(item), item.claimed_amount) in stated)


def _place(item: VisitItem) -> tuple[str, str, str]:
    return (item.part, item.column, item.label)


def _newest(items: Iterable[VisitItem]) -> list[VisitItem]:
    """Of one figure that several visits looked at, the last one counts."""
    return list({_place(item): item for item in sorted(items, key=lambda i: i.visit_id)}.values())
