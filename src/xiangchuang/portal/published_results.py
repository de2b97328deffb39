"""Evaluation results as announced: year, center and grade, and nothing of points or peers (6.5-1)."""

from dataclasses import dataclass

from django.db.models import QuerySet

from xiangchuang.centers.models import Center
from xiangchuang.evaluation.grade_words import outcome_label
from xiangchuang.evaluation.models import Round
from xiangchuang.evaluation.queries import published_scores
from xiangchuang.procedure.models import CaseState
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of


@dataclass(frozen=True)
class ResultLine:
    """A center's grade, in words, in an announced round."""

    center: Center
    grade: str


def announced_rounds() -> "QuerySet[Round]":
    """Return the rounds whose results were announced, newest first."""
    rounds = Round.objects.filter(case__state=CaseState.COMPLETED)
    return rounds.select_related("case").order_by("-last_on", "-pk")


def result_lines(round_: Round) -> list[ResultLine]:
    """Return the grades of a round by the centers' names: no order among centers is published."""
    pack = pack_of(round_.case)
    scores = published_scores(round_).select_related("subject__center__lead")
    lines = [ResultLine(score.subject.center, words(outcome_label(score, pack))) for score in scores]
    return sorted(lines, key=lambda line: line.center.name)
