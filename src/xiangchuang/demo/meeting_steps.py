"""The panel's meeting in the example line: invitation, questions, second scoring, statement, signatures."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Final

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.confirm_person import Confirmation
from xiangchuang.calendars import clock
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reviews.meeting.convene import begin_meeting, convene_meeting, proposed_agenda
from xiangchuang.reviews.meeting.minutes import Came, keep_minutes
from xiangchuang.reviews.meeting.models import PanelMeeting, Statement
from xiangchuang.reviews.meeting.questions import answer_question, ask_question
from xiangchuang.reviews.meeting.second_scoring import SecondDraft, keep_scores, own_demands, score_again
from xiangchuang.reviews.meeting.statement import lay_statement, sign_statement
from xiangchuang.reviews.meeting.statement_text import (
    conclusion_words,
    proposed_text,
    reviews_of,
    votes_of,
)
from xiangchuang.reviews.models import Panel, Review, Seat
from xiangchuang.reviews.panel import active_seats
from xiangchuang.reviews.scores import latest_verdict

PLACE: Final = "示例省科技厅 3 楼会议室"
_BEGINS: Final = time(14, 30)
_PERSUADED: Final = "经讨论，同意多数专家的意见。"


def hold_meeting(case: Case, officer: Actor, outcome: str) -> None:
    """Call the panel together today, agree on that outcome, and have every member sign.

    Who still has demands of the own does not turn to a pass, and signs with a dissent. Nothing happens in a
    pack without meetings, or where the round has a signed statement already.
    """
    if pack_of(case).review.meeting is None or _is_signed(case):
        return
    if not PanelMeeting.objects.filter(panel=_panel(case)).exists():
        convene(case, officer)
    begin_meeting(actor=officer, case=case, seen=case.version)
    discuss(case, outcome)
    lay(case, officer)
    sign_all(case)


def convene(case: Case, officer: Actor, *, in_days: int = 0) -> PanelMeeting:
    """Invite for this afternoon, or one so many days ahead, with the agenda of the pack."""
    day = clock.today() + timedelta(days=in_days)
    return convene_meeting(
        actor=officer, case=case, seen=case.version, starts_at=clock.moment_on(day, _BEGINS),
        place=PLACE, agenda=proposed_agenda(pack_of(case)),
    )  # fmt: skip


def ask_and_answer(case: Case, staff: Actor) -> None:
    """A member asks before the meeting, the lead answers in writing."""
    question = ask_question(
        actor=person(active_seats(_panel(case))[0]), case=case,
        text="中试线建成之前，工程化验证在哪里做、费用由谁承担？",
    )  # fmt: skip
    answer_question(
        actor=staff, case=case, question_id=question.pk, question_seen=question.version,
        answer="先用牵头单位现有试验场，费用列入自筹经费，见方案第七章。",
    )  # fmt: skip


def discuss(case: Case, outcome: str) -> None:
    """Each member keeps the first scoring or turns to the outcome, where the own demands allow it."""
    pack = pack_of(case)
    wanted = next(v.code for v in pack.review.verdicts if v.outcome == outcome)
    spoken = {v.code: v.outcome for v in pack.review.verdicts}
    for seat in active_seats(_panel(case)):
        review = Review.objects.get(seat=seat)
        turns = spoken[review.verdict] != outcome and not (outcome == "passed" and own_demands(review))
        if turns:
            score_again(
                actor=person(seat), case=case, seat_seen=seat.version,
                draft=SecondDraft(verdict=wanted, reason=_PERSUADED),
            )  # fmt: skip
        else:
            keep_scores(actor=person(seat), case=case, seat_seen=seat.version)


def lay(case: Case, officer: Actor) -> Statement:
    """Keep the minutes and lay the statement that the wording proposes."""
    pack, meeting = pack_of(case), PanelMeeting.objects.get(panel=_panel(case))
    keep_minutes(
        actor=officer, case=case, minutes_seen=meeting.version,
        minutes="牵头单位汇报方案后退场。专家就技术路线、经费和人才逐项讨论，形成论证意见。",
        attendance={row.seat_id: Came(row.present, row.reason) for row in meeting.attendances.all()},
    )  # fmt: skip
    text = proposed_text(case, meeting, pack) or conclusion_words(
        votes_of(meeting, reviews_of(meeting), pack)
    )
    return lay_statement(actor=officer, case=case, seen=case.version, text=text)


def sign_all(case: Case) -> None:
    """Everyone signs; whose verdict is another one signs with a dissent."""
    statement = Statement.objects.get(meeting__panel=_panel(case))
    spoken = {v.code: v.outcome for v in pack_of(case).review.verdicts}
    for seat in active_seats(_panel(case)):
        own = spoken[latest_verdict(Review.objects.select_related("second").get(seat=seat))]
        sign(case, seat, statement, dissent=None if own == statement.outcome else "仍认为所提问题应先解决。")


def sign(case: Case, seat: Seat, statement: Statement, *, dissent: str | None = None) -> None:
    """The expert signs, having shown to be who is signed in."""
    assert seat.expert.user is not None
    sign_statement(
        actor=person(seat), case=case, text_seen=statement.text_sha256,
        confirmation=Confirmation.of(seat.expert.user), dissent=dissent,
    )  # fmt: skip


def person(seat: Seat) -> Actor:
    """The expert of the seat, signed in."""
    user = seat.expert.user
    if user is None:
        raise LookupError(f"{seat.expert} has no account")
    return Actor.of(user, clock.today())


def _panel(case: Case) -> Panel:
    return Panel.objects.get(run__case=case, run__closed_at__isnull=True)


def _is_signed(case: Case) -> bool:
    return Statement.objects.filter(meeting__panel=_panel(case), signed_at__isnull=False).exists()
