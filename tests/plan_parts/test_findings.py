"""What the tables lack or contradict is told in words that say where and by how much."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from tests.factories.line import LineWorld
from tests.plan_parts.filling import fill, sample, save, tables
from xiangchuang.plan_parts.columns import Line
from xiangchuang.plan_parts.findings import PartFinding, cycle_start, findings_of
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.verbs import Standpoint, stage_blockers

WAN = 1_000_000


def found(world: LineWorld, code: str, level: str = "error") -> list[PartFinding]:
    return [f for f in findings_of(tables(world)) if f.part == code and f.level == level]


def changed(lines: list[Line], row: int, **cells: Any) -> list[Line]:
    """Return the lines with some cells of one row (from 1) replaced."""
    return [dict(line) | cells if place == row else line for place, line in enumerate(lines, 1)]


def test_the_sample_plan_has_nothing_to_mend(world: LineWorld) -> None:
    fill(world)
    assert findings_of(tables(world)) == []


@pytest.mark.clause("A.7.2")
@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (700 * WAN, "2028 年来源合计 6,100.00 万元，用途合计 6,000.00 万元，来源多 100.00 万元。"),
        (599 * WAN, "2028 年来源合计 5,999.00 万元，用途合计 6,000.00 万元，来源少 1.00 万元。"),
    ],
)
def test_sources_and_uses_of_a_year_must_be_equal_and_the_words_say_by_how_much(
    world: LineWorld, amount: int, words: str
) -> None:
    lines = fill(world)
    save(world, "sources", changed(lines["sources"], 3, y2028=amount), seen=1)
    assert [f.message for f in found(world, "uses")] == [words]
    assert [f.clause for f in found(world, "uses")] == ["A.7.2"]


@pytest.mark.clause("A.7.2")
def test_a_stated_total_must_be_the_sum_of_the_years(world: LineWorld) -> None:
    lines = fill(world)
    save(world, "sources", lines["sources"], seen=1, stated=20_000 * WAN)
    assert [f.message for f in found(world, "sources")] == [
        "写明的总额 20,000.00 万元 与各年合计 18,000.00 万元 相差 2,000.00 万元。"
    ]


@pytest.mark.parametrize(
    ("code", "row", "cells", "words"),
    [
        ("tasks", 1, {"ends_on": date(2026, 1, 1)}, "第 1 行的结束日期早于开始日期。"),
        ("tasks", 2, {"code": "RW-01"}, "第 2 行与第 1 行重复。"),
        ("phases", 2, {"starts_on": date(2027, 6, 1)}, "第 2 行的开始日期不晚于上一阶段的结束日期。"),
        ("milestones", 1, {"task": "RW-09"}, "第 1 行的任务编号“RW-09”不在任务表中。"),
        ("milestones", 1, {"due_on": date(2030, 1, 1)}, "第 1 行的日期在任务“RW-01”的起止日期之外。"),
    ],
)
def test_days_and_numbers_that_contradict_each_other_are_named(
    world: LineWorld, code: str, row: int, cells: Mapping[str, Any], words: str
) -> None:
    lines = fill(world)
    save(world, code, changed(lines[code], row, **cells), seen=1)
    assert words in [f.message for f in found(world, code)]


@pytest.mark.clause("A.4.1")
def test_a_task_beyond_three_years_is_a_warning(world: LineWorld) -> None:
    lines = fill(world)
    save(world, "tasks", changed(lines["tasks"], 1, ends_on=date(2030, 1, 1)), seen=1)
    assert [f.message for f in found(world, "tasks", "warning")] == [
        "第 1 行的结束日期超出建设开始后的 3 年。"
    ]


@pytest.mark.clause("A.3.1")
def test_every_party_of_the_consortium_has_its_row(world: LineWorld) -> None:
    lines = sample(world)["members"]
    save(world, "members", lines[:1])
    assert [f.message for f in found(world, "members", "gap")] == [f"联盟中的“{world.member.name}”没有一行。"]


@pytest.mark.clause("A.1.5")
def test_the_people_need_a_head_who_is_full_time(world: LineWorld) -> None:
    lines = sample(world)["people"]
    save(world, "people", changed(lines, 1, full_time=False))
    assert [f.clause for f in found(world, "people", "warning")] == ["4.1-4"]
    save(world, "people", lines[1:], seen=1)
    assert [f.message for f in found(world, "people", "gap")] == ["人员表里没有负责人。"]


def test_an_empty_required_cell_is_a_gap_and_an_absent_table_holds_nothing_up(world: LineWorld) -> None:
    save(world, "phases", [{"name": "筹建阶段"}])
    assert {f.column for f in found(world, "phases", "gap")} == {"starts_on", "ends_on", "work"}
    assert [f.message for f in found(world, "tasks", "absent")] == ["“近3年重点任务”还没有填写。"]


def test_a_party_that_left_the_consortium_is_named_where_it_stands(world: LineWorld) -> None:
    fill(world)
    world.proposal.memberships.all().delete()
    assert any(world.member.name in f.message for f in found(world, "members"))


@pytest.mark.clause("A.7.1")
def test_the_first_phase_begins_the_cycle(world: LineWorld) -> None:
    fill(world)
    assert cycle_start(tables(world)) == date(2027, 1, 1)


def test_tables_that_contradict_themselves_hold_the_submission_up(world: LineWorld) -> None:
    lines = sample(world)
    pack, run = pack_of(world.case), world.case.runs.get(stage_code="plan")
    at = Standpoint(world.case, run, pack.procedures[world.case.kind].stage("plan"), pack)
    save(world, "sources", lines["sources"])
    save(world, "uses", lines["uses"][:1])
    blockers = [b for b in stage_blockers(at) if b.remedy == "save_plan_part"]
    assert len(blockers) == 1 and "来源多" in str(blockers[0].message)
    save(world, "uses", lines["uses"], seen=1)
    assert not [b for b in stage_blockers(at) if b.remedy == "save_plan_part"]
