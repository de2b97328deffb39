"""The commission: who may, what is drawn and frozen, and what later changes in the registers do (6.5-2)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.evaluation.world import YEAR, EvaluationWorld, case_of, fresh, subjects_of
from tests.factories.centers import CenterFactory
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.centers.models import CenterMember
from xiangchuang.centers.registers.keep import record_entry
from xiangchuang.evaluation.begin_round import amend_round, begin_round
from xiangchuang.evaluation.commission import commission_round
from xiangchuang.evaluation.kept_documents import read_document
from xiangchuang.evaluation.models import Round
from xiangchuang.evaluation.queries import subjects_visible_to, visible_to
from xiangchuang.evaluation.set_state import set_state
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.notify.models import Message
from xiangchuang.policy.evaluation import Inputs, draw
from xiangchuang.research.registers import RESULTS


def snapshot_of(round_: Round) -> Inputs:
    """Return the document that was frozen."""
    assert round_.snapshot is not None
    return read_document(round_.snapshot, Inputs)


@pytest.mark.clause("6.5-2")
def test_the_registers_are_frozen_with_their_rows_and_later_rows_do_not_enter(world: EvaluationWorld) -> None:
    patent: dict[str, Any] = {
        "title": "一种示例掘进装置", "kind": "invention", "number": "ZL202700000001.1",
        "filed_on": date(YEAR, 2, 1), "granted_on": date(YEAR, 9, 1),
        "owners": "示例中心", "technology_type": "key_common", "origin": "own",
    }  # fmt: skip
    center = world.centers[0]
    record_entry(RESULTS, actor=world.staff[0], center=center, values=patent)
    round_ = world.commissioned()
    again = patent | {"title": "另一种", "number": "ZL202700000002.2"}
    record_entry(RESULTS, actor=world.staff[0], center=center, values=again)
    subject = next(s for s in snapshot_of(round_).subjects if s.code == f"center:{center.pk}")
    reading = subject.figure("invention_granted", "year")
    assert reading is not None and reading.value == 1
    assert [row.label for row in reading.rows] == ["一种示例掘进装置"]


def test_the_hash_of_what_was_frozen_stands_in_the_ledger(world: EvaluationWorld) -> None:
    round_ = world.commissioned()
    assert round_.snapshot is not None and len(round_.seed) == 64
    entry = LedgerEntry.objects.get(verb="commission_round")
    assert entry.detail["snapshot"] == round_.snapshot.sha256
    assert entry.detail["seed"] == round_.seed


def test_every_center_is_told_once_and_the_evaluator_gets_its_part(world: EvaluationWorld) -> None:
    round_ = world.begun()
    assert not visible_to(world.evaluator).exists()
    world.commissioned(round_)
    assert visible_to(world.evaluator).get() == round_
    assert not visible_to(world.other_evaluator).exists()
    told = Message.objects.filter(kind="evaluation_commissioned").values_list("subject", flat=True)
    assert set(told) == {center.name for center in world.centers}


def test_the_sample_can_be_drawn_again_from_the_seed(world: EvaluationWorld) -> None:
    CenterFactory.create_batch(5)
    round_ = world.commissioned(world.begun(sample_share=5000))
    drawn = {s.code for s in subjects_of(round_) if s.is_sampled}
    assert len(drawn) == 4
    assert drawn == set(draw((s.code for s in subjects_of(round_)), 4, seed=int(round_.seed, 16)))
    assert {s.code for s in snapshot_of(round_).subjects} == drawn


def test_an_evaluator_with_a_stake_is_refused(world: EvaluationWorld) -> None:
    CenterMember.objects.create(center=world.centers[1], organization=world.house, role="member")
    round_ = world.begun()
    with pytest.raises(Blocked, match=world.centers[1].name):
        world.commissioned(round_)
    assert case_of(round_).stage_code == "commission"


def test_without_a_letter_nothing_goes_out(world: EvaluationWorld) -> None:
    with pytest.raises(Blocked, match="委托书"):
        world.commissioned(world.begun(commission=None))


def test_a_period_that_is_not_over_or_in_no_order_is_refused(world: EvaluationWorld) -> None:
    for wrong in ({"last_on": date(2028, 12, 31)}, {"first_on": date(2028, 1, 1)}, {"sample_share": 0}):
        with pytest.raises(Invalid):
            world.begun(**wrong)
    with pytest.raises(Blocked, match="运行满"):
        world.begun(first_on=date(2026, 1, 1), last_on=date(2026, 12, 31))
    assert not Round.objects.exists()


def test_only_an_officer_begins_and_commissions(world: EvaluationWorld) -> None:
    for other in (world.leadership, world.division_head, world.evaluator, world.staff[0]):
        with pytest.raises(NotPermitted):
            begin_round(actor=other, draft=world.draft())
    case = world.begun().case
    with pytest.raises(NotFound):
        commission_round(actor=world.evaluator, case=case, seen=case.version)
    with pytest.raises(NotPermitted):
        commission_round(actor=world.leadership, case=case, seen=case.version)


def test_a_second_commission_and_a_stale_change_do_nothing(world: EvaluationWorld) -> None:
    case = world.begun().case
    seen = case.version
    commission_round(actor=world.officer, case=case, seen=seen)
    for late in (seen, case_of(Round.objects.get()).version):
        with pytest.raises((Stale, Blocked)):
            commission_round(actor=world.officer, case=case, seen=late)
    with pytest.raises((Stale, Blocked)):
        amend_round(actor=world.officer, case=case, seen=case.version, draft=world.draft())
    assert LedgerEntry.objects.filter(verb="commission_round").count() == 1


@pytest.mark.clause("6.5-1")
def test_a_state_needs_its_reason_and_takes_the_center_out_of_the_ranking(
    world: EvaluationWorld, jump: Callable[[int], None]
) -> None:
    round_ = world.begun()
    subject = subjects_of(round_)[0]
    with pytest.raises(Invalid):
        set_state(actor=world.officer, case=round_.case, subject=subject, seen=1, state="deferred", reason="")
    with pytest.raises(Invalid):
        set_state(actor=world.officer, case=round_.case, subject=subject, seen=1, state="none", reason="有。")
    set_state(
        actor=world.officer, case=round_.case, subject=subject, seen=1, state="deferred", reason="搬迁。"
    )
    with pytest.raises(Stale):
        set_state(actor=world.officer, case=round_.case, subject=subject, seen=1, state="", reason="")
    run = world.scored(world.at_scoring(world.at_collection(world.commissioned(fresh(round_)))))
    score = run.scores.get(subject=subject)
    assert (score.rank, score.points_e2, score.grade) == (None, None, "")
    assert {s.ranked for s in run.scores.exclude(subject=subject)} == {2} or score.ranked == 0


def test_who_sees_which_centers_of_a_round(world: EvaluationWorld) -> None:
    round_ = world.begun()
    assert not subjects_visible_to(world.staff[0]).exists(), "a round in preparation is nobody else's"
    world.commissioned(round_)
    seen = {
        "officer": 3, "leadership": 3, "evaluator": 3, "other_evaluator": 0, "bureau": 0, "firm": 0,
        "expert": 0,
    }  # fmt: skip
    assert {name: subjects_visible_to(getattr(world, name)).count() for name in seen} == seen
    assert [subjects_visible_to(one).get().center_id for one in world.staff] == [c.pk for c in world.centers]
