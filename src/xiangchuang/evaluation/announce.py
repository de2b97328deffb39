"""The announcement: what was publicised is final, and each center gets its letter with reasons (6.5-1)."""

from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.models import User
from xiangchuang.calendars import clock
from xiangchuang.decisions.issue_document import draft_document, issue_document
from xiangchuang.decisions.models import DocumentKind
from xiangchuang.decisions.publish_notice import objection_blockers
from xiangchuang.evaluation.kept_documents import read_document
from xiangchuang.evaluation.messages import tell_announced
from xiangchuang.evaluation.models import (
    OpinionLetter,
    Round,
    ScorePurpose,
    ScoreRun,
    SubjectScore,
)
from xiangchuang.evaluation.opinion_letter import opinion_content
from xiangchuang.evaluation.queries import latest_run
from xiangchuang.evaluation.score_round import record_run, rows_for
from xiangchuang.evaluation.tasks import issue_letters
from xiangchuang.policy.evaluation import Inputs, Results, evaluate, sha256
from xiangchuang.procedure.errors import Blocked
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.perform import Step, perform
from xiangchuang.procedure.standing import Standing
from xiangchuang.procedure.verbs import Verb, contribute

LETTERS_AT_ONCE: Final = 60
"""A larger round's letters are issued in the background, so that nobody waits for a page."""
ANNOUNCE = Verb(
    "announce_results", gettext_lazy("公布结果，印发评价意见"), outcomes=("passed",), tone="primary",
    needs=(objection_blockers,), page="evaluation:announce",
)  # fmt: skip
contribute("decision", ANNOUNCE, matters=("evaluation",))


def announce_results(*, actor: Actor, case: Case, seen: int) -> ScoreRun:
    """Make the publicised scoring the published one, unchanged to the byte, and issue the letters.

    Raises Blocked when the stored inputs no longer give the stored results.
    """
    with perform(ANNOUNCE, actor=actor, case=case, seen=seen) as step:
        round_ = Round.objects.select_related("evaluator", "case").get(case=step.case)
        final = latest_run(round_)
        if final is None:
            raise Blocked(_("还没有评分结果，不能公布。"), clause="6.5-1")
        inputs, results = _unchanged(final)
        run = record_run(step, round_, ScorePurpose.PUBLISHED, final.inputs, final.results)
        SubjectScore.objects.bulk_create(rows_for(run, inputs, results))
        if len(results.subjects) > LETTERS_AT_ONCE:
            assert actor.user is not None
            issue_letters.enqueue(run.pk, actor.user.pk)
        else:
            numbers = write_letters(step, run, scores_without_letter(run), inputs, results)
            step.note(letters=numbers)
        tell_announced(round_, round_.subjects.filter(is_sampled=True).select_related("center"))
        step.subject = f"score-run:{run.pk}"
        step.finish("passed")
    return run


def _unchanged(run: ScoreRun) -> tuple[Inputs, Results]:
    inputs, results = read_document(run.inputs, Inputs), read_document(run.results, Results)
    if sha256(evaluate(inputs)) != run.results_sha256:
        raise Blocked(
            _("按留存的数据重新计算，得不到公示的结果，没有公布。"),
            remedy=_("联系系统管理员核对。"),
            clause="6.5-1",
        )
    return inputs, results


def scores_without_letter(run: ScoreRun) -> list[SubjectScore]:
    """Return the published rows whose center has no letter yet."""
    rows = run.scores.filter(subject__letter__isnull=True).order_by("pk")
    return list(rows.select_related("subject__center__lead", "subject__center__organization"))


def write_letters(
    step: Step, run: ScoreRun, scores: Iterable[SubjectScore], inputs: Inputs, results: Results
) -> list[str]:
    """Issue a letter for each row, and return their numbers."""
    numbers: list[str] = []
    for score in scores:
        worded = opinion_content(
            step.case, step.pack, round_=run.round, score=score, result=results.subject(score.subject.code),
            inputs=inputs, drafted_on=clock.today(),
        )  # fmt: skip
        draft = draft_document(step, DocumentKind.EVALUATION_OPINION, worded)
        document = issue_document(step, draft, is_public=False)
        OpinionLetter.objects.create(subject=score.subject, document=document)
        numbers.append(document.number)
    return numbers


def write_letters_later(run_id: int, user_id: int) -> int:
    """Issue the letters that are still missing, each in a transaction of its own; return how many.

    A task that was killed goes on where it stopped.
    """
    run = ScoreRun.objects.select_related("round__case", "round__evaluator").get(pk=run_id)
    inputs, results = read_document(run.inputs, Inputs), read_document(run.results, Results)
    actor = Actor.of(User.objects.get(pk=user_id), clock.today())
    step = _step_of(run, actor)
    issued = 0
    for score in scores_without_letter(run):
        with transaction.atomic():
            [number] = write_letters(step, run, [score], inputs, results)
            write_entry(
                actor, verb="issue_opinion_letter", subject=step.subject, case_number=step.case.number,
                clause="6.5-1", detail={"center": score.subject.center_id, "number": number},
            )  # fmt: skip
        issued += 1
    return issued


def _step_of(run: ScoreRun, actor: Actor) -> Step:
    """The announcement's step, as it stood when the round was closed."""
    case, pack = run.round.case, pack_of(run.round.case)
    stage_run = case.runs.filter(stage_code=case.stage_code).order_by("-round")[0]
    stage = pack.procedures[case.kind].stage(case.stage_code)
    return Step(ANNOUNCE, actor, case, stage_run, stage, pack, Standing("leadership", None, ""))
