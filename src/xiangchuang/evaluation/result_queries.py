"""Whose results one may read: the department all, the evaluator its rounds, a center its own once told,
the other readers of a center's file what was published of it.
"""

from typing import Final

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.accounts.roles import Role
from xiangchuang.centers.queries import kept_centers
from xiangchuang.centers.queries import visible_to as centers_visible_to
from xiangchuang.evaluation.models import Round, ScorePurpose, ScoreRun, SubjectScore
from xiangchuang.evaluation.queries import sees_whole_round
from xiangchuang.procedure.models import CaseState

_DRAFT = Q(purpose=ScorePurpose.DRAFT, scored_at__lte=F("round__draft_told_at"))
_CORRECTED = Q(purpose=ScorePurpose.CORRECTED, round__draft_told_at__isnull=False)
TOLD: Final = _DRAFT | _CORRECTED | Q(purpose=ScorePurpose.PUBLISHED)
"""Scorings that the centers of the round have been told of: the draft, and what followed the replies."""


PUBLIC: Final = Q(run__purpose=ScorePurpose.PUBLISHED, run__round__case__state=CaseState.COMPLETED)
"""Results that were announced."""


def overseen_rounds(actor: Actor) -> "QuerySet[Round]":
    """Return the rounds all of whose results the actor reads."""
    rounds = Round.objects.select_related("case", "evaluator")
    if actor.is_department_staff:
        return rounds
    return rounds.filter(evaluator__in=actor.organizations_as(Role.EVALUATOR))


def find_overseen(actor: Actor, pk: int) -> Round:
    """Return the round whose table the actor reads; raises NotFound for none and for a foreign one."""
    found = overseen_rounds(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这一轮评价，或者它的结果不归您查看。"))
    return found


def scores_visible_to(actor: Actor) -> "QuerySet[SubjectScore]":
    """Return the places in scorings that the actor may read, the newest scoring first."""
    rows = SubjectScore.objects.select_related(
        "run__round__case", "run__inputs", "run__results", "subject__center__lead"
    ).order_by("-run__round", "-run__number", "rank", "pk")
    if actor.is_department_staff:
        return rows
    overseen = Q(run__round__evaluator__in=actor.organizations_as(Role.EVALUATOR))
    told = Q(run__in=ScoreRun.objects.filter(TOLD).values("pk"))
    own = Q(subject__center__in=kept_centers(actor).values("pk"))
    readable = Q(subject__center__in=centers_visible_to(actor).values("pk"))
    return rows.filter(overseen | told & own | PUBLIC & readable)


def find_score(actor: Actor, subject: int, number: int | None) -> SubjectScore:
    """Return a center's place in the scoring of that number, or in the newest the actor may read.

    Raises NotFound for none, for a foreign one, and for a scoring the center was not told of.
    """
    rows = scores_visible_to(actor).filter(subject=subject)
    if number is not None:
        rows = rows.filter(run__number=number)
    found = rows.first()
    if found is None:
        raise NotFound(_("还没有可以查看的评价结果，或者它不归您查看。"))
    return found


def is_overseer(actor: Actor, score: SubjectScore) -> bool:
    """Whether the actor reads the whole round, with names and marks, and not only a center's own place."""
    return sees_whole_round(actor, score.run.round)


def peers_points(score: SubjectScore, set_code: str) -> list[int]:
    """Return the points (hundredths) of all scored centers of the same set in that scoring, best first."""
    rows = SubjectScore.objects.filter(
        run=score.run_id, subject__set_code=set_code, points_e2__isnull=False
    ).order_by("-points_e2")
    return [points for points in rows.values_list("points_e2", flat=True) if points is not None]
