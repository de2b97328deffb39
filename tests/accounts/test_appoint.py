"""Roles are given by the security administrator, and the three administrators stay apart."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories.registers import (
    AppointmentFactory,
    BureauFactory,
    DepartmentFactory,
    OrganizationFactory,
    UserFactory,
    actor_as,
)
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.appoint import appoint, end_appointment
from xiangchuang.accounts.delegate import delegate
from xiangchuang.accounts.invariants import administrators_stand_apart
from xiangchuang.accounts.models import Appointment
from xiangchuang.accounts.open_account import close_account, install_administrators, open_account
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.accounts.roles import ADMINISTRATORS, Role
from xiangchuang.calendars import clock
from xiangchuang.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def security() -> Actor:
    return actor_as(Role.SECURITY_ADMIN)


def test_the_security_administrator_appoints_and_the_ledger_says_so(security: Actor) -> None:
    zhou, bureau = UserFactory(), BureauFactory()
    given = appoint(actor=security, user=zhou, organization=bureau, role=Role.CITY_BUREAU)
    assert Actor.of(zhou, clock.today()).holds(Role.CITY_BUREAU, bureau.pk)
    entry = LedgerEntry.objects.get(verb="appoint")
    assert entry.subject == f"appointment:{given.pk}"
    assert entry.role == "security_admin"
    assert entry.detail["role"] == "city_bureau"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SECURITY_ADMIN])
def test_nobody_else_appoints(role: Role) -> None:
    with pytest.raises(NotPermitted):
        appoint(actor=actor_as(role), user=UserFactory(), organization=OrganizationFactory(), role=Role.LEAD)


def test_the_security_administrator_does_not_appoint_himself(security: Actor) -> None:
    assert security.user is not None
    with pytest.raises(NotPermitted):
        appoint(actor=security, user=security.user, organization=OrganizationFactory(), role=Role.LEAD)


@pytest.mark.parametrize("held", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("given", sorted(Role))
def test_an_administrator_holds_nothing_else(security: Actor, held: Role, given: Role) -> None:
    department = DepartmentFactory()
    user = AppointmentFactory(organization=department, role=held).user
    home = BureauFactory() if given is Role.CITY_BUREAU else department
    with pytest.raises(Blocked):
        appoint(actor=security, user=user, organization=home, role=given)


def test_a_business_role_keeps_an_account_from_administration(security: Actor) -> None:
    officer = actor_as(Role.OFFICER)
    assert officer.user is not None
    with pytest.raises(Blocked) as refused:
        appoint(actor=security, user=officer.user, organization=DepartmentFactory(), role=Role.AUDIT_ADMIN)
    assert "经办" in refused.value.message


def test_roles_that_follow_each_other_in_time_may_be_given(security: Actor) -> None:
    department = DepartmentFactory()
    past = AppointmentFactory(organization=department, role=Role.SYSTEM_ADMIN, valid_to=date(2024, 12, 31))
    appoint(actor=security, user=past.user, organization=department, role=Role.OFFICER)
    assert list(administrators_stand_apart()) == []


def test_the_database_refuses_two_administrators_whoever_writes() -> None:
    first = AppointmentFactory(role=Role.SYSTEM_ADMIN)
    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentFactory(user=first.user, organization=first.organization, role=Role.AUDIT_ADMIN)


def test_the_invariant_finds_an_administrator_with_a_business_role() -> None:
    first = AppointmentFactory(role=Role.SYSTEM_ADMIN)
    AppointmentFactory(user=first.user, role=Role.LEAD)
    assert list(administrators_stand_apart()) == [f"user:{first.user_id} holds system_admin and lead"]


def test_a_role_belongs_to_its_kind_of_organisation(security: Actor) -> None:
    with pytest.raises(Invalid):
        appoint(actor=security, user=UserFactory(), organization=OrganizationFactory(), role=Role.OFFICER)
    with pytest.raises(Invalid):
        appoint(actor=security, user=UserFactory(), organization=OrganizationFactory(), role=Role.CITY_BUREAU)


def test_dates_that_run_backwards_are_refused(security: Actor) -> None:
    with pytest.raises(Invalid):
        appoint(
            actor=security,
            user=UserFactory(),
            organization=OrganizationFactory(),
            role=Role.LEAD,
            valid_from=date(2026, 5, 2),
            valid_to=date(2026, 5, 1),
        )


def test_the_same_appointment_is_not_given_twice(security: Actor) -> None:
    held = AppointmentFactory()
    with pytest.raises(Blocked):
        appoint(actor=security, user=held.user, organization=held.organization, role=Role.LEAD)
    assert Appointment.objects.filter(user=held.user).count() == 1


def test_an_ended_appointment_is_gone_the_day_after(security: Actor) -> None:
    held = AppointmentFactory()
    end_appointment(actor=security, appointment=held)
    assert Actor.of(held.user, clock.today()).holds(Role.LEAD)
    assert not Actor.of(held.user, clock.today() + timedelta(days=1)).holds(Role.LEAD)
    yesterday = clock.today() - timedelta(days=1)
    end_appointment(actor=security, appointment=held, on=yesterday)
    with pytest.raises(Stale):
        end_appointment(actor=security, appointment=held)


def test_staff_hand_their_own_role_to_a_colleague_for_a_time_and_take_it_back() -> None:
    li = actor_as(Role.LEAD)
    firm = Appointment.objects.get(user=li.user).organization
    colleague, until = actor_as(Role.SERVED_FIRM, firm).user, clock.today() + timedelta(days=30)
    assert colleague is not None
    given = delegate(actor=li, user=colleague, organization=firm, role=Role.LEAD, valid_to=until)
    assert given.delegated_by == li.user
    assert Actor.of(colleague, until).holds(Role.LEAD, firm.pk)
    end_appointment(actor=li, appointment=given)
    assert not Actor.of(colleague, until).holds(Role.LEAD)


def test_the_system_administrator_opens_and_closes_accounts() -> None:
    admin = actor_as(Role.SYSTEM_ADMIN)
    user = open_account(actor=admin, username="ｚｈｏｕ１", full_name=" 周示例 ", password="hunan-trout-71")
    assert (user.username, user.full_name) == ("zhou1", "周示例")
    assert user.check_password("hunan-trout-71")
    close_account(actor=admin, user=user)
    assert not Actor.of(user, clock.today()).is_authenticated
    with pytest.raises(Stale):
        close_account(actor=admin, user=user)
    recorded = LedgerEntry.objects.values_list("verb", "detail")
    assert [verb for verb, _ in recorded] == ["open_account", "close_account"]
    assert "hunan-trout-71" not in str(list(recorded))


@pytest.mark.parametrize(
    "wrong", [{"username": "\u200b"}, {"password": "short"}, {"username": "TAKEN"}, {"full_name": "长" * 101}]
)
def test_an_unusable_account_is_refused_in_words(wrong: dict[str, str]) -> None:
    UserFactory(username="taken")
    given = {"username": "new", "full_name": "新示例", "password": "hunan-trout-71"} | wrong
    with pytest.raises(Invalid) as refused:
        open_account(actor=actor_as(Role.SYSTEM_ADMIN), **given)
    assert refused.value.message and refused.value.remedy


def test_an_empty_installation_starts_with_three_people_and_only_once() -> None:
    department = DepartmentFactory()
    three = {role: (f"{role}", f"示例{role}", "hunan-trout-71") for role in ADMINISTRATORS}
    opened = install_administrators(organization=department, accounts=three)
    assert len({user.pk for user in opened.values()}) == 3
    with pytest.raises(Blocked):
        install_administrators(organization=department, accounts=three)
    with pytest.raises(Invalid):
        install_administrators(organization=department, accounts={})
