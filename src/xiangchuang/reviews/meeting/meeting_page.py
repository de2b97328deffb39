"""The page of a meeting as one person may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from xiangchuang.accounts.actor import Actor
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.reviews.meeting.models import (
    AgendaRow,
    Attendance,
    MeetingQuestion,
    PanelMeeting,
    Statement,
    StatementSignature,
)
from xiangchuang.reviews.meeting.statement import missing_signatures, statement_of
from xiangchuang.reviews.meeting.statement_text import reviews_of
from xiangchuang.reviews.meeting.visibility import Sight, names_of, sight_of, without_names
from xiangchuang.reviews.models import ACTIVE_SEATS, Review, Seat
from xiangchuang.reviews.scores import (
    RoundFigures,
    first_points,
    first_total,
    latest_verdict,
    round_figures,
    second_of,
    weighted_total,
)
from xiangchuang.reviews.write_review import items_for


@dataclass(frozen=True)
class ItemLine:
    """One item of a member's sheet: first points, second where they were changed, and why."""

    label: str
    first: int | None
    second: int | None
    justification: str
    reason: str


@dataclass(frozen=True)
class MemberLine:
    """A member with totals and verdicts before and after the discussion; None without a submitted review."""

    seat: Seat
    kind: str
    attendance: Attendance | None
    summary: str
    first: Decimal | None
    latest: Decimal | None
    first_verdict: str
    verdict: str
    verdict_reason: str
    has_decided: bool
    items: tuple[ItemLine, ...]

    @property
    def has_changed(self) -> bool:
        """Whether points or verdict were changed after the discussion."""
        return self.first_verdict != self.verdict or any(item.second is not None for item in self.items)


@dataclass(frozen=True)
class QuestionLine:
    """A question with its answer as the reader may read it, and its author, "" for who may not know."""

    question: MeetingQuestion
    answer: str
    author: str
    is_own: bool


@dataclass(frozen=True)
class StatementView:
    """The statement with those who signed and those who are missing; both empty for the applicant."""

    statement: Statement
    text: str
    signatures: tuple[StatementSignature, ...]
    missing: tuple[Seat, ...]
    shows_people: bool


@dataclass(frozen=True)
class MeetingPage:
    """What the page shows; parts that are not the reader's are empty or None."""

    meeting: PanelMeeting
    sight: Sight
    agenda: tuple[AgendaRow, ...]
    members: tuple[MemberLine, ...]
    figures: RoundFigures | None
    questions: tuple[QuestionLine, ...]
    minutes: str
    statement: StatementView | None


def meetings_of(case: Case) -> list[PanelMeeting]:
    """Return the meetings of the case, newest round first, with what the page needs of them."""
    rows = PanelMeeting.objects.filter(panel__case=case).select_related(
        "panel__run", "panel__case", "statement", "presentation", "convened_by"
    )
    return list(rows.order_by("-panel__run__round"))


def meeting_page(case: Case, actor: Actor, meeting: PanelMeeting, pack: Pack) -> MeetingPage | None:
    """Return the page, None where the meeting does not exist for the actor; constant in queries."""
    sight = sight_of(actor, case, meeting)
    if not sight.is_anybody:
        return None
    reviews = reviews_of(meeting) if sight.sees_peers else []
    return MeetingPage(
        meeting=meeting,
        sight=sight,
        agenda=tuple(meeting.agenda.all()),
        members=tuple(member_lines(meeting, reviews, pack)) if sight.sees_peers else (),
        figures=round_figures(reviews, pack) if reviews else None,
        questions=_questions(meeting, sight, actor),
        minutes=_said(meeting, meeting.minutes, sight) if sight.gets("minutes") else "",
        statement=_statement(meeting, sight),
    )


def member_lines(meeting: PanelMeeting, reviews: Sequence[Review], pack: Pack) -> list[MemberLine]:
    """Return a line for each who sits on the panel."""
    by_seat = {review.seat_id: review for review in reviews}
    rows = {row.seat_id: row for row in meeting.attendances.all()}
    kinds: dict[str, str] = {kind.code: words(kind.label) for kind in pack.panel.kinds}
    seats = meeting.panel.seats.filter(state__in=ACTIVE_SEATS).select_related("expert__employer")
    return [
        member_line(seat, kinds.get(seat.kind, seat.kind), rows.get(seat.pk), by_seat.get(seat.pk), pack)
        for seat in seats
    ]


def member_line(
    seat: Seat, kind: str, attendance: Attendance | None, review: Review | None, pack: Pack
) -> MemberLine:
    """Return the line of one member."""
    if review is None:
        return MemberLine(seat, kind, attendance, "", None, None, "", "", "", False, ())
    verdicts = {verdict.code: words(verdict.label) for verdict in pack.review.verdicts}
    second = second_of(review)
    latest = latest_verdict(review)
    return MemberLine(
        seat, kind, attendance, review.summary, first_total(review, pack), weighted_total(review, pack),
        verdicts.get(review.verdict, ""), verdicts.get(latest, ""), second.reason if second else "",
        second is not None, tuple(item_lines(review, pack)),
    )  # fmt: skip


def item_lines(review: Review, pack: Pack) -> list[ItemLine]:
    """Return the items of the review with what was changed after the discussion."""
    second = second_of(review)
    changed = {score.item: score for score in second.scores.all()} if second else {}
    reasons = {score.item: score.justification for score in review.scores.all()}
    points = first_points(review)
    return [
        ItemLine(
            words(item.label), points.get(item.code),
            changed[item.code].points if item.code in changed else None,
            reasons.get(item.code, ""), changed[item.code].reason if item.code in changed else "",
        )
        for item in items_for(review.seat.kind, pack)
    ]  # fmt: skip


def _questions(meeting: PanelMeeting, sight: Sight, actor: Actor) -> tuple[QuestionLine, ...]:
    """The applicant answers until it is over; afterwards the pack says whether the questions stay theirs."""
    if not sight.reads_plan or (sight.applicant and sight.is_over and not sight.gets("questions")):
        return ()
    user_id = actor.user.pk if actor.user is not None else None
    return tuple(
        QuestionLine(
            question,
            sight.shown(question.answer),
            _author(question) if sight.sees_peers else "",
            sight.seat is not None and question.asked_by_id == user_id,
        )
        for question in meeting.questions.select_related("seat__expert", "asked_by")
    )


def _author(question: MeetingQuestion) -> str:
    return question.seat.expert.name if question.seat is not None else str(question.asked_by)


def _said(meeting: PanelMeeting, text: str, sight: Sight) -> str:
    return text if sight.sees_peers else without_names(text, names_of(meeting))


def _statement(meeting: PanelMeeting, sight: Sight) -> StatementView | None:
    statement = statement_of(meeting)
    if statement is None or not (sight.gets("statement") or sight.gets("conclusion")):
        return None
    if not sight.sees_peers:
        text = _said(meeting, statement.text, sight) if sight.gets("statement") else ""
        return StatementView(statement, text, (), (), False)
    signatures = statement.signatures.select_related("seat__expert__employer")
    return StatementView(
        statement, statement.text, tuple(signatures), tuple(missing_signatures(statement)), True
    )
