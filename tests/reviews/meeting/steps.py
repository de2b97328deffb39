"""What officer, members and applicant do around a meeting, in few words."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from tests.reviews.steps import Round, as_person
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.confirm_person import Confirmation
from xiangchuang.accounts.models import User
from xiangchuang.calendars import clock
from xiangchuang.demo import meeting_steps
from xiangchuang.procedure.models import Case
from xiangchuang.reviews.meeting.convene import AgendaEntry, begin_meeting, convene_meeting, proposed_agenda
from xiangchuang.reviews.meeting.minutes import Came, keep_minutes
from xiangchuang.reviews.meeting.models import PanelMeeting, SecondScoring, Statement, StatementSignature
from xiangchuang.reviews.meeting.second_scoring import SecondDraft, keep_scores, score_again
from xiangchuang.reviews.meeting.statement import lay_statement, sign_statement
from xiangchuang.reviews.meeting.statement_text import proposed_text
from xiangchuang.reviews.models import Seat
from xiangchuang.reviews.panel import replace_expert
from xiangchuang.reviews.reading import recuse


def leave(round_: Round, seat: Seat) -> Seat:
    """The expert recuses and another of the kind sits in the place."""
    recuse(actor=as_person(seat.expert), case=round_.case, seat_seen=seat.version, reason="曾任顾问")
    return replace_expert(
        actor=round_.officer, case=round_.case, seen=round_.case.version, seat=seat,
        expert=round_.free(seat.kind),
    )  # fmt: skip


@dataclass
class Meeting:
    """The meeting of the newest round; its members are in the order of their seats."""

    round_: Round
    place: str = "示例会议室"
    agenda: list[AgendaEntry] | None = field(default=None)

    @property
    def case(self) -> Case:
        return self.round_.case

    @property
    def officer(self) -> Actor:
        return self.round_.officer

    @property
    def lead(self) -> Actor:
        return self.round_.world.province.staff_of(self.round_.world.lead)

    @property
    def row(self) -> PanelMeeting:
        return PanelMeeting.objects.get(panel=self.round_.panel)

    @property
    def statement(self) -> Statement:
        return Statement.objects.get(meeting=self.row)

    @property
    def seats(self) -> list[Seat]:
        return self.round_.seats

    def hour(self, days: int = 0) -> datetime:
        return clock.moment_on(clock.today() + timedelta(days=days), time(14, 30))

    def convene(self, days: int = 0) -> "Meeting":
        agenda = proposed_agenda(self.round_.pack) if self.agenda is None else self.agenda
        convene_meeting(
            actor=self.officer, case=self.case, seen=self.case.version, starts_at=self.hour(days),
            place=self.place, agenda=agenda,
        )  # fmt: skip
        return self

    def begin(self) -> "Meeting":
        begin_meeting(actor=self.officer, case=self.case, seen=self.case.version)
        return self

    def absent(self, *seats: Seat, reason: str = "出差") -> "Meeting":
        keep_minutes(
            actor=self.officer, case=self.case, minutes_seen=self.row.version, minutes="逐项讨论。",
            attendance={seat.pk: Came(False, reason) for seat in seats},
        )  # fmt: skip
        return self

    def keep(self, *seats: Seat) -> "Meeting":
        for seat in seats or self.seats:
            seat.refresh_from_db()
            keep_scores(actor=as_person(seat.expert), case=self.case, seat_seen=seat.version)
        return self

    def change(self, seat: Seat, draft: SecondDraft) -> SecondScoring:
        seat.refresh_from_db()
        return score_again(actor=as_person(seat.expert), case=self.case, seat_seen=seat.version, draft=draft)

    def lay(self, text: str = "") -> Statement:
        return lay_statement(
            actor=self.officer, case=self.case, seen=self.case.version,
            text=text or proposed_text(self.case, self.row, self.round_.pack),
        )  # fmt: skip

    def sign(
        self, seat: Seat, *, dissent: str | None = None, seen: str = "", confirmed: User | None = None
    ) -> StatementSignature:
        user = confirmed or seat.expert.user
        assert user is not None
        return sign_statement(
            actor=as_person(seat.expert), case=self.case, text_seen=seen or self.statement.text_sha256,
            confirmation=Confirmation.of(user), dissent=dissent,
        )  # fmt: skip

    def sign_all(self) -> "Meeting":
        meeting_steps.sign_all(self.case)
        return self
