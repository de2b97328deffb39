"""The conditions of 3.4 on the register's facts, and what a person may find of them."""

import pytest

from tests.factories.line import LineWorld
from tests.line.visitor import Visitor, text_of
from xiangchuang.ledger.queries import entries_of_case
from xiangchuang.organizations.models import CapabilityRecord, FactRecord, Organization
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.procedure.models import Case, CaseState
from xiangchuang.procedure.offers import now_in
from xiangchuang.procedure.packs import current_pack
from xiangchuang.proposals.check_conditions import (
    accept_conditions,
    find_condition,
    judge_organization,
    recheck_conditions,
    refuse_on_conditions,
    return_from_conditions,
)
from xiangchuang.proposals.models import ConditionDecision
from xiangchuang.proposals.queries import latest_decision


def outcomes(case: Case) -> dict[str, str]:
    decision = latest_decision(case)
    assert decision is not None
    return {o.code: o.settled for o in decision.outcomes.all()}


def judged(organization: Organization, field: str) -> dict[str, str]:
    pack: Pack = current_pack()
    found = judge_organization(organization, field=field, subject="lead", pack=pack)
    return {judgement.code: judgement.outcome for judgement in found}


def field_of(case: Case) -> str:
    return str(case.proposal.field)


@pytest.mark.clause("3.4-1")
def test_every_part_of_3_4_is_judged_when_the_check_opens(world: LineWorld) -> None:
    """What numbers cannot show – leadership in technology, talent, team – is the panel's to find."""
    found = outcomes(world.at_stage("conditions"))
    numbers = ["platform_in_field", "rd_input_in_front", "patents_in_front", "major_project_experience"]
    assert {code: found[code] for code in [*numbers, "innovation_rules"]} == dict.fromkeys(
        [*numbers, "innovation_rules"], "met"
    )
    for code in (
        "technical_leadership", "leading_talent", "innovation_team", "innovative_leadership",
        "resource_integration", "transfer_capability",
    ):  # fmt: skip
        assert found[code] == "judgement"


@pytest.mark.clause("3.4-1")
def test_a_platform_outside_the_field_applied_for_does_not_count(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    CapabilityRecord.objects.filter(organization=world.lead, kind="platform").update(field="biomedicine")
    assert judged(world.lead, field_of(case))["platform_in_field"] == "unmet"


@pytest.mark.clause("3.4-2")
def test_an_enterprise_needs_a_mean_of_40_million_yuan_over_three_years(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    spent = FactRecord.objects.filter(organization=world.lead, code="rd_expenditure")
    spent.update(fen=4_000_000_000)
    assert judged(world.lead, field_of(case))["rd_mean_of_three_years"] == "met"
    last = spent.order_by("-year")[0]
    FactRecord.objects.filter(pk=last.pk).update(fen=3_999_999_999)
    assert judged(world.lead, field_of(case))["rd_mean_of_three_years"] == "unmet"


@pytest.mark.clause("3.4-2")
def test_a_year_without_evidence_is_missing_not_unmet(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    FactRecord.objects.filter(organization=world.lead, code="rd_expenditure").order_by("-year")[0].delete()
    assert judged(world.lead, field_of(case))["rd_mean_of_three_years"] == "missing"


@pytest.mark.clause("3.4-2")
def test_whether_an_enterprise_leads_its_industry_is_the_officer_s_to_find(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    assert outcomes(case)["industry_leader"] == "judgement"
    with pytest.raises(Blocked, match="行业龙头企业”待认定"):
        accept_conditions(actor=world.actor("officer"), case=case, seen=case.version)


@pytest.mark.clause("3.4-3")
def test_a_university_needs_30_percent_from_outside_and_five_cases_in_the_field(world: LineWorld) -> None:
    university = world.member
    field = CapabilityRecord.objects.filter(organization=university, kind="transfer")[0].field
    FactRecord.objects.filter(organization=university, code="income").update(fen=100_000_000)
    served = FactRecord.objects.filter(organization=university, code="service_income")
    served.update(fen=30_000_000)
    found = judged(university, field)
    assert (found["outside_income_share"], found["transfer_cases"]) == ("met", "met")
    served.update(fen=29_999_999)
    assert judged(university, field)["outside_income_share"] == "unmet"
    surplus = CapabilityRecord.objects.filter(organization=university, kind="transfer")
    for record in list(surplus)[4:]:
        record.delete()
    assert judged(university, field)["transfer_cases"] == "unmet"


@pytest.mark.clause("3.4-3")
def test_sales_and_the_three_year_mean_are_not_asked_of_a_university(world: LineWorld) -> None:
    """其销售收入不作要求: what 3.4-2 asks of enterprises does not apply."""
    found = judged(world.member, "deep_equipment")
    assert found["rd_mean_of_three_years"] == found["industry_leader"] == "not_applicable"


def test_what_an_officer_found_counts_and_the_register_s_word_stays_beside_it(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    officer = world.actor("officer")
    find_condition(
        actor=officer, case=case, seen=case.version, code="industry_leader", finding="met",
        reason="行业协会证明：市场占有率居全国第二。",
    )  # fmt: skip
    decision = latest_decision(case)
    assert decision is not None
    outcome = decision.outcomes.get(code="industry_leader")
    assert (outcome.outcome, outcome.finding, outcome.settled) == ("judgement", "met", "met")
    assert (outcome.finding_clause, outcome.found_by) == ("3.4-2", officer.user)
    assert entries_of_case(case.number).get(verb="find_condition").detail["was"] == "judgement"
    accept_conditions(actor=officer, case=case, seen=case.version)
    assert case.stage_code == "formal_check"


@pytest.mark.parametrize(("finding", "reason"), [("met", " "), ("perhaps", "看过材料")])
def test_a_finding_has_a_side_and_a_reason(world: LineWorld, finding: str, reason: str) -> None:
    case = world.at_stage("conditions")
    with pytest.raises(Invalid, match="选择“满足”或“不满足”"):
        find_condition(
            actor=world.actor("officer"), case=case, seen=case.version, code="industry_leader",
            finding=finding, reason=reason,
        )  # fmt: skip


def test_what_the_panel_finds_is_not_the_officer_s_and_does_not_hold_the_check(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    officer = world.actor("officer")
    with pytest.raises(NotPermitted, match="由专家组"):
        find_condition(
            actor=officer, case=case, seen=case.version, code="leading_talent", finding="met", reason="名单"
        )
    with pytest.raises(NotFound):
        find_condition(
            actor=officer, case=case, seen=case.version, code="good_looks", finding="met", reason="照片"
        )
    blockers = now_in(case, officer).blockers
    assert [str(b.message) for b in blockers] == ["“行业龙头企业”待认定"]
    assert blockers[0].remedy == "find_condition"


def test_a_recheck_keeps_the_earlier_decision_and_findings_whose_ground_did_not_move(
    world: LineWorld,
) -> None:
    case = world.at_stage("conditions")
    officer = world.actor("officer")
    find_condition(
        actor=officer, case=case, seen=case.version, code="industry_leader", finding="met", reason="证明"
    )
    FactRecord.objects.filter(organization=world.lead, code="rd_expenditure").update(fen=100)
    recheck_conditions(actor=officer, case=case, seen=case.version)
    assert ConditionDecision.objects.filter(case=case).count() == 2
    found = outcomes(case)
    assert (found["industry_leader"], found["rd_mean_of_three_years"]) == ("met", "unmet")
    with pytest.raises(Blocked, match="不满足“近三年平均研发经费”"):
        accept_conditions(actor=officer, case=case, seen=case.version)


def test_a_return_names_what_is_lacking_and_a_refusal_its_reason(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    officer = world.actor("officer")
    with pytest.raises(Invalid):
        return_from_conditions(actor=officer, case=case, seen=case.version, reason="")
    with pytest.raises(Invalid, match="要写明理由"):
        refuse_on_conditions(actor=officer, case=case, seen=case.version, reason=" ")
    refuse_on_conditions(actor=officer, case=case, seen=case.version, reason="近三年平均研发经费不足。")
    assert case.state == CaseState.REFUSED


def test_the_page_shows_the_numbers_their_source_and_the_gap(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    page = text_of(Visitor(world.user("officer")).open("proposals:find-conditions", case))
    for words in (
        "待认定 1 项",
        "近三年平均研发经费",
        "万元",
        "示例数据：年度统计与审计报告",
        "由专家组在论证时认定",
    ):
        assert words in page
    for clause in ("3.4-1", "3.4-2"):
        assert clause in page


def test_a_finding_without_reason_keeps_the_choice_and_says_what_to_do(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    visitor = Visitor(world.user("officer"))
    answer = visitor.send("proposals:find-conditions", case, {"code": "industry_leader", "finding": "met"})
    page = text_of(answer)
    assert answer.status_code == 422
    assert "写明认定的依据。" in page and 'value="met" id="id_industry_leader_finding_0" checked' in page


def test_the_applicant_reads_the_outcome_but_not_who_found_it(world: LineWorld) -> None:
    case = world.at_stage("formal_check")
    inside = text_of(Visitor(world.user("officer")).open("workbench:case", case, tab="conditions"))
    outside = text_of(Visitor(world.user("lead")).open("workbench:case", case, tab="conditions"))
    officer = world.user("officer").full_name
    assert "行业龙头企业" in outside and "行业协会出具" in outside
    assert officer in inside and officer not in outside
