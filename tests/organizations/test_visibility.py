"""Who reads which register: the list and the single question always agree."""

from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.registers import (
    BureauFactory,
    CapabilityRecordFactory,
    DepartmentFactory,
    FactRecordFactory,
    OrganizationFactory,
    StoredFileFactory,
    actor_as,
)
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.files.gates import may_read
from xiangchuang.files.models import ScanState
from xiangchuang.organizations.models import Organization
from xiangchuang.organizations.queries import can_view, directory, facts_of, visible_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> dict[str, Organization]:
    """Two cities with a firm each, one of them under a supervising department."""
    supervisor = DepartmentFactory()
    return {
        "supervisor": supervisor,
        "changsha firm": OrganizationFactory(prefecture="430100"),
        "zhuzhou firm": OrganizationFactory(prefecture="430200", supervisor=supervisor),
        "zhuzhou bureau": BureauFactory(prefecture="430200"),
    }


ACTORS: dict[str, tuple[Callable[[dict[str, Organization]], Actor], set[str]]] = {
    "officer": (
        lambda p: actor_as(Role.OFFICER),
        {"supervisor", "changsha firm", "zhuzhou firm", "zhuzhou bureau"},
    ),
    "zhuzhou bureau": (
        lambda p: actor_as(Role.CITY_BUREAU, p["zhuzhou bureau"]),
        {"zhuzhou firm", "zhuzhou bureau"},
    ),
    "supervising department": (
        lambda p: actor_as(Role.SUPERVISING_DEPARTMENT, p["supervisor"]),
        {"supervisor", "zhuzhou firm"},
    ),
    "staff": (lambda p: actor_as(Role.LEAD, p["changsha firm"]), {"changsha firm"}),
    "expert employed there": (lambda p: actor_as(Role.EXPERT, p["changsha firm"]), set()),
    "evaluator": (lambda p: actor_as(Role.EVALUATOR, p["changsha firm"]), set()),
    "system administrator": (lambda p: actor_as(Role.SYSTEM_ADMIN, p["supervisor"]), set()),
    "public": (lambda p: Actor.anonymous(), set()),
}


@pytest.mark.parametrize("who", ACTORS)
def test_each_sees_their_own_and_list_and_question_agree(who: str, province: dict[str, Organization]) -> None:
    make, expected = ACTORS[who]
    actor = make(province)
    listed = set(visible_to(actor))
    assert {name for name, organization in province.items() if organization in listed} == expected
    for organization in Organization.objects.all():
        assert (organization in listed) == can_view(actor, organization)


def test_evidence_is_read_by_whom_the_register_is_read_and_by_nobody_in_quarantine(
    province: dict[str, Organization],
) -> None:
    audit, licence = StoredFileFactory.create_batch(2)
    FactRecordFactory(organization=province["zhuzhou firm"], evidence=audit)
    CapabilityRecordFactory(organization=province["zhuzhou firm"], evidence=licence)
    bureau, stranger = actor_as(Role.CITY_BUREAU, province["zhuzhou bureau"]), actor_as(Role.LEAD)
    assert may_read(bureau, audit) and may_read(bureau, licence)
    assert not may_read(stranger, audit)
    assert not may_read(Actor.anonymous(), licence)
    audit.scan_state = ScanState.QUARANTINED
    assert not may_read(bureau, audit)


def test_the_directory_names_organisations_without_their_contacts() -> None:
    firm = OrganizationFactory(contact_phone="073112345678")
    OrganizationFactory(merged_into=firm)
    listed = directory().get()
    assert listed == firm
    assert "contact_phone" in listed.get_deferred_fields()


@pytest.mark.parametrize("rows", [1, 3])
def test_facts_are_read_in_one_query_with_evidence_and_people(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    firm = OrganizationFactory()
    for year in range(2023, 2023 + rows):
        FactRecordFactory(organization=firm, year=year, evidence=StoredFileFactory())
    with django_assert_num_queries(1):
        facts = [(fact.evidence.name, fact.recorded_by.full_name, fact.value) for fact in facts_of(firm)]
    assert len(facts) == rows
