"""Checking a plan before it is submitted: what is found, what holds it back, who reads it."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.line import LineWorld
from tests.plan_checks.writing import LONG, SHORT, as_json, paragraph, standpoint, submit, table, write
from xiangchuang.documents.plan_check import FINDING_CODES
from xiangchuang.organizations.models import FactRecord
from xiangchuang.plan_checks.finding_lines import readable
from xiangchuang.plan_checks.finding_words import MESSAGES, message_of
from xiangchuang.plan_checks.findings import findings_of, found_now
from xiangchuang.plan_checks.guard import plan_checked
from xiangchuang.plan_checks.models import SubmittedFindings
from xiangchuang.plan_parts.models import PersonRow
from xiangchuang.plan_parts.save_part import save_part
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import Blocked
from xiangchuang.procedure.models import Case
from xiangchuang.proposals.manuscript import put_section
from xiangchuang.proposals.models import Membership, PlanRevision
from xiangchuang.proposals.plan import upload_plan

BUDGET = table(("项目", "金额（万元）"), ("设备", "4,000"), ("研发", "2,000"), ("合计", "6,500"))


@pytest.fixture
def case(world: LineWorld) -> Case:
    return world.at_stage("plan")


def page(world: LineWorld, who: str, address: str) -> tuple[int, str]:
    client = Client()
    client.force_login(world.user(who))
    answer = client.get(address)
    return answer.status_code, answer.content.decode()


def test_every_finding_of_the_code_is_known_to_the_pack_s_words_and_messages(hunan_pack: Pack) -> None:
    assert set(FINDING_CODES) == set(MESSAGES) == set(hunan_pack.plan_checks.by_code)
    assert all(rule.clause == "default" and rule.origin for rule in hunan_pack.plan_checks.findings)


def test_facts_of_the_pack_are_facts_that_its_register_keeps(hunan_pack: Pack) -> None:
    kept = {fact.source.code for fact in hunan_pack.facts.values() if fact.source.register_ == "yearly"}
    assert {said.fact for said in hunan_pack.plan_checks.said_facts} <= kept


def test_a_plan_without_faults_has_no_findings(world: LineWorld, case: Case) -> None:
    assert found_now(write(world, case)) == []
    status, text = page(world, "lead", f"/cases/{case.number}/check-plan/")
    # The tables of A.1.5 to A.7.3 are still empty: told, and no error.
    assert status == 200 and "0 处错误" in text and "还没有填写" in text and "plan-tables/people/" in text


def test_the_sample_plan_may_be_submitted(world: LineWorld, case: Case) -> None:
    world.on_to("review")
    revision = PlanRevision.objects.get(proposal__case=case)
    assert not [f for f in findings_of(revision) if f.is_error]


@pytest.mark.clause("A.7.2")
def test_an_error_holds_the_submission_back_with_its_place_and_reason(world: LineWorld, case: Case) -> None:
    write(world, case, A_7_2=[BUDGET])
    with pytest.raises(Blocked) as refused:
        submit(world, case)
    assert "A.7.2 建设资金经费预算" in refused.value.message and "各行相加是 6,000" in refused.value.message
    assert refused.value.clause == "A.7.2"
    assert not SubmittedFindings.objects.exists()
    assert PlanRevision.objects.get().frozen_at is None


@pytest.mark.clause("5.1-3")
def test_warnings_never_hold_a_plan_back_and_go_on_with_it(world: LineWorld, case: Case) -> None:
    write(world, case, A_3_1=[BUDGET], A_1_1=[SHORT])
    revision = submit(world, case)
    assert [f.code for f in findings_of(revision)] == ["words_few", "table_sum"]
    assert SubmittedFindings.objects.get().warnings == 2


@pytest.mark.clause("A.7.1")
def test_a_period_that_ends_before_it_begins_is_an_error(world: LineWorld, case: Case) -> None:
    write(
        world,
        case,
        A_7_1=[paragraph("建设周期三年，自2029年12月至2027年1月，分三个阶段组织实施。")],
    )
    (blocker,) = plan_checked(standpoint(case))
    assert "结束早于开始" in str(blocker.message) and blocker.clause == "A.7.1"


def test_a_figure_of_the_register_is_told_to_those_who_may_read_it(world: LineWorld, case: Case) -> None:
    fact = FactRecord.objects.get(organization=world.lead, code="rd_expenditure", year=2025, is_current=True)
    stated = (fact.fen or 0) // 1_000_000 * 2
    revision = write(
        world,
        case,
        A_1_4=[paragraph(f"公司2025年研发投入{stated}万元，具有较好的产业基础和研发条件。")],
    )
    (finding,) = found_now(revision)
    assert finding.code == "register_differs" and not finding.is_error
    assert (
        readable([finding], world.actor("lead")) == [finding] == readable([finding], world.actor("officer"))
    )
    assert readable([finding], world.actor("member")) == []


def test_what_is_found_is_found_again_when_the_register_changes(world: LineWorld, case: Case) -> None:
    fact = FactRecord.objects.get(organization=world.lead, code="rd_expenditure", year=2025, is_current=True)
    wan = (fact.fen or 0) // 1_000_000
    said = f"公司2025年研发投入{wan}万元，具有较好的产业基础和研发条件，团队稳定，设备齐全。"
    revision = write(world, case, A_1_4=[paragraph(said)])
    assert found_now(revision) == []
    FactRecord.objects.filter(pk=fact.pk).update(fen=(fact.fen or 0) * 3)
    assert [f.code for f in found_now(revision)] == ["register_differs"]


def test_what_was_found_at_the_submission_stays(world: LineWorld, case: Case) -> None:
    write(world, case, A_3_1=[BUDGET])
    revision = submit(world, case)
    revision.sections.filter(code="A.3.1").update(blocks=[])
    assert [f.code for f in findings_of(revision)] == ["table_sum"]


def test_each_line_links_to_its_place_and_the_submit_page_has_them_too(world: LineWorld, case: Case) -> None:
    revision = write(world, case, A_3_1=[BUDGET])
    block = revision.sections.get(code="A.3.1").blocks[0]["id"]
    for address in ("check-plan", "submit-plan"):
        status, text = page(world, "lead", f"/cases/{case.number}/{address}/")
        assert status == 200
        assert f"/cases/{case.number}/plan/1/#A.3.1-{block}" in text and "合计写 6,500" in text
    _status, reading = page(world, "lead", f"/cases/{case.number}/plan/1/")
    assert f'id="A.3.1-{block}"' in reading


def test_names_of_the_text_are_looked_for_in_the_plan_s_own_table_of_people(
    world: LineWorld, case: Case
) -> None:
    text = "中心负责人李思远，首席科学家为王明远。"
    revision = write(world, case, A_1_5=[paragraph(text)])
    assert found_now(revision) == []
    PersonRow.objects.create(revision=revision, position=1, name="李思远")
    assert [f.facts["name"] for f in found_now(revision)] == ["王明远"]


def test_a_draft_s_findings_are_its_authors_alone(world: LineWorld, case: Case) -> None:
    write(world, case, A_3_1=[BUDGET])
    address = f"/cases/{case.number}/check-plan/"
    for who, status in (("lead", 200), ("member", 200), ("officer", 404), ("city_bureau", 404)):
        assert page(world, who, address)[0] == status, who


def test_the_officer_reads_what_was_found_at_the_submission(world: LineWorld, case: Case) -> None:
    write(world, case, A_3_1=[BUDGET])
    submit(world, case)
    address = f"/cases/{case.number}/plan/1/findings/"
    for who, status in (("lead", 200), ("officer", 200), ("city_bureau", 404), ("other_city", 404)):
        assert page(world, who, address)[0] == status, who
    _status, tab = page(world, "officer", f"/cases/{case.number}/?tab=plan")
    assert "提交时的检查" in tab and "处提示" in tab
    _status, tab = page(world, "city_bureau", f"/cases/{case.number}/?tab=plan")
    assert "提交时的检查" not in tab


def test_messages_are_whole_sentences_in_words_of_the_pack(
    world: LineWorld, case: Case, hunan_pack: Pack
) -> None:
    text = "联系人手机13800138000，建设条件和研发基础较好，具有稳定的人才队伍和研发平台。"
    revision = write(world, case, A_1_4=[paragraph(text)])
    (finding,) = found_now(revision)
    assert message_of(finding, hunan_pack).startswith("有手机号码（138…00）")


def test_a_plan_brought_from_word_is_checked_as_well(world: LineWorld, case: Case) -> None:
    from tests.factories.line import remembered_readings, sample_plan
    from xiangchuang.procedure.packs import current_pack

    with remembered_readings():
        revision = upload_plan(
            actor=world.actor("lead"), case=case, seen=case.version,
            upload=sample_plan(current_pack().outline, omit=("A.1.2",)),
        )  # fmt: skip
    assert "section_empty" in [f.code for f in found_now(revision)]
    # The guard of the whole outline says it; it is not said twice.
    assert not plan_checked(standpoint(case))


def test_findings_take_as_many_queries_for_three_members_as_for_one(world: LineWorld, case: Case) -> None:
    revision = write(world, case)

    def queries() -> int:
        found = PlanRevision.objects.select_related("proposal__case", "proposal__lead").get(pk=revision.pk)
        with CaptureQueriesContext(connection) as made:
            found_now(found)
        return len(made)

    one = queries()
    for organization in (world.stranger, world.province.universities[1]):
        Membership.objects.create(proposal=revision.proposal, organization=organization)
    assert queries() == one


def guarded(case: Case) -> tuple[list[str], list[str]]:
    """Return what the guard says, and the queries it took."""
    at = standpoint(case)
    with CaptureQueriesContext(connection) as made:
        said = [str(blocker.message) for blocker in plan_checked(at)]
    return said, [query["sql"] for query in made]


def test_the_guard_reads_the_plan_once_and_then_its_kept_verdict(world: LineWorld, case: Case) -> None:
    revision = write(world, case, A_7_2=[BUDGET])
    first, reading = guarded(case)
    again, kept = guarded(case)
    assert first == again and len(again) == 1
    assert any('"proposals_plansection"."blocks"' in sql for sql in reading)
    assert not any('"blocks"' in sql for sql in kept) and len(kept) < len(reading)
    for organization in (world.stranger, world.province.universities[1]):
        Membership.objects.create(proposal=revision.proposal, organization=organization)
    assert guarded(case)[0] == first
    assert len(guarded(case)[1]) == len(kept)


def test_the_guard_takes_as_many_queries_for_three_cases_as_for_one(world: LineWorld, case: Case) -> None:
    write(world, case, A_7_2=[BUDGET])
    guarded(case)
    alone = len(guarded(case)[1])
    for _ in range(2):
        write(world, world.at_stage("plan"))
    assert len(guarded(case)[1]) == alone


def test_the_guard_sees_at_once_what_was_written(world: LineWorld, case: Case) -> None:
    """In a section, in a table, among the targets: each makes the kept verdict one of another plan."""
    revision = write(world, case, A_7_2=[BUDGET])
    assert len(guarded(case)[0]) == 1
    section = revision.sections.get(code="A.7.2")
    put_section(section, as_json(paragraph(LONG)), seen=section.version, user=world.user("lead"))
    assert guarded(case)[0] == []
    with_number = {"name": "李思远", "tasks": "开户账号6228480402564890018"}
    save_part(actor=world.actor("lead"), case=case, code="people", seen=0, lines=[with_number])
    assert any("银行卡号" in said for said in guarded(case)[0])
    save_part(actor=world.actor("lead"), case=case, code="people", seen=1, lines=[{"name": "李思远"}])
    assert guarded(case)[0] == []
    revision.targets.update(unit="")
    assert any("没有单位" in said for said in guarded(case)[0])


def test_a_write_that_was_taken_back_leaves_no_verdict_behind(world: LineWorld, case: Case) -> None:
    revision = write(world, case)
    section = revision.sections.get(code="A.7.2")
    with pytest.raises(Blocked), transaction.atomic():
        put_section(section, as_json(BUDGET), seen=section.version, user=world.user("lead"))
        assert len(guarded(case)[0]) == 1
        raise Blocked("")
    section.refresh_from_db()
    put_section(section, as_json(paragraph(LONG)), seen=section.version, user=world.user("lead"))
    assert guarded(case)[0] == []
