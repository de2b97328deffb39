"""Reads of evaluation rounds: whose one may read, which scoring one may see, what was published."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.accounts.roles import Role
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import kept_centers
from xiangchuang.centers.queries import visible_to as centers_visible_to
from xiangchuang.evaluation.models import Round, ScorePurpose, ScoreRun, Subject, SubjectScore
from xiangchuang.procedure.models import CaseState
from xiangchuang.procedure.queries import visible_to as cases_visible_to


def visible_to(actor: Actor) -> "QuerySet[Round]":
    """Return the rounds whose case the actor may open, newest first."""
    return Round.objects.filter(case__in=cases_visible_to(actor)).select_related("case", "evaluator")


def find_round(actor: Actor, number: str) -> Round:
    """Return the round of that case number; raises NotFound for none and for a foreign one alike."""
    found = visible_to(actor).filter(case__number=number).first()
    if found is None:
        raise NotFound(_("没有这轮评价，或者它不归您办理。"))
    return found


def subjects_visible_to(actor: Actor) -> "QuerySet[Subject]":
    """Return the centers in rounds, each as far as the actor may read it.

    The department and the evaluator read all of theirs, a center its own once the round is commissioned, and
    the other readers of a center's file what has been published of it.
    """
    subjects = Subject.objects.select_related("round__case", "round__evaluator", "center__lead")
    if not actor.is_authenticated:
        return subjects.none()
    if actor.is_department_staff:
        return subjects.filter(round__case__in=cases_visible_to(actor))
    commissioned = Q(round__frozen_at__isnull=False)
    evaluator = actor.organizations_as(Role.EVALUATOR)
    return subjects.filter(
        (commissioned & Q(round__evaluator__in=evaluator))
        | (commissioned & Q(center__in=kept_centers(actor).values("pk")))
        | Q(round__case__state=CaseState.COMPLETED, center__in=centers_visible_to(actor).values("pk"))
    )


def find_subject(actor: Actor, pk: int) -> Subject:
    """Return the center in its round; raises NotFound for none and for a foreign one alike."""
    found = subjects_visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这项评价，或者它不归您查看。"))
    return found


def sees_whole_round(actor: Actor, round_: Round) -> bool:
    """Whether the actor reads every center of the round: the department and its evaluator."""
    return actor.is_department_staff or actor.holds(Role.EVALUATOR, round_.evaluator_id)


def latest_run(round_: Round) -> ScoreRun | None:
    """Return the newest scoring of the round."""
    return round_.score_runs.select_related("inputs", "results").order_by("-number").first()


def run_shown(actor: Actor, subject: Subject) -> ScoreRun | None:
    """Return the newest scoring that the actor may see of this center; None while there is none for them.

    A center reads its own from the draft on, never a scoring that the evaluator has not yet told.
    """
    round_ = subject.round
    runs = round_.score_runs.order_by("-number")
    if sees_whole_round(actor, round_):
        return runs.first()
    if round_.case.state == CaseState.COMPLETED:
        return runs.filter(purpose=ScorePurpose.PUBLISHED).first()
    keeps = kept_centers(actor).filter(pk=subject.center_id).exists()
    if not keeps or round_.draft_told_at is None:
        return None
    return runs.first()


def published_scores(round_: Round) -> "QuerySet[SubjectScore]":
    """Return the published results of the round, best rank first; none before the announcement."""
    return SubjectScore.objects.filter(
        run__round=round_, run__purpose=ScorePurpose.PUBLISHED, run__round__case__state=CaseState.COMPLETED
    ).select_related("subject__center", "subject__round")


def grades_over_time(center: Center) -> "QuerySet[SubjectScore]":
    """Return the published results of the center, newest round first; `subject.round.year` is the year."""
    return (
        SubjectScore.objects.filter(
            subject__center=center, run__purpose=ScorePurpose.PUBLISHED,
            run__round__case__state=CaseState.COMPLETED,
        )
        .select_related("subject__round__case", "run")
        .order_by("-subject__round__last_on", "-pk")
    )  # fmt: skip


def latest_published(center: Center) -> SubjectScore | None:
    """Return the center's newest published result; None where it was never evaluated."""
    return grades_over_time(center).first()
