"""What must hold at any time: quiet on a world that came about by verbs, loud on each kind of damage."""

from collections.abc import Callable

import pytest

from tests.adjustments.world import Adjusting
from xiangchuang.adjustments import invariants
from xiangchuang.adjustments.models import Adjustment, RecheckSigner, Rectification, WindUp
from xiangchuang.adjustments.recheck import conclude_recheck
from xiangchuang.centers.models import Center
from xiangchuang.marketplace.models import Booking
from xiangchuang.procedure.models import Case

pytestmark = pytest.mark.django_db
RULES = [
    invariants.a_state_is_the_newest_change,
    invariants.a_completed_case_was_decided,
    invariants.a_rectifying_center_has_one_open,
    invariants.an_ended_center_is_wound_up,
    invariants.nobody_is_booked_at_a_closed_center,
    invariants.limits_rest_on_decisions,
    invariants.a_conclusion_is_co_signed,
]


def test_nothing_is_wrong_after_a_rectification_and_a_removal(world: Adjusting) -> None:
    conclude_recheck(actor=world.head, recheck=world.rechecked().recheck, passed=True, reason="到位")
    world.removed("exit", center=world.other)
    assert [said for rule in RULES for said in rule()] == []


def test_each_damage_is_found_by_its_rule(world: Adjusting) -> None:
    conclude_recheck(actor=world.head, recheck=world.rechecked().recheck, passed=True, reason="到位")
    booking = world.market.book(world.market.offering("instrument"))
    world.removed()
    Booking.objects.filter(pk=booking.pk).update(booked_at=world.center.state_changes.first().case.closed_at)
    damages: dict[Callable[[], object], Callable[[], object]] = {
        invariants.a_conclusion_is_co_signed: lambda: RecheckSigner.objects.filter(side="center").delete(),
        invariants.limits_rest_on_decisions: lambda: Adjustment.objects.update(
            decided_at=None, document=None
        ),
        invariants.a_completed_case_was_decided: lambda: Case.objects.filter(matter="adjustment").first(),
        invariants.an_ended_center_is_wound_up: lambda: WindUp.objects.all().delete(),
        invariants.a_rectifying_center_has_one_open: lambda: Rectification.objects.update(
            state="planning", closed_on=None
        ),
        invariants.a_state_is_the_newest_change: lambda: Center.objects.update(state="suspended"),
    }  # fmt: skip
    for rule, damage in damages.items():
        damage()
        assert list(rule()), rule.__name__


def test_a_booking_after_the_stop_is_found(world: Adjusting, clock) -> None:
    booking = world.market.book(world.market.offering("instrument"))
    world.removed()
    Booking.objects.filter(pk=booking.pk).update(booked_at=clock.now() + (clock.now() - booking.booked_at))
    assert list(invariants.nobody_is_booked_at_a_closed_center())
