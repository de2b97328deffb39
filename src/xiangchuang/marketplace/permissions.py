"""Who acts for a firm. Who acts for a center is said where its registers are: `centers.permissions`."""

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_keep as as_center

__all__ = ["FIRM_ROLES", "as_center", "as_firm", "firms_of", "is_builder", "may_see_desk"]

# The staff of any organisation may ask; a served firm need have no other part in the programme.
FIRM_ROLES = (Role.SERVED_FIRM, Role.LEAD, Role.MEMBER)


def as_firm(actor: Actor, organization_id: int | None = None) -> HeldAppointment | None:
    """Return the appointment under which the actor asks for an organisation, or for the named one."""
    return actor.acting_as(FIRM_ROLES, organization_id=organization_id)


def firms_of(actor: Actor) -> frozenset[int]:
    """Return the ids of the organisations the actor may ask for."""
    return frozenset[int]().union(*(actor.organizations_as(role) for role in FIRM_ROLES))


def may_see_desk(actor: Actor, center: Center) -> bool:
    """Return whether a center's orders and bookings are shown: to its staff, and to the department."""
    return actor.is_department_staff or as_center(actor, center) is not None


def is_builder(center: Center, organization_id: int) -> bool:
    """Return whether the organisation is the center, its lead or a member: its hours are inside hours."""
    if organization_id in (center.organization_id, center.lead_id):
        return True
    return center.members.present(clock.today()).filter(organization=organization_id).exists()
