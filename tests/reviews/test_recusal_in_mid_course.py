"""A recusal after others have finished: their reviews stay, the clock runs on, the panel is filled again."""

import pytest

from tests.reviews.steps import Round, as_person
from xiangchuang.procedure.errors import Blocked
from xiangchuang.reviews.models import Review, SeatState
from xiangchuang.reviews.panel import replace_expert
from xiangchuang.reviews.reading import recuse


@pytest.mark.clause("5.2-1")
def test_finished_reviews_stay_and_the_round_concludes_only_when_the_panel_is_whole_again(
    reading: Round,
) -> None:
    leaving, *others = sorted(reading.seats, key=lambda seat: seat.kind != "finance")
    for seat in others:
        reading.submit(reading.declare(seat))
    hashes = dict(Review.objects.values_list("seat_id", "text_sha256"))
    due, run = reading.run.due_on, reading.run.pk
    leaving.refresh_from_db()
    recuse(actor=as_person(leaving.expert), case=reading.case, seat_seen=leaving.version, reason="曾任顾问")
    reading.find_all()

    with pytest.raises(Blocked, match="专家组缺财税专家"):
        reading.conclude("passed")

    new = replace_expert(
        actor=reading.officer, case=reading.case, seen=reading.case.version, seat=leaving,
        expert=reading.free("finance"),
    )  # fmt: skip
    with pytest.raises(Blocked, match="等待财税专家 1 人"):
        reading.conclude("passed")
    reading.submit(reading.declare(new))
    assert dict(Review.objects.exclude(seat=new).values_list("seat_id", "text_sha256")) == hashes
    assert (reading.run.due_on, reading.run.pk) == (due, run)
    assert len(reading.seats) % 2 == 1
    assert {seat.state for seat in reading.seats} == {SeatState.SUBMITTED}
    reading.conclude("passed")


@pytest.mark.clause("5.2-1")
def test_a_panel_left_with_an_even_number_does_not_conclude(reading: Round) -> None:
    technical = [seat for seat in reading.seats if seat.kind == "technical"]
    leaving = technical[0]
    reading.seat(reading.free("technical"), "technical")
    reading.seat(reading.free("technical"), "technical")
    for seat in reading.seats:
        if seat.pk != leaving.pk:
            reading.submit(reading.declare(seat))
    leaving.refresh_from_db()
    recuse(actor=as_person(leaving.expert), case=reading.case, seat_seen=leaving.version, reason="曾任顾问")
    reading.find_all()

    with pytest.raises(Blocked, match="专家组应为单数，现有 8 人"):
        reading.conclude("passed")


@pytest.mark.clause("5.2-1")
def test_who_recused_is_refused_with_the_rule(reading: Round) -> None:
    seat = reading.seat_of("legal")
    recuse(actor=as_person(seat.expert), case=reading.case, seat_seen=seat.version, reason="曾任顾问")

    with pytest.raises(Blocked, match="已对本案回避") as refusal:
        reading.seat(seat.expert, "legal")

    assert refusal.value.clause == "default"
