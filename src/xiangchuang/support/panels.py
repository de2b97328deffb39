"""The parts of support and talent on a center's pages."""

from typing import Any

from django.db.models import Q

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_keep
from xiangchuang.procedure.packs import current_pack
from xiangchuang.support.models import LeadingTalent
from xiangchuang.support.queries import (
    agreements_visible_to,
    commitments_visible_to,
    problems_visible_to,
    projects_visible_to,
)
from xiangchuang.support.raise_problem import may_raise
from xiangchuang.support.sides import may_promise, reads_talent
from xiangchuang.support.tallies import recruited, tally
from xiangchuang.support.words import commitment_table, problem_table, project_table

SHOWN = 8


def support_of_center(center: Center, actor: Actor) -> dict[str, Any]:
    """Return agreements, promises, problems and projects of a center, as far as the actor may read them."""
    today = clock.today()
    promises = commitments_visible_to(actor).filter(center=center)
    problems = problems_visible_to(actor).filter(center=center).exclude(state="closed")
    projects = projects_visible_to(actor).filter(center=center)
    return {
        "center": center,
        "tally": tally(promises, today),
        "agreements": list(agreements_visible_to(actor).filter(center=center)[:SHOWN]),
        "commitments": commitment_table(_soonest(promises), today, with_center=False),
        "problems": problem_table(list(problems.order_by("due_on")[:SHOWN]), today, with_center=False),
        "projects": project_table(list(projects[:SHOWN]), with_center=False),
        "may_draft": actor.acting_as(["officer"]) is not None,
        "may_promise": may_promise(actor, center) is not None,
        "may_propose": may_keep(actor, center) is not None,
        "may_raise": may_raise(actor, center) is not None,
    }


def talent_of_center(center: Center, actor: Actor) -> dict[str, Any]:
    """Return who came this year and what was promised to talents, as far as the actor may read it."""
    today, support = clock.today(), current_pack().support
    promises = commitments_visible_to(actor).filter(
        Q(kind=support.talent_kind) | Q(talent__isnull=False), center=center
    )
    reads = reads_talent(actor, center)
    rows: Any = LeadingTalent.objects
    talents = rows.standing().filter(center=center, left_on=None) if reads else []
    return {
        "center": center,
        "year": today.year,
        "recruited": recruited(center, today.year) if reads else None,
        "tally": tally(promises, today),
        "commitments": commitment_table(_soonest(promises), today, with_center=False),
        "talents": list(talents[:SHOWN]) if may_keep(actor, center) else [],
    }


def _soonest(promises: Any) -> list[Any]:
    waiting = ["asked", "open", "reported", "partly", "disputed"]
    return list(promises.filter(state__in=waiting)[:SHOWN])
