"""Who is written to is who would read it on the page: both directions of an audience agree."""

from datetime import timedelta

import pytest

from tests.factories.registers import AppointmentFactory, BureauFactory, OrganizationFactory, actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.accounts.roles import DEPARTMENT_STAFF, Role
from xiangchuang.calendars import clock
from xiangchuang.notify.audiences import audiences_of, city, department, house, person
from xiangchuang.notify.readers import readers_of

pytestmark = pytest.mark.django_db


def test_an_audience_is_the_same_from_either_side() -> None:
    kept = OrganizationFactory()
    absorbed = OrganizationFactory(merged_into=kept)
    actors = [actor_as(role) for role in Role]
    actors += [actor_as(Role.LEAD, kept), actor_as(Role.LEAD, absorbed), actor_as(Role.CENTER_STAFF, kept)]
    actors += [actor_as(Role.CITY_BUREAU, BureauFactory(prefecture="430200"))]
    past = AppointmentFactory(organization=kept, valid_to=clock.today() - timedelta(days=1))
    closed = AppointmentFactory(organization=kept)
    User.objects.filter(pk=closed.user_id).update(is_active=False)
    actors += [Actor.of(User.objects.get(pk=row.user_id), clock.today()) for row in (past, closed)]
    people = {actor.user.pk: actor for actor in actors if actor.user is not None}
    audiences = {
        *(department(role) for role in DEPARTMENT_STAFF), city("430100"), city("430200"),
        *(house(role, org.pk) for role in (Role.LEAD, Role.CENTER_STAFF) for org in (kept, absorbed)),
        *(person(pk) for pk in people),
    }  # fmt: skip

    for audience in audiences:
        written_to = set(readers_of(audience, clock.today()).values_list("pk", flat=True))
        reading = {pk for pk, actor in people.items() if audience in audiences_of(actor)}
        assert written_to & people.keys() == reading, audience


@pytest.mark.parametrize(
    "audience", ["", "user:", "user:x", "role:lead", "house:lead", "house:lead:x", "all:1"]
)
def test_an_audience_of_no_known_shape_has_no_readers(audience: str) -> None:
    actor_as(Role.LEAD)
    assert not readers_of(audience, clock.today()).exists()
