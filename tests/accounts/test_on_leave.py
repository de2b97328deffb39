"""What waits for somebody on leave waits for the colleague; what is bound to the person stays."""

from datetime import date, timedelta

import pytest

from tests.factories.registers import DepartmentFactory, actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.delegate import delegate
from xiangchuang.accounts.models import Appointment
from xiangchuang.accounts.on_leave import at_work
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Actor:
    """An officer who stands in until Friday; a colleague is there."""
    house = DepartmentFactory()
    officer, colleague = actor_as(Role.OFFICER, house), actor_as(Role.DIVISION_HEAD, house)
    assert colleague.user is not None
    delegate(
        actor=officer, user=colleague.user, organization=house, role=Role.OFFICER,
        valid_from=clock.today() + timedelta(days=1), valid_to=clock.today() + timedelta(days=3),
    )  # fmt: skip
    return officer


@pytest.mark.parametrize(("days", "is_there"), [(0, True), (1, False), (3, False), (4, True)])
def test_an_office_is_away_from_its_holder_on_the_days_it_is_handed_on(
    officer: Actor, days: int, is_there: bool
) -> None:
    day: date = clock.today() + timedelta(days=days)
    assert officer.user is not None
    present = at_work(Actor.of(officer.user, day), day)
    assert (Role.OFFICER in present.roles) is is_there
    assert present.user == officer.user


def test_the_colleague_has_both_offices(officer: Actor) -> None:
    day = clock.today() + timedelta(days=1)
    given = Appointment.objects.get(delegated_by=officer.user)
    present = at_work(Actor.of(given.user, day), day)
    assert present.roles == {Role.OFFICER, Role.DIVISION_HEAD}


def test_the_public_is_never_on_leave() -> None:
    assert at_work(Actor.anonymous(), clock.today()) == Actor.anonymous()
