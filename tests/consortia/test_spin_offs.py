"""Firms that came of the center: who holds them, and how they grow."""

from datetime import date

import pytest

from tests.consortia.world import WAN, ConsortiumWorld
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.centers.registers.keep import correct_entry
from xiangchuang.consortia import registers
from xiangchuang.consortia.models import SpinOff
from xiangchuang.consortia.queries import SpinOffFigures, spin_off_figures
from xiangchuang.consortia.spin_off_growth import growth_of, spin_offs_of

pytestmark = pytest.mark.clause("4.3-2", "2-3")


def year(world: ConsortiumWorld, firm: SpinOff, of: int, wan: int, staff: int = 10) -> None:
    world.row(registers.SPIN_OFF_YEARS, spin_off=firm, year=of, revenue=wan * WAN, staff=staff)


def test_shares_may_leave_something_untold_but_never_exceed_the_whole(world: ConsortiumWorld) -> None:
    with pytest.raises(Invalid, match="超过百分之百"):
        world.spin_off(other_share=2001)
    world.spin_off(other_share=1500)

    (found,) = growth_of(spin_offs_of(world.center))
    assert found.unheld == 500


def test_the_teams_members_hold_no_more_than_the_team(world: ConsortiumWorld) -> None:
    firm = world.spin_off()
    world.row(registers.SPIN_OFF_MEMBERS, spin_off=firm, name="李工", share=3000, is_part_time=True)

    with pytest.raises(Invalid, match="超过团队持股"):
        world.row(registers.SPIN_OFF_MEMBERS, spin_off=firm, name="王工", share=1501)
    with pytest.raises(Invalid, match="超过团队持股"):
        correct_entry(
            registers.SPIN_OFFS, actor=world.staff, entry=firm, seen=1, reason="转让",
            values={"team_share": 2999},
        )  # fmt: skip


def test_a_wrong_code_and_a_year_before_the_founding_are_refused(world: ConsortiumWorld) -> None:
    with pytest.raises(Invalid, match="校验码"):
        world.spin_off(uscc="91350100M000100Y4Z".replace("Z", "4"))
    with pytest.raises(Invalid, match="早于企业成立"):
        year(world, world.spin_off(), 2024, 10)


def test_growth_is_told_against_the_year_before_only(world: ConsortiumWorld) -> None:
    firm = world.spin_off(founded_on=date(2022, 3, 1))
    for of, wan in ((2022, 0), (2023, 100), (2024, 90), (2026, 180)):
        year(world, firm, of, wan)

    (found,) = growth_of(spin_offs_of(world.center))
    # From nothing there is no rate, and 2026 has no year before it.
    assert [g.change for g in found.years] == [None, None, -1000, None]


def test_the_figures_of_a_year_count_firms_alive_at_its_end(world: ConsortiumWorld) -> None:
    firm = world.spin_off(closed_on=date(2026, 6, 1))
    year(world, firm, 2025, 90, 6)

    assert spin_off_figures(world.center, 2025) == SpinOffFigures(1, 1, 90 * WAN, 6, 0)
    assert spin_off_figures(world.center, 2026) == SpinOffFigures(0, 0, 0, 0, 0)
