"""The tables stand in the text of their sections, are frozen with the plan, and go on with it."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.line import LineWorld, remembered_readings, sample_plan
from tests.plan_parts.filling import fill, manuscript, sample, save, tables
from xiangchuang.documents.plan import Block
from xiangchuang.drafting.mark_section import mark_section
from xiangchuang.drafting.models import SectionMark
from xiangchuang.plan_checks.findings import found_now
from xiangchuang.plan_parts.contributions import content
from xiangchuang.plan_parts.part_changes import changes_between
from xiangchuang.plan_parts.section_blocks import filled_sections, tables_by_section, tables_of
from xiangchuang.plan_parts.tables import tables_of_revision
from xiangchuang.procedure.errors import Invalid
from xiangchuang.procedure.packs import current_pack
from xiangchuang.procedure.verbs import Standpoint
from xiangchuang.proposals.manuscript import open_revision
from xiangchuang.proposals.plan import (
    TargetDraft,
    confirm_targets,
    content_sha256,
    outline_complete,
    submit_plan,
    upload_plan,
)
from xiangchuang.proposals.plan_record import difference_of, readable_chapters

WAN = 1_000_000


def standpoint(world: LineWorld) -> Standpoint:
    """Return where the case stands now."""
    world.case.refresh_from_db()
    pack, code = current_pack(), world.case.stage_code
    return Standpoint(
        world.case, world.case.runs.get(stage_code=code), pack.procedures[world.case.kind].stage(code), pack
    )


def block(world: LineWorld, section: str, place: int = 0) -> Block:
    return tables_of(manuscript(world), section)[place]


@pytest.mark.clause("A.1.5")
@pytest.mark.clause("A.3.1")
@pytest.mark.clause("A.3.2")
@pytest.mark.clause("A.3.3")
@pytest.mark.clause("A.7.1")
@pytest.mark.clause("A.7.3")
def test_each_table_stands_in_its_section_of_the_outline(world: LineWorld) -> None:
    fill(world)
    found = {
        code: [b.caption for b in blocks] for code, blocks in tables_by_section(manuscript(world)).items()
    }
    assert found == {
        "A.1.5": ["负责人及主要骨干人员"],
        "A.3.1": ["组建各方的定位、权利与义务"],
        "A.3.2": ["机构与部门"],
        "A.3.3": ["创新资源"],
        "A.4.1": ["近3年重点任务", "任务里程碑"],
        "A.7.1": ["建设阶段"],
        "A.7.2": ["资金来源", "资金用途"],
        "A.7.3": ["预计经济效益"],
    }


def test_a_table_of_money_has_its_sums_and_its_unit(world: LineWorld) -> None:
    fill(world)
    found = block(world, "A.7.2")
    assert found.rows[0] == ("来源", "出资单位或项目", "2027（万元）", "2028（万元）", "2029（万元）", "合计")
    assert found.rows[1] == ("协议出资", "共建单位出资", "6,000.00", "4,000.00", "2,000.00", "12,000.00")
    assert found.rows[-1] == ("合计", "", "7,200.00", "6,000.00", "4,800.00", "18,000.00")
    assert found.kind == "table" and found.header_rows == 1


def test_organisations_and_codes_are_words_in_the_text(world: LineWorld) -> None:
    fill(world)
    row = block(world, "A.4.1").rows[2]
    assert row[:4] == ("RW-02", "自主掘进决策", "重点研发项目", "产业前沿引领技术")
    assert world.lead.name in row and "2027-01-01" in row


def test_the_yearly_targets_stand_in_the_goals_the_same_way(world: LineWorld) -> None:
    lead = world.actor("lead")
    save(world, "phases", sample(world)["phases"])
    confirm_targets(
        actor=lead, case=world.case, seen=world.case.version,
        targets=[TargetDraft("发明专利", "件", {2027: Decimal(10), 2028: Decimal("12.5")})],
    )  # fmt: skip
    assert block(world, "A.2.4").rows == (("指标", "单位", "2027", "2028"), ("发明专利", "件", "10", "12.5"))


def test_the_reading_shows_the_table_after_the_section_s_own_text(world: LineWorld) -> None:
    fill(world)
    chapters = readable_chapters(manuscript(world), current_pack().outline)
    html = {section.code: section.html for chapter in chapters for section in chapter.sections}
    assert "<caption>资金来源</caption>" in html["A.7.2"] and "18,000.00" in html["A.7.2"]


def submitted(world: LineWorld) -> None:
    lead = world.actor("lead")
    with remembered_readings():
        upload_plan(
            actor=lead, case=world.case, seen=world.case.version, upload=sample_plan(current_pack().outline)
        )
    confirm_targets(
        actor=lead, case=world.case, seen=world.case.version,
        targets=[TargetDraft("发明专利", "件", {2027: Decimal(10)})],
    )  # fmt: skip
    submit_plan(actor=lead, case=world.case, seen=world.case.version)


def test_a_freeze_covers_every_table_and_the_next_revision_begins_with_them(
    reviewed_world: LineWorld,
) -> None:
    world = reviewed_world
    lines = fill(world)
    submitted(world)
    frozen = manuscript(world)
    assert frozen.content_sha256 == content_sha256(frozen) and set(content(frozen)) == set(lines)
    world.on_to("revision")
    copied = open_revision(standpoint(world), world.user("lead"))
    assert copied.number == 2 and content(copied) == content(frozen)


def test_numbers_that_changed_between_two_revisions_are_told(reviewed_world: LineWorld) -> None:
    world = reviewed_world
    lines = fill(world)
    submitted(world)
    frozen = manuscript(world)
    world.on_to("revision")
    changed = [dict(line) for line in lines["uses"]]
    changed[1]["y2028"] = 2_800 * WAN
    save(world, "uses", changed, seen=1)
    save(world, "milestones", lines["milestones"][1:], seen=1)
    found = {c.rule.code: c for c in changes_between(tables_of_revision(frozen), tables(world))}
    assert set(found) == {"uses", "milestones"}
    assert found["milestones"].removed == ["RW-01 传感器样机"] and not found["milestones"].added
    (cell,) = found["uses"].cells
    assert (cell.row, cell.old, cell.new, cell.by) == ("研发 研发项目", "2,600.00", "2,800.00", 200 * WAN)
    assert "2,800.00" in str(difference_of(frozen, manuscript(world)))


def queries(world: LineWorld) -> int:
    revision = manuscript(world)
    with CaptureQueriesContext(
        connection,
    ) as told:
        tables_by_section(revision)
    return len(told)


def test_reading_the_tables_takes_as_many_queries_with_one_row_as_with_three(world: LineWorld) -> None:
    lines = sample(world)
    for code, rows in lines.items():
        save(world, code, rows[:1])
    one = queries(world)
    for code, rows in lines.items():
        save(world, code, rows[:3], seen=1)
    assert queries(world) == one <= 20


@pytest.mark.clause("A.3.2")
def test_a_section_with_a_table_and_no_words_is_not_missing(world: LineWorld) -> None:
    """Only while it has rows: a table that is emptied again leaves the section as empty as it was."""
    save(world, "bodies", [])
    assert "A.3.2" in manuscript(world).missing
    save(world, "bodies", sample(world)["bodies"], seen=1)
    assert "A.3.2" not in manuscript(world).missing
    assert "A.3.2" not in {f.section for f in found_now(manuscript(world)) if f.code == "section_empty"}
    (said,) = outline_complete(standpoint(world))
    assert "A.3.2" not in str(said.message) and "A.3.3" in str(said.message)
    save(world, "bodies", [], seen=2)
    assert "A.3.2" in manuscript(world).missing


@pytest.mark.clause("A.2.4")
def test_confirmed_targets_are_content_of_their_section(world: LineWorld) -> None:
    open_revision(standpoint(world), world.user("lead"))
    assert "A.2.4" in manuscript(world).missing
    targets = [TargetDraft("有效发明专利", "件", {2027: Decimal(100)})]
    confirm_targets(actor=world.actor("lead"), case=world.case, seen=world.case.version, targets=targets)
    assert "A.2.4" not in manuscript(world).missing


def test_the_sections_with_tables_are_those_that_have_them_and_take_few_queries(world: LineWorld) -> None:
    fill(world)
    revision = manuscript(world)
    with CaptureQueriesContext(connection) as filled:
        found = filled_sections(revision)
    assert found == set(tables_by_section(revision))
    save(world, "bodies", [*sample(world)["bodies"], *sample(world)["bodies"]], seen=1)
    with CaptureQueriesContext(connection) as more:
        filled_sections(revision)
    assert len(more) <= len(filled) <= 4


def test_a_section_of_a_table_alone_is_marked_done(world: LineWorld) -> None:
    save(world, "bodies", sample(world)["bodies"])
    section = mark_section(actor=world.actor("lead"), case=world.case, code="A.3.2", done=True, seen=0)
    assert SectionMark.objects.get().section == section
    with pytest.raises(Invalid, match="还没有内容"):
        mark_section(actor=world.actor("lead"), case=world.case, code="A.3.3", done=True, seen=0)
