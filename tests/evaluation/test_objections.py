"""Objections to the published grades: what is public, and what an upheld one sets going again (6.5-1)."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from tests.decisions.world import PDF
from tests.evaluation.world import EvaluationWorld, fresh, subjects_of
from xiangchuang.accounts.refusals import Blocked
from xiangchuang.decisions.object_to_notice import ObjectionDraft, file_objection, handle_objection
from xiangchuang.decisions.publish_notice import close_publicity, uphold_and_refuse
from xiangchuang.evaluation import announce
from xiangchuang.evaluation.announce import scores_without_letter, write_letters_later
from xiangchuang.evaluation.models import OpinionLetter, Round, ScoreRun
from xiangchuang.evaluation.reply import send_reply
from xiangchuang.evaluation.rule_points import rule_points
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.policy.evaluation.quantities import hundredths
from xiangchuang.procedure.packs import pack_of

Jump = Callable[[int], None]


def at_publicity(world: EvaluationWorld, jump: Jump) -> Round:
    """Return a round whose grades can be published."""
    round_ = world.at_reply()
    jump(30)
    return world.at_publicity(world.at_meeting(round_))


def objection(tmp_path: Path) -> ObjectionDraft:
    """Return a complete objection by a person."""
    paths = []
    for name in ("异议书.pdf", "证据.pdf"):
        path = tmp_path / name
        path.write_bytes(PDF)
        paths.append(path)
    return ObjectionDraft(
        kind="person", name="赵立群", contact="13800138000", statement="第一家中心的成果少计一项。",
        letter=paths[0], evidence=paths[1],
    )  # fmt: skip


@pytest.mark.clause("6.5-1")
def test_the_notice_says_names_and_grades_and_no_points(world: EvaluationWorld, jump: Jump) -> None:
    notice = world.publish(at_publicity(world, jump))
    labels = {grade.label.zh for grade in pack_of(notice.case).evaluation.grades.grades}  # type: ignore[union-attr]
    assert [name for name, _grade in notice.content] == sorted(center.name for center in world.centers)
    assert {grade for _name, grade in notice.content} <= labels


def test_an_upheld_objection_opens_the_right_of_reply_again(
    world: EvaluationWorld, jump: Jump, tmp_path: Path
) -> None:
    round_ = at_publicity(world, jump)
    notice = world.publish(round_)
    filed = file_objection(notice=notice, token=uuid4(), draft=objection(tmp_path))
    jump(30)
    case = fresh(round_).case
    with pytest.raises(Blocked, match="异议"):
        close_publicity(actor=world.officer, case=case, seen=case.version)
    handle_objection(
        actor=world.officer, case=case, seen=case.version, objection_id=filed.pk, verdict="upheld",
        reasons="经核实，少计一项。",
    )  # fmt: skip
    case = fresh(round_).case
    uphold_and_refuse(actor=world.officer, case=case, seen=case.version, reason="更正第一家中心的得分。")
    round_ = fresh(round_)
    assert round_.case.stage_kind == "reply" and round_.reply_by is not None
    subject = subjects_of(round_)[0]
    best = max(pack_of(round_.case).indicator_sets[subject.set_code].indicators, key=lambda i: i.weight)
    rule_points(
        actor=world.evaluator, case=round_.case, subject=subject, indicator=best.code,
        points_e2=hundredths(best.weight), reason="按异议核实的证据更正。",
    )  # fmt: skip
    send_reply(actor=world.staff[1], subject=subjects_of(round_)[1], words="没有意见。")
    jump(30)
    round_ = world.at_publicity(world.at_meeting(round_))
    again = world.publish(round_)
    assert again.pk != notice.pk
    case = fresh(round_).case
    with pytest.raises(Blocked, match="没有成立的异议"):  # the one to the earlier notice was seen to
        uphold_and_refuse(actor=world.officer, case=case, seen=case.version, reason="再退一次。")
    jump(30)
    run = world.announced(world.at_announcement(round_))
    before, after = (run_.scores.get(subject=subject).points_e2 for run_ in (_draft(round_), run))
    assert before is not None and after is not None and after > before


def _draft(round_: Round) -> ScoreRun:
    return round_.score_runs.filter(purpose="draft").order_by("-number")[0]


def test_letters_of_a_large_round_are_issued_in_the_background_and_go_on_where_they_stopped(
    world: EvaluationWorld, jump: Jump, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_ = at_publicity(world, jump)
    world.publish(round_)
    jump(30)
    monkeypatch.setattr(announce, "LETTERS_AT_ONCE", 2)
    run = world.announced(world.at_announcement(round_))
    assert world.leadership.user is not None
    if scores_without_letter(run):
        assert write_letters_later(run.pk, world.leadership.user.pk) == 3
    assert write_letters_later(run.pk, world.leadership.user.pk) == 0
    assert OpinionLetter.objects.filter(subject__round=round_).count() == 3
    assert LedgerEntry.objects.filter(verb="issue_opinion_letter").count() == 3
    numbers = OpinionLetter.objects.order_by("pk").values_list("document__serial", flat=True)
    assert list(numbers) == list(range(numbers[0], numbers[0] + 3))
