"""What is counted of a center's governance: who is there on the last day, what met, what was lacking."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.centers.reading import addresses_of, cost_of, days_around, figure_of, figures_of
from tests.factories.centers import CenterFactory, CenterWorld
from tests.factories.registers import OrganizationFactory
from tests.governance.records import add, body, person
from xiangchuang.calendars import clock as the_clock
from xiangchuang.centers.figures import Span, read_figure
from xiangchuang.centers.registers.keep import withdraw_entry
from xiangchuang.governance import registers
from xiangchuang.governance.figures import FIGURES
from xiangchuang.governance.models import ComplianceSpell
from xiangchuang.governance.queries import governance_year


@pytest.fixture(autouse=True)
def after_the_year() -> Iterator[None]:
    """The year 2026 is over."""
    with the_clock.at(the_clock.moment_on(date(2028, 1, 4))):
        yield


@pytest.fixture
def world(db: None) -> CenterWorld:
    """A center approved on 2026-03-02 of which nothing is recorded yet."""
    return CenterWorld()


def spell(world: CenterWorld, outcome: str, since: date, ended_on: date | None) -> None:
    """A stretch of days on which a condition was not met; it was met again on `ended_on`."""
    ComplianceSpell.objects.create(
        center=world.center, condition=f"charter{since}", clause="4.1-3", outcome=outcome, since=since,
        ended_on=ended_on,
    )  # fmt: skip


def meeting(world: CenterWorld, of: Any, on: date) -> Any:
    """A meeting of a body."""
    return add(
        world,
        registers.MEETINGS,
        title=f"会议{on}",
        body=of,
        held_on=on,
        present=5,
        entitled=7,
        agenda="议程",
    )


def institute(world: CenterWorld, name: str, opened: date, closed: date | None = None) -> Any:
    """An institute of the center."""
    return add(
        world, registers.INSTITUTES, name=name, host=OrganizationFactory(), field="装备", prefecture="430100",
        head="示例负责人", opened_on=opened, closed_on=closed,
    )  # fmt: skip


def test_people_count_on_the_last_day_once_whatever_posts_they_hold(world: CenterWorld) -> None:
    person(world, "甲"), person(world, "甲", "team_leader")
    person(world, "乙", full=False)
    person(world, "丙", ended_on=date(2026, 12, 30))
    person(world, "丁", ended_on=date(2026, 12, 31))
    person(world, "戊", began_on=date(2027, 1, 1))
    wrong = person(world, "己")
    withdraw_entry(registers.STAFF, actor=world.staff, entry=wrong, seen=wrong.version, reason="重复")
    names = ("staff", "full_time_staff")
    assert list(figures_of(world.center, names).values()) == [3, 2]
    assert list(figures_of(world.center, names, 2025).values()) == [0, 0]


def test_in_a_running_year_people_count_as_of_today(world: CenterWorld) -> None:
    person(world, "甲")
    person(world, "乙", began_on=date(2028, 6, 1))
    assert figure_of(world.center, "staff", 2028) == 1


@pytest.mark.clause("4.1-4")
@pytest.mark.parametrize(
    ("heads", "told"), [([], 0), ([True], 1), ([False], 0), ([True, True], 1), ([True, False], 0)]
)
def test_the_director_is_full_time_or_not(world: CenterWorld, heads: list[bool], told: int) -> None:
    """4.1-4 主要负责人应为专职: a center without a director, or with a part-time one, has none."""
    for number, full in enumerate(heads):
        person(world, f"主任{number}", "director", full=full)
    person(world, "副主任")
    assert figure_of(world.center, "full_time_director") == told


def test_meetings_of_the_deciding_body_and_of_the_committee_are_told_apart(world: CenterWorld) -> None:
    council, committee = body(world, "council"), body(world, "expert_committee")
    for day in days_around():
        meeting(world, council, day)
    meeting(world, committee, date(2026, 6, 1))
    meeting(world, body(world, "supervisory"), date(2026, 6, 1))
    names = ("board_meetings", "committee_meetings")
    assert list(figures_of(world.center, names).values()) == [2, 1]
    year = governance_year(world.center, 2026)
    assert (year.council_meetings, year.committee_meetings) == (2, 1)


def test_rules_count_when_adopted_and_institutes_while_they_run(world: CenterWorld) -> None:
    for day in days_around():
        add(
            world, registers.RULES, title=f"制度{day}", kind="equity", adopted_by="理事会", adopted_on=day,
            in_force_from=day,
        )  # fmt: skip
    assert figure_of(world.center, "rules_adopted") == 2
    institute(world, "甲所", date(2026, 12, 31)), institute(world, "乙所", date(2027, 1, 1))
    institute(world, "丙所", date(2026, 5, 1), date(2026, 12, 31))
    assert [figure_of(world.center, "institutes_running", year) for year in (2026, 2027)] == [1, 2]


def test_a_gap_counts_in_every_span_it_was_open_in_and_a_judgement_is_no_gap(
    world: CenterWorld,
) -> None:
    spell(world, "unmet", date(2026, 3, 2), date(2026, 4, 1))
    spell(world, "missing", date(2026, 12, 31), None)
    spell(world, "judgement", date(2026, 3, 2), None)
    spell(world, "unmet", date(2025, 3, 2), date(2026, 1, 1))  # met again on the first day of the year
    assert [figure_of(world.center, "compliance_gaps", year) for year in (2025, 2026, 2027)] == [1, 2, 1]
    april = Span(date(2026, 4, 1), date(2026, 4, 30))
    assert read_figure("compliance_gaps", [world.center], april)[world.center.pk].value == 0
    (where,) = set(addresses_of(world.center, "compliance_gaps"))
    assert where == f"/center-files/{world.center.pk}/compliance/"


def test_no_figure_asks_more_for_three_centers_than_for_one(world: CenterWorld) -> None:
    worlds = [world, CenterWorld(CenterFactory()), CenterWorld(CenterFactory())]
    for each in worlds:
        person(each, "主任", "director"), person(each, "副主任")
        meeting(each, body(each, "council"), date(2026, 6, 1))
        institute(each, "甲所", date(2026, 5, 1))
        spell(each, "unmet", date(2026, 3, 2), None)
    for figure in FIGURES:
        once = cost_of(figure.code, [world.center])
        assert cost_of(figure.code, [each.center for each in worlds]) == once, figure.code
    assert figure_of(worlds[2].center, "staff") == 2
