"""What waits for whom: soonest first, with a number of queries that does not grow."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.line import LineWorld
from xiangchuang.procedure.models import WorkItem
from xiangchuang.procedure.work_list import work_count, work_list


def test_the_city_bureau_waits_for_its_own_recommendations_only(world: LineWorld) -> None:
    case = world.at_stage("recommendation")
    assert [item.case for item in work_list(world.actor("city_bureau")).items] == [case]
    assert work_list(world.actor("other_city")).items == ()
    assert work_count(world.actor("other_city")) == 0


def test_what_is_due_first_comes_first_and_what_has_no_term_comes_last(world: LineWorld) -> None:
    cases = [world.at_stage("conditions", f"示例中心{n}") for n in range(3)]
    days = [date(2026, 12, 9), date(2026, 12, 2), None]
    for case, day in zip(cases, days, strict=True):
        WorkItem.objects.filter(case=case, closed_at__isnull=True).update(due_on=day)
    waiting = work_list(world.actor("officer")).items
    assert [item.due_on for item in waiting] == [date(2026, 12, 2), date(2026, 12, 9), None]


def test_a_done_step_leaves_one_list_and_enters_the_next(world: LineWorld) -> None:
    world.at_stage("conditions")
    assert work_count(world.actor("officer")) == 1
    world.on_to("plan")
    assert work_count(world.actor("officer")) == 0
    assert [item.what for item in work_list(world.actor("lead")).items] == ["plan"]


def test_pages_of_the_list_do_not_overlap(world: LineWorld) -> None:
    for n in range(4):
        world.at_stage("conditions", f"示例中心{n}")
    officer = world.actor("officer")
    first, second = work_list(officer, limit=3), work_list(officer, limit=3, offset=3)
    assert (len(first.items), first.more, len(second.items), second.more) == (3, True, 1, False)
    assert not {i.pk for i in first.items} & {i.pk for i in second.items}


@pytest.mark.parametrize("part", ["officer", "lead", "city_bureau"])
def test_the_list_asks_as_often_for_three_cases_as_for_one(world: LineWorld, part: str) -> None:
    stage = {"officer": "conditions", "lead": "plan", "city_bureau": "recommendation"}[part]
    asked = []
    for rounds in (1, 2):
        for n in range(rounds):
            world.at_stage(stage, f"示例中心{rounds}{n}")
        actor = world.actor(part)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len([item.case.title for item in work_list(actor).items]) == (1 if rounds == 1 else 3)
        asked.append(len(queries))
    assert asked[0] == asked[1]
