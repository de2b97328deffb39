"""Into the library, through its terms and out of it: applications, renewal, exit, return."""

from datetime import date, timedelta

import pytest

from tests.factories.registers import (
    AppointmentFactory,
    ExpertFactory,
    OrganizationFactory,
    UserFactory,
    actor_as,
)
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.experts.applications import (
    ApplicationDraft,
    apply_to_library,
    decide_application,
    nominate_for_library,
    withdraw_application,
)
from xiangchuang.experts.consents import notice_for
from xiangchuang.experts.invariants import no_fee_was_recorded_without_consent, who_left_says_why
from xiangchuang.experts.models import ConsentKind, Expert, ExpertApplication, PanelKind, RequestState
from xiangchuang.experts.queries import applications_visible_to
from xiangchuang.experts.register_expert import register_expert, withdraw_registration
from xiangchuang.experts.terms import ending_soon, exit_library, readmit, renew_term
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.organizations.models import Organization
from xiangchuang.procedure.packs import current_pack

pytestmark = pytest.mark.django_db


def applicant() -> tuple[Actor, User]:
    user = UserFactory()
    return Actor.of(user, clock.today()), user


def draft(employer: Organization | None = None, name: str = "陈示例") -> ApplicationDraft:
    return ApplicationDraft(
        name=name, employer=employer or OrganizationFactory(), kinds=["technical", "finance"], fields=["ai"],
        phone="13900000000", bio="三十年装备研发。",
    )  # fmt: skip


def version() -> str:
    notice = notice_for(ConsentKind.REGISTER)
    assert notice is not None
    return notice.version


@pytest.mark.clause("5.2-1")
def test_a_person_applies_and_an_officer_takes_the_person_in_with_the_pack_s_term() -> None:
    person, user = applicant()
    row = apply_to_library(actor=person, draft=draft(), notice_version=version())

    expert = decide_application(actor=actor_as(Role.OFFICER), application=row, seen=row.version, accept=True)

    assert expert is not None and expert.user == user
    rule = current_pack().experts.term
    assert rule is not None and expert.term_until is not None
    assert expert.term_until == clock.today().replace(year=clock.today().year + rule.years) - timedelta(
        days=1
    )
    assert sorted(k.kind for k in expert.kinds.all()) == ["finance", "technical"]
    assert expert.consents.get().notice_version == version()
    assert expert.steps.get().what == "applied"
    assert Actor.of(user, clock.today()).holds(Role.EXPERT)


def test_nobody_is_taken_in_without_having_read_the_notice() -> None:
    person, _user = applicant()
    with pytest.raises(Invalid, match="没有同意个人信息告知"):
        apply_to_library(actor=person, draft=draft(), notice_version="")
    with pytest.raises(Stale, match="告知内容已更新"):
        apply_to_library(actor=person, draft=draft(), notice_version="2019-1")
    assert not ExpertApplication.objects.exists()


def test_one_application_waits_at_a_time_and_its_person_takes_it_back() -> None:
    person, _user = applicant()
    row = apply_to_library(actor=person, draft=draft(), notice_version=version())
    with pytest.raises(Blocked, match="正在审核"):
        apply_to_library(actor=person, draft=draft(), notice_version=version())
    with pytest.raises(NotFound):
        withdraw_application(actor=applicant()[0], application=row)

    withdraw_application(actor=person, application=row)

    with pytest.raises(Stale):
        decide_application(actor=actor_as(Role.OFFICER), application=row, seen=row.version, accept=True)
    apply_to_library(actor=person, draft=draft(), notice_version=version())


def test_a_refusal_has_a_reason_and_nobody_decides_the_own_application() -> None:
    officer = actor_as(Role.OFFICER)
    own = apply_to_library(actor=officer, draft=draft(), notice_version=version())
    row = apply_to_library(actor=applicant()[0], draft=draft(), notice_version=version())
    with pytest.raises(Blocked, match="另一名经办"):
        decide_application(actor=officer, application=own, seen=own.version, accept=True)
    with pytest.raises(Invalid, match="不同意的理由没有填写"):
        decide_application(actor=officer, application=row, seen=row.version, accept=False)
    with pytest.raises(NotPermitted):
        decide_application(actor=actor_as(Role.LEAD), application=row, seen=row.version, accept=True)

    decide_application(
        actor=officer, application=row, seen=row.version, accept=False, answer="材料与类别不符"
    )

    assert (row.state, row.answer) == (RequestState.REFUSED, "材料与类别不符")
    assert not Expert.objects.exists()


def test_an_organisation_nominates_for_itself_alone_and_the_nominee_consents_later() -> None:
    bureau = actor_as(Role.CITY_BUREAU)
    own = bureau.appointments[0].organization_id
    with pytest.raises(NotPermitted):
        nominate_for_library(actor=bureau, organization_id=own + 1000, draft=draft())
    row = nominate_for_library(actor=bureau, organization_id=own, draft=draft())

    expert = decide_application(actor=actor_as(Role.OFFICER), application=row, seen=row.version, accept=True)

    assert expert is not None and expert.user is None
    assert expert.steps.get().what == "nominated"
    assert not expert.consents.exists()


def test_who_reads_applications() -> None:
    person, _user = applicant()
    row = apply_to_library(actor=person, draft=draft(), notice_version=version())
    for actor, reads in (
        (person, True), (actor_as(Role.OFFICER), True), (applicant()[0], False),
        (actor_as(Role.CITY_BUREAU), False), (actor_as(Role.DEPARTMENT), False), (Actor.anonymous(), False),
    ):  # fmt: skip
        assert (row in applications_visible_to(actor)) is reads


def test_a_term_is_renewed_when_it_ends_soon_and_not_before() -> None:
    expert, officer = ExpertFactory(term_until=clock.today() + timedelta(days=400)), actor_as(Role.OFFICER)
    with pytest.raises(Blocked, match="到期前"):
        renew_term(actor=officer, expert=expert, seen=expert.version)
    last = clock.today() + timedelta(days=30)
    Expert.objects.filter(pk=expert.pk).update(term_until=last)
    expert.refresh_from_db()
    assert expert in ending_soon(Expert.objects.all(), clock.today())

    renew_term(actor=officer, expert=expert, seen=expert.version)

    assert expert.term_until is not None and expert.term_until > last + timedelta(days=1000)
    assert expert.steps.get().what == "renewed"
    assert expert not in ending_soon(Expert.objects.all(), clock.today())
    with pytest.raises(NotPermitted):
        renew_term(actor=actor_as(Role.LEADERSHIP), expert=expert, seen=expert.version)


def test_an_expert_leaves_with_a_reason_and_may_come_back() -> None:
    expert, officer = ExpertFactory(), actor_as(Role.OFFICER)
    with pytest.raises(Invalid, match="理由没有填写"):
        exit_library(actor=officer, expert=expert, seen=expert.version, reason=" ")
    exit_library(actor=officer, expert=expert, seen=expert.version, reason="本人要求")
    assert not expert.is_active
    with pytest.raises(Blocked, match="已退出"):
        renew_term(actor=officer, expert=expert, seen=expert.version)
    expert.refresh_from_db()
    with pytest.raises(Stale):
        readmit(actor=officer, expert=expert, seen=expert.version - 1, reason="已核实")
    expert.refresh_from_db()

    readmit(actor=officer, expert=expert, seen=expert.version, reason="本人申请，已核实")

    assert expert.is_active and expert.is_in_term(clock.today())
    assert [step.what for step in expert.steps.all()] == ["exited", "readmitted"]
    assert not list(who_left_says_why()) and not list(no_fee_was_recorded_without_consent())


def test_one_who_left_applies_to_come_back_to_the_same_record() -> None:
    officer = actor_as(Role.OFFICER)
    expert = ExpertFactory()
    assert expert.user is not None
    person = Actor.of(expert.user, clock.today())
    with pytest.raises(Blocked, match="已在专家库中"):
        apply_to_library(actor=person, draft=draft(), notice_version=version())
    exit_library(actor=officer, expert=expert, seen=expert.version, reason="聘期满未续")
    row = apply_to_library(actor=person, draft=draft(), notice_version=version())

    again = decide_application(actor=officer, application=row, seen=row.version, accept=True)

    assert again == expert and again.is_active
    assert Expert.objects.count() == 1


def test_a_registration_by_mistake_is_taken_back_and_stays_in_the_ledger() -> None:
    officer = actor_as(Role.OFFICER)
    expert = register_expert(
        actor=officer, name="陈示例", employer=OrganizationFactory(), kinds=[PanelKind.LEGAL],
        employed_since=date(2020, 1, 1),
    )  # fmt: skip
    assert expert.term_until is not None
    withdraw_registration(actor=officer, expert=expert)
    assert not Expert.objects.exists()
    assert LedgerEntry.objects.filter(verb="withdraw_expert").exists()


def test_a_second_appointment_is_not_made_for_one_who_is_an_expert_already() -> None:
    person, user = applicant()
    AppointmentFactory(user=user, role=Role.EXPERT)
    row = apply_to_library(actor=person, draft=draft(), notice_version=version())
    decide_application(actor=actor_as(Role.OFFICER), application=row, seen=row.version, accept=True)
    assert user.appointments.count() == 1
