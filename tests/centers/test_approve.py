"""Approval: the document is issued and the center exists with members, targets, cycle, first report."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.decisions.world import World, at
from xiangchuang.calendars import clock
from xiangchuang.centers.approve import approve
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import center_of, find_center, obligations_of, public_centers
from xiangchuang.decisions.draft_approval import refuse_approval
from xiangchuang.decisions.object_to_notice import file_objection, handle_objection
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.procedure.errors import Blocked, NotFound, NotPermitted, Stale
from xiangchuang.procedure.holidays import load_holidays
from xiangchuang.procedure.models import CaseState, Obligation
from xiangchuang.procedure.packs import forget_packs, pack_of
from xiangchuang.procedure.work_list import work_list


def founded(world: World, **draft: date) -> Center:
    case = world.case_at("approval")
    world.draft(case, **draft)
    return world.approve(case)


def report_of(center: Center) -> Obligation:
    """Return the annual report that the center owes first."""
    return obligations_of(center).get(kind="annual_report")


@pytest.mark.clause("5.3-1")
def test_an_issued_document_founds_the_center_and_ends_the_case(world: World) -> None:
    """5.3-1 由省科技厅发文批准组建: no center without a document, and the document is public."""
    case = world.case_at("approval")
    with pytest.raises(Blocked, match="还没有拟稿"):
        world.approve(case)
    assert not Center.objects.exists()
    world.draft(case)
    center = world.approve(case)
    assert case.state == CaseState.GRANTED
    assert center.document.is_issued
    assert center.document.is_public
    assert center_of(case.pk) == center


def test_its_members_are_the_builders_with_their_duties(world: World) -> None:
    members = founded(world).members.order_by("pk")
    assert [(str(m.organization), m.role, m.duty) for m in members] == [
        ("示例掘进装备股份有限公司", "lead", ""),
        ("示例理工大学", "member", "牵头基础研究"),
        ("示例区人民政府", "supporter", ""),
    ]


def test_its_targets_are_those_of_the_submitted_plan_to_the_last_digit(world: World) -> None:
    center = founded(world)
    plan = center.founding_case.proposal.revisions.get().targets
    columns = ("position", "name", "unit", "year", "value_e4")
    assert list(center.targets.values_list(*columns)) == list(plan.values_list(*columns))
    assert center.targets.count() == 6


@pytest.mark.clause("3.3-3")
def test_its_cycle_is_three_years_from_the_plans_start_or_from_the_approval(world: World) -> None:
    """3.3-3 一般以三年为建设周期."""
    by_plan = founded(world, cycle_starts_on=date(2027, 1, 1))
    assert (by_plan.cycle_starts_on, by_plan.cycle_ends_on) == (date(2027, 1, 1), date(2029, 12, 31))
    by_approval = founded(world)
    assert (by_approval.cycle_starts_on, by_approval.cycle_ends_on) == (date(2026, 11, 4), date(2029, 11, 3))


@pytest.mark.clause("4.1-1")
def test_it_becomes_a_legal_person_within_the_packs_term(world: World) -> None:
    """4.1-1 独立法人实体: by when."""
    assert founded(world).incorporate_by == date(2027, 11, 4)


@pytest.mark.clause("5.4-1", "5.4-2")
def test_the_first_report_is_due_by_the_end_of_january_of_the_year_after(world: World) -> None:
    """5.4-2 从批准组建次年开始…每年1月底前. 31 January 2027 is a Sunday, its holidays not yet published."""
    owed = report_of(founded(world))
    assert (owed.nominal_due_on, owed.due_on) == (date(2027, 1, 31), date(2027, 2, 1))
    assert owed.due_provisional
    assert (owed.kind, owed.period, owed.clause) == ("annual_report", 2026, "5.4-2")
    assert str(owed.organization) == "示例掘进装备股份有限公司"


def test_the_due_day_settles_when_the_holidays_are_published(world: World) -> None:
    owed = report_of(founded(world))
    load_holidays([(date(2027, 1, 31), True), (date(2027, 10, 1), False)], source="虚构的2027年放假通知")
    owed.refresh_from_db()
    assert (owed.due_on, owed.due_provisional) == (date(2027, 1, 31), False)


def test_an_approval_in_december_and_one_in_january_owe_a_year_apart(world: World) -> None:
    with at(clock.moment_on(date(2024, 12, 31))):
        december = founded(world)
    with at(clock.moment_on(date(2025, 1, 2))):
        january = founded(world)
    assert report_of(december).nominal_due_on == date(2025, 1, 31)
    assert report_of(january).nominal_due_on == date(2026, 1, 31)
    # 31 January 2025 lay in the Spring Festival, 2026's was a Saturday.
    assert report_of(december).due_on == date(2025, 2, 5)
    assert report_of(january).due_on == date(2026, 2, 2)


def test_only_the_leadership_signs_and_only_what_it_saw(world: World) -> None:
    case = world.case_at("approval")
    world.draft(case)
    for actor in (world.officer, world.division_head, world.applicant, world.city):
        with pytest.raises(NotPermitted):
            approve(actor=actor, case=case, seen=case.version)
    with pytest.raises(NotFound):
        approve(actor=world.stranger, case=case, seen=case.version)
    seen = case.version
    world.draft(case, cycle_starts_on=date(2027, 1, 1))
    with pytest.raises(Stale):
        approve(actor=world.leadership, case=case, seen=seen)
    assert not Center.objects.exists()


def test_a_double_click_founds_one_center(world: World) -> None:
    case = world.case_at("approval")
    world.draft(case)
    seen = case.version
    approve(actor=world.leadership, case=case, seen=seen)
    with pytest.raises(Stale):
        approve(actor=world.leadership, case=case, seen=seen)
    assert (Center.objects.count(), Obligation.objects.filter(kind="annual_report").count()) == (1, 1)


def test_an_objection_that_arrived_in_time_still_holds_the_approval(world: World) -> None:
    """It was sent in the last second and judged while the officer closed the publicity."""
    case = world.case_at("publicity")
    notice = world.publish(case)
    with at(notice.closes_at):
        world.close(case)
    with at(notice.closes_at - timedelta(seconds=1)):
        file_objection(notice=notice, token=uuid4(), draft=world.objection_draft())
    with at(notice.closes_at + timedelta(minutes=5)):
        world.draft(case)
        with pytest.raises(Blocked, match="还有 1 件异议没有处理"):
            world.approve(case)
        assert "handle_objection" in [i.what for i in work_list(world.officer).items]


def test_the_whole_line_from_integrity_to_the_center(world: World) -> None:
    case = world.case_at("integrity")
    world.through_integrity(case)
    world.meet(case, terms="建设用房由市里落实。")
    notice = world.publish(case)
    with at(notice.closes_at):
        world.close(case)
        world.draft(case)
        center = world.approve(case)
    assert center.terms == "建设用房由市里落实。"
    verbs = LedgerEntry.objects.filter(case_number=case.number).order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[1:] == [
        "record_integrity", "pass_integrity", "record_meeting", "confirm_meeting", "publish_notice",
        "close_publicity", "draft_approval", "approve",
    ]  # fmt: skip


@pytest.mark.parametrize("centers", [1, 3])
def test_reading_a_center_or_their_list_costs_the_same_for_one_and_for_three(
    world: World, centers: int, django_assert_num_queries: object
) -> None:
    made = [founded(world) for _ in range(centers)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len([(c.lead.name, c.document.title) for c in public_centers()]) == centers
    with django_assert_num_queries(3):  # type: ignore[operator]
        found = find_center(made[0].pk)
        assert found is not None
        assert len([m.organization.name for m in found.members.all()]) == 3
        assert len(found.targets.all()) == 6


def test_centers_are_found_by_place_and_category(world: World) -> None:
    center = founded(world)
    assert public_centers(prefecture="430100").get() == center
    assert not public_centers(prefecture="430200").exists()
    assert not public_centers(category="comprehensive").exists()
    assert find_center(center.pk + 1) is None


def test_an_objection_upheld_after_the_publicity_closed_leaves_only_the_refusal(world: World) -> None:
    case = world.case_at("publicity")
    notice = world.publish(case)
    with at(notice.closes_at):
        world.close(case)
    with at(notice.closes_at - timedelta(seconds=1)):
        late = file_objection(notice=notice, token=uuid4(), draft=world.objection_draft())
    with at(notice.closes_at + timedelta(minutes=5)):
        world.draft(case)
        handle_objection(
            actor=world.officer, case=case, seen=case.version, objection_id=late.pk, verdict="upheld",
            reasons="平台不在申报领域。",
        )  # fmt: skip
        with pytest.raises(Blocked, match="成立"):
            world.approve(case)
        refuse_approval(actor=world.leadership, case=case, seen=case.version, reason="异议成立。")
    assert case.state == CaseState.REFUSED


def test_another_provinces_pack_publishes_and_approves_by_its_own_rules(
    world: World, settings: Any, request: pytest.FixtureRequest
) -> None:
    """Seven calendar days, no meeting, no visit, another agency's number: no change of code."""
    # The test rolls its policy back, and a later one gets the same id for another.
    request.addfinalizer(forget_packs)
    settings.POLICY_DIRECTORIES = [Path(__file__).resolve().parents[1] / "packs"]
    settings.POLICY_PACK = "minimal-province"
    case = world.case_at("publicity")
    pack = pack_of(case)
    notice = world.publish(case)
    assert (notice.opens_on, notice.closes_on) == (date(2026, 11, 4), date(2026, 11, 10))
    with at(notice.closes_at):
        world.close(case)
        world.draft(case)
        center = world.approve(case)
    assert center.document.number.startswith(pack.identity.document_number.prefix)
    assert "现场考察" not in str(center.document.content)
    years = center.cycle_ends_on.year - center.cycle_starts_on.year
    assert years == pack.reporting.cycle.years
