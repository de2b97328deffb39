"""Who writes a plan together: the staff of its lead and its members, and nobody else."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.models import Appointment, User
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.organizations.models import Organization
from xiangchuang.procedure.errors import Blocked, NotFound, NotPermitted
from xiangchuang.procedure.models import Case, Part, Participant, StageRun
from xiangchuang.procedure.queries import can_view

AUTHOR_PARTS = (Part.LEAD, Part.MEMBER)


@dataclass(frozen=True)
class Author:
    """A person who may write the plan, with the organisation they write for."""

    user: User
    organization: Organization


def parts_of(case: Case) -> list[Participant]:
    """Return the lead and the members of a case, the lead first."""
    present = case.participants.filter(part__in=AUTHOR_PARTS, until__isnull=True, organization__isnull=False)
    return sorted(present.select_related("organization"), key=lambda p: (p.part != Part.LEAD, p.pk))


def consortium(case: Case) -> list[Organization]:
    """Return the organisations that write the plan, the lead first."""
    organizations = [part.organization for part in parts_of(case)]
    return [organization for organization in organizations if organization is not None]


def authors_of(case: Case) -> list[Author]:
    """Return everybody who may write the plan today, by organisation and name."""
    houses = {organization.pk: organization for organization in consortium(case)}
    rows = (
        Appointment.objects.in_force(clock.today())
        .filter(role=Role.LEAD, organization__in=houses, user__is_active=True)
        .select_related("user")
        .order_by("user__full_name", "user_id")
    )
    found = {(row.organization_id, row.user_id): row.user for row in rows}
    return [
        Author(user, houses[place])
        for place in houses
        for (organization, _user), user in found.items()
        if organization == place
    ]


def acting_author(actor: Actor, case: Case, parts: Iterable[str] = AUTHOR_PARTS) -> HeldAppointment | None:
    """Return the appointment by which the actor writes this plan: for the lead first; None for a stranger."""
    wanted = set(parts)
    own = [part for part in parts_of(case) if part.part in wanted]
    for part in own:
        if held := actor.acting_as([Role.LEAD], organization_id=part.organization_id):
            return held
    return None


def must_be_author(actor: Actor, case: Case) -> HeldAppointment:
    """Return the appointment; raises NotFound: that a consortium talks is nobody else's to know."""
    held = acting_author(actor, case) if can_view(actor, case) else None
    if held is None:
        raise NotFound(_("没有这个案卷，或者您不是编写方案的单位的人员。"))
    return held


def must_lead(actor: Actor, case: Case) -> HeldAppointment:
    """Return the lead's appointment; raises NotFound for a stranger, NotPermitted for a member."""
    must_be_author(actor, case)
    held = acting_author(actor, case, [Part.LEAD])
    if held is None:
        raise NotPermitted(_("分工由牵头单位安排。"), remedy=_("在讨论里向牵头单位提出。"), clause="5.1-3")
    return held


def writing_run(case: Case) -> StageRun:
    """Return the round in which the plan is being written; raises Blocked in any other stage."""
    run = case.runs.filter(stage_kind="plan", closed_at__isnull=True).first()
    if run is None:
        raise Blocked(
            _("案卷不在编写方案的阶段，分工已经固定。"),
            remedy=_("回到案卷页，看“现在”一栏。"),
            clause="5.1-3",
        )
    return run


def newest_run(case: Case) -> StageRun | None:
    """Return the newest round of writing, under way or over."""
    return case.runs.filter(stage_kind="plan").order_by("-opened_at", "-pk").first()
