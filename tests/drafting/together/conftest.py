"""Lead and member write; a second colleague of the lead stands by; others look on from outside."""

import pytest

from tests.factories.line import LineWorld
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import Appointment, User
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.organizations.models import Organization


def newcomer(organization: Organization | None, role: Role, name: str = "新来同事") -> User:
    """An account, with one appointment where an organisation is given."""
    user = User.objects.create_user(f"xin{User.objects.count()}", full_name=name)
    if organization is not None:
        Appointment.objects.create(user=user, organization=organization, role=role, valid_from=clock.today())
    return user


def signed_in(user: User) -> Actor:
    """The person with the appointments of today."""
    return Actor.of(user, clock.today())


@pytest.fixture
def colleague(world: LineWorld) -> Actor:
    """Another person who writes for the lead."""
    return signed_in(newcomer(world.lead, Role.LEAD, "李同事"))
