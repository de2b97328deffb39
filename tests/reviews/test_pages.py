"""The pages of review and visit, as the person whose step it is meets them."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.line import LineWorld
from tests.reviews.steps import Round, as_person, plan_the_visit, record_the_visit
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.reviews.models import Opinion, OpinionState, Review, Seat, SeatState
from xiangchuang.reviews.visit import record_sha256
from xiangchuang.reviews.write_review import OpinionDraft, items_for

DEMAND = OpinionDraft("A.7.2", "补充出资承诺。")


def _browser(user: User | None) -> Client:
    client = Client()
    assert user is not None
    client.force_login(user)
    return client


def _url(round_: Round, name: str, query: str = "") -> str:
    return reverse(f"reviews:{name}", args=[round_.case.number]) + query


def _sheet(round_: Round, seat: Seat, **typed: Any) -> dict[str, Any]:
    seat.refresh_from_db()
    data: dict[str, Any] = {"seen": seat.version, "verdict": "approve", "summary": "可行"}
    for item in items_for(seat.kind, round_.pack):
        data |= {f"points_{item.code}": "8", f"why_{item.code}": "依据充分"}
    return data | typed


def test_the_panel_page_tells_what_is_missing_and_why_somebody_is_barred(first_round: Round) -> None:
    expert = first_round.free("finance")
    expert.employer = first_round.world.lead
    expert.save()

    page = (
        _browser(first_round.officer.user).get(_url(first_round, "panel", "?kind=finance")).content.decode()
    )

    assert "候选：财税专家" in page
    assert "与牵头单位属同一法人单位" in page


def test_a_button_seats_an_expert_and_a_second_click_is_harmless(first_round: Round) -> None:
    browser, expert = _browser(first_round.officer.user), first_round.free("legal")
    data = {"seen": first_round.case.version, "expert": expert.pk, "kind": "legal"}

    for _ in range(2):
        assert browser.post(_url(first_round, "panel"), data).status_code == 302

    assert [s.expert for s in first_round.seats] == [expert]


def test_the_panel_page_asks_the_database_as_often_for_three_seats_as_for_one(
    first_round: Round, django_assert_num_queries: Any
) -> None:
    browser = _browser(first_round.officer.user)
    first_round.seat(first_round.free("legal"), "legal")
    url = _url(first_round, "panel", "?kind=technical")
    browser.get(url)
    with CaptureQueriesContext(connection) as one:
        browser.get(url)
    for kind in ("policy", "management"):
        first_round.seat(first_round.free(kind), kind)

    with django_assert_num_queries(len(one)):
        browser.get(url)


def test_an_applicant_does_not_reach_the_panel(first_round: Round) -> None:
    lead = first_round.world.province.staff_of(first_round.world.lead)

    assert _browser(lead.user).get(_url(first_round, "panel")).status_code == 403
    assert _browser(first_round.world.user("other_city")).get(_url(first_round, "panel")).status_code == 404


def test_a_department_nominates_and_signs_on_its_pages(first_round: Round) -> None:
    first_round.seat_all()
    browser = _browser(first_round.world.user("department"))

    assert "已选专家" in browser.get(_url(first_round, "nominate-expert")).content.decode()
    assert browser.get(_url(first_round, "cosign-panel")).status_code == 200


def test_an_expert_is_led_from_the_declaration_to_the_sheet(reading: Round) -> None:
    seat = reading.seat_of("legal")
    browser = _browser(seat.expert.user)

    assert browser.get(_url(reading, "submit-review")).status_code == 302
    page = browser.get(_url(reading, "declare-no-conflict")).content.decode()
    assert reading.world.lead.name in page
    answer = browser.post(_url(reading, "declare-no-conflict"), {"seen": seat.version})

    assert answer["Location"] == _url(reading, "submit-review")
    assert "重点任务与技术路线" in browser.get(answer["Location"]).content.decode()


def test_the_finance_expert_finds_the_sections_to_read_separately(reading: Round) -> None:
    finance, legal = reading.declare(reading.seat_of("finance")), reading.declare(reading.seat_of("legal"))

    pages = [
        _browser(s.expert.user).get(_url(reading, "submit-review")).content.decode() for s in (finance, legal)
    ]

    assert pages[0].count("财务专读") == 3
    assert "财务专读" not in pages[1]


def test_a_draft_is_saved_as_far_as_it_is_written(reading: Round) -> None:
    seat = reading.declare(reading.seat_of("legal"))
    browser = _browser(seat.expert.user)

    answer = browser.post(
        _url(reading, "save-review"), {"seen": seat.version, "points_tasks": "７", "demand_0": "补充测算"}
    )

    page = browser.get(answer["Location"]).content.decode()
    assert "草稿已保存" in page
    assert "补充测算" in page


def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(reading: Round) -> None:
    seat = reading.declare(reading.seat_of("legal"))
    typed = _sheet(reading, seat, points_tasks="11", why_funding="", demand_0="补充测算", section_0="")

    answer = _browser(seat.expert.user).post(_url(reading, "submit-review"), typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    for words in (
        "“重点任务与技术路线”的打分填 0 到 10 的整数", "“投入、预算与效益”没有写评分理由",
        "选择这条意见针对的章节", "补充测算",
    ):  # fmt: skip
        assert words in page
    assert not Review.objects.exists()


def test_a_complete_sheet_is_submitted_once(reading: Round) -> None:
    seat = reading.declare(reading.seat_of("legal"))
    browser, typed = _browser(seat.expert.user), _sheet(reading, seat)

    for _ in range(2):
        assert browser.post(_url(reading, "submit-review"), typed).status_code == 302

    assert Seat.objects.get(pk=seat.pk).state == SeatState.SUBMITTED
    assert "内容已固定" in browser.get(_url(reading, "submit-review")).content.decode()


def test_a_recusal_leads_away_from_the_case(reading: Round) -> None:
    seat = reading.seat_of("legal")
    browser = _browser(seat.expert.user)

    answer = browser.post(_url(reading, "recuse"), {"seen": seat.version, "reason": "曾任顾问"})

    assert answer.status_code == 302
    assert browser.get(_url(reading, "recuse")).status_code == 404


def test_the_officer_sees_counts_scores_and_spread_before_concluding(reading: Round) -> None:
    reading.hear_all(DEMAND)

    page = _browser(reading.officer.user).get(_url(reading, "conclude-review")).content.decode()

    for words in ("6 人", "80.00", "最高与最低相差", "还有 1 条“必须修改”"):
        assert words in page


def test_the_lead_answers_on_one_page(reading: Round) -> None:
    reading.hear_all(DEMAND).conclude("revise")
    opinion = Opinion.objects.get(case=reading.case)
    lead = reading.world.province.staff_of(reading.world.lead)
    browser = _browser(lead.user)
    data = {"seen": reading.case.version, f"answer_{opinion.number}": "已补充。"}

    for _ in range(2):
        assert browser.post(_url(reading, "answer-opinions"), data).status_code == 302

    opinion.refresh_from_db()
    assert (opinion.state, opinion.answer) == (OpinionState.ANSWERED, "已补充。")


def test_findings_without_a_reason_are_asked_for_it(reading: Round) -> None:
    browser = _browser(reading.officer.user)
    data = {"seen": reading.case.version, "finding_leading_talent": "met"}

    answer = browser.post(_url(reading, "panel-findings"), data)
    assert "写明认定的依据" in answer.content.decode()

    data["reason_leading_talent"] = "名单与合同齐全。"
    assert browser.post(_url(reading, "panel-findings"), data).status_code == 302
    outcome = reading.case.condition_decisions.get().outcomes.get(code="leading_talent")
    assert (outcome.finding, outcome.finding_reason) == ("met", "名单与合同齐全。")


@pytest.mark.parametrize("name", ["plan-visit", "record-visit", "sign-visit", "conclude-visit"])
def test_the_visit_s_pages_open_for_the_officer(visiting: LineWorld, name: str) -> None:
    visit = plan_the_visit(visiting)
    record_the_visit(visiting, visit)

    answer = _browser(visiting.user("officer")).get(_url(Round(visiting), name))

    assert answer.status_code == 200


def test_an_expert_signs_the_record_that_was_shown(visiting: LineWorld) -> None:
    visit = plan_the_visit(visiting)
    record_the_visit(visiting, visit)
    member = as_person(Round(visiting).seats[0].expert)
    browser, url = _browser(member.user), _url(Round(visiting), "sign-visit")
    assert record_sha256(visit) in browser.get(url).content.decode()

    data = {"seen": visiting.case.version, "record_seen": record_sha256(visit)}
    for _ in range(2):
        assert browser.post(url, data).status_code == 302

    assert visit.members.filter(user=member.user, signed_at__isnull=False).exists()


def test_a_lead_does_not_read_the_record(visiting: LineWorld) -> None:
    visit = plan_the_visit(visiting)
    record_the_visit(visiting, visit)
    lead: Actor = visiting.province.staff_of(visiting.lead)

    assert _browser(lead.user).get(_url(Round(visiting), "sign-visit")).status_code == 403
