"""People around the library: an officer, experts, and those who must learn nothing."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from tests.factories.registers import ExpertFactory, actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.experts.models import Expert


@dataclass
class Person:
    """Somebody signed in, as an actor and with a browser."""

    actor: Actor
    client: Client


def signed_in(actor: Actor) -> Person:
    """The person with a browser."""
    client = Client()
    assert isinstance(actor.user, User)
    client.force_login(actor.user)
    return Person(actor, client)


@pytest.fixture
def person(db: None) -> Callable[[Role], Person]:
    """Somebody who holds that role."""
    return lambda role: signed_in(actor_as(role))


@pytest.fixture
def officer(person: Callable[[Role], Person]) -> Person:
    """An officer of the department."""
    return person(Role.OFFICER)


def new_expert(**known: object) -> tuple[Expert, Person]:
    """An expert of the library who can sign in."""
    from tests.factories.registers import AppointmentFactory

    expert = ExpertFactory(**known)
    assert expert.user is not None
    AppointmentFactory(user=expert.user, organization=expert.employer, role=Role.EXPERT)
    return expert, signed_in(Actor.of(expert.user, clock.today()))
