"""Scores compared: who stands apart on one panel, and the proposals of a batch with how sure a rank is."""

import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.reviews.judged import further_case, in_batch, judge
from tests.reviews.steps import Round, as_person
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.reviews.models import Panel, Review, ReviewBatch
from xiangchuang.reviews.review_batches.keep_batch import form_batch
from xiangchuang.reviews.review_batches.ranking import Ranking, ranking_of
from xiangchuang.reviews.review_batches.ranking_table import ranking_chart, ranking_table
from xiangchuang.reviews.score_sheet import ScoreSheet, score_sheet
from xiangchuang.reviews.scores import with_scores

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def batch(first_round: Round) -> ReviewBatch:
    return form_batch(actor=first_round.officer, name="第一批", year=2026)


@pytest.fixture
def revision(first_round: Round) -> PlanRevision:
    found = PlanRevision.objects.filter(proposal__case=first_round.case).first()
    assert found is not None
    return found


def panels_in(batch: ReviewBatch, round_: Round, count: int) -> list[Panel]:
    made = [further_case(round_.case, f"2026-HN-{900 + n:04d}") for n in range(count)]
    in_batch(batch, made)
    return made


def ranked(batch: ReviewBatch) -> Ranking:
    found = ranking_of(batch)
    assert found is not None
    return found


def order(found: Ranking) -> list[tuple[str, int]]:
    return [(row.case.number[-4:], row.rank) for row in found.rows]


def sheet_of(reviews: list[Review]) -> ScoreSheet:
    rows = Review.objects.filter(pk__in=[r.pk for r in reviews])
    rows = with_scores(rows.select_related("seat__expert", "seat__panel__case"))
    found = score_sheet(list(rows), pack_of(rows[0].seat.panel.case))
    assert found is not None
    return found


def test_a_score_far_off_the_panels_median_stands_apart_and_is_named_with_its_distance(
    batch: ReviewBatch, first_round: Round, revision: PlanRevision
) -> None:
    (panel,) = panels_in(batch, first_round, 1)
    experts = first_round.world.experts[:5]

    found = sheet_of(judge(panel, revision, dict(zip(experts, (8, 8, 7, 8, 3), strict=True))))

    assert [(one.name, str(one.total), one.words) for one in found.apart] == [
        (experts[4].name, "30.00", "低于中位数 50.00 分")
    ]
    assert (str(found.median), str(found.least), str(found.most), found.count) == (
        "80.00",
        "30.00",
        "80.00",
        5,
    )
    assert [row.cells[0] for row in found.table.rows][-1] == experts[4].name


def test_three_scores_or_near_ones_name_nobody(
    batch: ReviewBatch, first_round: Round, revision: PlanRevision
) -> None:
    one, other = panels_in(batch, first_round, 2)
    experts = first_round.world.experts
    few = judge(one, revision, dict(zip(experts[:3], (9, 9, 1), strict=True)))
    near = judge(other, revision, dict(zip(experts[:5], (8, 8, 8, 8, 7), strict=True)))

    assert sheet_of(few).apart == ()
    assert sheet_of(near).apart == ()


def test_with_few_scores_an_expert_the_means_are_ranked_and_it_is_said_why(
    batch: ReviewBatch, first_round: Round, revision: PlanRevision
) -> None:
    panels = panels_in(batch, first_round, 3)
    experts = first_round.world.experts
    for panel, points in zip(panels, ((6, 7, 6), (9, 9, 9), (6, 6, 6)), strict=True):
        judge(panel, revision, dict(zip(experts[:3], points, strict=True)))

    found = ranked(batch)

    assert order(found) == [("0901", 1), ("0900", 2), ("0902", 3)]
    assert "3 位专家打分不足 5 个方案" in found.why_raw
    assert [row.calibrated for row in found.rows] == [None] * 3
    first, second, third = found.rows
    assert (first.best, first.worst) == (1, 1)
    assert (second.best, second.worst) == (third.best, third.worst) == (2, 3)


def test_equals_are_parted_by_the_packs_rules_in_order_and_else_share_a_rank(
    batch: ReviewBatch, first_round: Round, revision: PlanRevision
) -> None:
    panels = panels_in(batch, first_round, 4)
    experts = first_round.world.experts
    judge(panels[0], revision, dict.fromkeys(experts[:3], 7), verdict="revise")
    judge(panels[1], revision, dict.fromkeys(experts[:3], 7))
    judge(panels[2], revision, dict.fromkeys(experts[:3], 7))
    judge(panels[3], revision, dict(zip(experts[:3], (9, 6, 6), strict=True)))

    found = ranked(batch)

    assert order(found) == [("0901", 1), ("0902", 1), ("0903", 3), ("0900", 4)]
    assert [row.is_tied for row in found.rows] == [True, True, False, False]
    assert found.rows[2].parted_by == "中位数较高"
    assert found.rows[3].parted_by == "同意的专家较多"
    assert [row.cells[-1] for row in ranking_table(found).rows][:2] == ["并列", "并列"]


def test_where_experts_gave_enough_and_connect_all_a_strict_one_does_not_sink_a_proposal(
    batch: ReviewBatch, first_round: Round, revision: PlanRevision
) -> None:
    """王 is two points stricter than the others and reads the proposals the others do not all read."""
    panels = panels_in(batch, first_round, 8)
    experts, strict = first_round.world.experts[:3], first_round.world.experts[3]
    worth = (9, 8, 7, 6, 5, 8, 7, 6)
    for number, (panel, points) in enumerate(zip(panels, worth, strict=True)):
        sitting = dict.fromkeys(experts if number % 3 else experts[:2], points)
        if number % 3 == 0 or number > 4:
            sitting[strict] = points - 2
        judge(panel, revision, sitting)

    found = ranked(batch)

    assert found.is_calibrated
    assert found.rows[0].case == panels[0].case
    by_number = {row.case.number: row for row in found.rows}
    same = [by_number[panels[n].case.number] for n in (1, 5)]
    assert same[0].mean - same[1].mean >= 4
    assert same[0].calibrated is not None and same[1].calibrated is not None
    assert abs(same[0].calibrated - same[1].calibrated) < 2


def test_panels_without_a_common_expert_are_not_put_on_one_scale(
    batch: ReviewBatch, first_round: Round, revision: PlanRevision
) -> None:
    panels = panels_in(batch, first_round, 10)
    experts = first_round.world.experts
    for number, panel in enumerate(panels):
        judge(panel, revision, dict.fromkeys(experts[:3] if number < 5 else experts[3:6], 4 + number % 5))

    assert "互不相连的 2 组" in ranked(batch).why_raw


def test_one_proposal_alone_and_one_score_a_proposal_tell_nobody_apart(
    batch: ReviewBatch, first_round: Round, revision: PlanRevision
) -> None:
    panels = panels_in(batch, first_round, 2)
    expert = first_round.world.experts[0]
    assert ranking_of(batch) is None
    judge(panels[0], revision, {expert: 9})
    assert [case.number[-4:] for case in ranked(batch).unheard] == ["0901"]
    judge(panels[1], revision, {expert: 3})

    assert [(row.best, row.worst) for row in ranked(batch).rows] == [(1, 2), (1, 2)]


def test_the_newest_round_counts_and_who_left_the_panel_does_not(
    batch: ReviewBatch, first_round: Round, revision: PlanRevision
) -> None:
    (panel,) = panels_in(batch, first_round, 1)
    experts = first_round.world.experts
    judge(panel, revision, dict.fromkeys(experts[:3], 4))
    gone = judge(panel, revision, {experts[3]: 9})[0]
    gone.seat.state = "removed"
    gone.seat.save()
    assert str(ranked(batch).rows[0].mean) == "40.00"

    run = panel.run
    run.closed_at, run.outcome = panel.created_at, "revise"
    run.save()
    run.pk, run.round, run.closed_at, run.outcome = None, 2, None, ""
    run.save(force_insert=True)
    second = Panel.objects.create(case=panel.case, run=run, created_at=panel.created_at)
    assert str(ranked(batch).rows[0].mean) == "40.00"
    judge(second, revision, dict.fromkeys(experts[:2], 8))

    assert [(str(row.mean), row.heard, row.owed) for row in ranked(batch).rows] == [("80.00", 2, 0)]


def test_the_picture_says_what_was_found_and_the_workbook_holds_the_table(
    batch: ReviewBatch, first_round: Round, revision: PlanRevision
) -> None:
    panels = panels_in(batch, first_round, 2)
    experts = first_round.world.experts
    judge(panels[0], revision, dict(zip(experts[:3], (9, 9, 8), strict=True)))
    judge(panels[1], revision, dict(zip(experts[:3], (4, 3, 4), strict=True)))
    browser, address = Client(), reverse("reviews:batch-ranking", args=[batch.pk])
    browser.force_login(first_round.world.user("leadership"))

    page = browser.get(address).content.decode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(browser.get(address + "?format=xlsx").content))

    chart = ranking_chart(batch, ranked(batch), panels[0].created_at.date())
    assert "差别不是偶然" in chart.title
    assert chart.title in page
    assert "同意的专家较多" in page
    told = [str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert any(panels[0].case.number in cell for cell in told)
    assert "86.67" in told


@pytest.mark.parametrize("part", ["lead", "member", "city_bureau", "expert", "audit_admin", "department"])
def test_neither_experts_nor_applicants_find_a_ranking(
    batch: ReviewBatch, first_round: Round, revision: PlanRevision, part: str
) -> None:
    (panel,) = panels_in(batch, first_round, 1)
    judge(panel, revision, {first_round.world.experts[0]: 9})
    browser = Client()
    browser.force_login(first_round.world.user(part))

    assert browser.get(reverse("reviews:batch-ranking", args=[batch.pk])).status_code == 404


def test_the_case_shows_sheet_and_outliers_to_the_department_alone(reading: Round) -> None:
    for number, seat in enumerate(reading.seats):
        reading.declare(seat)
        reading.submit(seat, reading.draft(seat.kind, points=2 if number == 0 else 8))
    address = reverse("workbench:case", args=[reading.case.number]) + "?tab=review"
    seat = reading.seats[0]
    pages = {}
    person = as_person(seat.expert).user
    assert person is not None
    for who, user in {
        "officer": reading.world.user("officer"), "lead": reading.world.user("lead"), "expert": person,
    }.items():  # fmt: skip
        browser = Client()
        browser.force_login(user)
        pages[who] = browser.get(address).content.decode()

    assert "打分明细和离群分数" in pages["officer"]
    assert f"{seat.expert.name} 20.00" in pages["officer"]
    assert "低于中位数 60.00 分" in pages["officer"]
    for who in ("lead", "expert"):
        assert "离群分数" not in pages[who]
        assert "20.00" not in pages[who]


def test_the_ranking_asks_as_often_for_one_proposal_as_for_three(
    batch: ReviewBatch, first_round: Round, revision: PlanRevision, django_assert_num_queries: Any
) -> None:
    panels = panels_in(batch, first_round, 3)
    experts = first_round.world.experts
    browser, address = Client(), reverse("reviews:batch-ranking", args=[batch.pk])
    browser.force_login(first_round.world.user("officer"))
    judge(panels[0], revision, dict.fromkeys(experts[:2], 7))
    browser.get(address)
    with CaptureQueriesContext(connection) as one:
        browser.get(address)
    for panel in panels[1:]:
        judge(panel, revision, dict.fromkeys(experts[:4], 7))

    with django_assert_num_queries(len(one)):
        browser.get(address)
