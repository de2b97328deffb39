"""One organisation registered twice becomes one: what it had goes along, what was signed stays as it was."""

from datetime import timedelta

import pytest

from tests.factories.registers import (
    AppointmentFactory,
    BureauFactory,
    CapabilityRecordFactory,
    FactRecordFactory,
    OrganizationFactory,
    UserFactory,
    actor_as,
)
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import Appointment
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.organizations.confirm_fact import confirm_fact
from xiangchuang.organizations.invariants import absorbed_organizations_hold_no_register
from xiangchuang.organizations.merge import merge_organizations
from xiangchuang.organizations.merge_preview import preview_of
from xiangchuang.organizations.models import CapabilityRecord, FactRecord, Organization, OrganizationKind
from xiangchuang.organizations.queries import (
    can_view,
    capabilities_of,
    directory,
    facts_of,
    stood_at,
    visible_to,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept() -> Organization:
    return OrganizationFactory(name="示例存续公司")


@pytest.fixture
def absorbed() -> Organization:
    return OrganizationFactory(name="示例重复公司")


@pytest.fixture
def officer() -> Actor:
    return actor_as(Role.OFFICER)


def merge(officer: Actor, kept: Organization, absorbed: Organization, **changed: object) -> None:
    given: dict[str, object] = {"reason": "同一单位重复登记", "seen": (kept.version, absorbed.version)}
    merge_organizations(actor=officer, kept=kept, absorbed=absorbed, **(given | changed))  # type: ignore[arg-type]


def test_facts_and_capabilities_go_along_with_their_history(
    officer: Actor, kept: Organization, absorbed: Organization
) -> None:
    old = FactRecordFactory(organization=absorbed, is_current=False)
    new = FactRecordFactory(organization=absorbed, supersedes=old, correction_reason="更正")
    platform = CapabilityRecordFactory(organization=absorbed)
    preview = preview_of(kept, absorbed)
    assert (preview.facts, preview.capabilities, preview.conflicts) == ((new,), (platform,), ())
    merge(officer, kept, absorbed)
    assert list(facts_of(kept)) == [new] and list(capabilities_of(kept)) == [platform]
    assert list(facts_of(absorbed)) == [new], "the register of the absorbed one is read where it now stands"
    assert set(FactRecord.objects.filter(organization=kept, moved_from=absorbed)) == {old, new}
    assert (absorbed.merged_into, kept.version, absorbed.version) == (kept, 2, 2)
    entry = LedgerEntry.objects.get(verb="merge_organizations")
    assert (entry.subject, entry.detail["absorbed"]) == (f"organization:{kept.pk}", absorbed.pk)
    assert list(absorbed_organizations_hold_no_register()) == []


@pytest.mark.parametrize("wanted", ["kept", "absorbed"])
def test_a_fact_that_differs_is_chosen_and_the_other_is_withdrawn(
    wanted: str, officer: Actor, kept: Organization, absorbed: Organization
) -> None:
    facts = {
        "kept": FactRecordFactory(organization=kept, fen=1),
        "absorbed": FactRecordFactory(organization=absorbed, fen=2),
    }
    with pytest.raises(Blocked, match="还没有选定"):
        merge(officer, kept, absorbed)
    with pytest.raises(Blocked):
        merge(officer, kept, absorbed, chosen={facts["kept"].pk: 999_999})
    absorbed.refresh_from_db()
    assert absorbed.merged_into is None and FactRecord.objects.filter(is_current=True).count() == 2
    merge(officer, kept, absorbed, chosen={facts["kept"].pk: facts[wanted].pk})
    assert list(facts_of(kept)) == [facts[wanted]]
    left = FactRecord.objects.get(is_current=False)
    assert left.withdrawal_reason == "与示例重复公司合并时未采用"


def test_what_stands_on_both_sides_alike_is_kept_once_the_confirmed_one(
    officer: Actor, kept: Organization, absorbed: Organization
) -> None:
    FactRecordFactory(organization=kept)
    confirmed = FactRecordFactory(organization=absorbed)
    confirm_fact(actor=actor_as(Role.CITY_BUREAU), fact=confirmed)
    CapabilityRecordFactory(organization=kept, title="示例平台")
    CapabilityRecordFactory(organization=absorbed, title="示例平台")
    merge(officer, kept, absorbed)
    assert list(facts_of(kept)) == [confirmed]
    assert capabilities_of(kept).count() == 1 and CapabilityRecord.objects.count() == 2


def test_people_go_on_at_the_kept_one_and_act_for_both(
    officer: Actor, kept: Organization, absorbed: Organization
) -> None:
    li = UserFactory()
    AppointmentFactory(user=li, organization=absorbed)
    later = clock.today() + timedelta(days=9)
    AppointmentFactory(user=UserFactory(), organization=absorbed, valid_from=later)
    wang = actor_as(Role.LEAD, kept).user
    AppointmentFactory(user=wang, organization=absorbed)
    merge(officer, kept, absorbed)
    tomorrow = clock.today() + timedelta(days=1)
    for person in (li, wang):
        assert person is not None
        actor = Actor.of(person, tomorrow)
        assert actor.organizations_as(Role.LEAD) == {kept.pk, absorbed.pk}
        assert {held.organization_name for held in actor.appointments} == {"示例存续公司"}
    assert Appointment.objects.filter(organization=kept, user=wang).count() == 1
    assert Appointment.objects.get(organization=kept, valid_from=later).valid_to is None
    assert not Appointment.objects.filter(organization=absorbed).in_force(later + timedelta(days=1)).filter(
        user__in=[li.pk]
    ).exists()  # fmt: skip


def test_lists_leave_the_absorbed_one_out_and_who_saw_it_still_may(
    officer: Actor, kept: Organization, absorbed: Organization
) -> None:
    merge(officer, kept, absorbed)
    assert absorbed not in directory()
    assert can_view(officer, absorbed) and absorbed in visible_to(officer)


def test_what_was_absorbed_before_points_to_the_one_now_kept(
    officer: Actor, kept: Organization, absorbed: Organization
) -> None:
    first = OrganizationFactory()
    merge(officer, absorbed, first)
    merge(officer, kept, absorbed)
    first.refresh_from_db()
    assert first.merged_into == kept and first.register_id == kept.pk
    with pytest.raises(Blocked, match="已并入"):
        merge(officer, kept, absorbed)
    with pytest.raises(Blocked):
        merge(officer, absorbed, OrganizationFactory())


def test_only_an_officer_merges_and_gives_a_reason(
    officer: Actor, kept: Organization, absorbed: Organization
) -> None:
    for actor in (actor_as(Role.CITY_BUREAU), actor_as(Role.LEAD, kept), actor_as(Role.LEADERSHIP)):
        with pytest.raises(NotPermitted):
            merge(actor, kept, absorbed)
    with pytest.raises(Invalid):
        merge(officer, kept, absorbed, reason=" ")
    with pytest.raises(Invalid):
        merge(officer, kept, kept)
    for kind in (BureauFactory(), OrganizationFactory(kind=OrganizationKind.CENTER)):
        with pytest.raises(Blocked, match="不在这里合并"):
            merge(officer, kept, kind)
    absorbed.refresh_from_db()
    assert absorbed.merged_into is None


def test_a_merge_on_what_was_amended_since_is_stale(
    officer: Actor, kept: Organization, absorbed: Organization
) -> None:
    Organization.objects.filter(pk=kept.pk).update(version=5)
    with pytest.raises(Stale):
        merge(officer, kept, absorbed)
    absorbed.refresh_from_db()
    assert absorbed.merged_into is None


def test_what_counted_before_the_merge_is_still_known(
    officer: Actor, kept: Organization, absorbed: Organization
) -> None:
    own = FactRecordFactory(organization=kept, fen=1)
    other = FactRecordFactory(organization=absorbed, fen=2)
    before = clock.now()
    with clock.at(before + timedelta(hours=1)):
        merge(officer, kept, absorbed, chosen={own.pk: other.pk})
        after = clock.now()

    def stood(organization: Organization, moment: object) -> list[FactRecord]:
        return list(FactRecord.objects.filter(stood_at(organization.pk, moment)))  # type: ignore[arg-type]

    assert stood(kept, before) == [own] and stood(absorbed, before) == [other]
    assert stood(kept, after) == stood(absorbed, after) == [other]
