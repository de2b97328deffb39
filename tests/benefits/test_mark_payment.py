"""A share is marked paid once; a wrong mark is taken back with a reason."""

from datetime import date

import pytest

from tests.benefits.world import BenefitsWorld
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.benefits.mark_payment import mark_share_paid, unmark_share_paid
from xiangchuang.benefits.models import DecidedShare, DistributionDecision
from xiangchuang.benefits.queries import paid_before
from xiangchuang.ledger.models import LedgerEntry

DAY = date(2026, 7, 1)


def share_of(decision: DistributionDecision, name: str) -> DecidedShare:
    """The share of a person."""
    return decision.shares.select_related("decision__income__center").get(name=name)


@pytest.mark.clause("4.3-1")
def test_a_payment_is_marked_with_its_day_and_voucher(world: BenefitsWorld) -> None:
    share = share_of(world.decide(world.income()), "李工")

    mark_share_paid(actor=world.staff, share=share, seen=share.version, paid_on=DAY, note="回单 0312")

    share.refresh_from_db()
    assert (share.paid_on, share.paid_note) == (DAY, "回单 0312")
    assert LedgerEntry.objects.filter(verb="mark_share_paid", subject=f"shares:{share.pk}").count() == 1


def test_a_share_is_not_paid_twice(world: BenefitsWorld) -> None:
    decision = world.decide(world.income())
    first, second = share_of(decision, "李工"), share_of(decision, "李工")
    mark_share_paid(actor=world.staff, share=first, seen=first.version, paid_on=DAY)

    with pytest.raises(Stale):
        mark_share_paid(actor=world.staff, share=second, seen=second.version, paid_on=DAY)
    with pytest.raises(Blocked, match="已登记发放"):
        mark_share_paid(actor=world.staff, share=share_of(decision, "李工"), seen=2, paid_on=DAY)


def test_a_wrong_mark_is_taken_back_with_a_reason(world: BenefitsWorld) -> None:
    decision = world.decide(world.income())
    share = share_of(decision, "李工")
    mark_share_paid(actor=world.staff, share=share, seen=1, paid_on=DAY)
    share = share_of(decision, "李工")

    with pytest.raises(Invalid, match="理由"):
        unmark_share_paid(actor=world.staff, share=share, seen=2, reason=" ")
    unmark_share_paid(actor=world.staff, share=share, seen=2, reason="银行退回")

    assert share_of(decision, "李工").paid_on is None


def test_after_a_correction_only_the_new_decision_is_paid_and_tells_what_the_old_one_paid(
    world: BenefitsWorld,
) -> None:
    income = world.income()
    old = world.decide(income)
    share = share_of(old, "李工")
    mark_share_paid(actor=world.staff, share=share, seen=1, paid_on=DAY)
    new = world.decide(income, reason="漏计税费")

    with pytest.raises(Blocked, match="已被更正"):
        mark_share_paid(actor=world.staff, share=share_of(old, "王工"), seen=1, paid_on=DAY)
    assert paid_before(new) == {("team", "李工"): share.fen}


def test_what_covers_costs_is_paid_to_nobody(world: BenefitsWorld) -> None:
    decision = world.decide(world.income())
    costs = decision.shares.select_related("decision__income__center").get(payee="costs")

    with pytest.raises(Blocked, match="不用发放"):
        mark_share_paid(actor=world.staff, share=costs, seen=1, paid_on=DAY)


@pytest.mark.parametrize("paid_on", [date(2026, 6, 19), date(2026, 11, 24)])
def test_a_payment_lies_between_the_decision_and_today(world: BenefitsWorld, paid_on: date) -> None:
    share = share_of(world.decide(world.income()), "李工")

    with pytest.raises(Invalid, match="发放日期"):
        mark_share_paid(actor=world.staff, share=share, seen=1, paid_on=paid_on)


def test_the_department_looks_on_and_marks_nothing(world: BenefitsWorld) -> None:
    share = share_of(world.decide(world.income()), "李工")

    with pytest.raises(NotPermitted):
        mark_share_paid(actor=world.officer, share=share, seen=1, paid_on=DAY)
