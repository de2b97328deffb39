"""The approval document: drafted by the officer from plan, meeting and policy, numbered when it is issued."""

from datetime import date

import pytest

from tests.decisions.world import World, at
from xiangchuang.calendars import clock
from xiangchuang.canonical_json import json_sha256
from xiangchuang.decisions.draft_approval import draft_approval, refuse_approval
from xiangchuang.decisions.models import DocumentKind, OfficialDocument
from xiangchuang.decisions.official_content import as_stored, from_stored
from xiangchuang.decisions.queries import documents_visible_to, find_document, public_documents
from xiangchuang.documents.official import is_well_formed
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.procedure.models import CaseState
from xiangchuang.procedure.work_list import work_list


def words(document: OfficialDocument) -> str:
    """Return all that the document says."""
    return str(document.content["blocks"])


def test_the_officer_is_asked_for_the_draft_as_the_stage_opens(world: World) -> None:
    case = world.case_at("approval")
    assert [i.what for i in work_list(world.officer).items] == ["draft_approval"]
    world.draft(case)
    assert work_list(world.officer).items == ()


@pytest.mark.clause("5.3-1")
def test_the_document_approves_the_founding_of_this_center_by_these_builders(world: World) -> None:
    """5.3-1 由省科技厅发文批准组建: who, with whom, what, in which category and field, with which targets."""
    case = world.case_at("approval")
    world.draft(case)
    draft = case.documents.get()
    assert draft.title == "湖南省科学技术厅关于批准组建示例地下空间智能装备技术创新中心的批复"
    for said in (
        "同意由示例掘进装备股份有限公司牵头，示例理工大学共同建设，组建示例地下空间智能装备技术创新中心",
        "领域类，领域：智能制造，所在地：长沙市",
        "技术合同成交额",
        "2.469",
    ):
        assert said in words(draft)
    assert "示例区人民政府" not in words(draft)


@pytest.mark.clause("5.4-2")
def test_it_tells_the_builders_of_the_yearly_report_by_the_end_of_january(world: World) -> None:
    case = world.case_at("approval")
    world.draft(case)
    said = "从批准组建次年开始，每年1月底前将上年度工作总结和本年度工作计划报我厅"
    assert said in words(case.documents.get())


@pytest.mark.clause("4.1-1")
def test_it_asks_for_an_independent_legal_person_within_the_packs_term(world: World) -> None:
    case = world.case_at("approval")
    world.draft(case)
    assert "自批准之日起12个月内办理法人登记" in words(case.documents.get())
    assert "独立法人实体" in words(case.documents.get())


@pytest.mark.clause("3.3-3")
def test_it_names_a_cycle_of_three_years_from_the_day_the_plan_gives(world: World) -> None:
    """3.3-3 一般以三年为建设周期."""
    case = world.case_at("approval")
    world.draft(case, cycle_starts_on=date(2027, 1, 1))
    assert "建设周期为三年，自2027年1月1日至2029年12月31日" in words(case.documents.get())
    world.draft(case)
    assert "建设周期为三年，自批准之日起计算" in words(case.documents.get())


def test_a_draft_has_no_number_and_a_new_draft_replaces_it(world: World) -> None:
    case = world.case_at("approval")
    world.draft(case)
    first = case.documents.get()
    world.draft(case, cycle_starts_on=date(2027, 1, 1))
    second = case.documents.get()
    assert (first.number, first.serial, first.is_issued) == ("", None, False)
    assert second.pk == first.pk
    assert second.verification_code == first.verification_code
    assert second.content_sha256 != first.content_sha256


def test_a_draft_is_verified_by_nobody_and_seen_by_the_department_alone(world: World) -> None:
    case = world.case_at("approval")
    world.draft(case)
    code = case.documents.get().verification_code
    assert is_well_formed(code)
    assert find_document(code) is None
    assert not public_documents().exists()
    assert documents_visible_to(world.leadership).count() == 1
    assert not documents_visible_to(world.applicant).exists()


def test_an_issued_document_is_found_by_its_code_however_it_is_typed(world: World) -> None:
    case = world.case_at("approval")
    world.draft(case)
    document = world.approve(case).document
    code = document.verification_code
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        assert find_document(typed) == document
    assert find_document(code[:-1] + ("2" if code[-1] != "2" else "3")) is None
    assert find_document("") is None


def test_stored_content_is_read_back_whole(world: World) -> None:
    case = world.case_at("approval")
    world.draft(case)
    stored = world.approve(case).document.content
    assert as_stored(from_stored(stored)) == stored
    assert case.documents.get().content_sha256 == json_sha256(stored)


def test_numbers_follow_one_another_without_gaps_and_begin_anew_each_year(world: World) -> None:
    def issue() -> str:
        case = world.case_at("approval")
        world.draft(case)
        return world.approve(case).document.number

    assert [issue(), issue()] == ["湘科发〔2026〕1号", "湘科发〔2026〕2号"]
    with at(clock.moment_on(date(2027, 1, 4))):
        assert issue() == "湘科发〔2027〕1号"


def test_a_refused_issue_gives_its_number_back(world: World) -> None:
    case = world.case_at("approval")
    world.draft(case)
    with pytest.raises(Stale):
        refuse_approval(actor=world.leadership, case=case, seen=case.version - 1, reason="经费未落实。")
    refuse_approval(actor=world.leadership, case=case, seen=case.version, reason="经费未落实。")
    letter = case.documents.get(kind=DocumentKind.REFUSAL)
    assert letter.number == "湘科发〔2026〕1号"
    assert case.state == CaseState.REFUSED
    assert "经费未落实。" in words(letter)
    assert documents_visible_to(world.applicant).get() == letter


def test_who_may_draft_and_who_may_not(world: World) -> None:
    case = world.case_at("approval")

    def draft(actor: object, addressee: str = "长沙市科学技术局（示例）") -> None:
        draft_approval(actor=actor, case=case, seen=case.version, addressee=addressee)  # type: ignore[arg-type]

    for actor in (world.leadership, world.applicant, world.city):
        with pytest.raises(NotPermitted):
            draft(actor)
    with pytest.raises(NotFound):
        draft(world.stranger)
    with pytest.raises(Invalid, match="主送机关"):
        draft(world.officer, " ")
    with pytest.raises(NotPermitted):
        refuse_approval(actor=world.officer, case=case, seen=case.version, reason="不同意。")


def test_it_is_not_drafted_before_the_publicity_is_over(world: World) -> None:
    case = world.case_at("publicity")
    with pytest.raises(Blocked, match="现在的阶段"):
        world.draft(case)
