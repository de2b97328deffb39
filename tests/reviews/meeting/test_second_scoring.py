"""After the discussion a member keeps or changes the scores; the first scoring is never lost."""

import pytest

from tests.reviews.meeting.steps import Meeting, leave
from tests.reviews.steps import Round, as_person
from xiangchuang.procedure.errors import Blocked, Invalid, NotPermitted, Refusal
from xiangchuang.procedure.work_list import work_list
from xiangchuang.reviews.meeting.models import SecondScoring
from xiangchuang.reviews.meeting.second_scoring import ChangedScore, SecondDraft, keep_scores
from xiangchuang.reviews.models import Review, Seat, SeatState
from xiangchuang.reviews.panel import seat_expert
from xiangchuang.reviews.scores import first_total, latest_verdict, round_figures, weighted_total, with_scores

pytestmark = pytest.mark.clause("5.2-1")
LOWER = SecondDraft([ChangedScore("tasks", 4, "讨论表明技术路线尚无验证。")])


def _review(seat: Seat) -> Review:
    return with_scores(Review.objects.filter(seat=seat)).select_related("seat").get()


def test_a_change_stands_beside_the_first_scoring_and_counts(talking: Meeting) -> None:
    seat, pack = talking.seats[1], talking.round_.pack

    talking.change(seat, LOWER)

    review = _review(seat)
    assert {s.item: s.points for s in review.scores.all()}["tasks"] == 8
    assert str(first_total(review, pack)) == "80.00"
    # 25 of 100 points of weight fall from 8 to 4 of 10.
    assert str(weighted_total(review, pack)) == "70.00"
    figures = round_figures([review], pack)
    assert (str(figures.first_mean), str(figures.mean)) == ("80.00", "70.00")


def test_a_verdict_changes_with_a_reason_only(talking: Meeting) -> None:
    seat = talking.seats[1]
    with pytest.raises(Invalid, match="改了评审结论，写明理由"):
        talking.change(seat, SecondDraft(verdict="reject"))

    talking.change(seat, SecondDraft(verdict="reject", reason="经费来源不落实。"))

    review = _review(seat)
    assert (review.verdict, latest_verdict(review)) == ("approve", "reject")


def test_one_press_keeps_the_scores_and_empties_the_work_list(talking: Meeting) -> None:
    seat = talking.seats[1]
    assert "score_again" in {item.what for item in work_list(as_person(seat.expert)).items}

    talking.keep(seat)

    assert latest_verdict(_review(seat)) == "approve"
    assert "score_again" not in {item.what for item in work_list(as_person(seat.expert)).items}


def test_a_later_change_takes_the_place_of_an_earlier_one(talking: Meeting) -> None:
    seat = talking.seats[1]
    talking.change(seat, LOWER)
    talking.change(seat, SecondDraft([ChangedScore("team", 5, "关键人员未到位。")]))

    assert [s.item for s in SecondScoring.objects.get().scores.all()] == ["team"]


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (SecondDraft(), "分数和结论都没有改动.*维持原评分"),
        (SecondDraft([ChangedScore("tasks", 8, "没有变")]), "分数和结论都没有改动"),
        (SecondDraft([ChangedScore("tasks", 4, " ")]), "“重点任务与技术路线”改了分，写明理由"),
        (SecondDraft([ChangedScore("tasks", 11, "高")]), "每项打分在 0 到 10 之间"),
        (SecondDraft([ChangedScore("nothing", 1, "错")]), "评分表没有这一项"),
        (SecondDraft(verdict="nothing", reason="错"), "没有这个评审结论"),
    ],
)
def test_what_is_no_change_is_refused(talking: Meeting, draft: SecondDraft, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        talking.change(talking.seats[1], draft)
    assert not SecondScoring.objects.exists()


def test_whose_own_demand_stands_does_not_turn_to_a_pass(talking: Meeting) -> None:
    with pytest.raises(Invalid, match="您提出的“必须修改”意见还没有闭合"):
        talking.change(talking.seats[0], SecondDraft(verdict="approve", reason="同意多数意见。"))


def test_before_the_meeting_nobody_scores_again(called: Meeting) -> None:
    with pytest.raises(Blocked, match="论证会还没有开始"):
        called.change(called.seats[1], LOWER)


def test_who_did_not_score_first_does_not_score_again(talking: Meeting) -> None:
    """Somebody seated while the panel talks: the first scoring comes first."""
    round_ = talking.round_
    expert = round_.free("policy")
    late = seat_expert(
        actor=talking.officer, case=talking.case, seen=talking.case.version, expert=expert, kind="policy"
    )
    round_.declare(late)

    with pytest.raises(Blocked, match="还没有提交第一次评分") as refusal:
        talking.change(late, LOWER)
    assert refusal.value.clause == "5.2-1"


def test_who_recused_scores_no_more(reading: Round) -> None:
    seat = reading.seat_of("technical")
    leave(reading, seat)
    meeting = Meeting(reading.hear_all()).convene().begin()

    with pytest.raises(Refusal) as refusal:
        meeting.change(seat, LOWER)
    assert refusal.value.status in (403, 404)
    assert Seat.objects.get(pk=seat.pk).state == SeatState.RECUSED
    with pytest.raises(NotPermitted):
        keep_scores(actor=meeting.officer, case=meeting.case, seat_seen=1)


def test_once_the_statement_lies_before_them_scores_are_fixed(talking: Meeting) -> None:
    talking.keep().lay()

    with pytest.raises(Blocked, match=r"评分已经固定.*签署时写明理由"):
        talking.change(talking.seats[1], LOWER)
