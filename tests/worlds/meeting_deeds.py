"""What is hidden of a panel's meeting: one goes on, the other ends with a statement that is released.

Each deed does its part in both: attendance, second scoring, statement, signatures, in this order. Of the one
that is released all that the applicant is told stays the same, and people alone change places.
"""

from tests.reviews.meeting.steps import Meeting
from tests.worlds.ground import Ground
from xiangchuang.reviews.conclude_review import conclude_review
from xiangchuang.reviews.meeting.second_scoring import ChangedScore, SecondDraft
from xiangchuang.reviews.meeting.statement_text import proposed_text
from xiangchuang.reviews.models import Seat
from xiangchuang.reviews.write_review import items_for

_TURNED = SecondDraft(verdict="revise", reason="讨论后同意先完善。")


def who_came(ground: Ground, other: bool) -> None:
    """Who was there, and how many."""
    talking, released = _meetings(ground)
    for meeting in (talking, released):
        meeting.convene().begin()
    talking.absent(
        *talking.seats[:1], *talking.seats[6:] if other else (), reason="出国" if other else "出差"
    )
    released.absent(released.seats[3 if other else 2])


def second_scores(ground: Ground, other: bool) -> None:
    """Who thinks otherwise after the discussion, and of what."""
    talking, released = _meetings(ground)
    for place, seat in enumerate(there := _present(talking)):
        if place == int(other):
            item = items_for(seat.kind, talking.round_.pack)[0].code
            talking.change(seat, SecondDraft([ChangedScore(item, 3 if other else 9, "听取了汇报。")]))
        elif seat != there[-1]:
            talking.keep(seat)
    stays = released.seats[5 if other else 4]
    for place, seat in enumerate(released.seats):
        if seat in _present(released):
            if place < 2 or seat == stays:
                released.keep(seat)
            else:
                released.change(seat, _TURNED)


def the_statement(ground: Ground, other: bool) -> None:
    """What a statement says that has not been released."""
    talking, released = _meetings(ground)
    talking.keep(_present(talking)[-1])
    text = proposed_text(talking.case, talking.row, talking.round_.pack)
    talking.lay(f"{text}\n{'经费偏高。' if other else '经费合理。'}")
    released.lay()


def who_dissents(ground: Ground, other: bool) -> None:
    """Who signs against the statement, and whether anybody does; then one of the two rounds is concluded."""
    talking, released = _meetings(ground)
    talking.sign(_present(talking)[2], dissent="经费测算依据不足。" if other else None)
    for seat in (there := _present(released)):
        released.sign(seat, dissent="仍认为应当重做。" if other and seat == there[-1] else None)
    conclude_review(
        actor=released.officer, case=released.case, seen=released.case.version, outcome="revise",
        summary="专家组总体意见。",
    )  # fmt: skip


def _meetings(ground: Ground) -> tuple[Meeting, Meeting]:
    return Meeting(ground.talking), Meeting(ground.concluding)


def _present(meeting: Meeting) -> list[Seat]:
    away = set(meeting.row.attendances.filter(present=False).values_list("seat_id", flat=True))
    return [seat for seat in meeting.seats if seat.pk not in away]
