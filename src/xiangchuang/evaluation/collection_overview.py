"""How far a round has collected: center by center, for the evaluator and the department."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiangchuang.evaluation.asked_materials import asked_of, set_of
from xiangchuang.evaluation.collection_standing import is_scored
from xiangchuang.evaluation.models import (
    AbsenceInquiry,
    Material,
    MaterialState,
    Round,
    Subject,
    VetoFinding,
)
from xiangchuang.evaluation.survey_returns import SubjectReturn, returns_of
from xiangchuang.policy.pack import Pack


@dataclass(frozen=True)
class CenterLine:
    """One center: how many things were asked, handed in, judged; its survey, absence and vetoes."""

    subject: Subject
    asked: int
    handed_in: int
    waiting: int
    survey: SubjectReturn | None
    absence: AbsenceInquiry | None
    vetoes: int
    scored: bool

    @property
    def missing(self) -> int:
        """How many things asked were not handed in."""
        return self.asked - self.handed_in

    @property
    def standing(self) -> str:
        """Return in words what the evaluator has to see to."""
        if not self.scored:
            return _("不评分")
        if self.waiting:
            return _("待审核 %(count)d 份") % {"count": self.waiting}
        if not self.handed_in:
            return _("没有报送")
        if self.missing:
            return _("缺 %(count)d 份") % {"count": self.missing}
        return _("已审核")


def center_lines(round_: Round, pack: Pack) -> list[CenterLine]:
    """Return a line for each center drawn; the queries do not grow with the centers."""
    subjects = list(
        Subject.objects.filter(round=round_, is_sampled=True).select_related("center__lead", "round__case")
    )
    states = _states(subjects)
    absences = {row.subject_id: row for row in AbsenceInquiry.objects.filter(subject__in=subjects)}
    vetoes = Counter(
        VetoFinding.objects.filter(subject__in=subjects, lifted_at=None).values_list("subject", flat=True)
    )
    rule = pack.evaluation.survey
    surveys = {one.subject.pk: one for one in returns_of(subjects, rule)} if rule else {}
    return [
        CenterLine(
            subject=subject,
            asked=len(asked_of(set_of(subject, pack))),
            handed_in=sum(n for (pk, state), n in states.items() if pk == subject.pk and _came(state)),
            waiting=states[subject.pk, MaterialState.SUBMITTED],
            survey=surveys.get(subject.pk),
            absence=absences.get(subject.pk),
            vetoes=vetoes[subject.pk],
            scored=is_scored(subject, pack),
        )
        for subject in subjects
    ]


def _states(subjects: Sequence[Subject]) -> Counter[tuple[int, str]]:
    rows = Material.objects.filter(subject__in=subjects)
    return Counter(rows.values_list("subject", "state"))


def _came(state: str) -> bool:
    return state in (MaterialState.SUBMITTED, MaterialState.ACCEPTED)
