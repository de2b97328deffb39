"""What was recorded wrongly is corrected or withdrawn under control; what was said before stays readable."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from tests.factories.registers import (
    BureauFactory,
    CapabilityRecordFactory,
    FactRecordFactory,
    OrganizationFactory,
    actor_as,
)
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.organizations.confirm_fact import confirm_capability, confirm_fact, confirm_many
from xiangchuang.organizations.models import CapabilityLevel, CapabilityRecord, FactRecord, Organization
from xiangchuang.organizations.queries import (
    capabilities_awaiting,
    capabilities_of,
    capability_history,
    fact_history,
    facts_awaiting,
    facts_of,
)
from xiangchuang.organizations.record_capability import correct_capability
from xiangchuang.organizations.withdraw_statement import withdraw_capability, withdraw_fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Organization:
    return OrganizationFactory()


@pytest.fixture
def li(firm: Organization) -> Actor:
    """Staff of the firm."""
    return actor_as(Role.LEAD, firm)


def corrected(li: Actor, platform: CapabilityRecord, **changed: object) -> CapabilityRecord:
    given: dict[str, object] = {
        "reason": "认定文件上是国家级",
        "level": CapabilityLevel.NATIONAL,
        "title": platform.title,
        "on": platform.on,
    }
    return correct_capability(actor=li, capability=platform, **(given | changed))  # type: ignore[arg-type]


def test_a_capability_is_corrected_by_a_new_statement_that_waits_anew(li: Actor, firm: Organization) -> None:
    first = CapabilityRecordFactory(organization=firm)
    confirm_capability(actor=actor_as(Role.CITY_BUREAU), capability=first)
    second = corrected(li, first, title="示例国家工程技术研究中心", on=date(2023, 6, 1))
    assert list(capabilities_of(firm)) == [second]
    assert (second.source, second.is_confirmed, second.supersedes) == (first.source, False, first)
    assert capability_history(first) == capability_history(second) == [second, first]
    entry = LedgerEntry.objects.order_by("pk").last()
    assert entry is not None
    assert (entry.verb, entry.detail["reason"]) == ("correct_capability", "认定文件上是国家级")


def test_a_correction_needs_a_reason_and_cannot_repeat_another_record(li: Actor, firm: Organization) -> None:
    first, other = CapabilityRecordFactory.create_batch(2, organization=firm)
    with pytest.raises(Invalid):
        corrected(li, first, reason=" \u200b")
    with pytest.raises(Blocked):
        corrected(li, first, title=other.title)
    first.refresh_from_db()
    assert first.is_current and capabilities_of(firm).count() == 2


def test_two_corrections_of_one_capability_do_not_both_count(li: Actor, firm: Organization) -> None:
    first = CapabilityRecordFactory(organization=firm)
    seen_by_another = CapabilityRecord.objects.get(pk=first.pk)
    corrected(li, first)
    with pytest.raises(Stale):
        corrected(li, seen_by_another)
    assert capabilities_of(firm).count() == 1


def test_a_withdrawn_fact_no_longer_counts_and_may_be_recorded_again(li: Actor, firm: Organization) -> None:
    fact = FactRecordFactory(organization=firm)
    withdraw_fact(actor=li, fact=fact, reason="登记到了别的年度")
    assert not facts_of(firm).exists()
    again = FactRecordFactory(organization=firm)
    assert list(fact_history(again)) == [again, fact]
    fact.refresh_from_db()
    assert (fact.withdrawn_by, fact.withdrawal_reason) == (li.user, "登记到了别的年度")
    assert LedgerEntry.objects.get().verb == "withdraw_fact"


def test_what_the_city_confirmed_its_staff_do_not_withdraw_but_the_city_does(
    li: Actor, firm: Organization
) -> None:
    platform, changsha = CapabilityRecordFactory(organization=firm), actor_as(Role.CITY_BUREAU)
    confirm_capability(actor=changsha, capability=platform)
    with pytest.raises(NotPermitted):
        withdraw_capability(actor=li, capability=platform, reason="重复登记")
    withdraw_capability(actor=changsha, capability=platform, reason="重复登记")
    assert not capabilities_of(firm).exists()


def test_a_withdrawal_after_a_confirmation_not_seen_is_stale(li: Actor, firm: Organization) -> None:
    fact = FactRecordFactory(organization=firm)
    seen_before = FactRecord.objects.get(pk=fact.pk)
    confirm_fact(actor=actor_as(Role.CITY_BUREAU), fact=fact)
    with pytest.raises(Stale):
        withdraw_fact(actor=li, fact=seen_before, reason="重复登记")


def test_strangers_withdraw_nothing_and_nobody_without_a_reason(li: Actor, firm: Organization) -> None:
    fact = FactRecordFactory(organization=firm)
    zhuzhou = actor_as(Role.CITY_BUREAU, BureauFactory(prefecture="430200"))
    for stranger in (actor_as(Role.LEAD), zhuzhou, actor_as(Role.LEADERSHIP), Actor.anonymous()):
        with pytest.raises(NotPermitted):
            withdraw_fact(actor=stranger, fact=fact, reason="重复登记")
    with pytest.raises(Invalid):
        withdraw_fact(actor=li, fact=fact, reason=" ")
    assert facts_of(firm).get() == fact


def test_the_database_keeps_a_withdrawal_whole(firm: Organization) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FactRecordFactory(organization=firm, withdrawal_reason="没有人")


def test_the_city_confirms_many_at_once_and_is_told_by_name_which_not(firm: Organization) -> None:
    changsha = actor_as(Role.CITY_BUREAU)
    good = FactRecordFactory(organization=firm)
    own = FactRecordFactory(organization=firm, year=2024, recorded_by=changsha.user)
    platform = CapabilityRecordFactory(organization=firm)
    answer = confirm_many(actor=changsha, statements=[own, good, platform])
    assert answer.confirmed == 2
    assert [(statement, refusal.message) for statement, refusal in answer.refused] == [
        (own, "本人录入的登记不能由本人确认。")
    ]
    assert LedgerEntry.objects.count() == 2


def test_each_confirms_its_own_area(firm: Organization) -> None:
    fact, platform = FactRecordFactory(organization=firm), CapabilityRecordFactory(organization=firm)
    elsewhere = FactRecordFactory(organization=OrganizationFactory(prefecture="430200"))
    FactRecordFactory(organization=firm, year=2024, is_current=False)
    changsha = actor_as(Role.CITY_BUREAU)
    assert list(facts_awaiting(changsha)) == [fact]
    assert list(capabilities_awaiting(changsha)) == [platform]
    assert list(facts_awaiting(actor_as(Role.OFFICER))) == [fact, elsewhere]
    for nobody in (actor_as(Role.LEAD, firm), actor_as(Role.LEADERSHIP), Actor.anonymous()):
        assert not facts_awaiting(nobody).exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_chain_of_corrections_is_read_in_one_query(
    rows: int, li: Actor, firm: Organization, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    platform = CapabilityRecordFactory(organization=firm)
    for number in range(rows):
        platform = corrected(li, platform, title=f"示例中心更名{number}")
    with django_assert_num_queries(1):
        assert len([earlier.recorded_by.full_name for earlier in capability_history(platform)]) == rows + 1
