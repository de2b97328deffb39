"""What technology is wanted: said by those who want it, sorted, merged, answered by a direction (1.2-2)."""

import pytest

from tests.layouts.world import HEALTH, MAKING, LayoutWorld
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.layouts import decide_demand
from xiangchuang.layouts.decide_demand import (
    decline_demand,
    link_demand,
    merge_demand,
    reconsider_demand,
    sort_demand,
)
from xiangchuang.layouts.file_demand import DemandDraft, amend_demand, withdraw_demand
from xiangchuang.layouts.likeness import likeness
from xiangchuang.layouts.models import Demand, DemandState
from xiangchuang.layouts.placing import Place
from xiangchuang.layouts.queries import demands_visible_to, find_demand
from xiangchuang.layouts.similar import similar_demands
from xiangchuang.layouts.tables import progress_of
from xiangchuang.notify.models import Message
from xiangchuang.procedure.errands import errands_of
from xiangchuang.procedure.perform import claim


def test_a_firm_says_what_it_wants_and_learns_what_became_of_it(world: LayoutWorld) -> None:
    demand = world.demand()
    assert demand.number == "XQ2026-0001"
    direction = world.direction(world.layout(), demands=[demand])
    demand.refresh_from_db()
    assert (demand.state, demand.direction) == (DemandState.LINKED, direction)
    assert progress_of(demand) == "已纳入方向：盾构关键部件"
    told = Message.objects.get(kind="demand_outcome")
    assert told.audience == f"house:lead:{world.firm.pk}"


@pytest.mark.clause("3.2-4")
def test_an_orientation_asks_its_question_of_a_demand(world: LayoutWorld) -> None:
    with pytest.raises(Invalid, match="一个都没有回答") as refused:
        world.demand(reasons=[])
    assert refused.value.clause == "3.2-4"
    # Life and health asks no question of its own (3.2-8).
    assert world.demand(place=HEALTH, reasons=[]).reasons.count() == 0
    assert [r.clause for r in world.demand().reasons.all()] == ["3.2-4"]


@pytest.mark.clause("3.2-2")
def test_a_field_not_named_by_the_notice_needs_a_name(world: LayoutWorld) -> None:
    with pytest.raises(Invalid, match="没有写名称"):
        world.demand(place=Place("life_health"), reasons=[])
    other = world.demand(place=Place("life_health", other_field="康复机器人"), reasons=[])
    assert (other.field, other.other_field) == ("", "康复机器人")


@pytest.mark.clause("1.1-1")
def test_sorting_gives_a_demand_its_type_of_technology(world: LayoutWorld) -> None:
    demand = world.demand(place=Place("economic_battlefield", "new_materials"))
    with pytest.raises(Invalid, match="没有选择技术类型"):
        sort_demand(actor=world.officer, demand=demand, seen=demand.version, place=Place("life_health"))
    sort_demand(actor=world.officer, demand=demand, seen=demand.version, place=MAKING)
    assert (demand.state, demand.field, demand.technology_type) == (
        DemandState.SORTED,
        "intelligent_manufacturing",
        "key_common",
    )


def test_the_same_wish_of_two_is_found_merged_and_shares_its_fate(world: LayoutWorld) -> None:
    first = world.demand("超大直径盾构主轴承")
    other = world.demand("盾构机超大直径主轴承", actor=world.other_staff, house=world.other_firm)
    world.demand("油茶良种选育", text="亩产提高两成。", place=HEALTH, reasons=[])
    assert [row for row, _score in similar_demands(world.officer, other)] == [first]
    merge_demand(actor=world.officer, demand=other, seen=other.version, into=first, text="同类")
    direction = world.direction(world.layout())
    link_demand(actor=world.officer, demand=first, seen=first.version, direction=direction)
    other = find_demand(world.other_staff, other.pk)

    assert progress_of(other) == f"已并入同类需求（{first.number}）：盾构关键部件"
    told = Message.objects.filter(audience=f"house:lead:{world.other_firm.pk}", kind="demand_outcome")
    assert told.count() == 2  # merged, then taken up with the other
    with pytest.raises(Blocked, match="已纳入方向"):
        decline_demand(actor=world.officer, demand=first, seen=first.version, reason="重复")


def test_two_officers_do_not_merge_two_demands_into_each_other(
    world: LayoutWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, other = world.demand(), world.demand(actor=world.other_staff, house=world.other_firm)
    colleague: list[Demand] = [other]

    def claimed(row: Demand, seen: int) -> None:
        if colleague:  # who is a moment faster, after this one has looked
            merge_demand(actor=world.head, demand=colleague.pop(), seen=other.version, into=first)
        claim(row, seen)

    monkeypatch.setattr(decide_demand, "claim", claimed)
    with pytest.raises(Blocked, match="不能并入"):
        merge_demand(actor=world.officer, demand=first, seen=first.version, into=other)
    assert find_demand(world.officer, first.pk).merged_into is None


def test_a_demand_not_taken_up_is_told_why_and_can_be_reconsidered(world: LayoutWorld) -> None:
    demand = world.demand()
    with pytest.raises(Invalid, match="理由没有填写"):
        decline_demand(actor=world.officer, demand=demand, seen=demand.version, reason=" ")
    decline_demand(actor=world.officer, demand=demand, seen=demand.version, reason="已有中心承担")
    assert demand.outcome == "已有中心承担"
    reconsider_demand(actor=world.head, demand=demand, seen=demand.version, reason="原中心已退出")
    assert demand.state == DemandState.SORTED


def test_what_a_firm_lacks_is_read_by_itself_its_city_and_the_department(world: LayoutWorld) -> None:
    demand = world.demand()
    for reader in (world.officer, world.leader, world.staff, world.city):
        assert demands_visible_to(reader).filter(pk=demand.pk).exists()
    for stranger in (world.other_staff, world.other_city, world.department, world.expert):
        with pytest.raises(NotFound):
            find_demand(stranger, demand.pk)
    with pytest.raises(NotPermitted):
        decline_demand(actor=world.city, demand=demand, seen=demand.version, reason="不需要")
    with pytest.raises(NotPermitted):
        withdraw_demand(actor=world.city, demand=demand, seen=demand.version, reason="不需要")


def test_the_filer_amends_until_it_is_sorted_and_withdraws_until_it_is_answered(world: LayoutWorld) -> None:
    demand = world.demand()
    draft = DemandDraft("主轴承", "寿命", "本单位", HEALTH)
    amend_demand(actor=world.staff, demand=demand, seen=demand.version, draft=draft)
    assert (demand.title, demand.reasons.count()) == ("主轴承", 0)
    sort_demand(actor=world.officer, demand=demand, seen=demand.version, place=MAKING)
    with pytest.raises(Blocked, match="不能再改"):
        amend_demand(actor=world.staff, demand=demand, seen=demand.version, draft=draft)
    withdraw_demand(actor=world.staff, demand=demand, seen=demand.version, reason="已经解决")
    assert demand.state == DemandState.WITHDRAWN


def test_unsorted_demands_wait_for_the_officer(world: LayoutWorld) -> None:
    world.demand()
    assert [errand.what for errand in errands_of(world.officer)] == ["归类技术需求 1 项"]


def test_likeness_is_symmetric_and_blind_to_what_all_names_share() -> None:
    assert likeness("盾构主轴承技术创新中心", "盾构主轴承") == 10_000
    assert likeness("盾构主轴承", "主轴承盾构") == likeness("主轴承盾构", "盾构主轴承") > 5_000
    assert likeness("盾构主轴承", "油茶良种") == 0
    assert likeness("", "油茶") == 0
