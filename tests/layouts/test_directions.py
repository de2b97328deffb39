"""A direction: its window and cap, its mode beside the advice, its life once published (5.1-2, 3.3)."""

from datetime import date

import pytest

from tests.layouts.world import MAKING, LayoutWorld
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.layouts.choose_mode import AdviceDraft, ReadingDraft, choose_mode, record_advice
from xiangchuang.layouts.models import DemandState, DirectionState
from xiangchuang.layouts.placing import Place
from xiangchuang.layouts.plan_direction import (
    DirectionDraft,
    amend_direction,
    close_direction,
    drop_direction,
    reopen_direction,
)
from xiangchuang.layouts.queries import find_direction, open_directions
from xiangchuang.ledger.queries import entries_of_case

ADVICE = AdviceDraft(
    industry="C3511", year=2025, source="示例全国统计", data_as_of="2025-12-31", enterprises=42,
    readings=[ReadingDraft("cr4", 5200, 3000, "high", "贝恩分类")], mode="lead_enterprise", clause="3.3-4",
)  # fmt: skip


@pytest.mark.clause("5.1-2")
def test_a_direction_opens_with_the_layout_within_its_window(world: LayoutWorld) -> None:
    layout = world.layout()
    opens, closes = date(2026, 12, 1), date(2026, 12, 31)
    direction = world.direction(layout, opens_on=opens, closes_on=closes)
    assert not open_directions(opens).exists()
    world.published(layout)
    direction.refresh_from_db()
    asked = [date(2026, 11, 30), opens, closes, date(2027, 1, 1)]
    assert [direction.takes_applications(day) for day in asked] == [False, True, True, False]
    assert [open_directions(day).exists() for day in asked] == [False, True, True, False]


@pytest.mark.clause("1.1-1")
def test_a_direction_says_its_type_of_technology_and_its_category(world: LayoutWorld) -> None:
    layout = world.layout()
    with pytest.raises(Invalid, match="没有选择技术类型"):
        world.direction(layout, place=Place("economic_battlefield", "new_materials"))
    with pytest.raises(Invalid, match="综合类或领域类"):
        world.direction(layout, category="other")


@pytest.mark.clause("3.3-2")
def test_one_center_one_scheme_the_advice_binds_nobody_but_a_difference_has_a_reason(
    world: LayoutWorld,
) -> None:
    direction = world.direction(world.layout())
    record_advice(actor=world.officer, direction=direction, advice=ADVICE)
    assert direction.advised_mode == "lead_enterprise"
    with pytest.raises(Invalid, match="没有写理由") as refused:
        choose_mode(actor=world.officer, direction=direction, seen=direction.version, mode="university_led")
    assert refused.value.clause == "3.3-2"
    choose_mode(
        actor=world.officer, direction=direction, seen=direction.version, mode="university_led",
        reason="关键部件仍在原理验证阶段",
    )  # fmt: skip
    assert direction.formation_mode == "university_led"
    noted = entries_of_case(direction.ledger_key).last()
    assert noted is not None
    assert (noted.verb, noted.detail["advised"]) == ("choose_mode", "lead_enterprise")


def test_a_published_direction_is_amended_with_a_reason_by_the_head(world: LayoutWorld) -> None:
    layout = world.layout()
    direction = world.direction(layout)
    world.published(layout)
    direction.refresh_from_db()
    draft = DirectionDraft("盾构关键部件", "field_specific", MAKING, "主轴承。", closes_on=date(2027, 6, 30))
    with pytest.raises(NotPermitted):
        amend_direction(
            actor=world.officer, direction=direction, seen=direction.version, draft=draft, reason="延长"
        )
    with pytest.raises(Invalid, match="调整的理由"):
        amend_direction(actor=world.head, direction=direction, seen=direction.version, draft=draft)
    amend_direction(
        actor=world.head, direction=direction, seen=direction.version, draft=draft, reason="延长受理"
    )
    noted = entries_of_case(direction.ledger_key).last()
    assert noted is not None
    assert noted.detail["closes_on"] == "2027-06-30"
    assert "cap" not in noted.detail


def test_a_direction_closes_with_a_reason_and_opens_again_by_the_head(world: LayoutWorld) -> None:
    layout = world.layout()
    direction = world.direction(layout)
    with pytest.raises(Blocked, match="不是开放的"):
        close_direction(actor=world.officer, direction=direction, seen=direction.version, reason="已满")
    world.published(layout)
    direction.refresh_from_db()
    close_direction(actor=world.officer, direction=direction, seen=direction.version, reason="名额已满")
    assert direction.state == DirectionState.CLOSED
    with pytest.raises(NotPermitted):
        reopen_direction(actor=world.officer, direction=direction, seen=direction.version, reason="再开")
    reopen_direction(actor=world.head, direction=direction, seen=direction.version, reason="原申报撤回")
    assert direction.takes_applications(date(2026, 11, 23))


def test_a_direction_dropped_from_the_draft_frees_its_demands(world: LayoutWorld) -> None:
    layout, demand = world.layout(), world.demand()
    direction = world.direction(layout, demands=[demand])
    drop_direction(actor=world.officer, layout=layout, seen=layout.version, direction=direction)
    demand.refresh_from_db()
    direction.refresh_from_db()
    assert (demand.state, demand.direction) == (DemandState.SORTED, None)
    assert direction.state == DirectionState.WITHDRAWN


def test_a_planned_direction_is_unknown_outside_the_department(world: LayoutWorld) -> None:
    layout = world.layout()
    direction = world.direction(layout)
    for stranger in (world.staff, world.city, world.expert):
        with pytest.raises(NotFound):
            find_direction(stranger, direction.pk)
    world.circulated(layout)
    assert find_direction(world.city, direction.pk) == direction
    world.agreed(layout)
    with pytest.raises(NotFound):
        find_direction(world.staff, direction.pk)
