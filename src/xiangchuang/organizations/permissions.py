"""Who may do what in the register. Each predicate returns the appointment the act is done under, or None."""

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.roles import Role
from xiangchuang.organizations.models import Organization

# Roles held inside an organisation. An expert or evaluator is appointed at an employer, yet works for others.
INSIDE = (
    Role.LEAD,
    Role.MEMBER,
    Role.CENTER_STAFF,
    Role.SERVED_FIRM,
    Role.CITY_BUREAU,
    Role.DEPARTMENT,
    Role.SUPERVISING_DEPARTMENT,
)


def may_register(actor: Actor, prefecture: str) -> HeldAppointment | None:
    """The city bureau of the area, an officer, or the system administrator registers an organisation."""
    return actor.acting_as([Role.CITY_BUREAU], prefecture=prefecture) or actor.acting_as(
        [Role.OFFICER, Role.SYSTEM_ADMIN]
    )


def may_record(actor: Actor, organization: Organization) -> HeldAppointment | None:
    """The organisation's own staff, the city bureau of its area, or an officer records facts."""
    return actor.acting_as([Role.LEAD, Role.CENTER_STAFF], organization_id=organization.pk) or may_confirm(
        actor, organization
    )


def may_confirm(actor: Actor, organization: Organization) -> HeldAppointment | None:
    """The city bureau of the organisation's area, or an officer, confirms facts against their evidence."""
    return actor.acting_as([Role.CITY_BUREAU], prefecture=organization.prefecture) or actor.acting_as(
        [Role.OFFICER]
    )
