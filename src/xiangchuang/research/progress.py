"""How the centers a person may see keep to their plans: what is late, what comes due, which step is next."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.queries import visible_to
from xiangchuang.research.models import CycleStep, Milestone, StepState


def progress_of_centers(actor: Actor, *, today: date, warning_days: int) -> "QuerySet[Any]":
    """Return the centers in the actor's sight with their progress, those with most late milestones first."""
    return with_progress(visible_to(actor), today=today, warning_days=warning_days)


def with_progress(centers: "QuerySet[Any]", *, today: date, warning_days: int) -> "QuerySet[Any]":
    """Add to centers what tells whether they keep to their plans.

    Each carries `due` and `reached` (milestones up to today), `late`, `soon` (within the warning days),
    `step_code`, `step_state` and `step_due_on` of the next step of its cycle.
    """
    milestones: Any = Milestone.objects
    mine = milestones.standing().filter(center=OuterRef("pk")).order_by().values("center")
    unreached = Q(reached_on=None)
    wanted = {
        "due": Q(due_on__lte=today),
        "reached": Q(due_on__lte=today, reached_on__lte=today),
        "late": unreached & Q(due_on__lt=today),
        "soon": unreached & Q(due_on__gte=today, due_on__lte=today + timedelta(days=warning_days)),
    }
    counts = {
        name: Coalesce(Subquery(mine.annotate(n=Count("pk", filter=q)).values("n")), Value(0))
        for name, q in wanted.items()
    }
    open_steps = CycleStep.objects.filter(center=OuterRef("pk")).exclude(
        state__in=[StepState.PASSED, StepState.FAILED]
    )
    due_on = Case(When(rework_by__isnull=False, then=F("rework_by")), default=F("obligation__due_on"))
    following = open_steps.annotate(last_day=due_on).order_by("last_day", "pk")
    found: QuerySet[Any] = (
        centers.annotate(**counts)
        .annotate(
            step_code=Subquery(following.values("code")[:1]),
            step_state=Subquery(following.values("state")[:1]),
            step_due_on=Subquery(following.values("last_day")[:1]),
        )
        .order_by("-late", "-soon", "name", "pk")
    )
    return found
