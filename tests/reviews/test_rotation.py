"""Who sat often within a year rests: left out of lists with the reason, however well the work was done."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.reviews.batch_steps import Batch
from tests.reviews.judged import further_case
from tests.reviews.steps import Round
from xiangchuang.assignment.problem import Person
from xiangchuang.calendars import clock
from xiangchuang.experts.models import Expert
from xiangchuang.policy.experts import QualityRule
from xiangchuang.reviews.draws.drawn_list import DrawnList, drawn_list, round_list
from xiangchuang.reviews.models import Panel, Seat

pytestmark = pytest.mark.usefixtures("clock")


def rule_of(round_: Round) -> QualityRule:
    rule = round_.pack.experts.quality
    assert rule is not None
    return rule


def sat(round_: Round, expert: Expert, times: int, *, days_ago: int = 30, state: str = "submitted") -> None:
    """Let the expert have sat that often on panels formed so many days ago, which are over."""
    for _ in range(times):
        panel = further_case(round_.case, f"2026-HN-{700 + Panel.objects.count():04d}")
        panel.created_at = clock.now() - timedelta(days=days_ago)
        panel.save()
        panel.run.closed_at, panel.run.outcome = clock.now(), "passed"
        panel.run.save()
        Seat.objects.create(panel=panel, expert=expert, kind="technical", state=state)


def listed(round_: Round) -> DrawnList:
    return drawn_list(round_.panel, round_.case, round_.pack)


def reasons(found: DrawnList, expert: Expert) -> list[tuple[str, str]]:
    return [(e.rule, e.reason) for e in found.exclusions if e.person == str(expert.pk)]


def person_of(found: DrawnList, expert: Expert) -> Person:
    return next(person for person in found.round.people if person.key == str(expert.pk))


def test_who_sat_as_often_as_the_pack_says_within_a_year_is_left_out_with_the_number(
    first_round: Round,
) -> None:
    most = rule_of(first_round).rest_after_seats
    tired, fresh = first_round.world.experts[4:6]
    sat(first_round, tired, most)
    sat(first_round, fresh, most - 1)

    found = listed(first_round)

    assert reasons(found, tired) == [("rotation", f"一年内承担 {most} 个席位，达到 {most} 个，轮换休息")]
    assert reasons(found, fresh) == []


@pytest.mark.parametrize(("days_ago", "state"), [(400, "submitted"), (30, "recused"), (30, "removed")])
def test_seats_of_an_earlier_year_and_those_that_were_left_do_not_count(
    first_round: Round, days_ago: int, state: str
) -> None:
    expert = first_round.world.experts[4]
    sat(first_round, expert, rule_of(first_round).rest_after_seats, days_ago=days_ago, state=state)

    assert reasons(listed(first_round), expert) == []


def test_who_sits_on_this_panel_already_keeps_the_seat(first_round: Round) -> None:
    expert = first_round.free("technical")
    first_round.seat(expert, "technical")
    sat(first_round, expert, rule_of(first_round).rest_after_seats)

    found = listed(first_round)

    assert reasons(found, expert) == []
    assert found.round.proposals[0].seated == ((str(expert.pk), "technical"),)


def test_a_policy_that_knows_no_rotation_lets_everybody_sit(first_round: Round) -> None:
    expert = first_round.world.experts[4]
    sat(first_round, expert, 2 * rule_of(first_round).rest_after_seats)
    experts = first_round.pack.experts.model_copy(update={"quality": None})
    pack = replace(first_round.pack, experts=experts)

    assert reasons(drawn_list(first_round.panel, first_round.case, pack), expert) == []


def test_one_seat_short_of_a_rest_an_expert_is_given_one_panel_of_a_batch_and_no_second(
    first_round: Round,
) -> None:
    batch = Batch.of(first_round.world)
    expert = first_round.world.experts[4]
    rounds = batch.rounds()
    sat(rounds[0], expert, rule_of(rounds[0]).rest_after_seats - 1)

    found = round_list(batch.panels, rounds[0].pack)

    person = person_of(found, expert)
    assert person.most - person.carried == 1
    other = person_of(found, first_round.world.experts[5])
    assert other.most - other.carried == first_round.world.experts[5].load_limit
