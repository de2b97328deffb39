"""What later stages read of an approved plan, and the sample plan that the demo fills in."""

from datetime import date

import pytest

from tests.factories.line import ALL_EXPERTS, LineWorld, remembered_readings
from tests.plan_parts.filling import FIRST_YEAR, manuscript, sample, save
from xiangchuang.calendars import clock
from xiangchuang.plan_parts.approved import approved_lines, planned_start
from xiangchuang.plan_parts.findings import findings_of
from xiangchuang.plan_parts.part_changes import changes_between
from xiangchuang.plan_parts.tables import tables_of_revision


def test_a_draft_is_no_approved_plan(world: LineWorld) -> None:
    save(world, "phases", sample(world)["phases"])
    assert approved_lines(world.case, "phases") == () and planned_start(world.case) is None


@pytest.mark.clause("A.7.1")
def test_the_cycle_is_proposed_to_begin_where_the_submitted_plan_begins(world: LineWorld) -> None:
    save(world, "phases", sample(world)["phases"])
    world.on_to("review")
    assert planned_start(world.case) == date(FIRST_YEAR, 1, 1)


def test_the_example_s_plan_is_whole_and_its_revision_tells_other_numbers(db: None) -> None:
    world = LineWorld.build(experts=ALL_EXPERTS)
    world.at_stage("plan")
    world.line.fills_tables = True
    world.on_to("review")
    first = manuscript(world)
    assert findings_of(tables_of_revision(first)) == []
    assert planned_start(world.case) == date(clock.today().year + 1, 1, 1)
    with remembered_readings():
        world.line.advance_to("revision")
        world.line.step()
    second = manuscript(world)
    assert second.number == 2 and findings_of(tables_of_revision(second)) == []
    changes = changes_between(tables_of_revision(first), tables_of_revision(second))
    assert [change.rule.code for change in changes] == ["sources", "uses"]
