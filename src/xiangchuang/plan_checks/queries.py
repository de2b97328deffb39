"""Reads of what plans share. Every list starts at visible_to(actor): it is the department's alone."""

from django.db.models import QuerySet

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import DEPARTMENT_STAFF
from xiangchuang.plan_checks.models import SimilarPlan
from xiangchuang.procedure.queries import visible_to as cases_visible_to


def may_read_similarity(actor: Actor) -> bool:
    """Return whether plans that share passages exist for this person at all."""
    return bool(actor.roles & DEPARTMENT_STAFF)


def visible_to(actor: Actor) -> QuerySet[SimilarPlan]:
    """Return the pairs the actor may read: the department's own staff, of cases that they see."""
    if not may_read_similarity(actor):
        return SimilarPlan.objects.none()
    return SimilarPlan.objects.filter(revision__proposal__case__in=cases_visible_to(actor)).select_related(
        "revision__proposal__case", "revision__proposal__lead", "other__proposal__case",
        "other__proposal__lead", "seen_by",
    )  # fmt: skip
