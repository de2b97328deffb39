"""Before anything is decided: who would be warned, who would leave; the decisions then do just that."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.adjustments.world import Adjusting, publish_round
from tests.factories.centers import CenterFactory
from xiangchuang.adjustments.decide_adjustment import foreseen
from xiangchuang.adjustments.effects import Effects
from xiangchuang.adjustments.grounds import on_record, suggestions
from xiangchuang.adjustments.models import Adjustment
from xiangchuang.adjustments.simulate import Line, Rules, simulate, usual_rules
from xiangchuang.centers.models import Center, CenterState, SupportStanding
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.marketplace.models import Booking, BookingState, Order, OrderState
from xiangchuang.procedure.packs import current_pack
from xiangchuang.proposals.models import RecommendationCut

pytestmark = pytest.mark.django_db


def by_center(lines: list[Line]) -> dict[Center, str]:
    return {line.center: line.measure.code if line.measure else "" for line in lines}


@pytest.mark.clause("6.5-1", "6.5-3")
def test_the_usual_rules_reward_the_best_and_warn_the_worst(world: Adjusting) -> None:
    middle = CenterFactory()
    round_ = publish_round([
        (world.other, 91_00, "excellent"), (middle, 70_00, "qualified"), (world.center, 41_50, "unqualified"),
    ])  # fmt: skip
    found = simulate(round_, usual_rules(current_pack()), current_pack())
    assert by_center(list(found.lines)) == {
        world.other: "reward", world.center: "rectification", middle: "",
    }  # fmt: skip


def test_two_failures_in_a_row_come_before_the_grade_and_an_earlier_round_knows_nothing_later(
    world: Adjusting,
) -> None:
    first = publish_round([(world.center, 40_00, "unqualified")], year=2024)
    second = publish_round(
        [(world.other, 80_00, "qualified"), (world.center, 42_00, "unqualified")], year=2025
    )
    pack = current_pack()
    rules = usual_rules(pack)
    assert by_center(simulate(second, rules, pack).touched) == {world.center: "exit"}
    assert by_center(simulate(first, rules, pack).touched) == {world.center: "rectification"}


def test_the_last_of_the_ranks_and_those_below_a_mark(world: Adjusting) -> None:
    others = [CenterFactory() for _ in range(2)]
    round_ = publish_round([
        (world.other, 90_00, "excellent"), (others[0], 69_99, "qualified"), (others[1], 65_00, "qualified"),
        (world.center, 64_00, "qualified"),
    ])  # fmt: skip
    rules = Rules(last=1, last_measure="exit", below_e2=70_00, below_measure="rectification")
    found = simulate(round_, rules, current_pack())
    assert by_center(found.touched) == {
        others[0]: "rectification", others[1]: "rectification", world.center: "exit",
    }  # fmt: skip
    assert [(m.code, n) for m, n in found.by_measure] == [("rectification", 2), ("exit", 1)]


@pytest.mark.clause("6.5-1", "6.5-3")
def test_the_decision_then_does_what_was_simulated_and_simulating_kept_nothing(world: Adjusting) -> None:
    instrument = world.market.offering("instrument")
    agreed = world.market.agreed()
    world.market.request(title="另一项")
    world.market.answer(world.market.demand())
    world.market.book(instrument)
    round_ = publish_round([(world.other, 90_00, "excellent"), (world.center, 40_00, "unqualified")])
    rules = Rules(by_grade={"unqualified": "suspension"})
    entries = LedgerEntry.objects.count()
    effects = simulate(round_, rules, current_pack()).touched[0].effects
    assert LedgerEntry.objects.count() == entries
    assert not Adjustment.objects.exists()
    assert effects is not None

    adjustment = world.heard("suspension")
    assert foreseen(adjustment) == effects
    world.decide(adjustment, world.head)
    world.center.refresh_from_db()
    assert came_to(world, agreed) == effects


def came_to(world: Adjusting, agreed: Order) -> Effects:
    """Read the effects of the one decision from the rows it left."""
    standing = SupportStanding.objects.get()
    change = world.center.state_changes.get()
    return Effects(
        before=CenterState(change.before), after=CenterState(change.after),
        support=standing.effect, bars=standing.bars, support_until=standing.until_on,
        cut=sum(cut.cut for cut in RecommendationCut.objects.all()),
        cancelled=Booking.objects.filter(state=BookingState.CANCELLED).count(),
        declined=Order.objects.filter(state=OrderState.DECLINED).count(),
        withdrawn=world.center.demand_answers.filter(state="withdrawn").count(),
        orders=Order.objects.filter(pk=agreed.pk, state=OrderState.AGREED).count(), firms=1,
    )  # fmt: skip


def test_simulating_asks_as_many_questions_for_one_center_as_for_three(world: Adjusting) -> None:
    pack = current_pack()
    one = publish_round([(CenterFactory(), 40_00, "unqualified")], year=2024)
    three = publish_round(
        [(c, 40_00, "unqualified") for c in (world.other, CenterFactory(), CenterFactory())], year=2025
    )
    counts = []
    for round_ in (one, three):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            simulate(round_, Rules(by_grade={"unqualified": "exit"}), pack)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_is_on_record_is_read_in_a_fixed_number_of_questions(world: Adjusting) -> None:
    centers = [world.center, world.other, CenterFactory()]
    publish_round([(center, 40_00, "unqualified") for center in centers])
    counts = []
    for some in (centers[:1], centers):
        with CaptureQueriesContext(connection) as asked:
            records = on_record(some)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    found = suggestions(world.center, records[world.center.pk], current_pack())
    assert [s.measure.code for s in found] == ["rectification"]
