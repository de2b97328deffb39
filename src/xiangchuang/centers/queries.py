"""Reads of centers. Everything here is public: an approved center is published with its document."""

from django.db.models import Prefetch, QuerySet

from xiangchuang.centers.models import Center, CenterMember
from xiangchuang.procedure.models import Obligation


def public_centers(*, prefecture: str = "", category: str = "") -> QuerySet[Center]:
    """Return the approved centers, newest first, of an area or a category when told."""
    centers = Center.objects.select_related("lead", "document")
    if prefecture:
        centers = centers.filter(prefecture=prefecture)
    if category:
        centers = centers.filter(category=category)
    return centers


def find_center(pk: int) -> Center | None:
    """Return a center with members and targets, in three queries; None when there is none."""
    members = CenterMember.objects.select_related("organization")
    return (
        public_centers().prefetch_related(Prefetch("members", queryset=members), "targets").filter(pk=pk)
    ).first()


def center_of(case_id: int) -> Center | None:
    """Return the center a case has founded."""
    return Center.objects.filter(founding_case_id=case_id).first()


def obligations_of(center: Center) -> QuerySet[Obligation]:
    """Return what the center owes, soonest first."""
    return Obligation.objects.filter(case_id=center.founding_case_id)
