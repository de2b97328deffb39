"""The names in a plan's table of people (A.1.5)."""

from xiangchuang.plan_parts.models import PersonRow
from xiangchuang.proposals.models import PlanRevision


def people_of(revision: PlanRevision) -> frozenset[str] | None:
    """Return the names of the table; None while nobody is in it, for then it says nothing of the text."""
    names = PersonRow.objects.filter(revision=revision).exclude(name="").values_list("name", flat=True)
    return frozenset(names) or None
