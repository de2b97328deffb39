"""Who acts on a center's file. Each predicate returns the appointment the act is done under, or None."""

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.roles import Role
from xiangchuang.centers.models import Center


def may_keep(actor: Actor, center: Center) -> HeldAppointment | None:
    """The center's own staff write its registers (4.1-4); until it is a legal person, the lead's do."""
    houses = [pk for pk in (center.organization_id, center.lead_id) if pk is not None]
    for house in houses:
        held = actor.acting_as([Role.CENTER_STAFF], organization_id=house)
        if held is not None:
            return held
    return actor.acting_as([Role.LEAD], organization_id=center.lead_id)


def may_oversee(actor: Actor, center: Center) -> HeldAppointment | None:
    """The department's officers and division heads act on a center's matters."""
    return actor.acting_as([Role.OFFICER, Role.DIVISION_HEAD])


def may_act_for_city(actor: Actor, center: Center) -> HeldAppointment | None:
    """The bureau of the center's area acts for the city government (6.4-1, an interpretation)."""
    return actor.acting_as([Role.CITY_BUREAU], prefecture=center.prefecture)
