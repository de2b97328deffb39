"""An expert declares before reading, or leaves."""

import pytest

from tests.reviews.steps import Round, as_person
from xiangchuang.files.gates import may_read
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.procedure.models import WorkItem
from xiangchuang.procedure.queries import can_view
from xiangchuang.procedure.work_list import work_list
from xiangchuang.proposals.queries import submitted_revision
from xiangchuang.reviews.models import SeatState
from xiangchuang.reviews.panel import replace_expert
from xiangchuang.reviews.queries import may_read_plan
from xiangchuang.reviews.reading import declare_no_conflict, recuse


def test_a_chosen_expert_sees_nothing_before_reading_opens(first_round: Round) -> None:
    seat = first_round.seat_all().seat_of("legal")

    assert not can_view(as_person(seat.expert), first_round.case)


def test_the_plan_opens_to_an_expert_with_the_declaration(reading: Round) -> None:
    seat = reading.seat_of("legal")
    expert = as_person(seat.expert)
    assert [i.what for i in work_list(expert).items] == ["declare_no_conflict"]
    revision = submitted_revision(reading.world.proposal)
    assert revision is not None
    assert not may_read_plan(expert, reading.case)
    assert not may_read(expert, revision.file)

    declared = reading.declare(seat)

    assert declared.state == SeatState.READING
    assert may_read_plan(expert, reading.case)
    assert may_read(expert, revision.file)
    assert [i.what for i in work_list(expert).items] == ["submit_review"]


def test_declaring_twice_is_stale(reading: Round) -> None:
    seat = reading.seat_of("legal")
    seen = seat.version
    declare_no_conflict(actor=as_person(seat.expert), case=reading.case, seat_seen=seen)

    with pytest.raises(Stale):
        declare_no_conflict(actor=as_person(seat.expert), case=reading.case, seat_seen=seen)


def test_nobody_declares_for_an_expert(reading: Round) -> None:
    seat = reading.seat_of("legal")

    with pytest.raises(NotPermitted):
        declare_no_conflict(actor=reading.officer, case=reading.case, seat_seen=seat.version)
    with pytest.raises(NotFound):
        declare_no_conflict(actor=as_person(reading.free("legal")), case=reading.case, seat_seen=seat.version)


def test_a_recusal_asks_the_officer_for_a_replacement(reading: Round) -> None:
    seat = reading.seat_of("finance")

    with pytest.raises(Invalid, match="什么关系"):
        recuse(actor=as_person(seat.expert), case=reading.case, seat_seen=seat.version, reason="")
    recuse(actor=as_person(seat.expert), case=reading.case, seat_seen=seat.version, reason="曾任顾问")

    assert not can_view(as_person(seat.expert), reading.case)
    assert "replace_expert" in [i.what for i in work_list(reading.officer).items]
    new = replace_expert(
        actor=reading.officer, case=reading.case, seen=reading.case.version, seat=seat,
        expert=reading.free("finance"),
    )  # fmt: skip
    assert (new.replaces_id, new.kind, new.state) == (seat.pk, "finance", SeatState.INVITED)
    assert not WorkItem.objects.filter(what="replace_expert", closed_at=None).exists()


def test_who_recused_does_not_come_back(reading: Round) -> None:
    seat = reading.seat_of("finance")
    recuse(actor=as_person(seat.expert), case=reading.case, seat_seen=seat.version, reason="曾任顾问")

    with pytest.raises(Blocked, match="已对本案回避"):
        reading.seat(seat.expert, "finance")


def test_a_seat_is_filled_again_once(reading: Round) -> None:
    seat = reading.seat_of("finance")
    recuse(actor=as_person(seat.expert), case=reading.case, seat_seen=seat.version, reason="曾任顾问")

    def fill() -> None:
        replace_expert(
            actor=reading.officer, case=reading.case, seen=reading.case.version, seat=seat,
            expert=reading.free("finance"),
        )  # fmt: skip

    fill()
    with pytest.raises(Blocked, match="已经补选"):
        fill()
