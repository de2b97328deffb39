"""A table of the plan is saved whole by lead or member, at the version they saw, and overwrites nothing."""

from datetime import date
from typing import Any

import pytest

from tests.factories.line import LineWorld
from tests.plan_parts.filling import fill, manuscript, sample, save, tables
from xiangchuang.ledger.queries import entries_of_case
from xiangchuang.plan_parts.columns import Line
from xiangchuang.plan_parts.models import BudgetAmount, TaskRow
from xiangchuang.plan_parts.table_rows import KEPT, read_lines
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted, Stale


def told(lines: list[Line]) -> list[dict[str, Any]]:
    return [{name: value for name, value in line.items() if value is not None} for line in lines]


def test_the_lead_fills_every_table_and_reads_back_what_was_filled_in(world: LineWorld) -> None:
    lines = fill(world)
    assert set(lines) == set(KEPT)
    for code, rows in lines.items():
        assert told(read_lines(manuscript(world), code)) == told(rows)


@pytest.mark.clause("A.4.1")
def test_tasks_are_typed_rows_with_owner_budget_and_days(world: LineWorld) -> None:
    save(world, "tasks", sample(world)["tasks"])
    task = TaskRow.objects.get(revision=manuscript(world), code="RW-02")
    assert task.organization == world.lead and task.budget == 3_000 * 1_000_000
    assert (task.starts_on, task.ends_on) == (date(2027, 1, 1), date(2029, 12, 31))


@pytest.mark.clause("A.7.2")
def test_a_budget_is_kept_in_fen_by_kind_and_year(world: LineWorld) -> None:
    save(world, "sources", sample(world)["sources"])
    row = BudgetAmount.objects.get(row__revision=manuscript(world), row__kind="local_finance", year=2028)
    assert row.fen == 600 * 1_000_000


def test_the_first_save_begins_the_manuscript_and_writes_one_entry(world: LineWorld) -> None:
    assert not world.proposal.revisions.exists()
    before = entries_of_case(world.case.number).count()
    save(world, "phases", sample(world)["phases"])
    entry = entries_of_case(world.case.number).last()
    assert entries_of_case(world.case.number).count() == before + 1 and entry is not None
    assert entry.verb == "save_plan_part" and entry.detail["part"] == "phases" and entry.detail["rows"] == 3


def test_a_member_writes_as_the_lead_does_and_the_entry_names_the_member(world: LineWorld) -> None:
    state = save(world, "phases", sample(world)["phases"], by="member")
    assert state.saved_by == world.user("member")
    entry = entries_of_case(world.case.number).last()
    assert entry is not None and entry.role == "member"


@pytest.mark.parametrize("stranger", ["officer", "city_bureau"])
def test_nobody_else_writes_in_the_plan(world: LineWorld, stranger: str) -> None:
    with pytest.raises(NotPermitted):
        save(world, "phases", [], by=stranger)


def test_another_enterprise_finds_no_case(world: LineWorld) -> None:
    with pytest.raises(NotFound):
        save(world, "phases", [], by="stranger")


def test_who_comes_second_is_told_and_nothing_is_written_over(world: LineWorld) -> None:
    lines = sample(world)["phases"]
    save(world, "phases", lines)
    with pytest.raises(Stale):
        save(world, "phases", lines[:1], by="member")
    assert len(tables(world).lines("phases")) == 3
    save(world, "phases", lines[:1], seen=1, by="member")
    with pytest.raises(Stale):
        save(world, "phases", lines, seen=1)
    assert len(tables(world).lines("phases")) == 1


def test_a_draft_may_leave_cells_empty(world: LineWorld) -> None:
    save(world, "tasks", [{"code": "RW-01"}])
    assert told(read_lines(manuscript(world), "tasks")) == [{"code": "RW-01"}]


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("tasks", {"kind": "none"}),
        ("tasks", {"organization": "999999"}),
        ("tasks", {"budget": -1}),
        ("tasks", {"starts_on": "2027-01-01"}),
        ("tasks", {"name": "长" * 201}),
        ("people", {"full_time": "yes"}),
        ("bodies", {"unknown": "x"}),
    ],
)
def test_a_value_that_fits_no_column_is_refused(world: LineWorld, code: str, line: Line) -> None:
    with pytest.raises(Invalid):
        save(world, code, [line])
    assert not world.proposal.revisions.exists()


def test_more_rows_and_years_than_the_pack_allows_are_refused(world: LineWorld) -> None:
    with pytest.raises(Invalid, match="最多 100 行"):
        save(world, "phases", [{"name": str(number)} for number in range(101)])
    with pytest.raises(Invalid, match="最多填写 10 个年度"):
        save(world, "uses", [{"kind": "research", **{f"y{year}": 1 for year in range(2027, 2038)}}])


def test_an_unknown_table_is_not_found(world: LineWorld) -> None:
    with pytest.raises(NotFound):
        save(world, "nothing", [])


def test_a_plan_that_was_submitted_is_not_written_in(world: LineWorld) -> None:
    world.on_to("review")
    with pytest.raises(Blocked):
        save(world, "phases", [])
