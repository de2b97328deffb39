"""Experts of the kinds of 5.2, whom they work for, and where they stand aside."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.registers import ExpertFactory, OrganizationFactory, UserFactory, actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.experts.declare_conflict import declare_conflict
from xiangchuang.experts.models import ConflictDeclaration, Expert, PanelKind
from xiangchuang.experts.queries import available, can_view, phone_of, visible_to
from xiangchuang.experts.register_expert import change_employer, register_expert
from xiangchuang.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db


def test_an_officer_registers_an_expert_with_kinds_fields_and_employer() -> None:
    university = OrganizationFactory()
    expert = register_expert(
        actor=actor_as(Role.OFFICER),
        name=" 陈\u200b示例 ",
        employer=university,
        kinds=[PanelKind.FINANCE, PanelKind.LEGAL, PanelKind.LEGAL],
        fields=["new_materials"],
    )
    assert expert.name == "陈示例"
    assert sorted(expert.kinds.values_list("kind", flat=True)) == ["finance", "legal"]
    assert expert.employments.get().organization == university
    assert LedgerEntry.objects.get().detail["kinds"] == ["finance", "legal"]


@pytest.mark.clause("5.2-1")
def test_an_expert_sits_as_one_of_the_five_kinds_the_notice_names() -> None:
    named = {"技术专家", "管理专家", "科技政策专家", "法律专家", "财税专家"}
    assert {str(kind.label) for kind in PanelKind} == named


def test_others_register_nobody_and_an_account_is_one_expert() -> None:
    user, employer = UserFactory(), OrganizationFactory()
    for role in (Role.LEAD, Role.CITY_BUREAU, Role.EXPERT, Role.LEADERSHIP):
        with pytest.raises(NotPermitted):
            register_expert(actor=actor_as(role), name="陈示例", employer=employer, kinds=[PanelKind.LEGAL])
    ExpertFactory(user=user)
    with pytest.raises(Blocked):
        register_expert(
            actor=actor_as(Role.OFFICER), name="陈示例", employer=employer, kinds=[PanelKind.LEGAL], user=user
        )
    with pytest.raises(Invalid):
        register_expert(actor=actor_as(Role.OFFICER), name="陈示例", employer=employer, kinds=[])


@pytest.mark.parametrize("rows", [1, 3])
def test_those_available_are_read_in_three_queries_however_many(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ExpertFactory.create_batch(rows, kinds=[PanelKind.TECHNICAL, PanelKind.POLICY], fields=["ai", "big_data"])
    with django_assert_num_queries(3):
        shown = [
            (expert.employer.name, len(expert.kinds.all()), len(expert.fields.all()))
            for expert in available(kind=PanelKind.POLICY)
        ]
    assert len(shown) == rows


def test_the_choice_leaves_out_other_kinds_and_fields_the_retired_and_those_told() -> None:
    wanted = ExpertFactory(kinds=[PanelKind.LEGAL], fields=["ai"])
    told = ExpertFactory(kinds=[PanelKind.LEGAL], fields=["ai"])
    ExpertFactory(kinds=[PanelKind.FINANCE], fields=["ai"])
    ExpertFactory(kinds=[PanelKind.LEGAL], fields=["big_data"])
    ExpertFactory(kinds=[PanelKind.LEGAL], fields=["ai"], is_active=False)
    assert list(available(kind=PanelKind.LEGAL, field="ai", exclude=[told.pk])) == [wanted]


def test_employees_of_the_applicant_and_those_who_declared_a_conflict_are_not_offered() -> None:
    lead = OrganizationFactory()
    free, declared = ExpertFactory(), ExpertFactory()
    ExpertFactory(employer=lead)
    declare_conflict(actor=_self(declared), expert=declared, organization=lead, reason="共同承担项目")
    assert list(available(not_tied_to=[lead.pk])) == [free]


def test_an_expert_declares_for_himself_once_with_a_reason_and_for_nobody_else() -> None:
    expert, lead = ExpertFactory(), OrganizationFactory()
    with pytest.raises(Invalid):
        declare_conflict(actor=_self(expert), expert=expert, organization=lead, reason=" ")
    declare_conflict(actor=_self(expert), expert=expert, organization=lead, reason="曾任顾问")
    with pytest.raises(Blocked):
        declare_conflict(actor=_self(expert), expert=expert, organization=lead, reason="再次声明")
    for other in (_self(ExpertFactory()), actor_as(Role.LEAD), Actor.anonymous()):
        with pytest.raises(NotPermitted):
            declare_conflict(
                actor=other, expert=expert, organization=OrganizationFactory(), reason="代为声明"
            )
    assert ConflictDeclaration.objects.get().reason == "曾任顾问"


def test_a_move_keeps_the_old_employment_known() -> None:
    expert, officer = ExpertFactory(employed=date(2018, 9, 1)), actor_as(Role.OFFICER)
    old, new, day = expert.employer, OrganizationFactory(), clock.today() - timedelta(days=5)
    seen_by_another = Expert.objects.get(pk=expert.pk)
    change_employer(actor=officer, expert=expert, employer=new, on=day)
    assert expert.employer == new
    history = expert.employments.order_by("began_on").values_list("organization", "ended_on")
    assert list(history) == [(old.pk, day - timedelta(days=1)), (new.pk, None)]
    with pytest.raises(Stale):
        change_employer(actor=officer, expert=seen_by_another, employer=old, on=clock.today())


def test_a_move_before_the_present_employment_changes_nothing() -> None:
    expert = ExpertFactory(employed=date(2018, 9, 1))
    with pytest.raises(Invalid):
        change_employer(
            actor=actor_as(Role.OFFICER), expert=expert, employer=OrganizationFactory(), on=date(2018, 9, 1)
        )
    expert.refresh_from_db()
    assert expert.version == 1


def test_who_knows_of_experts_and_who_reads_their_phone() -> None:
    expert, other = ExpertFactory(), ExpertFactory()
    sees = {
        "officer": (actor_as(Role.OFFICER), {expert, other}, "13800000000"),
        "other department": (actor_as(Role.DEPARTMENT), {expert, other}, ""),
        "the expert": (_self(expert), {expert}, "13800000000"),
        "applicant": (actor_as(Role.LEAD), set(), ""),
        "bureau": (actor_as(Role.CITY_BUREAU), set(), ""),
        "public": (Actor.anonymous(), set(), ""),
    }
    for who, (actor, seen, phone) in sees.items():
        assert set(visible_to(actor)) == seen, who
        assert {one for one in (expert, other) if can_view(actor, one)} == seen, who
        assert phone_of(actor, expert) == phone, who


def _self(expert: Expert) -> Actor:
    assert expert.user is not None
    return Actor.of(expert.user, clock.today())
