"""The inputs of a scoring: the frozen registers, with all that was collected, marked, ruled, found since."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from xiangchuang.evaluation.kept_documents import read_document
from xiangchuang.evaluation.models import (
    Correction,
    ExpertScore,
    Material,
    MaterialState,
    Round,
    SurveyInvitation,
    SurveyScore,
    VetoFinding,
)
from xiangchuang.evaluation.scoring_panel import marks_that_count
from xiangchuang.files.models import StoredFile
from xiangchuang.policy.evaluation import (
    Answers,
    FoundVeto,
    Inputs,
    RowRef,
    Ruling,
    SurveyReturn,
)
from xiangchuang.policy.evaluation import ExpertScore as Mark
from xiangchuang.policy.evaluation import Material as GivenMaterial
from xiangchuang.policy.evaluation import Subject as InputSubject
from xiangchuang.policy.evaluation.quantities import as_points
from xiangchuang.policy.terms import PanelKindCode

MATERIAL, REPLY, VETO = "evaluation_material", "evaluation_reply", "evaluation_veto"
"""Sources of rows that stand in the round itself, not in a register."""


def assemble(round_: Round) -> Inputs:
    """Return the document of everything the round knows now, in as many queries for one center as for many.

    Raises Blocked when the snapshot's bytes are not those frozen.
    """
    assert round_.snapshot is not None
    frozen = read_document(round_.snapshot, Inputs)
    collected = _Collected(round_)
    states = dict(round_.subjects.filter(is_sampled=True).values_list("center_id", "state"))
    subjects = tuple(
        collected.added_to(subject, states[_center_id(subject)])
        for subject in frozen.subjects
        if _center_id(subject) in states
    )
    return frozen.model_copy(update={"subjects": subjects})


def _center_id(subject: InputSubject) -> int:
    return int(subject.code.removeprefix("center:"))


class _Collected:
    """What was collected for each center of the round, by the center's id."""

    def __init__(self, round_: Round) -> None:
        self.survey = _survey(round_)
        self.materials = _by_center(Material.objects.filter(
            subject__round=round_, state__in=[MaterialState.ACCEPTED, MaterialState.DECLINED]
        ).select_related("proof"), _material)  # fmt: skip
        self.vetoes = _by_center(
            VetoFinding.objects.filter(subject__round=round_, lifted_at=None).select_related("evidence"),
            _veto,
        )
        self.rulings = _by_center(
            Correction.objects.filter(subject__round=round_, replaced_at=None).select_related(
                "point__evidence"
            ),
            _ruling,
        )
        self.marks = _marks(round_)

    def added_to(self, subject: InputSubject, state: str) -> InputSubject:
        """Return the frozen subject with everything that came since."""
        pk = _center_id(subject)
        return subject.model_copy(
            update={
                "state": state or None,
                "materials": tuple(self.materials[pk]),
                "survey": self.survey.get(pk),
                "scores": tuple(self.marks[pk]),
                "rulings": tuple(self.rulings[pk]),
                "vetoes": tuple(self.vetoes[pk]),
            }
        )


def _by_center(rows: Any, made: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.select_related("subject").order_by("pk"):
        found[row.subject.center_id].append(made(row))
    return found


def _file_ref(source: str, pk: int, file: StoredFile | None) -> tuple[RowRef, ...]:
    return (RowRef(source=source, pk=pk, label=file.name),) if file is not None else ()


def _material(row: Material) -> GivenMaterial:
    accepted = row.state == MaterialState.ACCEPTED
    return GivenMaterial(
        indicator=row.indicator, value=row.value, accepted=accepted,
        note=row.note if accepted else row.judged_reason,
        rows=_file_ref(MATERIAL, row.pk, row.proof),
    )  # fmt: skip


def _veto(row: VetoFinding) -> FoundVeto:
    return FoundVeto(code=row.code, reason=row.reason, rows=_file_ref(VETO, row.pk, row.evidence))


def _ruling(row: Correction) -> Ruling:
    point = row.point
    rows = _file_ref(REPLY, point.pk, point.evidence) if point is not None else ()
    return Ruling(indicator=row.indicator, points=as_points(row.points_e2), reason=row.reason, rows=rows)


def _marks(round_: Round) -> dict[int, list[Mark]]:
    """Marks handed in; a scorer is named by a number that says nothing of the person."""
    rows = marks_that_count(round_)
    numbers = {seat: f"{n}" for n, seat in enumerate(sorted({row.seat_id for row in rows}), 1)}
    found: dict[int, list[Mark]] = defaultdict(list)
    for row in rows:
        found[row.subject.center_id].append(
            Mark(
                indicator=row.indicator, scorer=numbers[row.seat_id], kind=_kind(row), score=row.score,
                reason=row.reason,
            )
        )  # fmt: skip
    return found


def _survey(round_: Round) -> dict[int, SurveyReturn]:
    """What was asked and answered about each center; nobody's name, and no order that tells who answered."""
    asked: dict[int, int] = defaultdict(int)
    invited = SurveyInvitation.objects.filter(subject__round=round_)
    for center in invited.values_list("subject__center", flat=True):
        asked[center] += 1
    served = dict(round_.subjects.values_list("center", "served"))
    scores: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for center, question, score in _scores(round_):
        scores[center][question].append(score)
    return {
        center: SurveyReturn(
            served=served[center] or count,
            asked=count,
            answers=tuple(
                Answers(question=question, scores=tuple(of_question))
                for question, of_question in sorted(scores[center].items())
            ),
        )
        for center, count in asked.items()
    }


def _scores(round_: Round) -> Iterable[tuple[int, str, int]]:
    rows = SurveyScore.objects.filter(answer__subject__round=round_).order_by("question", "score")
    return rows.values_list("answer__subject__center", "question", "score")


def _kind(row: ExpertScore) -> PanelKindCode:
    kind: PanelKindCode = row.seat.kind  # type: ignore[assignment]
    return kind
