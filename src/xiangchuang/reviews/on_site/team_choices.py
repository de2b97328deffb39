"""Who may be asked to come on a visit: the office, the panel that read the plan, others of the library."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.models import Appointment, User
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.experts.models import Expert
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reviews.conflicts import conflicts_of
from xiangchuang.reviews.models import ACTIVE_SEATS, Panel

MOST_FOUND = 20
"""Experts of the library listed for one search; a longer word finds fewer."""


@dataclass(frozen=True)
class TeamChoices:
    """People to tick, by account, with what each is; `barred` are named with their conflict instead."""

    people: dict[int, str]
    barred: list[str]
    is_cut: bool = False


def team_choices(case: Case, *, wanted: str = "", ticked: Collection[int] = ()) -> TeamChoices:
    """Return office holders, the panel, those already ticked, and experts outside it whom `wanted` finds.

    `wanted` is part of a name or of an employer's. A fixed number of queries, however many are found.
    """
    pack = pack_of(case)
    role = pack.procedures[case.kind].stage(case.stage_code).role
    officials = Appointment.objects.in_force(clock.today()).filter(role=role, user__is_active=True)
    people = {
        held.user_id: _("%(name)s · 经办") % {"name": held.user} for held in officials.select_related("user")
    }
    panel = _panel(case)
    others = _others(panel, normalise_line(wanted), ticked)
    outside = list(others[: MOST_FOUND + 1])
    experts = {e.pk: (e, _("专家组内")) for e in panel} | {
        e.pk: (e, _("专家组外")) for e in outside[:MOST_FOUND]
    }
    found = conflicts_of([e for e, _where in experts.values()], case=case, pack=pack, on=clock.today())
    barred = []
    for expert, where in experts.values():
        assert expert.user_id is not None
        if found[expert.pk]:
            barred.append(_("%(name)s：%(conflict)s") % {"name": expert, "conflict": found[expert.pk][0]})
        elif expert.user_id not in people:
            told = {"name": expert, "where": where, "employer": expert.employer.name}
            people[expert.user_id] = _("%(name)s · %(where)s · %(employer)s") % told
    return TeamChoices(people, barred, len(outside) > MOST_FOUND)


def _panel(case: Case) -> list[Expert]:
    newest = Panel.objects.filter(case=case).first()
    seated = Expert.objects.filter(is_active=True, user__isnull=False, user__is_active=True)
    if newest is None:
        return []
    seated = seated.filter(seats__panel=newest, seats__state__in=ACTIVE_SEATS)
    return list(seated.select_related("employer", "user").order_by("name", "pk").distinct())


def _others(panel: Collection[Expert], wanted: str, ticked: Collection[int]) -> QuerySet[Expert]:
    asked = Q(user__in=ticked)
    if wanted:
        asked |= Q(name__icontains=wanted) | Q(employer__name__icontains=wanted)
    able = Expert.objects.filter(asked, is_active=True, user__isnull=False, user__is_active=True)
    in_force = Appointment.objects.in_force(clock.today()).filter(role="expert")
    able = able.filter(user__in=in_force.values("user")).exclude(pk__in=[e.pk for e in panel])
    return able.select_related("employer", "user").order_by("name", "pk")


def accounts_of(choices: TeamChoices) -> QuerySet[User]:
    """Return the accounts that may be ticked."""
    return User.objects.filter(pk__in=choices.people).order_by("full_name", "pk")
