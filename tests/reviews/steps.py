"""Short names for what officer, departments and experts do in a review."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from tests.factories.line import LineWorld
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.calendars import clock
from xiangchuang.demo import meeting_steps, review_steps
from xiangchuang.experts.models import Expert
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Case, StageRun
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reviews.candidates import candidates
from xiangchuang.reviews.conclude_review import conclude_review, find_for_panel, panel_conditions
from xiangchuang.reviews.meeting.convene import panel_is_whole
from xiangchuang.reviews.models import Panel, Review, Seat, SiteVisit
from xiangchuang.reviews.on_site.findings import Finding
from xiangchuang.reviews.panel import active_seats, seat_expert, unseat_expert
from xiangchuang.reviews.reading import declare_no_conflict, open_reading
from xiangchuang.reviews.standpoint import standpoint_of
from xiangchuang.reviews.visit import plan_visit, record_visit
from xiangchuang.reviews.write_review import (
    OpinionDraft,
    ReviewDraft,
    ScoreDraft,
    all_reviews_in,
    items_for,
    save_review,
    submit_review,
)


def as_person(expert: Expert) -> Actor:
    """The expert, signed in."""
    assert expert.user is not None
    return Actor.of(expert.user, clock.today())


@dataclass
class Round:
    """The newest round of the world's case."""

    world: LineWorld

    @property
    def case(self) -> Case:
        return self.world.case

    @property
    def pack(self) -> Pack:
        return pack_of(self.case)

    @property
    def officer(self) -> Actor:
        return self.world.actor("officer")

    @property
    def run(self) -> StageRun:
        return self.case.runs.get(closed_at__isnull=True)

    @property
    def panel(self) -> Panel:
        return Panel.objects.filter(case=self.case)[0]

    @property
    def seats(self) -> list[Seat]:
        return active_seats(self.panel)

    def seat_of(self, kind: str) -> Seat:
        return next(seat for seat in self.seats if seat.kind == kind)

    def free(self, kind: str) -> Expert:
        """An expert of the kind whom nothing bars."""
        listed = candidates(kind, panel=self.panel, case=self.case, pack=self.pack)
        return next(c.expert for c in listed if not c.obstacle)

    def seat(self, expert: Expert, kind: str) -> Seat:
        return seat_expert(
            actor=self.officer, case=self.case, seen=self.case.version, expert=expert, kind=kind
        )

    def unseat(self, seat: Seat, reason: str = "另有安排") -> Seat:
        return unseat_expert(
            actor=self.officer, case=self.case, seen=self.case.version, seat=seat, reason=reason
        )

    def seat_all(self) -> "Round":
        """Seven experts of the five kinds, co-signed by the finance department."""
        review_steps.form_panel(self.world.line, self.run)
        return self

    def open(self) -> "Round":
        open_reading(actor=self.officer, case=self.case, seen=self.case.version)
        return self

    def declare(self, seat: Seat) -> Seat:
        seat.refresh_from_db()
        return declare_no_conflict(actor=as_person(seat.expert), case=self.case, seat_seen=seat.version)

    def draft(
        self, kind: str, *, verdict: str = "approve", points: int = 8, opinions: Sequence[OpinionDraft] = ()
    ) -> ReviewDraft:
        """A complete review."""
        points = min(points, self.pack.review.scale)
        scores = [ScoreDraft(item.code, points, "依据方案相应章节。") for item in items_for(kind, self.pack)]
        return ReviewDraft(scores, verdict, "方案结构完整，目标可考核。", opinions)

    def save(self, seat: Seat, draft: ReviewDraft) -> Review:
        seat.refresh_from_db()
        return save_review(actor=as_person(seat.expert), case=self.case, seat_seen=seat.version, draft=draft)

    def submit(self, seat: Seat, draft: ReviewDraft | None = None) -> Review:
        seat.refresh_from_db()
        return submit_review(
            actor=as_person(seat.expert), case=self.case, seat_seen=seat.version,
            draft=draft or self.draft(seat.kind),
        )  # fmt: skip

    def hear_all(self, *opinions: OpinionDraft) -> "Round":
        """Everyone declares and submits; with opinions the first expert asks for a revision."""
        for number, seat in enumerate(self.seats):
            if seat.declared_at is None:
                self.declare(seat)
            asks = bool(opinions) and number == 0
            verdict = "revise" if asks and any(o.severity == "must" for o in opinions) else "approve"
            self.submit(seat, self.draft(seat.kind, verdict=verdict, opinions=opinions if asks else ()))
        return self

    def find_all(self) -> "Round":
        for outcome in panel_conditions(self.case):
            find_for_panel(
                actor=self.officer, case=self.case, seen=self.case.version, code=outcome.code,
                finding="met", reason="专家组讨论认定。",
            )  # fmt: skip
        return self

    def meet(self, outcome: str) -> "Round":
        """The panel meets today, agrees on that outcome and signs; who still has demands dissents."""
        meeting_steps.hold_meeting(self.case, self.officer, outcome)
        return self

    def conclude(self, outcome: str, summary: str = "专家组总体意见。") -> Case:
        """End the round, on a signed statement once all have been heard."""
        if not [*all_reviews_in(standpoint_of(self.case)), *panel_is_whole(standpoint_of(self.case))]:
            self.meet(outcome)
        return conclude_review(
            actor=self.officer, case=self.case, seen=self.case.version, outcome=outcome, summary=summary
        )


def team_of(world: LineWorld, size: int = 3) -> list[User]:
    """The officer and experts of the panel."""
    experts = [seat.expert.user for seat in Round(world).seats if seat.expert.user is not None]
    return [world.user("officer"), *experts][:size]


def plan_the_visit(world: LineWorld, team: list[User] | None = None, days: int = 3) -> SiteVisit:
    return plan_visit(
        actor=world.actor("officer"), case=world.case, seen=world.case.version,
        visit_on=clock.today() + timedelta(days=days), place="长沙市示例路 1 号", team=team or team_of(world),
    )  # fmt: skip


def record_the_visit(
    world: LineWorld, visit: SiteVisit, record: str = "现场查看，与方案相符。", **other: Finding
) -> None:
    findings = {item.code: Finding("as_stated") for item in visit.items.all()} | other
    record_visit(
        actor=world.actor("officer"), case=world.case, seen=world.case.version, findings=findings,
        record=record,
    )  # fmt: skip
    visit.refresh_from_db()
