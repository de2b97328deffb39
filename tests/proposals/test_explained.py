"""The explained decision: every number with its source, as page, JSON and PDF, for those it concerns."""

import json
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pdfplumber
import pytest
from django.db.models import F
from django.http import HttpResponse

from tests.factories.line import LineWorld
from tests.line.visitor import Visitor
from tests.workbench.browser import counted, text_of
from xiangchuang.calendars import clock
from xiangchuang.files.models import StoredFile
from xiangchuang.organizations.models import FactRecord
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.case_facts import case_facts_at
from xiangchuang.proposals.check_conditions import find_condition, recheck_conditions
from xiangchuang.proposals.queries import latest_decision

PAGE = "proposals:explained-decision"
CONDITION_KEYS = {
    "code", "label", "outcome", "judged", "finding", "on", "subject", "strength", "clause", "clause_text",
    "text", "expression", "operands", "parameters", "comparisons", "changes", "gap", "distance", "judged_by",
    "judgement", "interpretations",
}  # fmt: skip


def explained(world: LineWorld, case: Case, part: str = "officer", **query: str) -> HttpResponse:
    decision = latest_decision(case)
    assert decision is not None
    return Visitor(world.user(part)).open(PAGE, case, decision.pk, **query)


def told(world: LineWorld, case: Case, part: str = "officer") -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(explained(world, case, part, format="json").content)
    return answer


def condition(answer: dict[str, Any], code: str) -> dict[str, Any]:
    return next(c for c in answer["conditions"] if c["code"] == code)


def short_by_one_fen(world: LineWorld) -> Case:
    case = world.at_stage("conditions")
    spent = FactRecord.objects.filter(organization=world.lead, code="rd_expenditure")
    spent.update(fen=4_000_000_000)
    FactRecord.objects.filter(pk=spent.order_by("-year")[0].pk).update(fen=F("fen") - 1)
    recheck_conditions(actor=world.actor("officer"), case=case, seen=case.version)
    return case


@pytest.mark.clause("3.4-2")
def test_one_fen_short_says_how_far_and_what_would_change_it(world: LineWorld) -> None:
    page = text_of(explained(world, short_by_one_fen(world)).content.decode())
    assert "还差 0.01 元，达到 12,000 万元即满足" in page
    assert "11999999999 >= 12000000000" in unescape(page) and "不成立" in page
    assert "近三年平均研发经费不低于4000万元" in page
    assert "2020-12-31 起" in page, "the parameter with its date"


def test_an_interpretation_is_shown_as_one_with_its_owner_and_its_day(world: LineWorld) -> None:
    page = text_of(explained(world, world.at_stage("conditions")).content.decode())
    assert "解读，不是条文" in page
    assert "政策包维护人，待省科技厅确认，2026-11-23 起" in page
    assert "条文和参数截至" in page and "数据截至" in page


def test_the_json_has_the_same_keys_for_every_condition(world: LineWorld) -> None:
    answer = told(world, world.at_stage("conditions"))
    assert answer["format"] == "xiangchuang.condition-decision/1"
    assert len(answer["conditions"]) >= 13
    assert {frozenset(c) for c in answer["conditions"]} == {frozenset(CONDITION_KEYS)}
    spent = condition(answer, "rd_mean_of_three_years")["operands"][0]
    assert {"value", "unit", "years", "source", "evidence", "evidence_files"} <= set(spent)
    summary = answer["summary"]
    assert summary["of"] == sum(summary[name] for name in ("met", "unmet", "missing", "judgement"))


def test_a_finding_against_the_data_is_shown_as_an_override_with_person_reason_and_clause(
    world: LineWorld,
) -> None:
    case = short_by_one_fen(world)
    officer = world.actor("officer")
    find_condition(
        actor=officer, case=case, seen=case.version, code="rd_mean_of_three_years", finding="met",
        reason="审计报告更正在途，见说明。", clause="3.4-2",
    )  # fmt: skip
    page = text_of(explained(world, case).content.decode())
    assert "人工改定： 审计报告更正在途，见说明。" in page and "登记册数据的判断" in page
    found = condition(told(world, case), "rd_mean_of_three_years")
    assert (found["outcome"], found["judged"]) == ("met", "unmet")
    assert found["finding"]["is_override"] and found["finding"]["person"] == officer.name
    assert (found["finding"]["clause"], found["finding"]["reason"]) == ("3.4-2", "审计报告更正在途，见说明。")
    outside = condition(told(world, case, "lead"), "rd_mean_of_three_years")
    assert outside["finding"]["person"] is None, "who found it is the department's own to know"
    assert officer.name not in explained(world, case, "lead").content.decode()


def test_what_only_a_person_can_find_is_no_override(world: LineWorld) -> None:
    case = world.at_stage("formal_check")
    assert condition(told(world, case), "industry_leader")["finding"]["is_override"] is False


def test_evidence_is_a_link_for_those_who_may_open_it(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    file = StoredFile.objects.create(
        sha256="a" * 64,
        name="2025 年度审计报告.pdf",
        media_type="application/pdf",
        size=1,
        purpose="evidence",
    )
    FactRecord.objects.filter(organization=world.lead, code="rd_expenditure").update(evidence=file)
    recheck_conditions(actor=world.actor("officer"), case=case, seen=case.version)
    link = f'href="/files/{file.pk}/"'
    for part in ("officer", "lead", "city_bureau"):
        assert link in explained(world, case, part).content.decode(), part
    assert link not in explained(world, case, "member").content.decode()


def test_the_pdf_says_what_the_page_says(world: LineWorld) -> None:
    case = short_by_one_fen(world)
    answer = explained(world, case, format="pdf")
    assert answer["Content-Type"] == "application/pdf"
    with pdfplumber.open(BytesIO(answer.content)) as pdf:
        words = "".join("".join(page.extract_text() for page in pdf.pages).split())
    for said in (
        case.number,
        "建设条件核查说明",
        "还差0.01元",
        "解读（不是条文）",
        "4,000万元",
        "不满足1项",
    ):
        assert said in words, said


@pytest.mark.parametrize("part", ["stranger", "other_city", "served_firm"])
def test_to_strangers_there_is_no_such_decision(world: LineWorld, part: str) -> None:
    case = world.at_stage("conditions")
    decision = latest_decision(case)
    assert decision is not None
    answer = Visitor(world.actor(part)).open(PAGE, case, decision.pk)
    assert answer.status_code == 404


def test_a_decision_of_another_case_is_not_found_here(world: LineWorld) -> None:
    one = world.at_stage("conditions")
    other = world.at_stage("conditions", "示例另一技术创新中心")
    decision = latest_decision(one)
    assert decision is not None
    assert Visitor(world.user("officer")).open(PAGE, other, decision.pk).status_code == 404


def test_an_earlier_decision_stays_as_it_was(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    first = latest_decision(case)
    assert first is not None
    FactRecord.objects.filter(organization=world.lead, code="rd_expenditure").update(fen=1)
    recheck_conditions(actor=world.actor("officer"), case=case, seen=case.version)
    visitor = Visitor(world.user("officer"))
    old = json.loads(visitor.open(PAGE, case, first.pk, format="json").content)
    assert condition(old, "rd_mean_of_three_years")["outcome"] == "met"
    assert condition(told(world, case), "rd_mean_of_three_years")["outcome"] == "unmet"


def test_the_law_is_that_of_the_day_the_case_began(world: LineWorld) -> None:
    decision = latest_decision(world.at_stage("conditions"))
    assert decision is not None
    assert decision.law_as_of == clock.day_of(decision.case.opened_at)


def test_the_page_asks_as_many_questions_for_three_decisions_as_for_one(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    visitor = Visitor(world.user("officer"))

    def questions() -> int:
        decision = latest_decision(case)
        assert decision is not None
        visitor.open(PAGE, case, decision.pk)
        with counted() as queries:
            visitor.open(PAGE, case, decision.pk)
        return len(queries)

    at_one = questions()
    for _again in range(2):
        case.refresh_from_db()
        recheck_conditions(actor=world.actor("officer"), case=case, seen=case.version)
    assert questions() == at_one


@pytest.mark.clause("5.1-3")
def test_the_decision_says_who_recommended_the_applicant_with_the_letter(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    (fact,) = told(world, case)["case_facts"]
    value = f"{world.bureau.name}（代市州政府）"
    assert (fact["name"], fact["clause"], fact["value"]) == ("recommended_by", "5.1-3", value)
    assert fact["evidence"] and "当年第" in fact["source"]
    page = explained(world, case).content.decode()
    assert "由何人推荐" in page and value in page and fact["evidence"] in page


def test_before_any_recommendation_the_fact_is_missing_and_says_what_would_prove_it(
    world: LineWorld,
) -> None:
    case = world.at_stage("conditions")
    (fact,) = case_facts_at(case, pack_of(case), clock.now() - timedelta(days=3650))
    assert (fact.value, fact.evidence) == ("", None)
    assert fact.definition.evidence.zh == "市州政府推荐函"
