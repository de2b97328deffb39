"""The draft: who computes it, what holds it back, and what the letter later says of it (6.5-1)."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.evaluation.world import YEAR, EvaluationWorld, case_of, fresh, subjects_of
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.centers.obligations import ANNUAL_REPORT
from xiangchuang.decisions.official_content import from_stored
from xiangchuang.documents.official import Block
from xiangchuang.evaluation.hand_over import return_to_collection, send_draft
from xiangchuang.evaluation.models import OpinionLetter
from xiangchuang.evaluation.queries import published_scores, run_shown
from xiangchuang.evaluation.rule_points import rule_points
from xiangchuang.evaluation.score_round import score_round
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.procedure.models import Obligation

Jump = Callable[[int], None]


def test_nobody_but_the_evaluator_scores(world: EvaluationWorld) -> None:
    round_ = world.at_scoring()
    case = round_.case
    for stranger in (world.staff[0], world.other_evaluator, world.expert, world.firm):
        with pytest.raises(NotFound):
            score_round(actor=stranger, case=case, seen=case.version)
    for department in (world.officer, world.leadership):
        with pytest.raises(NotPermitted):
            score_round(actor=department, case=case, seen=case.version)
    assert not round_.score_runs.exists()


@pytest.mark.clause("6.5-1")
def test_a_draft_goes_out_computed_current_and_with_a_report(world: EvaluationWorld) -> None:
    round_ = world.at_scoring()
    case = round_.case
    with pytest.raises(Blocked, match="还没有计算评价初稿"):
        send_draft(actor=world.evaluator, case=case, seen=case.version, report="报告。")
    run = world.scored(round_)
    entry = LedgerEntry.objects.filter(verb="score_round").order_by("-pk")[0]
    assert entry.detail["results"] == run.results_sha256
    case = case_of(round_)
    with pytest.raises(Invalid):
        send_draft(actor=world.evaluator, case=case, seen=case.version, report="  ")
    subject = subjects_of(round_)[0]
    code = "task_completion"
    rule_points(
        actor=world.evaluator, case=case, subject=subject, indicator=code, points_e2=500, reason="核实。"
    )
    case = case_of(round_)
    with pytest.raises(Blocked, match="数据有变"):
        send_draft(actor=world.evaluator, case=case, seen=case.version, report="报告。")
    assert run_shown(world.staff[0], subject) is None


def test_a_ruling_stays_within_the_weight_and_has_its_reason(world: EvaluationWorld) -> None:
    round_ = world.at_scoring()
    subject = subjects_of(round_)[0]
    for points, reason in ((1001, "核实。"), (-1, "核实。"), (500, " ")):
        with pytest.raises(Invalid):
            rule_points(
                actor=world.evaluator, case=round_.case, subject=subject, indicator="task_completion",
                points_e2=points, reason=reason,
            )  # fmt: skip
    assert not subject.corrections.exists()


def test_the_evaluator_takes_the_round_back_for_missing_material(world: EvaluationWorld) -> None:
    round_ = world.at_scoring()
    with pytest.raises(Invalid):
        return_to_collection(actor=world.evaluator, case=round_.case, seen=round_.case.version, reason="")
    case = case_of(round_)
    return_to_collection(actor=world.evaluator, case=case, seen=case.version, reason="缺第一家的验收证书。")
    assert fresh(round_).case.stage_kind == "collection"


@pytest.mark.clause("5.4-2")
def test_a_center_that_did_not_report_is_not_graded_above_the_veto(
    world: EvaluationWorld, jump: Jump
) -> None:
    silent = world.centers[2]
    Obligation.objects.create(
        case=silent.founding_case, organization=silent.lead, kind=ANNUAL_REPORT, period=YEAR - 1,
        due_on=date(YEAR, 1, 31), nominal_due_on=date(YEAR, 1, 31), clause="5.4-2",
    )  # fmt: skip
    round_ = world.published(jump)
    scores = {score.subject.center_id: score for score in published_scores(round_)}
    assert scores[silent.pk].is_vetoed and scores[silent.pk].grade == "unqualified"
    assert not any(score.is_vetoed for pk, score in scores.items() if pk != silent.pk)
    letter = OpinionLetter.objects.select_related("document").get(subject__center=silent)
    assert "一票否决：未报送年度报告" in str(letter.document.content)


@pytest.mark.clause("6.5-1")
def test_the_letter_says_grade_points_reasons_and_how_steady_they_are(
    world: EvaluationWorld, jump: Jump
) -> None:
    world.published(jump)
    letter = OpinionLetter.objects.select_related("document").order_by("pk")[0]
    content = from_stored(letter.document.content)
    blocks = [block for block in content.blocks if isinstance(block, Block)]
    words = "\n".join([*(b.text for b in blocks), *(i for b in blocks for i in b.items)])
    assert "评价等次：" in words and "总分" in words
    assert "失分较多的指标" in words and "得 0.00 分" in words
    assert content.number and content.verification is not None
    assert not letter.document.is_public
