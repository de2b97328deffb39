"""Leave: one's own role for dated days, to a colleague of the same house; seen by both, it ends by itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.factories.registers import (
    AppointmentFactory,
    DepartmentFactory,
    OrganizationFactory,
    UserFactory,
    actor_as,
)
from tests.workbench.browser import read, signed_in, text_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.appoint import end_appointment
from xiangchuang.accounts.delegate import colleagues, delegable, delegate, delegations_of
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.models import Appointment, User
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.accounts.roles import ADMINISTRATORS, Role
from xiangchuang.calendars import clock
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.notify.models import Message
from xiangchuang.organizations.models import Organization

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


class House:
    """A department: its head goes on leave, its officer stands in."""

    def __init__(self) -> None:
        self.department: Organization = DepartmentFactory()
        self.head = actor_as(Role.DIVISION_HEAD, self.department, full_name="示例处长")
        self.officer = actor_as(Role.OFFICER, self.department, full_name="示例经办")

    def hand_on(self, **changes: Any) -> Appointment:
        """Let the head delegate for a week from today, unless told otherwise."""
        given = {
            "actor": self.head, "user": self.officer.user, "organization": self.department,
            "role": Role.DIVISION_HEAD, "valid_to": clock.today() + WEEK,
        }  # fmt: skip
        return delegate(**{**given, **changes})

    def officer_on(self, days: int) -> Actor:
        """The officer as he may act in so many days."""
        assert self.officer.user is not None
        return Actor.of(self.officer.user, clock.today() + timedelta(days=days))


@pytest.fixture
def house() -> House:
    return House()


def test_the_colleague_holds_the_role_on_the_dated_days_only(house: House) -> None:
    house.hand_on(valid_from=clock.today() + timedelta(days=2), valid_to=clock.today() + WEEK)
    holds = [house.officer_on(day).holds(Role.DIVISION_HEAD) for day in (0, 1, 2, 7, 8)]
    assert holds == [False, False, True, True, False]
    assert house.head.holds(Role.DIVISION_HEAD)


def test_the_ledger_names_for_whom_it_was_done(house: House) -> None:
    house.hand_on()
    actor = house.officer_on(0)
    with transaction.atomic():
        write_entry(actor, verb="x", acting=actor.acting_as([Role.DIVISION_HEAD]))
        write_entry(actor, verb="y", acting=actor.acting_as([Role.OFFICER]))
    assert house.head.user is not None
    assert LedgerEntry.objects.get(verb="x").detail == {
        "delegated_by": f"user:{house.head.user.pk}", "delegated_by_name": "示例处长",
    }  # fmt: skip
    assert LedgerEntry.objects.get(verb="y").detail == {}


def test_what_was_received_cannot_be_passed_on(house: House) -> None:
    house.hand_on()
    third = actor_as(Role.OFFICER, house.department)
    with pytest.raises(NotPermitted):
        house.hand_on(actor=house.officer_on(0), user=third.user)
    assert [held.role for held in delegable(house.officer_on(0))] == [Role.OFFICER]


@pytest.mark.parametrize("role", sorted({*ADMINISTRATORS, Role.EXPERT}))
def test_administration_and_an_expert_s_seat_are_never_handed_on(role: Role) -> None:
    house = DepartmentFactory()
    actor, colleague = actor_as(role, house), actor_as(Role.DEPARTMENT, house)
    until = clock.today() + WEEK
    with pytest.raises(NotPermitted):
        delegate(actor=actor, user=colleague.user, organization=house, role=role, valid_to=until)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentFactory(organization=house, role=role, valid_to=until, delegated_by=UserFactory())


def test_only_a_colleague_of_the_same_house_stands_in(house: House) -> None:
    stranger = actor_as(Role.OFFICER)
    with pytest.raises(NotFound):
        house.hand_on(user=stranger.user)
    assert stranger.user not in colleagues(house.head, house.department.pk)
    assert not colleagues(house.head, OrganizationFactory().pk).exists()


def test_an_administrator_never_stands_in(house: House) -> None:
    admin = actor_as(Role.SECURITY_ADMIN, house.department)
    with pytest.raises(NotFound):
        house.hand_on(user=admin.user)


def test_who_only_co_signs_for_another_department_does_not_decide(house: House) -> None:
    co_signer = actor_as(Role.DEPARTMENT, house.department)
    with pytest.raises(Blocked):
        house.hand_on(user=co_signer.user)


def test_days_must_be_dated_to_come_and_within_one_s_own(house: House) -> None:
    today = clock.today()
    Appointment.objects.filter(user=house.head.user).update(valid_to=today + timedelta(days=3))
    for first, last in [(-1, 1), (2, 1), (0, 4), (0, 200)]:
        with pytest.raises(Invalid):
            house.hand_on(valid_from=today + timedelta(days=first), valid_to=today + timedelta(days=last))


def test_it_ends_when_the_own_appointment_or_the_account_of_its_giver_ends(house: House) -> None:
    house.hand_on()
    assert house.officer_on(3).holds(Role.DIVISION_HEAD)
    own = Appointment.objects.filter(user=house.head.user)
    own.update(valid_to=clock.today() + timedelta(days=1))
    assert [house.officer_on(day).holds(Role.DIVISION_HEAD) for day in (1, 2)] == [True, False]
    own.update(valid_to=None)
    User.objects.filter(pk=house.head.user.pk).update(is_active=False)  # type: ignore[union-attr]
    assert not house.officer_on(0).holds(Role.DIVISION_HEAD)


def test_both_see_it_and_the_colleague_is_told(house: House) -> None:
    given = house.hand_on()
    assert given in delegations_of(house.head)
    assert given in delegations_of(house.officer)
    assert given not in delegations_of(actor_as(Role.OFFICER, house.department))
    assert "示例处长委托您办理" in text_of(read(signed_in(house.officer), "/messages/"))


def test_the_giver_takes_it_back_and_the_colleague_is_told(house: House) -> None:
    given = house.hand_on()
    end_appointment(actor=house.head, appointment=given)
    assert not house.officer_on(1).holds(Role.DIVISION_HEAD)
    assert Message.objects.filter(kind="delegation_ended").exists()


def test_the_page_hands_on_and_takes_back(house: House) -> None:
    browser = signed_in(house.head)
    page = read(browser, "/account/delegations/new/")
    assert "示例经办" in page
    sent = {
        "appointment": f"division_head:{house.department.pk}", "colleague": house.officer.user.pk,  # type: ignore[union-attr]
        "valid_from": clock.today().isoformat(), "valid_to": (clock.today() + WEEK).isoformat(),
    }  # fmt: skip

    assert "已委托给示例经办" in browser.post("/account/delegations/new/", sent, follow=True).content.decode()

    given = Appointment.objects.get(delegated_by=house.head.user)
    assert "示例处长" in text_of(read(signed_in(house.officer), "/account/delegations/"))
    assert signed_in(house.officer).post(f"/account/delegations/{given.pk}/end/").status_code == 404
    browser.post(f"/account/delegations/{given.pk}/end/")
    given.refresh_from_db()
    assert given.valid_to == clock.today()


def test_a_page_without_days_says_what_is_missing(house: House) -> None:
    answer = signed_in(house.head).post("/account/delegations/new/", {})
    assert answer.status_code == 422
    assert "填写日期" in answer.content.decode()


def test_the_work_list_says_for_whom(house: House) -> None:
    house.hand_on()
    page = text_of(read(signed_in(house.officer), "/work-list/"))
    assert "受 示例处长 委托" in page


def test_the_list_costs_the_same_for_three_as_for_one(house: House) -> None:
    from tests.workbench.browser import queries_of

    browser = signed_in(house.head)
    house.hand_on()
    for_one = queries_of(browser, "/account/delegations/")
    for _colleague in range(2):
        house.hand_on(user=actor_as(Role.OFFICER, house.department).user)
    assert queries_of(browser, "/account/delegations/") == for_one
