"""Short names for what the officer does with a whole batch of proposals."""

from dataclasses import dataclass, field

from tests.factories.line import LineWorld
from tests.reviews.steps import Round
from xiangchuang.accounts.actor import Actor
from xiangchuang.procedure.models import Case
from xiangchuang.reviews.models import Panel, ReviewBatch, Seat
from xiangchuang.reviews.review_batches.keep_batch import form_batch, put_in_batch
from xiangchuang.reviews.review_batches.propose_batch import BatchProposal, propose_batch, seat_batch

TITLES = (
    "示例先进轨道交通技术创新中心",
    "示例北斗应用技术创新中心",
    "示例种业技术创新中心",
    "示例新材料技术创新中心",
)


@dataclass
class Batch:
    """Several proposals at the review, in one batch of 李工, the officer."""

    world: LineWorld
    cases: list[Case] = field(default_factory=list)
    row: ReviewBatch = field(init=False)

    @classmethod
    def of(cls, world: LineWorld, count: int = 2) -> "Batch":
        """Take that many proposals to the review and put them in a batch."""
        batch = cls(world, [world.at_stage("review", TITLES[number]) for number in range(count)])
        batch.row = form_batch(actor=batch.officer, name="第一批", year=2026)
        batch.put_in(batch.cases)
        return batch

    @property
    def officer(self) -> Actor:
        return self.world.actor("officer")

    @property
    def panels(self) -> list[Panel]:
        return [Panel.objects.get(case=case) for case in self.cases]

    def rounds(self) -> list[Round]:
        """Each case's round, whose steps act on that case."""
        return [RoundOf(self.world, case) for case in self.cases]

    def put_in(self, cases: list[Case]) -> None:
        self.row.refresh_from_db()
        put_in_batch(actor=self.officer, batch=self.row, seen=self.row.version, cases=cases)

    def proposed(self) -> BatchProposal:
        return propose_batch(self.row)

    def seat_all(self, found: BatchProposal | None = None) -> list[Seat]:
        """Seat what was proposed, as read at the present versions."""
        found = found or self.proposed()
        self.row.refresh_from_db()
        return seat_batch(
            actor=self.officer, batch=self.row, seen=self.row.version,
            cases_seen={panel.case.pk: panel.case.version for panel in found.panels},
            picks=[(p.case, seat.expert, seat.kind) for p in found.panels for seat in p.proposed],
        )  # fmt: skip


@dataclass
class RoundOf(Round):
    """A round of one case of several."""

    own: Case

    @property
    def case(self) -> Case:
        self.own.refresh_from_db()
        return self.own
