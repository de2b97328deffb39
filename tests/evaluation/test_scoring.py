"""Experts mark the centers: by kind, without conflicts, each apart from the others."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.evaluation.collecting import (
    SCORERS,
    WORDS,
    as_person,
    declare,
    form_panel,
    proof_of,
    scorer_account,
    submit_all,
    supply_all,
)
from tests.evaluation.test_materials import signed_in, strip
from tests.evaluation.world import EvaluationWorld, fresh, subjects_of
from tests.factories.registers import ExpertFactory
from xiangchuang.evaluation.assemble import assemble
from xiangchuang.evaluation.collected_files import may_read_proof
from xiangchuang.evaluation.hand_over import return_to_collection, send_draft
from xiangchuang.evaluation.judge_material import judge_material
from xiangchuang.evaluation.models import ExpertScore, Material, Round, Subject
from xiangchuang.evaluation.scoring_panel import marks_that_count, scorers_enough
from xiangchuang.evaluation.scoring_sheets import sheets_of
from xiangchuang.evaluation.write_scores import Mark, save_scores, stand_aside, submit_scores
from xiangchuang.experts.models import ConflictDeclaration, Expert
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.procedure.models import WorkItem
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.work_list import work_list
from xiangchuang.reviews.models import Panel, Seat, SeatState
from xiangchuang.reviews.panel import seat_expert
from xiangchuang.reviews.reading import open_reading, recuse
from xiangchuang.reviews.standpoint import standpoint_of

pytestmark = pytest.mark.django_db
Jump = Callable[[int], None]
RESULTS, ACCOUNTS = "representative_results", "accounts"


@pytest.fixture
def round_(world: EvaluationWorld) -> Round:
    """A round that is to be scored; nobody is seated."""
    return world.at_scoring()


def scorer(kind: str, **told: Any) -> Expert:
    return ExpertFactory(kinds=[kind], user=scorer_account(), **told)


def of_kind(seats: list[Seat], kind: str) -> Seat:
    return next(seat for seat in seats if seat.kind == kind)


def submit(seat: Seat, round_: Round, subject: Subject, marks: dict[str, Mark]) -> Seat:
    seat.refresh_from_db()
    return submit_scores(
        actor=as_person(seat.expert), case=round_.case, subject=subject, seat_seen=seat.version, marks=marks
    )


@pytest.mark.clause("6.5-2")
def test_every_center_is_scored_by_the_packs_kinds_and_the_draft_follows(
    world: EvaluationWorld, round_: Round
) -> None:
    at = standpoint_of(round_.case)
    assert "还没有组建" in str(scorers_enough(at)[0].message)
    seats = form_panel(world.evaluator, round_.case)
    assert "还有 5 位专家" in str(scorers_enough(standpoint_of(fresh(round_).case))[0].message)
    for seat in seats:
        declare(seat, round_.case)
        submit_all(seat, round_.case)
    assert not scorers_enough(standpoint_of(fresh(round_).case))
    assert set(Seat.objects.values_list("state", flat=True)) == {SeatState.SUBMITTED}
    assert len(marks_that_count(round_)) == 3 * 5
    marks = assemble(fresh(round_)).subjects[0].scores
    assert sorted(mark.kind for mark in marks) == sorted(SCORERS)
    assert not {seat.expert.name for seat in seats} & {mark.scorer for mark in marks}


def test_a_draft_does_not_leave_the_evaluator_before_all_have_scored(
    world: EvaluationWorld, round_: Round
) -> None:
    seats = form_panel(world.evaluator, round_.case)
    for seat in seats[1:]:
        declare(seat, round_.case)
        submit_all(seat, round_.case)
    case = fresh(round_).case
    with pytest.raises(Blocked, match="还有 1 位专家没有提交"):
        send_draft(actor=world.evaluator, case=case, seen=case.version, report="评估报告。")


def test_reading_opens_only_with_enough_scorers_of_each_kind(world: EvaluationWorld, round_: Round) -> None:
    for kind in SCORERS[1:]:
        case = fresh(round_).case
        seat_expert(actor=world.evaluator, case=case, seen=case.version, expert=scorer(kind), kind=kind)
    case = fresh(round_).case
    with pytest.raises(Blocked, match="需要 3 人，现有 2 人"):
        open_reading(actor=world.evaluator, case=case, seen=case.version)


def test_an_expert_in_conflict_with_a_center_neither_sees_nor_scores_it(
    world: EvaluationWorld, round_: Round
) -> None:
    friend = scorer("technical", employer=world.centers[0].lead)
    seats = form_panel(world.evaluator, round_.case, kinds=("technical", *SCORERS), experts=[friend])
    seat = next(s for s in seats if s.expert == friend)
    declare(seat, round_.case)
    own, other, _third = subjects_of(round_)
    client, number = signed_in(as_person(friend)), round_.case.number
    page = client.get(reverse("evaluation:scores", args=[number])).content.decode()
    assert own.center.name not in page
    assert other.center.name in page
    assert client.get(reverse("evaluation:score-sheet", args=[number, own.pk])).status_code == 404
    with pytest.raises(NotFound):
        submit(seat, round_, own, {RESULTS: Mark("10", WORDS)})


def test_each_center_needs_scorers_without_conflict(world: EvaluationWorld, round_: Round) -> None:
    friend = scorer("management", employer=world.centers[0].lead)
    with pytest.raises(Blocked, match="1 个中心没有足够的管理"):
        form_panel(world.evaluator, round_.case, experts=[friend])


def test_who_has_a_conflict_with_every_center_may_not_sit(world: EvaluationWorld, round_: Round) -> None:
    friend = scorer("technical")
    for center in world.centers:
        ConflictDeclaration.objects.create(
            expert=friend, organization=center.lead, reason="持股", declared_on="2027-01-01"
        )
    case = fresh(round_).case
    with pytest.raises(Blocked, match="所有中心"):
        seat_expert(actor=world.evaluator, case=case, seen=case.version, expert=friend, kind="technical")


def test_finance_experts_score_the_money_and_nobody_else_does(world: EvaluationWorld, round_: Round) -> None:
    form_panel(world.evaluator, round_.case)
    panel = Panel.objects.get(case=round_.case)
    for sheet in sheets_of(panel, pack_of(round_.case)):
        codes = {indicator.code for indicator in sheet.indicators}
        assert (ACCOUNTS in codes) == (sheet.seat.kind == "finance")
        assert (RESULTS in codes) == (sheet.seat.kind == "technical")


def test_marks_need_a_reason_and_keep_to_the_scale(world: EvaluationWorld, round_: Round) -> None:
    seats = form_panel(world.evaluator, round_.case)
    seat, money = of_kind(seats, "technical"), of_kind(seats, "finance")
    subject = subjects_of(round_)[0]
    with pytest.raises(Blocked, match="先声明"):
        submit(seat, round_, subject, {RESULTS: Mark("8", WORDS)})
    declare(seat, round_.case)
    declare(money, round_.case)
    for mark in ("11", "-1", "8.123", "八", "1e1"):
        with pytest.raises(Invalid, match="0 到 10"):
            submit(seat, round_, subject, {RESULTS: Mark(mark, WORDS)})
    with pytest.raises(Invalid, match="没有写理由"):
        submit(seat, round_, subject, {RESULTS: Mark("8", "")})
    with pytest.raises(Invalid, match="选择一个等级"):
        submit(money, round_, subject, {ACCOUNTS: Mark("8", WORDS)})
    submit(seat, round_, subject, {RESULTS: Mark("８.５", WORDS)})
    assert ExpertScore.objects.get(submitted_at__isnull=False).score == "8.5"
    with pytest.raises(Blocked, match="已固定"):
        submit(seat, round_, subject, {RESULTS: Mark("9", WORDS)})


def test_a_draft_is_kept_and_two_tabs_do_not_overwrite_each_other(
    world: EvaluationWorld, round_: Round
) -> None:
    seat = of_kind(form_panel(world.evaluator, round_.case), "technical")
    seat = declare(seat, round_.case)
    subject, actor = subjects_of(round_)[0], as_person(seat.expert)
    saved = save_scores(
        actor=actor, case=round_.case, subject=subject, seat_seen=seat.version, marks={RESULTS: Mark("7")}
    )
    with pytest.raises(Stale):
        save_scores(
            actor=actor, case=round_.case, subject=subject, seat_seen=saved.version - 1,
            marks={RESULTS: Mark("3")},
        )  # fmt: skip
    assert ExpertScore.objects.get().score == "7"
    assert not marks_that_count(round_)


def test_an_expert_stands_aside_from_one_center_and_scores_the_others(
    world: EvaluationWorld, round_: Round
) -> None:
    seats = form_panel(world.evaluator, round_.case)
    seat = declare(of_kind(seats, "technical"), round_.case)
    subject = subjects_of(round_)[0]
    actor = as_person(seat.expert)
    with pytest.raises(Invalid, match="什么关系"):
        stand_aside(actor=actor, case=round_.case, subject=subject, seat_seen=seat.version, reason=" ")
    stand_aside(actor=actor, case=round_.case, subject=subject, seat_seen=seat.version, reason="任顾问。")
    assert ConflictDeclaration.objects.get(expert=seat.expert).organization == subject.center.lead
    submit_all(seat, round_.case)
    seat.refresh_from_db()
    assert seat.state == SeatState.SUBMITTED
    for other in seats:
        if other != seat:
            declare(other, round_.case)
            submit_all(other, round_.case)
    assert "1 个中心没有足够的技术" in str(scorers_enough(standpoint_of(fresh(round_).case))[0].message)


def test_an_expert_who_recuses_from_all_leaves_a_seat_for_the_evaluator_to_fill(
    world: EvaluationWorld, round_: Round
) -> None:
    seat = of_kind(form_panel(world.evaluator, round_.case), "technical")
    recuse(actor=as_person(seat.expert), case=round_.case, seat_seen=seat.version, reason="时间冲突。")
    waiting = [item.what for item in work_list(world.evaluator).items]
    assert "replace_expert" in waiting


def test_what_waits_for_a_scorer_is_declaring_then_scoring(world: EvaluationWorld, round_: Round) -> None:
    seat = of_kind(form_panel(world.evaluator, round_.case), "finance")
    person = as_person(seat.expert)
    assert [item.what for item in work_list(person).items] == ["declare_no_conflict"]
    declare(seat, round_.case)
    assert [item.what for item in work_list(person).items] == ["score_centers"]
    submit_all(seat, round_.case)
    assert not work_list(person).items
    assert WorkItem.objects.filter(user=person.user, closed_at=None).count() == 0


def test_experts_do_not_see_each_other_and_no_center_sees_them(world: EvaluationWorld, round_: Round) -> None:
    seats = form_panel(world.evaluator, round_.case)
    mine, theirs = [declare(s, round_.case) for s in seats if s.kind == "technical"][:2]
    subject = subjects_of(round_)[0]
    client = signed_in(as_person(mine.expert))
    urls = [
        reverse("evaluation:scores", args=[round_.case.number]),
        reverse("evaluation:score-sheet", args=[round_.case.number, subject.pk]),
        reverse("workbench:case", args=[round_.case.number]),
    ]
    before = [strip(client.get(url).content) for url in urls]
    submit(theirs, round_, subject, {RESULTS: Mark("1", "成果没有证明。")})
    after = [strip(client.get(url).content) for url in urls]
    assert before == after
    assert theirs.expert.name not in "".join(after)
    staff = signed_in(world.staff[0])
    page = staff.get(reverse("evaluation:materials", args=[subject.pk])).content.decode()
    assert not any(seat.expert.name in page for seat in seats)


def test_an_expert_reads_accepted_proof_of_what_is_scored_and_nothing_else(world: EvaluationWorld) -> None:
    round_ = world.at_collection()
    subject = subjects_of(round_)[0]
    supply_all(world.staff_of(subject.center), subject)
    for row in Material.objects.filter(subject=subject):
        judge_material(
            actor=world.evaluator, case=round_.case, material=row, seen=row.version,
            is_accepted=row.indicator != ACCOUNTS, reason="不清晰。",
        )  # fmt: skip
    round_ = world.at_scoring(round_)
    seats = form_panel(world.evaluator, round_.case)
    rows = {row.indicator: row.proof for row in Material.objects.filter(subject=subject)}
    technical, finance = of_kind(seats, "technical"), of_kind(seats, "finance")
    results, accounts = rows[RESULTS], rows[ACCOUNTS]
    assert results is not None
    assert accounts is not None
    assert not may_read_proof(as_person(technical.expert), results), "not before declaring"
    declare(technical, round_.case)
    declare(finance, round_.case)
    assert may_read_proof(as_person(technical.expert), results)
    assert not may_read_proof(as_person(finance.expert), results)
    assert not may_read_proof(as_person(finance.expert), accounts), "declined"
    assert not may_read_proof(as_person(technical.expert), proof_of(world.staff[1]))


def test_a_round_sent_back_finds_the_marks_again_as_drafts(world: EvaluationWorld, round_: Round) -> None:
    seats = form_panel(world.evaluator, round_.case)
    for seat in seats:
        declare(seat, round_.case)
        submit_all(seat, round_.case)
    case = fresh(round_).case
    return_to_collection(actor=world.evaluator, case=case, seen=case.version, reason="补充材料。")
    world.at_scoring(fresh(round_))
    assert not marks_that_count(round_), "marks of the earlier panel count no more"
    case = fresh(round_).case
    open_reading(actor=world.evaluator, case=case, seen=case.version)
    panel = Panel.objects.filter(case=case)[0]
    again = list(panel.seats.select_related("expert__user", "panel"))
    assert [seat.expert for seat in again] == [seat.expert for seat in seats]
    seat = declare(again[0], case)
    sheet = sheets_of(panel, pack_of(case), [seat])[0]
    assert sheet.is_begun
    assert not sheet.is_submitted


def test_only_the_evaluator_forms_the_panel(world: EvaluationWorld, round_: Round) -> None:
    case = fresh(round_).case
    for actor, refusal in (
        (world.officer, NotPermitted), (world.other_evaluator, NotFound), (world.staff[0], NotFound),
    ):  # fmt: skip
        with pytest.raises(refusal):
            seat_expert(actor=actor, case=case, seen=case.version, expert=scorer("finance"), kind="finance")


def test_a_scorer_works_through_the_pages(world: EvaluationWorld, round_: Round) -> None:
    seats = form_panel(world.evaluator, round_.case)
    seat, number = of_kind(seats, "management"), round_.case.number
    client = signed_in(as_person(seat.expert))
    declaring = reverse("evaluation:declare-as-scorer", args=[number])
    page = client.get(declaring).content.decode()
    assert world.centers[0].name in page
    seat.refresh_from_db()
    answer = client.post(declaring, {"seen": seat.version})
    assert answer.url == reverse("evaluation:scores", args=[number])  # type: ignore[attr-defined]
    subject = subjects_of(round_)[0]
    sheet = reverse("evaluation:score-sheet", args=[number, subject.pk])
    assert "健全并有效执行" in client.get(sheet).content.decode()
    seat.refresh_from_db()
    typed = {"version": seat.version, "score_rules": "sound", "why_rules": ""}
    assert client.post(sheet, typed).status_code == HTTPStatus.FOUND, "a draft lacks what it lacks"
    seat.refresh_from_db()
    typed = {**typed, "version": seat.version, "submit": "1"}
    assert client.post(sheet, typed).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    typed["why_rules"] = WORDS
    assert client.post(sheet, typed).status_code == HTTPStatus.FOUND
    assert "评分已提交" in client.get(sheet).content.decode()
    aside = reverse("evaluation:stand-aside", args=[number, subjects_of(round_)[1].pk])
    seat.refresh_from_db()
    assert client.post(aside, {"version": seat.version, "reason": "任顾问。"}).status_code == 302
    progress = signed_in(world.evaluator).get(reverse("evaluation:scoring", args=[number]))
    assert seat.expert.name in progress.content.decode()


def test_the_evaluator_forms_the_panel_on_the_pages(world: EvaluationWorld, round_: Round) -> None:
    client, number = signed_in(world.evaluator), round_.case.number
    candidate = scorer("technical")
    panel = reverse("reviews:panel", args=[number])
    page = client.get(panel, {"kind": "technical"}).content.decode()
    assert candidate.name in page
    seen = fresh(round_).case.version
    client.post(panel, {"seen": seen, "kind": "technical", "expert": candidate.pk})
    assert Seat.objects.get().expert == candidate
    opening = client.get(reverse("evaluation:open-scoring", args=[number]))
    assert "评估机构选定" in opening.content.decode()
    assert Client().get(panel).status_code == HTTPStatus.FOUND


@pytest.mark.parametrize("more", [0, 2])
def test_sheets_cost_as_much_for_one_center_as_for_three(
    db: None, jump: Jump, more: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    from tests.factories.centers import CenterFactory
    from xiangchuang.procedure.packs import forget_packs

    forget_packs()
    small = EvaluationWorld(centers=CenterFactory.create_batch(1 + more))
    round_ = small.at_scoring()
    form_panel(small.evaluator, round_.case, kinds=SCORERS)
    panel = Panel.objects.select_related("case").get(case=round_.case)
    pack = pack_of(round_.case)
    with django_assert_num_queries(9):
        assert len(sheets_of(panel, pack)) == (1 + more) * len(SCORERS)
