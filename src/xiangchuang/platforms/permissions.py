"""Who may do what with a platform. Each predicate returns the appointment the act is done under, or None."""

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.roles import Role
from xiangchuang.organizations.models import Organization
from xiangchuang.organizations.permissions import may_confirm, may_record
from xiangchuang.platforms.models import Platform

_HOUSE_ROLES = (Role.LEAD, Role.CENTER_STAFF)


def may_register(actor: Actor, host: Organization) -> HeldAppointment | None:
    """The host's own staff, the city bureau of its area, or an officer."""
    return may_record(actor, host)


def may_register_some(actor: Actor) -> bool:
    """Whether the person registers platforms of any organisation."""
    return not actor.roles.isdisjoint({Role.OFFICER, Role.CITY_BUREAU, *_HOUSE_ROLES})


def may_correct(actor: Actor, platform: Platform) -> HeldAppointment | None:
    """The same as register: what the host corrects waits for confirmation anew, as facts do."""
    return may_record(actor, platform.host)


def may_confirm_platform(actor: Actor, platform: Platform) -> HeldAppointment | None:
    """The city bureau of the host's area, or an officer."""
    return may_confirm(actor, platform.host)


def may_decide(actor: Actor) -> HeldAppointment | None:
    """An officer writes what was decided of a platform, and joins duplicates."""
    return actor.acting_as([Role.OFFICER])


def acts_for(actor: Actor, organization_id: int) -> HeldAppointment | None:
    """The staff of one organisation: who claims a platform, or speaks for it."""
    return actor.acting_as(_HOUSE_ROLES, organization_id=organization_id)


def houses(actor: Actor) -> frozenset[int]:
    """Ids of the organisations whose staff the person is."""
    return frozenset().union(*(actor.organizations_as(role) for role in _HOUSE_ROLES))


def knows_leader(actor: Actor, platform: Platform) -> bool:
    """Whether the person may read who leads it: the department, the area's bureau, its own people."""
    own = {platform.host_id, *(partner.organization_id for partner in platform.partners.all())}
    return (
        actor.is_department_staff
        or platform.host.prefecture in actor.prefectures
        or not own.isdisjoint(houses(actor))
    )
