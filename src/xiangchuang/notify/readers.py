"""Who belongs to an audience: `audiences.audiences_of`, asked the other way round."""

from datetime import date

from django.db.models import Q, QuerySet

from xiangchuang.accounts.models import Appointment, User
from xiangchuang.accounts.roles import DEPARTMENT_STAFF, Role


def readers_of(audience: str, on: date) -> "QuerySet[User]":
    """Return those who are told what that audience is told, by the appointments in force on the day.

    A test holds it equal to `audiences_of`. An audience of no known shape has no readers.
    """
    active = User.objects.filter(is_active=True)
    kind, _colon, rest = audience.partition(":")
    if kind == "user" and rest.isdigit():
        return active.filter(pk=int(rest))
    held = _appointments(kind, rest)
    if held is None:
        return active.none()
    return active.filter(pk__in=Appointment.objects.in_force(on).filter(held).values("user"))


def _appointments(kind: str, rest: str) -> Q | None:
    if kind == "role" and rest in DEPARTMENT_STAFF:
        return Q(role=rest)
    if kind == "city" and rest:
        return Q(role=Role.CITY_BUREAU, organization__prefecture=rest)
    role, _colon, organization = rest.partition(":")
    if kind == "house" and organization.isdigit():
        # An appointment holds for what its organisation has absorbed, too.
        at = Q(organization=int(organization)) | Q(organization__absorbed=int(organization))
        return Q(role=role) & at
    return None
