"""Who joins the consortium reads the center's file and is public; who has left is neither."""

from datetime import date

import pytest

from tests.consortia.world import ConsortiumWorld
from tests.factories.registers import OrganizationFactory, actor_as
from xiangchuang.accounts.roles import Role
from xiangchuang.centers.queries import can_view, find_center, visible_to
from xiangchuang.centers.registers.keep import correct_entry, withdraw_entry
from xiangchuang.consortia import registers

pytestmark = pytest.mark.clause("4.1-3")


def public_names(world: ConsortiumWorld) -> set[str]:
    center = find_center(world.center.pk)
    assert center is not None
    return {member.organization.name for member in center.members.all()}


def test_a_new_member_reads_the_file_and_is_public_until_the_last_day(world: ConsortiumWorld) -> None:
    firm = OrganizationFactory()
    person = actor_as(Role.MEMBER, firm)
    assert not can_view(person, world.center)

    terms = world.row(registers.MEMBERS, organization=firm, role="member", joined_on=date(2026, 11, 1))
    assert can_view(person, world.center) and world.center in visible_to(person)
    assert firm.name in public_names(world)

    for last, stays in ((date(2026, 11, 23), True), (date(2026, 11, 22), False)):
        terms.refresh_from_db()
        correct_entry(
            registers.MEMBERS, actor=world.staff, entry=terms, seen=terms.version, reason="退出",
            values={"left_on": last},
        )  # fmt: skip
        assert can_view(person, world.center) is stays
        assert (world.center in visible_to(person)) is stays
        assert (firm.name in public_names(world)) is stays


def test_a_member_recorded_by_mistake_reads_nothing_once_withdrawn(world: ConsortiumWorld) -> None:
    person = actor_as(Role.MEMBER, firm := OrganizationFactory())
    terms = world.row(registers.MEMBERS, organization=firm, role="member", joined_on=date(2026, 11, 1))

    withdraw_entry(registers.MEMBERS, actor=world.staff, entry=terms, seen=1, reason="登记错单位")

    assert not can_view(person, world.center)


def test_a_government_or_an_investor_does_not_become_a_builder_of_the_center(world: ConsortiumWorld) -> None:
    person = actor_as(Role.LEAD, bank := OrganizationFactory())
    world.row(registers.MEMBERS, organization=bank, role="investor", joined_on=date(2026, 11, 1))

    assert not can_view(person, world.center)
    assert bank.name not in public_names(world)


def test_a_member_of_the_plan_stays_when_its_terms_are_withdrawn(world: ConsortiumWorld) -> None:
    withdraw_entry(registers.MEMBERS, actor=world.staff, entry=world.university, seen=1, reason="重填")

    assert can_view(world.member, world.center)
