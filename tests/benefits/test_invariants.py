"""The invariants of decisions hold after the verbs, and tell when someone went round them."""

from datetime import date

from tests.benefits.world import BenefitsWorld
from xiangchuang.benefits.invariants import (
    decided_shares_sum_to_the_income,
    decisions_are_numbered_without_gaps,
    nothing_is_paid_before_it_was_decided,
)
from xiangchuang.benefits.models import DecidedShare, DistributionDecision


def test_decisions_taken_by_the_verb_are_sound(world: BenefitsWorld) -> None:
    income = world.income()
    world.decide(income)
    world.decide(income, reason="更正")

    assert [
        *decided_shares_sum_to_the_income(), *decisions_are_numbered_without_gaps(),
        *nothing_is_paid_before_it_was_decided(),
    ] == []  # fmt: skip


def test_a_share_changed_behind_the_verbs_back_is_found(world: BenefitsWorld) -> None:
    decision = world.decide(world.income())
    DecidedShare.objects.filter(decision=decision, name="李工").update(fen=1, paid_on=date(2026, 1, 1))
    DistributionDecision.objects.filter(pk=decision.pk).update(number=3, reason="x")

    assert len(list(decided_shares_sum_to_the_income())) == 1
    assert len(list(nothing_is_paid_before_it_was_decided())) == 1
    assert len(list(decisions_are_numbered_without_gaps())) == 1
