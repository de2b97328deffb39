"""What 3.4 asks a lead to have, counted one by one."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.registers import CapabilityRecordFactory, OrganizationFactory, actor_as
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.organizations.confirm_fact import confirm_capability
from xiangchuang.organizations.models import CapabilityKind, CapabilityLevel, CapabilityRecord, Organization
from xiangchuang.organizations.queries import capabilities_of
from xiangchuang.organizations.record_capability import record_capability

pytestmark = pytest.mark.django_db


def record_transfer(firm: Organization, **changed: object) -> CapabilityRecord:
    given: dict[str, object] = {
        "actor": actor_as(Role.LEAD, firm),
        "kind": CapabilityKind.TRANSFER,
        "level": CapabilityLevel.OTHER,
        "field": "new_materials",
        "title": "示例涂层技术许可",
        "on": date(2024, 3, 1),
        "source": "技术合同登记证明",
        "amount_fen": 120_000_000,
    }
    return record_capability(organization=firm, **(given | changed))  # type: ignore[arg-type]


def test_a_transfer_case_is_recorded_with_field_day_and_money_then_confirmed() -> None:
    firm, bureau = OrganizationFactory(), actor_as(Role.CITY_BUREAU)
    case = record_transfer(firm)
    confirm_capability(actor=bureau, capability=case)
    kept = capabilities_of(firm).get()
    assert (kept.field, kept.on, kept.amount_fen) == ("new_materials", date(2024, 3, 1), 120_000_000)
    assert kept.confirmed_by == bureau.user
    assert [entry.verb for entry in LedgerEntry.objects.order_by("pk")] == [
        "record_capability",
        "confirm_capability",
    ]


def test_the_same_case_does_not_count_twice() -> None:
    firm = OrganizationFactory()
    record_transfer(firm)
    with pytest.raises(Blocked):
        record_transfer(firm, title=" 示例涂层\u200b技术许可 ")
    assert capabilities_of(firm).count() == 1


def test_what_has_not_happened_or_has_no_name_is_refused() -> None:
    firm = OrganizationFactory()
    for wrong in ({"on": clock.today() + timedelta(days=1)}, {"title": " "}, {"amount_fen": 2**63}):
        with pytest.raises(Invalid):
            record_transfer(firm, **wrong)


def test_a_stranger_records_nothing() -> None:
    with pytest.raises(NotPermitted):
        record_transfer(OrganizationFactory(), actor=actor_as(Role.LEAD))


@pytest.mark.parametrize("rows", [1, 3])
def test_capabilities_are_read_in_one_query_with_their_people(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    firm = OrganizationFactory()
    CapabilityRecordFactory.create_batch(rows, organization=firm)
    with django_assert_num_queries(1):
        assert len([case.recorded_by.full_name for case in capabilities_of(firm)]) == rows
