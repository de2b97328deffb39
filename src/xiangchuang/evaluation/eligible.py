"""Which centers a round evaluates: those that ran long enough and go on, by the set of their category."""

from datetime import date

from django.db.models import QuerySet

from xiangchuang.centers.models import GOING_ON, Center
from xiangchuang.decisions.approval_terms import add_months
from xiangchuang.policy.pack import Pack


def eligible_centers(pack: Pack, *, last_on: date) -> "QuerySet[Center]":
    """Return the centers that have run the pack's months by the last day of the period, by name.

    A category without an indicator set is not evaluated.
    """
    months = pack.evaluation.operating.months if pack.evaluation.operating else 0
    categories = {category for found in pack.indicator_sets.values() for category in found.categories}
    centers = Center.objects.filter(
        state__in=GOING_ON, category__in=categories, approved_on__lte=last_on
    ).order_by("name", "pk")
    long_enough = [c.pk for c in centers if add_months(c.approved_on, months) <= last_on]
    return centers.filter(pk__in=long_enough).select_related("lead", "organization")


def set_code_for(pack: Pack, category: str) -> str:
    """Return the code of the set by which centers of the category are evaluated; raises KeyError."""
    for code, found in pack.indicator_sets.items():
        if category in found.categories:
            return code
    raise KeyError(category)
