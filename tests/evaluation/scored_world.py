"""A round that was scored: centers with figures in its documents, kept as a scoring keeps them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from tests.factories.centers import CenterFactory
from tests.factories.registers import OrganizationFactory, actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import Appointment
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.figures import figures
from xiangchuang.centers.models import Center
from xiangchuang.evaluation.models import Round, ScorePurpose, ScoreRun, Subject, SubjectScore
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store_bytes
from xiangchuang.policy.evaluation import (
    ExpertScore,
    FigureMeaning,
    FigureReading,
    Inputs,
    Results,
    RowRef,
    Ruling,
    canonical,
    evaluate,
    sha256,
)
from xiangchuang.policy.evaluation import Subject as Evaluated
from xiangchuang.policy.evaluation.quantities import hundredths
from xiangchuang.policy.evaluation.robustness import robustness
from xiangchuang.procedure.models import Case, Phase
from xiangchuang.procedure.packs import current_pack, current_policy

SET = "field_specific"
SCORER = "示例评委甲"
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
FEN_PER_WAN = 1_000_000


def meanings() -> tuple[FigureMeaning, ...]:
    """What every figure of the registers is called."""
    return tuple(
        FigureMeaning.model_validate(
            {"code": f.code, "label": {"zh": str(f.label), "en": f.code}, "unit": f.unit}
        )
        for f in figures()
    )


@dataclass
class ScoredWorld:
    """A round of so many centers, its evaluator, the department, the first center's staff and a rival's."""

    count: int = 3
    centers: list[Center] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.evaluator = actor_as(Role.EVALUATOR, OrganizationFactory(name="示例评估有限公司"))
        self.other_evaluator = actor_as(Role.EVALUATOR, OrganizationFactory(name="示例另一评估公司"))
        self.officer = actor_as(Role.OFFICER)
        self.leader = actor_as(Role.LEADERSHIP)
        self.expert = actor_as(Role.EXPERT)
        self.firm = actor_as(Role.SERVED_FIRM)
        self.centers = [CenterFactory(name=f"示例中心{n:02d}", members=[]) for n in range(self.count)]
        self.staff = actor_as(Role.CENTER_STAFF, self.centers[0].lead)
        self.rival = actor_as(Role.CENTER_STAFF, self.centers[-1].lead)
        self.round = self._round()
        self.subjects = [
            Subject.objects.create(round=self.round, center=c, set_code=SET) for c in self.centers
        ]

    def house(self, actor: Actor) -> int:
        """The organisation a person acts for."""
        return Appointment.objects.filter(user=actor.user)[0].organization_id

    def _round(self) -> Round:
        at = clock.now()
        case = Case.objects.create(
            number=f"2027-PJ-{Case.objects.count() + 1:04d}", kind="evaluation", matter="evaluation",
            title="2026 年度绩效评价", policy_version=current_policy(), stage_code="scoring",
            stage_kind="scoring", phase=Phase.REVIEW, opened_at=at, submitted_at=at,
        )  # fmt: skip
        return Round.objects.create(
            case=case, first_on=FIRST, last_on=LAST, evaluator_id=self.house(self.evaluator)
        )

    def told(self) -> None:
        """The centers are told of the draft."""
        self.round.draft_told_at = clock.now() + timedelta(minutes=1)
        self.round.save()

    def announced(self) -> None:
        """The round is over and its results are public."""
        case = self.round.case
        case.state, case.closed_at = "completed", clock.now()
        case.save()

    def inputs(
        self, wan: Sequence[int] | None = None, rulings: Mapping[int, str] | None = None, **first: object
    ) -> Inputs:
        """The document: R&D spending of each center in 万元, and what a person ruled on the first figure."""
        spent = wan or [2000 - 300 * place for place in range(self.count)]
        rules = current_pack().evaluation
        assert rules.robustness is not None
        quick = rules.robustness.model_copy(update={"samples": 200})
        return Inputs(
            round=self.round.case.number, first=FIRST, last=LAST, pack="p", pack_sha256="0" * 64, seed=7,
            rules=rules.model_copy(update={"robustness": quick}),
            sets=(current_pack().indicator_sets[SET],), figures=meanings(),
            subjects=tuple(
                self._evaluated(place, fen * FEN_PER_WAN, (rulings or {}).get(place, ""), first)
                for place, fen in enumerate(spent)
            ),
        )  # fmt: skip

    def _evaluated(self, place: int, fen: int, ruled: str, first: Mapping[str, object]) -> Evaluated:
        center = self.centers[place]
        row = RowRef(source="task-spending", pk=place + 1, label=f"研发支出{place}", on=LAST, amount=fen)
        patent = RowRef(source="results", pk=place + 1, label=f"示例专利{place}", on=LAST, amount=1)
        readings = (
            FigureReading(code="rd_spending", span="year", value=fen, rows=(row,)),
            FigureReading(code="invention_granted", span="year", value=1, rows=(patent,)),
            FigureReading(code="smes_served", span="year", value=20),
        )
        marks = tuple(
            ExpertScore(
                indicator="representative_results", scorer=f"{SCORER}{n}", kind="technical", score="8"
            )
            for n in range(3)
        )
        rulings = (
            (Ruling(indicator="rd_input", points=Decimal(ruled), reason="补充凭证已核实"),) if ruled else ()
        )
        subject = Evaluated.model_validate({"code": f"center:{center.pk}", "name": center.name, "set": SET})
        changes: dict[str, object] = {"figures": readings, "scores": marks, "rulings": rulings}
        return subject.model_copy(update=changes | (dict(first) if place == 0 else {}))

    def run(self, inputs: Inputs | None = None, purpose: str = ScorePurpose.DRAFT) -> ScoreRun:
        """Score the document and keep it, as the scoring of a round does."""
        inputs = inputs or self.inputs()
        results = evaluate(inputs)
        run = ScoreRun.objects.create(
            round=self.round, number=self.round.score_runs.count() + 1, purpose=purpose,
            inputs=kept(canonical(inputs), "inputs.json"), inputs_sha256=sha256(inputs),
            results=kept(canonical(results), "results.json"), results_sha256=sha256(results),
        )  # fmt: skip
        self._rows(run, inputs, results)
        return run

    def _rows(self, run: ScoreRun, inputs: Inputs, results: Results) -> None:
        steady = robustness(inputs, results)
        subjects = {subject.code: subject for subject in self.subjects}
        for found in results.subjects:
            kept = steady.subject(found.code)
            SubjectScore.objects.create(
                run=run, subject=subjects[found.code], rank=found.rank, ranked=found.ranked,
                points_e2=None if found.total is None else hundredths(found.total),
                grade=found.grade or "", is_vetoed=bool(found.vetoes), is_undecided=bool(found.undecided),
                rank_kept=kept.keeps_rank * 10_000 // steady.samples if kept else None,
                grade_kept=kept.keeps_grade * 10_000 // steady.samples if kept else None,
                rank_low=kept.ranks[0] if kept else None, rank_high=kept.ranks[1] if kept else None,
                is_close_call=bool(kept and kept.close_call),
            )  # fmt: skip


def kept(content: bytes, name: str) -> StoredFile:
    """Keep bytes of the round in the store."""
    return store_bytes(
        actor=Actor.system(), content=content, name=name, media_type="application/json", purpose="evaluation"
    )
