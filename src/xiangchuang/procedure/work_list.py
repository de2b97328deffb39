"""What waits for a person, soonest first (F39); constant in queries, by its indexes nearly so in rows."""

from dataclasses import dataclass
from datetime import date
from heapq import merge

from django.db.models import Q, QuerySet

from xiangchuang.accounts.actor import Actor
from xiangchuang.procedure.models import WorkItem
from xiangchuang.procedure.standing import AUTHORITY_ROLES

COUNTED_TO = 99


@dataclass(frozen=True)
class WorkList:
    """One page of the list; `more` says that there are further items after it."""

    items: tuple[WorkItem, ...]
    more: bool


def work_list(actor: Actor, *, limit: int = 50, offset: int = 0) -> WorkList:
    """Return what waits for the actor, in order of the due day; undated items last."""
    wanted = offset + limit + 1
    # Dated and undated apart: SQLite puts NULL first, PostgreSQL last, and a sort would not use the index.
    halves = [rows.filter(due_on__isnull=undated) for rows in _sources(actor) for undated in (False, True)]
    sources = [list(rows.select_related("case", "run")[:wanted]) for rows in halves]
    merged = list(merge(*sources, key=lambda item: (item.due_on or date.max, item.pk)))
    page = merged[offset : offset + limit]
    return WorkList(tuple(page), len(merged) > offset + limit)


def work_count(actor: Actor) -> int:
    """Return how many items wait, counted no further than COUNTED_TO + 1, so that the frame stays cheap."""
    return sum(rows[: COUNTED_TO + 1].count() for rows in _sources(actor))


def _sources(actor: Actor) -> list[QuerySet[WorkItem]]:
    """One query for each role held: each walks one partial index in order, where an OR would sort."""
    if actor.user is None:
        return []
    open_items = WorkItem.objects.filter(closed_at__isnull=True)
    by_role = open_items.filter(user__isnull=True)
    sources = [open_items.filter(user_id=actor.user.pk)]
    for role in sorted(actor.roles & AUTHORITY_ROLES):
        sources.append(by_role.filter(role=role, organization__isnull=True))
    if staff := actor.organizations_as("lead"):
        sources.append(by_role.filter(role__in=["lead", "member"], organization_id__in=staff))
    for outside in ("city_bureau", "department", "supervising_department", "center_staff", "evaluator"):
        if held := actor.organizations_as(outside):
            sources.append(by_role.filter(role=outside, organization_id__in=held))
    return [rows.order_by("due_on", "pk").filter(Q(case__closed_at__isnull=True)) for rows in sources]
