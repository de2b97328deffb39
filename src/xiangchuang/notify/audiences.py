"""To whom a message is told, as one text that an index finds again."""

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import DEPARTMENT_STAFF, Role


def person(user_id: int) -> str:
    """Return the audience of one account."""
    return f"user:{user_id}"


def department(role: Role) -> str:
    """Return the audience of the department's people of a role. Raises ValueError for another's role."""
    if role not in DEPARTMENT_STAFF:
        raise ValueError(f"{role} is no role of the department")
    return f"role:{role.value}"


def house(role: Role, organization_id: int) -> str:
    """Return the audience of those who hold a role for one organisation."""
    return f"house:{role.value}:{organization_id}"


def city(prefecture: str) -> str:
    """Return the audience of an area's city bureau."""
    return f"city:{prefecture}"


def audiences_of(actor: Actor) -> frozenset[str]:
    """Return every audience the person belongs to today, by the appointments in force."""
    if actor.user is None:
        return frozenset()
    found = {person(actor.user.pk)}
    for held in actor.appointments:
        found.add(house(held.role, held.organization_id))
        if held.role in DEPARTMENT_STAFF:
            found.add(department(held.role))
        if held.role is Role.CITY_BUREAU:
            found.add(city(held.prefecture))
    return frozenset(found)
