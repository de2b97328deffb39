"""What the survey said of each center, as far as it may be said to the evaluator and to the center."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from xiangchuang.evaluation.models import Round, Subject, SurveyAnswer, SurveyInvitation, SurveyScore
from xiangchuang.policy.evaluation.results import SurveyEstimate
from xiangchuang.policy.evaluation.rules import SurveyRule
from xiangchuang.policy.evaluation.survey import estimate
from xiangchuang.procedure.pack_words import words


@dataclass(frozen=True)
class QuestionReturn:
    """One question about one center: mean, interval and numbers; no single answer is in it."""

    code: str
    label: str
    told: SurveyEstimate

    @property
    def is_shown(self) -> bool:
        """Whether enough have answered for a mean to be said."""
        return not self.told.too_few


@dataclass(frozen=True)
class SubjectReturn:
    """How many were served, asked and answered, and each question."""

    subject: Subject
    served: int
    asked: int
    answered: int
    questions: tuple[QuestionReturn, ...]


def returns_of(subjects: Sequence[Subject], rule: SurveyRule) -> list[SubjectReturn]:
    """Return the survey of each of these centers, in three queries."""
    ids = [subject.pk for subject in subjects]
    asked = {
        row["subject"]: (row["asked"], row["answered"])
        for row in SurveyInvitation.objects.filter(subject__in=ids)
        .order_by()
        .values("subject")
        .annotate(asked=Count("pk"), answered=Count("pk", filter=Q(is_answered=True)))
    }
    scores: dict[tuple[int, str], list[int]] = defaultdict(list)
    rows = SurveyScore.objects.filter(answer__subject__in=ids).order_by("question", "score")
    for subject_id, question, score in rows.values_list("answer__subject", "question", "score"):
        scores[subject_id, question].append(score)
    return [_return(subject, asked.get(subject.pk, (0, 0)), scores, rule) for subject in subjects]


def _return(
    subject: Subject, counts: tuple[int, int], scores: dict[tuple[int, str], list[int]], rule: SurveyRule
) -> SubjectReturn:
    asked, answered = counts
    served = subject.served or 0
    questions = tuple(
        QuestionReturn(
            question.code,
            words(question.label),
            estimate(scores.get((subject.pk, question.code), []), served=served, asked=asked, rule=rule),
        )
        for question in rule.questions
        if question.scored
    )
    return SubjectReturn(subject, served, asked, answered, questions)


def remarks_of(subject: Subject) -> list[str]:
    """Return what was written about a center, in an order that tells nothing; for the evaluator alone."""
    rows = SurveyAnswer.objects.filter(subject=subject).exclude(words="").order_by("words")
    return list(rows.values_list("words", flat=True))


def links_of(round_: Round) -> list[SurveyInvitation]:
    """Return every invitation of the round with its organisation and center, by center and name."""
    rows = SurveyInvitation.objects.filter(subject__round=round_)
    return list(
        rows.select_related("organization", "subject__center").order_by(
            "subject__center__name", "organization__name", "pk"
        )
    )
