"""An expert's review: a draft until it is submitted, then fixed."""

import pytest

from tests.reviews.steps import Round, as_person
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.reviews.models import Review, Seat, SeatState
from xiangchuang.reviews.scores import weighted_total
from xiangchuang.reviews.write_review import (
    OpinionDraft,
    ReviewDraft,
    ScoreDraft,
    items_for,
    review_sha256,
    save_review,
    submit_review,
)


def test_an_incomplete_draft_is_kept(reading: Round) -> None:
    seat = reading.declare(reading.seat_of("legal"))

    review = reading.save(seat,
        ReviewDraft([ScoreDraft("tasks", None, "路线清楚")], opinions=[OpinionDraft("", "补充章程草案")]),
    )  # fmt: skip

    assert [(s.points, s.justification) for s in review.scores.all()] == [(None, "路线清楚")]
    assert [o.demand for o in review.opinions.all()] == ["补充章程草案"]
    assert review.submitted_at is None


def test_saving_over_another_window_s_draft_is_stale(reading: Round) -> None:
    seat = reading.declare(reading.seat_of("legal"))
    before = seat.version
    reading.save(seat, ReviewDraft(summary="第一窗口"))

    with pytest.raises(Stale):
        save_review(
            actor=as_person(seat.expert), case=reading.case, seat_seen=before,
            draft=ReviewDraft(summary="第二窗口"),
        )  # fmt: skip
    assert Review.objects.get().summary == "第一窗口"


def test_nothing_is_written_before_the_declaration(reading: Round) -> None:
    with pytest.raises(Blocked, match="先声明无利益冲突"):
        reading.save(reading.seat_of("legal"), ReviewDraft(summary="总体可行"))


def test_a_submitted_review_is_fixed_with_its_hash(reading: Round) -> None:
    seat = reading.declare(reading.seat_of("legal"))
    review = reading.submit(seat)

    assert review.text_sha256 == review_sha256(review)
    assert Seat.objects.get(pk=seat.pk).state == SeatState.SUBMITTED
    with pytest.raises(Blocked, match="内容已固定"):
        reading.save(seat, ReviewDraft(summary="改口"))
    review.summary = "改口"
    assert review.text_sha256 != review_sha256(review)


def test_a_double_click_submits_once(reading: Round) -> None:
    seat = reading.declare(reading.seat_of("legal"))
    seen, draft = seat.version, reading.draft("legal")
    actor = as_person(seat.expert)
    submit_review(actor=actor, case=reading.case, seat_seen=seen, draft=draft)

    with pytest.raises(Stale):
        submit_review(actor=actor, case=reading.case, seat_seen=seen, draft=draft)
    assert Review.objects.filter(submitted_at__isnull=False).count() == 1


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (ReviewDraft(), "“重点任务与技术路线”没有打分"),
        (ReviewDraft([ScoreDraft("tasks", 8)]), "“重点任务与技术路线”没有写评分理由"),
        (ReviewDraft(verdict="approve", summary="可行"), "没有打分"),
        (ReviewDraft(summary="可行"), "没有选择评审结论"),
        (ReviewDraft(verdict="approve"), "没有写总体评价"),
        (ReviewDraft(verdict="revise"), "至少一条“必须修改”"),
        (ReviewDraft(verdict="approve", opinions=[OpinionDraft("A.1.1", "补充")]), "结论是同意"),
        (ReviewDraft(verdict="revise", opinions=[OpinionDraft("", "补充")]), "针对哪一节"),
    ],
)
def test_an_incomplete_or_contradictory_review_is_not_submitted(
    reading: Round, draft: ReviewDraft, words: str
) -> None:
    seat = reading.declare(reading.seat_of("legal"))

    with pytest.raises(Invalid) as refusal:
        reading.submit(seat, draft)

    assert words in refusal.value.message
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    "draft",
    [
        ReviewDraft([ScoreDraft("unknown", 5, "理由")]),
        ReviewDraft([ScoreDraft("tasks", 11, "理由")]),
        ReviewDraft(verdict="splendid"),
        ReviewDraft(opinions=[OpinionDraft("Z.9.9", "意见")]),
    ],
)
def test_a_forged_form_is_refused(reading: Round, draft: ReviewDraft) -> None:
    seat = reading.declare(reading.seat_of("legal"))

    with pytest.raises(Invalid):
        reading.save(seat, draft)


def test_an_officer_writes_no_review(reading: Round) -> None:
    with pytest.raises(NotPermitted):
        save_review(actor=reading.officer, case=reading.case, seat_seen=1, draft=ReviewDraft())


def test_points_are_weighted_to_a_hundred(reading: Round) -> None:
    seat = reading.declare(reading.seat_of("legal"))

    review = reading.submit(seat, reading.draft("legal", points=8))

    assert str(weighted_total(review, reading.pack)) == "80.00"


def test_an_item_may_be_for_one_kind_of_expert_only(hunan_pack: Pack) -> None:
    items = tuple(
        item.model_copy(update={"kinds": ("finance",)}) if item.code == "funding" else item
        for item in hunan_pack.review.items
    )
    review = hunan_pack.review.model_copy(update={"items": items})
    pack = type(hunan_pack)(**{**vars(hunan_pack), "review": review})

    assert "funding" in {item.code for item in items_for("finance", pack)}
    assert "funding" not in {item.code for item in items_for("technical", pack)}
