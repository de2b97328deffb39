"""What a consortium puts on whose work list."""

from datetime import date

import pytest

from tests.consortia.world import WAN, ConsortiumWorld
from tests.workbench.browser import counted
from xiangchuang.consortia.models import PositioningFinding
from xiangchuang.consortia.settle_finding import explain_finding
from xiangchuang.consortia.waiting import errands


@pytest.mark.clause("2-3", "4.2-1")
def test_a_sign_waits_for_the_center_then_for_the_officer_and_a_late_promise_for_the_center(
    world: ConsortiumWorld,
) -> None:
    assert list(errands(world.staff)) == list(errands(world.officer)) == []
    world.income("product_sales")
    world.deliver(world.promise(), amount=99 * WAN)
    world.deliver(world.promise(), amount=100 * WAN)
    world.promise(due_on=date(2026, 11, 23))

    assert [e.what for e in errands(world.staff)] == ["1 项定位监看待说明", "1 项承诺投入逾期"]
    assert list(errands(world.officer)) == []

    finding = PositioningFinding.objects.select_related("center").get()
    explain_finding(actor=world.staff, finding=finding, seen=1, explanation="按成本转让")
    assert [e.what for e in errands(world.staff)] == ["1 项承诺投入逾期"]
    assert [e.what for e in errands(world.officer)] == ["1 项定位监看待认定"]
    for stranger in (world.other_staff, world.member, world.bureau, world.expert):
        assert list(errands(stranger)) == []


def test_the_work_list_asks_the_same_however_many_wait(world: ConsortiumWorld) -> None:
    world.income("product_sales")
    world.promise()
    with counted() as once:
        list(errands(world.staff))
    for _ in range(2):
        world.income("product_sales")
        world.promise()
    with counted() as thrice:
        list(errands(world.staff))
    assert len(thrice) == len(once)
