"""From the first word of a report to its acceptance, and what is refused on the way (5.4-2)."""

import json
from datetime import date
from types import ModuleType

import pytest

from tests.reporting.world import DIRECTOR, YEAR, ReportWorld
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.calendars import clock
from xiangchuang.canonical_json import json_sha256
from xiangchuang.centers.figures import Span
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.notify.models import Message
from xiangchuang.notify.queries import visible_to as messages_of
from xiangchuang.reporting.answer_remark import answer_remark
from xiangchuang.reporting.begin_report import begin_report
from xiangchuang.reporting.difference import changed_since, pieces
from xiangchuang.reporting.judge_report import accept_report, return_report
from xiangchuang.reporting.models import AnnualReport, OutcomeState, PlanItem, ReportRevision, SectionText
from xiangchuang.reporting.plan_items import ItemOutcome, PlannedItem, say_outcomes, write_plan
from xiangchuang.reporting.queries import accepted_plan, accepted_years, missing_reports, report_of
from xiangchuang.reporting.submit_report import hand_in_elsewhere
from xiangchuang.reporting.write_section import keep_typing, write_section
from xiangchuang.research.registers import MILESTONES, TASKS


def fresh(report: AnnualReport) -> AnnualReport:
    """Return the report as the database has it."""
    return AnnualReport.objects.select_related("center__lead", "obligation").get(pk=report.pk)


@pytest.mark.clause("5.4-2")
def test_a_report_goes_from_draft_through_a_return_to_acceptance(world: ReportWorld) -> None:
    first = world.submitted()
    report = fresh(first.report)
    return_report(
        actor=world.officer, report=report, seen=report.version, remarks={"research": "写明突破点。"}
    )
    report = fresh(report)
    assert (report.state, report.rework_by) == ("returned", date(2027, 2, 1))
    remark = first.remarks.get()

    row = SectionText.objects.get(report=report, code="research")
    write_section(
        actor=world.staff, report=report, code="research", text="突破了刀盘监测。", seen=row.version
    )
    answer_remark(actor=world.staff, remark=remark, reply="已补写。")
    second = world.submitted(fresh(report))
    accept_report(actor=world.division_head, report=fresh(report), seen=fresh(report).version)

    report = fresh(report)
    assert (report.state, second.no) == ("accepted", 2)
    assert [change.label for change in changed_since(first.content, second.content)] == ["研究开发"]
    assert accepted_years(world.center) == [YEAR]
    assert [item["title"] for item in accepted_plan(world.center, YEAR + 1)] == ["完成中试线建设"]


@pytest.mark.clause("5.4-2")
def test_what_is_handed_in_is_frozen_with_summary_and_plan_and_its_hash(world: ReportWorld) -> None:
    revision = world.submitted()

    content = ReportRevision.objects.get(pk=revision.pk).content
    assert content["year"] == YEAR and content["span"] == ["2026-03-02", "2026-12-31"]
    assert [s["code"] for s in content["summary"]][:2] == ["research", "application"]
    assert content["plan"][0]["title"] == "完成中试线建设"
    assert json_sha256(json.loads(json.dumps(content))) == revision.sha256
    assert revision.number.startswith("NB-2027-")


def test_handing_in_fulfils_what_is_owed_and_tells_officer_and_city(world: ReportWorld) -> None:
    world.submitted()

    assert world.owed().fulfilled_at == clock.now()
    kinds = [messages_of(actor).values_list("kind", flat=True)[0] for actor in (world.officer, world.bureau)]
    assert kinds == ["report_submitted"] * 2
    assert not messages_of(world.other_staff).exists()


def test_each_act_writes_one_entry_in_the_centers_file(world: ReportWorld) -> None:
    world.submitted()

    verbs = list(
        LedgerEntry.objects.filter(case_number=world.center.ledger_key, verb__contains="annual_report")
        .order_by("id").values_list("verb", flat=True)
    )  # fmt: skip
    assert verbs == ["begin_annual_report", "submit_annual_report"]


def test_a_report_begun_twice_is_the_same(world: ReportWorld) -> None:
    assert world.begun() == world.begun()


def test_the_plan_starts_with_the_milestones_still_open(world: ReportWorld) -> None:
    task = record(world, TASKS, {
        "code": "RW-01", "name": "刀盘监测", "technology_type": "key_common", "owner": world.center.lead,
        "responsible": "李工", "budget_fen": 100, "starts_on": date(2026, 4, 1), "ends_on": date(2028, 4, 1),
    })  # fmt: skip
    for name, due in (("样机", date(2027, 6, 30)), ("定型", date(2028, 3, 1))):
        record(world, MILESTONES, {"task": task, "name": name, "due_on": due})

    report = world.begun()

    assert [(i.title, i.due_on) for i in report.plan_items.all()] == [("RW-01 样机", date(2027, 6, 30))]


def record(world: ReportWorld, register: object, values: dict[str, object]) -> object:
    """Let the staff record a row."""
    from xiangchuang.centers.registers.keep import record_entry

    return record_entry(register, actor=world.staff, center=world.center, values=values)  # type: ignore[arg-type]


def test_next_years_report_says_what_became_of_the_plan(world: ReportWorld, on_the_day: ModuleType) -> None:
    first = world.submitted()
    accept_report(actor=world.officer, report=fresh(first.report), seen=fresh(first.report).version)
    from xiangchuang.centers.obligations import owe_reports

    with on_the_day.at(clock.moment_on(date(2028, 1, 10))):
        owe_reports(clock.today())
        report = begin_report(actor=world.staff, center=world.center, year=YEAR + 1)
        item = PlanItem.objects.get(report=first.report)
        with pytest.raises(Invalid, match="没有写明原因"):
            say_outcomes(
                actor=world.staff, report=report, seen=1, outcomes={item.pk: ItemOutcome(OutcomeState.PARTLY)}
            )
        say_outcomes(
            actor=world.staff, report=report, seen=1, outcomes={item.pk: ItemOutcome(OutcomeState.DONE)}
        )
    assert report.outcomes.get().state == "done"


@pytest.mark.parametrize("who", ["officer", "bureau", "member"])
def test_only_the_building_unit_writes(world: ReportWorld, who: str) -> None:
    with pytest.raises(NotPermitted):
        begin_report(actor=getattr(world, who), center=world.center, year=YEAR)


def test_for_a_rival_the_report_does_not_exist(world: ReportWorld) -> None:
    report = world.begun()

    for actor in (world.other_staff, world.expert, world.firm):
        with pytest.raises(NotFound):
            begin_report(actor=actor, center=world.center, year=YEAR)
        with pytest.raises(NotFound):
            write_section(actor=actor, report=report, code="research", text="改", seen=0)
        with pytest.raises(NotFound):
            accept_report(actor=actor, report=report, seen=report.version)


def test_the_bureau_does_not_judge(world: ReportWorld) -> None:
    report = fresh(world.submitted().report)
    with pytest.raises(NotPermitted):
        accept_report(actor=world.bureau, report=report, seen=report.version)


def test_two_tabs_do_not_overwrite_each_other(world: ReportWorld) -> None:
    report = world.begun()
    write_section(actor=world.staff, report=report, code="research", text="第一页", seen=0)

    with pytest.raises(Stale):
        write_section(actor=world.staff, report=report, code="research", text="第二页", seen=0)
    assert SectionText.objects.get(report=report, code="research").text == "第一页"


def test_what_is_typed_is_kept_without_filling_the_ledger(world: ReportWorld) -> None:
    report = world.begun()
    before = LedgerEntry.objects.count()

    kept = keep_typing(actor=world.staff, report=report, code="research", text="写到一半", seen=0)
    again = keep_typing(actor=world.staff, report=report, code="research", text="写到一半", seen=0)

    assert (kept.version, again.version, LedgerEntry.objects.count()) == (1, 1, before)


def test_a_million_characters_are_refused_in_words(world: ReportWorld) -> None:
    with pytest.raises(Invalid, match="超过 20000 个字"):
        write_section(actor=world.staff, report=world.begun(), code="research", text="长" * 1_000_000, seen=0)


def test_a_section_the_pack_does_not_have_is_not_found(world: ReportWorld) -> None:
    with pytest.raises(NotFound):
        write_section(actor=world.staff, report=world.begun(), code="nothing", text="写", seen=0)


def test_an_empty_section_blocks_and_says_which(world: ReportWorld) -> None:
    report = world.written()
    row = SectionText.objects.get(report=report, code="talent")
    write_section(actor=world.staff, report=report, code="talent", text=" ", seen=row.version)

    with pytest.raises(Blocked, match="人才队伍"):
        world.submitted(report)


def test_a_plan_without_items_blocks(world: ReportWorld) -> None:
    report = world.written()
    write_plan(actor=world.staff, report=report, seen=report.version, items=[])

    with pytest.raises(Blocked, match="还没有事项"):
        world.submitted(report)


def test_an_item_without_a_name_is_refused(world: ReportWorld) -> None:
    report = world.begun()
    with pytest.raises(Invalid, match="第 1 行"):
        write_plan(actor=world.staff, report=report, seen=1, items=[PlannedItem(" ", date(2027, 1, 1))])


def test_the_declaration_is_asked_for(world: ReportWorld) -> None:
    with pytest.raises(Invalid, match="脱密声明"):
        world.submitted(is_declared=False)


def test_only_the_registered_director_signs(world: ReportWorld) -> None:
    with pytest.raises(Invalid, match="不是登记在任的"):
        world.submitted(signed_name="另一人")


def test_whoever_hands_in_for_the_director_brings_the_signed_page(world: ReportWorld) -> None:
    with pytest.raises(Invalid, match="没有附签字页"):
        world.submitted(signed_scan=None)


def test_another_persons_file_is_no_signed_page(world: ReportWorld) -> None:
    with pytest.raises(NotFound):
        world.submitted(signed_scan=world.scan(world.other_staff))


def test_the_director_signed_in_needs_no_page(world: ReportWorld) -> None:
    assert world.staff.user is not None
    world.staff.user.full_name = DIRECTOR
    world.staff.user.save()

    revision = world.submitted(signed_scan=None)

    assert (revision.on_behalf, revision.signed_name) == (False, DIRECTOR)


def test_a_second_hand_in_of_the_same_version_changes_nothing(world: ReportWorld) -> None:
    report = world.written()
    world.submitted(report)

    with pytest.raises(Blocked):
        world.submitted(fresh(report))
    with pytest.raises((Stale, Blocked)):
        world.submitted(fresh(report), seen=report.version)
    assert ReportRevision.objects.count() == 1


def test_a_year_that_runs_is_not_summed_up(world: ReportWorld, on_the_day: ModuleType) -> None:
    report = world.written()
    with on_the_day.at(clock.moment_on(date(2026, 12, 31))), pytest.raises(Blocked, match="还没有结束"):
        world.submitted(report)


def test_a_return_says_why(world: ReportWorld) -> None:
    report = fresh(world.submitted().report)
    with pytest.raises(Invalid, match="没有写退回意见"):
        return_report(actor=world.officer, report=report, seen=report.version, remarks={"research": " "})


def test_remarks_are_answered_before_it_is_handed_in_again(world: ReportWorld) -> None:
    report = fresh(world.submitted().report)
    return_report(actor=world.officer, report=report, seen=report.version, remarks={"research": "补数据。"})

    with pytest.raises(Blocked, match="还没有答复"):
        world.submitted(fresh(report))


def test_an_officer_who_saw_an_older_state_judges_nothing(world: ReportWorld) -> None:
    report = fresh(world.submitted().report)
    with pytest.raises(Stale):
        accept_report(actor=world.officer, report=report, seen=report.version - 1)


def test_a_report_accepted_elsewhere_is_handed_in_as_it_is(world: ReportWorld) -> None:
    report = world.begun()
    file = world.scan()

    revision = hand_in_elsewhere(
        actor=world.staff, report=report, seen=report.version, file=file, where="科学技术部",
        accepted_on=date(2027, 1, 10), is_declared=True,
    )  # fmt: skip

    assert revision.content["elsewhere"]["sha256"] == file.sha256
    assert world.owed().fulfilled_at is not None


def test_a_report_accepted_before_the_year_was_over_is_none_on_it(world: ReportWorld) -> None:
    report = world.begun()
    with pytest.raises(Invalid, match="年度结束之后"):
        hand_in_elsewhere(
            actor=world.staff, report=report, seen=report.version, file=world.scan(), where="科学技术部",
            accepted_on=date(2026, 10, 1), is_declared=True,
        )  # fmt: skip


def test_what_never_came_is_missing_after_its_day(world: ReportWorld, on_the_day: ModuleType) -> None:
    assert missing_reports(world.center, Span.of_year(2027)) == []
    with on_the_day.at(clock.moment_on(date(2027, 2, 10))):
        assert [owed.period for owed in missing_reports(world.center, Span.of_year(2027))] == [YEAR]
    assert report_of(world.center, YEAR) is None


def test_sentences_that_came_and_went_are_told_apart() -> None:
    found = pieces("甲完成。乙完成。", "甲完成。丙完成。")

    assert [(p.kind, p.text) for p in found] == [
        ("same", "甲完成。"), ("removed", "乙完成。"), ("added", "丙完成。")
    ]  # fmt: skip


def test_the_writers_are_told_of_a_return_and_of_the_acceptance(world: ReportWorld) -> None:
    report = fresh(world.submitted().report)
    return_report(actor=world.officer, report=report, seen=report.version, remarks={}, opinion="补充。")

    message = Message.objects.filter(kind="report_returned").first()
    assert message is not None and message.values["rework_by"] == "2027-02-01"
    assert messages_of(world.staff).filter(kind="report_returned").exists()
