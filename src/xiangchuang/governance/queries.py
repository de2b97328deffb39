"""Reads of governance: how a center stands, who is there, and the figures that reports take up."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import visible_to
from xiangchuang.governance.models import (
    BodyMeeting,
    ChangeRequest,
    ChangeState,
    Charter,
    ComplianceSpell,
    LegalForm,
    Seat,
    StaffFunction,
    StaffMember,
    StaffPlan,
)
from xiangchuang.governance.models.bodies import DECIDING
from xiangchuang.governance.standing_rows import standing
from xiangchuang.policy.pack import Pack


def legal_form_of(center: Center, day: dt.date | None = None) -> LegalForm | None:
    """Return the registration in force on the day (today unless told)."""
    rows = standing(LegalForm).filter(center=center, effective_from__lte=day or clock.today())
    found: LegalForm | None = rows.order_by("-effective_from").first()
    return found


def charter_of(center: Center, day: dt.date | None = None) -> Charter | None:
    """Return the charter in force on the day (today unless told)."""
    on = day or clock.today()
    rows = standing(Charter).filter(center=center, in_force_from__lte=on)
    found: Charter | None = (
        rows.filter(Q(repealed_on=None) | Q(repealed_on__gt=on)).order_by("-in_force_from").first()
    )
    return found


def staff_on(center: Center, day: dt.date) -> "QuerySet[StaffMember]":
    """Return the people at the center on the day."""
    rows: QuerySet[StaffMember] = standing(StaffMember).filter(center=center, began_on__lte=day)
    return rows.filter(Q(ended_on=None) | Q(ended_on__gte=day))


def seats_on(center: Center, day: dt.date) -> "QuerySet[Seat]":
    """Return the seats held on the day, with their bodies."""
    rows: QuerySet[Seat] = standing(Seat).filter(center=center, began_on__lte=day)
    return rows.filter(Q(ended_on=None) | Q(ended_on__gte=day)).select_related("body", "organization")


@dataclass(frozen=True)
class FunctionCount:
    """People of one function: how many the plan foresees for the year's end, how many there are."""

    function: StaffFunction
    planned: int | None
    actual: int
    full_time: int
    seconded: int

    @property
    def gap(self) -> int | None:
        """How many are missing to the plan; negative when there are more."""
        return None if self.planned is None else self.planned - self.actual


def staff_structure(center: Center, year: int) -> list[FunctionCount]:
    """Return the staff by function against the plan (4.2-2), at the year's end, in this year as of today."""
    day = min(dt.date(year, 12, 31), clock.today())
    people = list(staff_on(center, day))
    rows = standing(StaffPlan).filter(center=center, year=year)
    planned = dict(rows.values_list("function", "planned"))
    total = Counter(p.function for p in people)
    full = Counter(p.function for p in people if p.is_full_time)
    lent = Counter(p.function for p in people if p.employer_id is not None)
    return [FunctionCount(f, planned.get(f), total[f], full[f], lent[f]) for f in StaffFunction]


@dataclass(frozen=True)
class GovernanceYear:
    """What a report or an evaluation reads of a year."""

    year: int
    council_meetings: int
    committee_meetings: int
    staff: int
    full_time: int
    days_not_met: int
    changes_in_force: int


def governance_year(center: Center, year: int) -> GovernanceYear:
    """Return a calendar year's figures: meetings held, staff at its end, days with a condition not met.

    Days are counted once however many conditions were open, up to today.
    """
    first, last = dt.date(year, 1, 1), min(dt.date(year, 12, 31), clock.today())
    meetings = Counter(
        standing(BodyMeeting).filter(center=center, held_on__year=year).values_list("body__kind", flat=True)
    )
    people = list(staff_on(center, last))
    spells = ComplianceSpell.objects.filter(center=center, since__lte=last).filter(
        Q(ended_on=None) | Q(ended_on__gt=first)
    )
    return GovernanceYear(
        year,
        council_meetings=sum(meetings[kind] for kind in DECIDING),
        committee_meetings=meetings["expert_committee"],
        staff=len(people),
        full_time=sum(person.is_full_time for person in people),
        days_not_met=_days(spells, first, last),
        changes_in_force=ChangeRequest.objects.filter(
            center=center, state=ChangeState.IN_FORCE, effective_on__year=year
        ).count(),
    )


def _days(spells: Iterable[ComplianceSpell], first: dt.date, last: dt.date) -> int:
    covered: set[dt.date] = set()
    for spell in spells:
        day = max(spell.since, first)
        end = min(spell.ended_on or last + dt.timedelta(days=1), last + dt.timedelta(days=1))
        while day < end:
            covered.add(day)
            day += dt.timedelta(days=1)
    return len(covered)


def open_spells(centers: Iterable[int]) -> dict[int, list[ComplianceSpell]]:
    """Return the spells that run now, longest first, by center; one query."""
    found: dict[int, list[ComplianceSpell]] = {}
    for spell in ComplianceSpell.objects.filter(center__in=centers, ended_on=None).order_by("since", "pk"):
        found.setdefault(spell.center_id, []).append(spell)
    return found


def changes_visible_to(actor: Actor) -> "QuerySet[ChangeRequest]":
    """Return the changes of the centers whose file the actor may read, newest first."""
    rows = ChangeRequest.objects.select_related("center", "center__lead", "requested_by", "decided_by")
    if actor.is_department_staff:
        return rows
    return rows.filter(center__in=visible_to(actor).order_by().values("pk"))


def changes_waiting_for(actor: Actor, pack: Pack) -> "QuerySet[ChangeRequest]":
    """Return the changes that wait for a decision of the actor, by the approver the pack names; oldest first.

    One whose expert committee must be heard first waits for the center, not yet for the department.
    """
    kinds = [k for k in pack.changes.kinds if k.approver and actor.holds(Role(k.approver))]
    heard = Q(kind__in=[k.code for k in kinds if k.committee_first]) & ~Q(committee_opinion="")
    plain = Q(kind__in=[k.code for k in kinds if not k.committee_first])
    return changes_visible_to(actor).filter(heard | plain, state=ChangeState.REQUESTED).order_by("pk")
