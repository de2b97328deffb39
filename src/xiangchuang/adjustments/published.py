"""What rounds came to, as published: by center and by round (6.5-2). Drafts are nobody's ground."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import QuerySet

from xiangchuang.evaluation.models import Round, ScorePurpose, ScoreRun, SubjectScore
from xiangchuang.procedure.models import CaseState


def published_scores() -> QuerySet[SubjectScore]:
    """Return the published scores, newest round first; a round published anew counts by its last run."""
    last: dict[int, int] = {}
    runs = _published_runs().order_by("number")
    for pk, round_id in runs.values_list("pk", "round"):
        last[round_id] = pk
    scores = SubjectScore.objects.filter(run__in=last.values()).select_related(
        "subject__center", "subject__round__case"
    )
    return scores.order_by("-subject__round__last_on", "-subject__round", "rank", "pk")


def published_rounds() -> list[Round]:
    """Return the rounds whose results are published, newest first."""
    shown = _published_runs().values("round")
    return list(Round.objects.filter(pk__in=shown).select_related("case"))


def latest_round() -> Round | None:
    """Return the round that was published last by its days."""
    return next(iter(published_rounds()), None)


def scores_over_time(centers: Collection[int]) -> dict[int, list[SubjectScore]]:
    """Return by center its published scores, newest round first, in two queries."""
    found = defaultdict[int, list[SubjectScore]](list)
    for score in published_scores().filter(subject__center__in=centers):
        found[score.subject.center_id].append(score)
    return found


def _published_runs() -> QuerySet[ScoreRun]:
    """A result is public once its round is announced: before, its run may still be sent back."""
    return ScoreRun.objects.filter(purpose=ScorePurpose.PUBLISHED, round__case__state=CaseState.COMPLETED)
