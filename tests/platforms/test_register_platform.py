"""Registering a platform: typed once, told by its host's register, confirmed by another person."""

from datetime import date

import pytest

from tests.factories.registers import CapabilityRecordFactory, OrganizationFactory, actor_as
from tests.platforms.world import RULES, PlatformWorld
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.organizations.merge import merge_organizations
from xiangchuang.organizations.models import CapabilityRecord
from xiangchuang.organizations.queries import capabilities_of
from xiangchuang.platforms import invariants
from xiangchuang.platforms.models import PlatformState
from xiangchuang.platforms.queries import public, unclaimed_by, unregistered
from xiangchuang.platforms.register_platform import claim_platform, confirm_platform, correct_platform


@pytest.mark.clause("1.2-4", "3.4-1")
def test_what_the_host_registers_is_told_by_its_own_register_and_typed_once(world: PlatformWorld) -> None:
    platform = world.register()

    record = capabilities_of(world.host).get()
    assert (record.title, record.level, record.field, record.on) == (
        "示例先进涂层工程技术研究中心", "provincial", "new_materials", date(2022, 6, 1),
    )  # fmt: skip
    assert not platform.is_confirmed
    assert not public().exists()
    assert list(LedgerEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "record_capability",
        "register_platform",
    ]


def test_a_record_that_stood_before_is_taken_up_not_doubled(world: PlatformWorld) -> None:
    before = CapabilityRecordFactory(
        organization=world.host, title="示例先进涂层工程技术研究中心", field="new_materials",
        on=date(2022, 6, 1),
    )  # fmt: skip
    assert list(unregistered(world.officer)) == [before]

    world.register(world.officer)

    assert capabilities_of(world.host).get() == before
    assert not unregistered(world.officer).exists()


@pytest.mark.clause("1.2-4")
def test_another_person_confirms_the_platform_and_the_statement_with_it(world: PlatformWorld) -> None:
    platform = world.register()

    confirm_platform(actor=world.bureau, platform=platform, seen=1)

    platform.refresh_from_db()
    assert platform.confirmed_by == world.bureau.user
    assert capabilities_of(world.host).get().confirmed_by == world.bureau.user
    assert list(public()) == [platform]


def test_nobody_confirms_the_own_record_and_a_far_bureau_does_not_know_it(world: PlatformWorld) -> None:
    platform = world.register(world.officer)
    with pytest.raises(Blocked):
        confirm_platform(actor=world.officer, platform=platform, seen=1)
    with pytest.raises(NotFound):
        confirm_platform(actor=world.far_bureau, platform=platform, seen=1)
    with pytest.raises(NotPermitted):
        confirm_platform(actor=world.staff, platform=platform, seen=1)
    with pytest.raises(Stale):
        confirm_platform(actor=world.bureau, platform=platform, seen=7)


def test_the_host_corrects_and_it_waits_for_confirmation_anew(world: PlatformWorld) -> None:
    platform = world.confirmed()

    changed = correct_platform(
        actor=world.staff, rules=RULES, platform=platform, seen=platform.version,
        draft=world.draft(name="示例先进表面工程技术研究中心", leader="示例新负责人"), reason="更名批复",
    )  # fmt: skip

    assert not changed.is_confirmed
    assert changed.events.first().before["name"] == "示例先进涂层工程技术研究中心"
    record = capabilities_of(world.host).get()
    assert (record.title, record.correction_reason) == ("示例先进表面工程技术研究中心", "更名批复")
    with pytest.raises(Stale):
        correct_platform(
            actor=world.staff, rules=RULES, platform=platform, seen=1, draft=world.draft(), reason="再改"
        )
    with pytest.raises(Invalid):
        correct_platform(
            actor=world.staff, rules=RULES, platform=platform, seen=changed.version, draft=world.draft(),
            reason=" ",
        )  # fmt: skip


def test_a_partner_claims_and_its_register_says_so_too(world: PlatformWorld) -> None:
    partner = OrganizationFactory(prefecture="430600")
    staff = actor_as(Role.LEAD, partner)
    platform = world.register(partners=[partner])
    assert not capabilities_of(partner).exists()
    confirm_platform(actor=world.bureau, platform=platform, seen=1)

    claim_platform(actor=staff, platform=platform, organization=partner)

    assert capabilities_of(partner).get().title == platform.name
    assert not unclaimed_by(staff).exists()
    with pytest.raises(Blocked):
        claim_platform(actor=staff, platform=platform, organization=partner)
    with pytest.raises(NotPermitted):
        claim_platform(actor=world.stranger, platform=platform, organization=partner)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " \u200b"}, {"kind": "castle"}, {"level": "galactic"}, {"approved_by": ""},
        {"approved_on": date(2026, 11, 24)}, {"prefecture": "999999"}, {"source": ""},
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_refused_in_words(world: PlatformWorld, wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refusal:
        world.register(**wrong)
    assert refusal.value.remedy


def test_the_same_platform_of_one_host_is_registered_once(world: PlatformWorld) -> None:
    world.register()
    with pytest.raises(Blocked):
        world.register(world.officer, name=" 示例先进涂层 工程技术研究中心".replace(" ", ""))
    with pytest.raises(NotPermitted):
        world.register(world.stranger)


def test_what_ends_counts_no_longer_and_counts_again_when_taken_up(world: PlatformWorld) -> None:
    platform = world.confirmed()

    world.end(platform)
    assert not capabilities_of(world.host).exists()
    platform.refresh_from_db()
    world.end(platform, PlatformState.OPERATING, reason="复核后恢复", on=date(2026, 1, 5))

    assert capabilities_of(world.host).count() == 1
    assert CapabilityRecord.objects.count() == 2
    assert [event.state for event in platform.events.filter(kind="state")] == ["operating", "ended"]


def test_the_platform_goes_along_when_its_host_is_absorbed(world: PlatformWorld) -> None:
    kept = OrganizationFactory()
    platform = world.confirmed()
    merge_organizations(
        actor=world.officer, kept=kept, absorbed=world.host, reason="重复登记",
        seen=(kept.version, world.host.version),
    )  # fmt: skip

    correct_platform(
        actor=world.officer, rules=RULES, platform=platform, seen=platform.version,
        draft=world.draft(level="national"), reason="升级批复",
    )  # fmt: skip

    assert capabilities_of(kept).get().level == "national"


def test_the_invariants_hold_after_a_life(world: PlatformWorld) -> None:
    ended = world.confirmed()
    world.end(ended)
    world.confirmed(name="示例另一平台")
    for rule in (
        invariants.every_confirmed_platform_is_told_by_its_hosts_register,
        invariants.what_ended_counts_no_longer,
        invariants.nobody_confirmed_the_own_record,
        invariants.what_was_converted_names_its_center,
    ):
        assert not list(rule())
