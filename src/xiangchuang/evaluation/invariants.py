"""What must hold of evaluation rounds at any time."""

from collections.abc import Iterator

from django.db.models import Count, F, Q

from xiangchuang.evaluation.models import (
    Correction,
    OpinionLetter,
    ReplyPoint,
    ReplyVerdict,
    Round,
    ScorePurpose,
    ScoreRun,
)
from xiangchuang.procedure.models import CaseState


def a_frozen_round_is_past_its_commission() -> Iterator[str]:
    """Yield each round that is frozen and still being commissioned, or the reverse."""
    waiting = Q(case__stage_kind="intake")
    wrong = Round.objects.filter(
        (waiting & Q(frozen_at__isnull=False)) | (~waiting & Q(frozen_at__isnull=True))
    )
    for number in wrong.values_list("case__number", flat=True):
        yield f"{number}: snapshot and stage do not agree"


def every_scoring_keeps_the_bytes_it_names() -> Iterator[str]:
    """Yield each scoring whose documents are not those whose hashes it carries."""
    wrong = ScoreRun.objects.exclude(inputs__sha256=F("inputs_sha256"), results__sha256=F("results_sha256"))
    for pk in wrong.values_list("pk", flat=True):
        yield f"score-run:{pk} names other bytes than it keeps"


def every_finished_round_is_published_once() -> Iterator[str]:
    """Yield each completed round that has not exactly one published scoring, or has one too early."""
    published = Count("score_runs", filter=Q(score_runs__purpose=ScorePurpose.PUBLISHED), distinct=True)
    rounds = Round.objects.annotate(published=published)
    for number in (
        rounds.filter(case__state=CaseState.COMPLETED)
        .exclude(published=1)
        .values_list("case__number", flat=True)
    ):
        yield f"{number} is over without exactly one published scoring"
    for number in (
        rounds.exclude(case__state=CaseState.COMPLETED)
        .filter(published__gt=0)
        .values_list("case__number", flat=True)
    ):
        yield f"{number} has published results and is not over"


def every_scoring_counts_the_centers_drawn() -> Iterator[str]:
    """Yield each scoring that does not have one row for each center drawn."""
    runs = ScoreRun.objects.annotate(
        rows=Count("scores", distinct=True),
        drawn=Count("round__subjects", filter=Q(round__subjects__is_sampled=True), distinct=True),
    )
    for pk in runs.exclude(rows=F("drawn")).values_list("pk", flat=True):
        yield f"score-run:{pk} does not score every center drawn"


def an_accepted_point_has_its_correction() -> Iterator[str]:
    """Yield each accepted point without a correction, and each correction of a point that was declined."""
    accepted = ReplyPoint.objects.filter(verdict=ReplyVerdict.ACCEPTED, correction__isnull=True)
    for pk in accepted.values_list("pk", flat=True):
        yield f"evaluation-point:{pk} is accepted and corrects nothing"
    stray = Correction.objects.exclude(point__isnull=True).exclude(point__verdict=ReplyVerdict.ACCEPTED)
    for pk in stray.values_list("pk", flat=True):
        yield f"evaluation-correction:{pk} corrects for a point that was not accepted"


def letters_are_issued_to_finished_rounds_only() -> Iterator[str]:
    """Yield each opinion letter that is a draft, or of a round that is not over."""
    wrong = OpinionLetter.objects.exclude(
        document__issued_at__isnull=False, subject__round__case__state=CaseState.COMPLETED
    )
    for pk in wrong.values_list("pk", flat=True):
        yield f"opinion-letter:{pk} stands outside a finished round"
