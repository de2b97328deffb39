"""Who stands where towards an agreement, a commitment, a project or a problem."""

from collections.abc import Callable
from typing import Final, Literal

from django.db.models import Q, QuerySet

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.roles import Role
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_act_for_city, may_keep
from xiangchuang.organizations.models import Organization, OrganizationKind
from xiangchuang.support.models import Commitment, Problem, ProjectProposal, SupportAgreement

Matter = SupportAgreement | Commitment | ProjectProposal | Problem
Side = Literal["officer", "head", "leadership", "partner", "promiser", "center", "raiser", "owner"]

DEPARTMENT: Final = (Role.OFFICER, Role.DIVISION_HEAD, Role.LEADERSHIP)
PARTNERS: Final = (Role.CITY_BUREAU, Role.SUPERVISING_DEPARTMENT, Role.DEPARTMENT)
CENTER: Final = (Role.CENTER_STAFF, Role.LEAD)


def acting_as_side(side: Side, actor: Actor, matter: Matter) -> HeldAppointment | None:
    """Return the appointment under which the actor stands on that side of the matter, or None."""
    return _SIDES[side](actor, matter)


def _partner(actor: Actor, matter: Matter) -> HeldAppointment | None:
    assert isinstance(matter, SupportAgreement)
    return actor.acting_as(PARTNERS, organization_id=matter.partner_id)


def _promiser(actor: Actor, matter: Matter) -> HeldAppointment | None:
    assert isinstance(matter, Commitment)
    return actor.acting_as((*PARTNERS, *DEPARTMENT), organization_id=matter.promised_by_id)


def _center(actor: Actor, matter: Matter) -> HeldAppointment | None:
    return may_keep(actor, matter.center) if matter.center else None


def _raiser(actor: Actor, matter: Matter) -> HeldAppointment | None:
    assert isinstance(matter, Problem)
    own = actor.acting_as((*CENTER, *PARTNERS), organization_id=matter.raised_by_id)
    # Whoever keeps the center's file goes on with what its staff has raised, not with what its city has.
    is_centers_own = matter.center is not None and matter.raised_by_id in (
        matter.center.lead_id, matter.center.organization_id,
    )  # fmt: skip
    return own or (_center(actor, matter) if is_centers_own else None)


def _owner(actor: Actor, matter: Matter) -> HeldAppointment | None:
    assert isinstance(matter, Problem)
    if matter.owner_id is None:
        return None
    return actor.acting_as((*PARTNERS, *DEPARTMENT, *CENTER), organization_id=matter.owner_id)


_SIDES: Final[dict[Side, Callable[[Actor, Matter], HeldAppointment | None]]] = {
    "officer": lambda actor, _matter: actor.acting_as([Role.OFFICER]),
    "head": lambda actor, _matter: actor.acting_as([Role.DIVISION_HEAD, Role.LEADERSHIP]),
    "leadership": lambda actor, _matter: actor.acting_as([Role.LEADERSHIP]),
    "partner": _partner,
    "promiser": _promiser,
    "center": _center,
    "raiser": _raiser,
    "owner": _owner,
}


def houses_of(actor: Actor, roles: tuple[Role, ...]) -> frozenset[int]:
    """Return the ids of the organisations for which the actor holds one of the roles."""
    return frozenset[int]().union(*(actor.organizations_as(role) for role in roles))


def partners_of(center: Center) -> QuerySet[Organization]:
    """Return whom the department agrees with on a center: its city's bureau, its lead's department."""
    bureau = Q(kind=OrganizationKind.BUREAU, prefecture=center.prefecture, merged_into__isnull=True)
    return Organization.objects.filter(bureau | Q(pk=center.lead.supervisor_id)).order_by("pk")


def may_promise(actor: Actor, center: Center) -> HeldAppointment | None:
    """Its city's bureau, its lead's supervising department and the department's officers promise support."""
    return may_act_for_city(actor, center) or _supervises(actor, center) or actor.acting_as([Role.OFFICER])


def reads_talent(actor: Actor, center: Center) -> bool:
    """Whether the actor may read who the center's people are: its own staff and the department."""
    return actor.is_department_staff or may_keep(actor, center) is not None


def reads_plan_support(actor: Actor, center: Center) -> bool:
    """The same, and the lead's supervising department, which supports talents by its plans (6.4-3)."""
    return reads_talent(actor, center) or _supervises(actor, center) is not None


def supports_talent(actor: Actor, center: Center) -> HeldAppointment | None:
    """The department's officers and the lead's supervising department write what their plans gave (6.4-3)."""
    return actor.acting_as([Role.OFFICER]) or _supervises(actor, center)


def grants(actor: Actor, center: Center) -> HeldAppointment | None:
    """The support ledger is kept by the department, the center's city, the supervising department (6.2-2)."""
    return actor.acting_as([Role.OFFICER]) or may_act_for_city(actor, center) or _supervises(actor, center)


def _supervises(actor: Actor, center: Center) -> HeldAppointment | None:
    if center.lead.supervisor_id is None:
        return None
    return actor.acting_as([Role.SUPERVISING_DEPARTMENT], organization_id=center.lead.supervisor_id)
