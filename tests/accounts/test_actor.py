"""What a person may act as, today."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from tests.factories.registers import AppointmentFactory, BureauFactory, OrganizationFactory, UserFactory
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role

TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("appointments", [1, 3])
def test_an_actor_is_read_in_one_query_however_many_appointments(
    appointments: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    zhou = UserFactory()
    AppointmentFactory.create_batch(appointments, user=zhou)
    with django_assert_num_queries(1):
        actor = Actor.of(zhou, TODAY)
        assert len(actor.appointments) == appointments
        assert all(held.organization_name for held in actor.appointments)


def test_an_appointment_counts_on_its_first_and_last_day_and_not_beside_them() -> None:
    zhou = UserFactory()
    AppointmentFactory(user=zhou, valid_from=TODAY, valid_to=TODAY + timedelta(days=2))
    held = {day: Actor.of(zhou, TODAY + timedelta(days=day)).holds(Role.LEAD) for day in (-1, 0, 2, 3)}
    assert held == {-1: False, 0: True, 2: True, 3: False}


def test_a_role_is_held_for_its_organisation_only() -> None:
    li = UserFactory()
    own, other = OrganizationFactory.create_batch(2)
    AppointmentFactory(user=li, organization=own)
    actor = Actor.of(li, TODAY)
    assert actor.holds("lead", own.pk)
    assert not actor.holds(Role.LEAD, other.pk)
    assert actor.organizations_as(Role.LEAD) == frozenset({own.pk})


def test_only_a_city_bureau_acts_for_its_area() -> None:
    bureau_clerk = UserFactory()
    AppointmentFactory(
        user=bureau_clerk, organization=BureauFactory(prefecture="430200"), role=Role.CITY_BUREAU
    )
    AppointmentFactory(user=bureau_clerk, organization=OrganizationFactory(prefecture="430300"))
    actor = Actor.of(bureau_clerk, TODAY)
    assert actor.prefectures == frozenset({"430200"})
    assert actor.acting_as([Role.CITY_BUREAU], prefecture="430300") is None


def test_someone_not_signed_in_and_someone_locked_out_act_as_the_public() -> None:
    closed = UserFactory(is_active=False)
    AppointmentFactory(user=closed)
    for nobody in (Actor.of(AnonymousUser(), TODAY), Actor.of(closed, TODAY), Actor.anonymous()):
        assert not nobody.is_authenticated
        assert nobody.roles == frozenset()
        assert nobody.ledger_name == "public"


def test_the_ledger_names_the_person_and_the_system() -> None:
    wang = UserFactory(full_name="王示例")
    actor = Actor.of(wang, TODAY)
    assert (actor.ledger_name, actor.name) == (f"user:{wang.pk}", "王示例")
    assert Actor.system().ledger_name == "system"
