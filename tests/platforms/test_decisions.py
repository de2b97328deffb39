"""What becomes of platforms: merged, ended, registered twice, converted into a center."""

from datetime import date

import pytest

from tests.factories.registers import OrganizationFactory
from tests.platforms.world import RULES, PlatformWorld
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.organizations.queries import capabilities_of
from xiangchuang.platforms.change_state import join_duplicates
from xiangchuang.platforms.convert import complete_conversions, drop_conversion, plan_conversion
from xiangchuang.platforms.models import Conversion, Platform, PlatformState
from xiangchuang.platforms.queries import conversions_of, convertible, find_platform, has_priority

CASE = "2026-HN-0001"


def plan(world: PlatformWorld, platform: Platform, becomes: str = "absorbed") -> Conversion:
    return plan_conversion(
        actor=world.staff, rules=RULES, platform=platform, case_number=CASE, becomes=becomes,
        remark="人员、设备整体划入中心",
    )  # fmt: skip


def test_a_platform_merged_into_another_names_it(world: PlatformWorld) -> None:
    one, other = world.confirmed(), world.confirmed(name="示例另一平台")
    with pytest.raises(Invalid):
        world.end(one, PlatformState.MERGED)
    with pytest.raises(Invalid):
        world.end(one, PlatformState.MERGED, into=one)

    world.end(one, PlatformState.MERGED, into=other)

    one.refresh_from_db()
    assert (one.state, one.merged_into, one.state_since) == ("merged", other, date(2025, 3, 1))


@pytest.mark.parametrize("told", [{"reason": " "}, {"on": date(2026, 12, 1)}, {"on": date(2021, 1, 1)}])
def test_a_state_without_reason_or_on_a_day_that_cannot_be_is_refused(
    world: PlatformWorld, told: dict[str, object]
) -> None:
    with pytest.raises(Invalid):
        world.end(world.confirmed(), **told)


def test_only_an_officer_decides_and_only_a_change(world: PlatformWorld) -> None:
    platform = world.confirmed()
    with pytest.raises(Blocked):
        world.end(platform, PlatformState.OPERATING)
    world.officer = world.bureau
    with pytest.raises(NotPermitted):
        world.end(platform)


def test_one_registered_twice_is_withdrawn_and_its_host_becomes_a_partner(world: PlatformWorld) -> None:
    other_host = OrganizationFactory()
    kept = world.confirmed()
    twice = world.register(world.officer, host=other_host, name="示例先进涂层省工程技术研究中心")

    join_duplicates(
        actor=world.officer, kept=kept, duplicate=twice, seen=(kept.version, twice.version), reason="同一平台"
    )

    assert [partner.organization for partner in kept.partners.all()] == [other_host]
    assert capabilities_of(other_host).get().title == kept.name
    with pytest.raises(NotFound):
        find_platform(world.officer, twice.pk)
    with pytest.raises(Stale):
        join_duplicates(
            actor=world.officer, kept=kept, duplicate=world.register(name="示例第三"), seen=(1, 1),
            reason="同一平台",
        )  # fmt: skip


@pytest.mark.clause("3.1.3-1")
def test_only_an_operating_engineering_technology_center_is_convertible(world: PlatformWorld) -> None:
    fits = world.confirmed()
    world.confirmed(name="示例重点实验室", kind="key_laboratory")
    world.end(world.confirmed(name="示例已终止工程技术研究中心"))
    world.register(name="示例未确认工程技术研究中心")

    assert list(convertible(RULES)) == [fits]
    assert list(convertible(RULES, field="new_materials", prefecture="430100")) == [fits]
    assert not convertible(RULES, field="biomedicine").exists()


@pytest.mark.clause("3.1.3-1")
def test_a_case_that_converts_goes_first_and_the_founding_converts_the_platform(world: PlatformWorld) -> None:
    platform = world.confirmed()
    plan(world, platform)
    assert has_priority(CASE)
    assert not has_priority("2026-HN-0002")

    assert complete_conversions(case_number=CASE, center_name="示例中心", on=date(2026, 11, 23)) == [platform]

    platform.refresh_from_db()
    assert (platform.state, platform.state_since) == ("converted", date(2026, 11, 23))
    assert conversions_of(CASE).get().center_name == "示例中心"
    assert capabilities_of(world.host).count() == 1
    assert complete_conversions(case_number=CASE, center_name="示例中心", on=date(2026, 11, 23)) == []


@pytest.mark.clause("3.1.3-1")
def test_a_platform_that_continues_keeps_its_state(world: PlatformWorld) -> None:
    platform = world.confirmed()
    plan(world, platform, "continues")
    complete_conversions(case_number=CASE, center_name="示例中心", on=date(2026, 11, 23))
    platform.refresh_from_db()
    assert platform.state == "operating"


def test_a_conversion_is_planned_once_by_its_host_and_may_be_dropped(world: PlatformWorld) -> None:
    platform, laboratory = world.confirmed(), world.confirmed(name="示例重点实验室", kind="key_laboratory")
    planned = plan(world, platform)
    with pytest.raises(Blocked):
        plan(world, platform)
    with pytest.raises(Blocked):
        plan(world, laboratory)
    with pytest.raises(NotPermitted):
        drop_conversion(actor=world.stranger, conversion=planned, seen=1, reason="不再转建")
    with pytest.raises(Invalid):
        drop_conversion(actor=world.staff, conversion=planned, seen=1, reason="")

    drop_conversion(actor=world.staff, conversion=planned, seen=1, reason="不再转建")

    assert not has_priority(CASE)
    plan(world, platform)
