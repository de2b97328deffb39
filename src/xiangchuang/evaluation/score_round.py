"""A scoring of the round: one document in, one document out, both kept; again whenever the facts change."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.evaluation.assemble import assemble
from xiangchuang.evaluation.kept_documents import keep_document
from xiangchuang.evaluation.models import Round, ScorePurpose, ScoreRun, SubjectScore
from xiangchuang.evaluation.queries import latest_run
from xiangchuang.evaluation.score_rows import score_rows
from xiangchuang.files.models import StoredFile
from xiangchuang.policy.evaluation import Inputs, InputsError, Results, evaluate, sha256
from xiangchuang.procedure.errors import Blocked
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import Step, perform
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard

CLAUSE: Final = "6.5-1"
SCORE = Verb("score_round", gettext_lazy("计算评价初稿"), tone="primary", page="evaluation:score")
contribute("scoring", SCORE, matters=("evaluation",))


@guard("draft_scored")
def draft_scored(at: Standpoint) -> list[Blocker]:
    """6.5-1: a draft leaves the evaluator computed in this stage, with no indicator left open."""
    round_ = Round.objects.get(case=at.case)
    run = latest_run(round_)
    if run is None or run.scored_at < at.run.opened_at:
        return [Blocker(_("还没有计算评价初稿"), "", "score_round")]
    if count := run.scores.filter(is_undecided=True).count():
        message = _("有 %(count)d 个中心还有指标等待裁定") % {"count": count}
        return [Blocker(message, "", "rule_points")]
    return []


def refuse_outdated(round_: Round) -> None:
    """Raise Blocked when anything that counts has changed since the newest scoring.

    Asked when the draft goes out, not by the guard: every page of the case would put the document together.
    """
    run = latest_run(round_)
    if run is not None and run.inputs_sha256 != sha256(assemble(round_)):
        raise Blocked(_("上次计算之后数据有变。"), remedy=_("重新计算初稿后再反馈。"), clause=CLAUSE)


def score_round(*, actor: Actor, case: Case, seen: int) -> ScoreRun:
    """Score the round from all that is known now, and keep inputs and results as a draft.

    Raises Blocked when the document contradicts itself, in the engine's words.
    """
    with perform(SCORE, actor=actor, case=case, seen=seen) as step:
        return score_in_step(step, ScorePurpose.DRAFT)


def score_in_step(step: Step, purpose: ScorePurpose) -> ScoreRun:
    """Score within the verb under way, and note the hashes in its ledger entry."""
    round_ = Round.objects.select_related("snapshot").get(case=step.case)
    inputs = assemble(round_)
    try:
        results = evaluate(inputs)
    except InputsError as error:
        raise Blocked(str(error), remedy=_("改正后重新计算。"), clause=CLAUSE) from error
    number = round_.score_runs.count() + 1
    stem = f"{step.case.number}-{number}"
    kept = keep_document(actor=step.actor, document=inputs, name=f"{stem}-inputs.json")
    found = keep_document(actor=step.actor, document=results, name=f"{stem}-results.json")
    run = record_run(step, round_, purpose, kept, found)
    SubjectScore.objects.bulk_create(rows_for(run, inputs, results))
    return run


def record_run(
    step: Step, round_: Round, purpose: ScorePurpose, inputs: StoredFile, results: StoredFile
) -> ScoreRun:
    """Keep a scoring whose two documents are stored; the ledger entry of the verb names their hashes."""
    run = ScoreRun.objects.create(
        round=round_, number=round_.score_runs.count() + 1, purpose=purpose, inputs=inputs,
        inputs_sha256=inputs.sha256, results=results, results_sha256=results.sha256,
        scored_by=step.actor.user,
    )  # fmt: skip
    step.subject = f"score-run:{run.pk}"
    step.note(number=run.number, purpose=str(purpose), inputs=inputs.sha256, results=results.sha256)
    return run


def rows_for(run: ScoreRun, inputs: Inputs, results: Results) -> list[SubjectScore]:
    """Return the rows of the run, one for each center in the document."""
    subjects = {subject.code: subject.pk for subject in run.round.subjects.all()}
    return [
        SubjectScore(run=run, subject_id=subjects[code], **values)
        for code, values in score_rows(inputs, results).items()
    ]
