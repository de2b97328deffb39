"""What of support waits for whom: promises, papers to sign, problems and projects to take up."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.queries import keeps_a_center, kept_centers
from xiangchuang.procedure.errands import Errand, Matter, ask_once
from xiangchuang.support.models import Commitment, Problem, ProjectProposal, SupportAgreement
from xiangchuang.support.models.commitments import STILL_OWED
from xiangchuang.support.queries import (
    agreements_visible_to,
    commitments_visible_to,
    problems_visible_to,
    projects_visible_to,
)
from xiangchuang.support.sides import CENTER, DEPARTMENT, PARTNERS, houses_of
from xiangchuang.support.verbs import name_of

SHOWN: Final = 20
# Kept promises need time to be carried out: they come up a month ahead.
_DAYS_AHEAD: Final = 30
_COMMITMENTS: Final = Matter(lambda: Commitment.objects.filter(state__in=["asked", "reported", *STILL_OWED]))
_AGREEMENTS: Final = Matter(lambda: SupportAgreement.objects.filter(state="draft"))
_PROJECTS: Final = Matter(lambda: ProjectProposal.objects.filter(state="submitted"))
_PROBLEMS: Final = Matter(lambda: Problem.objects.filter(state__in=["raised", "assigned", "answered"]))
MATTERS: Final = (_COMMITMENTS, _AGREEMENTS, _PROJECTS, _PROBLEMS)


def errands(actor: Actor) -> list[Errand]:
    """Return what waits for the actor, at most SHOWN of each kind, in at most five queries."""
    found: list[Errand] = []
    if _COMMITMENTS.is_there():
        found += [*_overdue(actor), *_commitments(actor)]
    if _AGREEMENTS.is_there():
        found += _agreements(actor)
    if _PROJECTS.is_there():
        found += _projects(actor)
    if _PROBLEMS.is_there():
        found += _problems(actor)
    return found


def _overdue(actor: Actor) -> Iterable[Errand]:
    """Tell an officer, in one line, how many promises are overdue: none breaks by the clock."""
    if Role.OFFICER not in actor.roles:
        return []
    overdue = Commitment.objects.filter(state__in=STILL_OWED, due_on__lt=clock.today())
    found = overdue.aggregate(count=Count("pk"), soonest=Min("due_on"))
    if not found["count"]:
        return []
    said = _("核实逾期未履行的支持承诺 %(count)d 项") % {"count": found["count"]}
    return [Errand(said, "", f"{reverse('support:commitments')}?state=overdue", found["soonest"], "6.4-1")]


def _commitments(actor: Actor) -> Iterable[Errand]:
    today = clock.today()
    soon = today + timedelta(days=_DAYS_AHEAD)
    owed = Q(state="asked") | Q(state__in=STILL_OWED, due_on__lte=soon)
    houses = houses_of(actor, (*PARTNERS, *DEPARTMENT))
    keeps = bool(actor.roles.intersection(CENTER)) and ask_once(keeps_a_center, actor)
    if not (houses or keeps):
        return []
    mine = owed & Q(promised_by__in=houses)
    if keeps:
        mine |= Q(state="reported", center__in=kept_centers(actor).values("pk"))
    rows = commitments_visible_to(actor).filter(mine)[:SHOWN]
    return [_work(row, _what(row, actor), row.due_on, "6.4-3" if row.measure else "6.4-1") for row in rows]


def _what(row: Commitment, actor: Actor) -> str:
    if row.state == "asked":
        return _("答复人才支持请求")
    return _("确认承诺是否履行") if row.state == "reported" else _("履行支持承诺")


def _agreements(actor: Actor) -> Iterable[Errand]:
    houses, signs = houses_of(actor, PARTNERS), actor.roles & {Role.DIVISION_HEAD, Role.LEADERSHIP}
    if not (houses or signs):
        return []
    mine = Q(partner__in=houses, partner_signed_on=None)
    if signs:
        mine |= Q(department_signed_on=None)
    rows = (
        agreements_visible_to(actor)
        .filter(mine, state="draft", commitments__isnull=False)
        .defer("text")
        .distinct()
    )
    return [_work(row, _("签署支持协议"), None, "6.4-1") for row in rows[:SHOWN]]


def _projects(actor: Actor) -> Iterable[Errand]:
    if not actor.is_department_staff:
        return []
    rows = (
        projects_visible_to(actor)
        .filter(state="submitted")
        .defer("need")
        .order_by("submitted_on", "pk")[:SHOWN]
    )
    return [_work(row, _("决定是否立项"), None, "6.2-3") for row in rows]


def _problems(actor: Actor) -> Iterable[Errand]:
    mine = Q(state="assigned", owner__in=houses_of(actor, (*PARTNERS, *DEPARTMENT, *CENTER)))
    mine |= Q(state="answered", raised_by__in=houses_of(actor, (*CENTER, *PARTNERS)))
    levels = {Role.OFFICER: 0, Role.DIVISION_HEAD: 1, Role.LEADERSHIP: 2}
    for role, level in levels.items():
        if role in actor.roles:
            # What was brought up a level waits there even while an owner works on it.
            mine |= Q(level=level, state="raised") | Q(level=level, level__gt=0, state="assigned")
    rows = problems_visible_to(actor).filter(mine).defer("text").order_by("due_on", "pk")[:SHOWN]
    said = {"raised": _("交办协调事项"), "assigned": _("办理协调事项"), "answered": _("确认协调结果")}
    return [_work(row, said[row.state], row.due_on, "6.1-3") for row in rows]


def _work(
    row: Commitment | SupportAgreement | ProjectProposal | Problem, what: str, due: date | None, clause: str
) -> Errand:
    said = _("%(what)s：%(matter)s") % {"what": what, "matter": row}
    center = row.center
    return Errand(
        said, center.name if center else "", reverse(f"support:{name_of(row)}", args=[row.pk]), due, clause,
        center.is_sample if center else False,
    )  # fmt: skip
