"""The overview, as leadership, officer, city bureaus and those whom it does not concern find it."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.evaluation.scored_world import ScoredWorld
from tests.factories.centers import CenterFactory
from tests.overview.world import OverviewWorld
from tests.workbench.browser import queries_of, read, signed_in, stable, text_of
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.overview.candidates import candidates
from xiangchuang.overview.goals import goal_lines
from xiangchuang.overview.yearly import published_grades
from xiangchuang.procedure.packs import current_pack

PAGES = ("home", "trends", "promises", "goals", "candidates", "achievements")


def address(page: str) -> str:
    return reverse(f"overview:{page}")


@pytest.mark.clause("1.3-1")
def test_leadership_sees_centers_against_the_goal_and_where_they_lie(world: OverviewWorld) -> None:
    text = text_of(read(signed_in(world.leader), address("home")))

    assert "2 个中心分布在 2 个市州" in text
    assert "布局建设省技术创新中心" in text
    assert "未达到" in text


@pytest.mark.clause("1.3-1", "1.3-2")
def test_actuals_stand_beside_the_targets_by_year(world: OverviewWorld) -> None:
    row = world.record()
    lines = {
        line.goal.code: line
        for line in goal_lines(current_pack().goals, list(Center.objects.all()), [row], [2025, 2026])
    }

    assert [(y.year, y.actual, y.target) for y in lines["centers"].years] == [(2025, 0, 5), (2026, 2, 8)]
    assert [(y.year, y.actual, y.target) for y in lines["bottlenecks"].years] == [
        (2025, 0, None), (2026, 1, None),
    ]  # fmt: skip
    assert lines["national_centers"].now.target == 1, "the target of 2025 still stands in 2026"
    page = text_of(read(signed_in(world.officer), address("goals")))
    assert "到 2026 年累计 2，低于目标值 8" in page
    assert "突破关键技术瓶颈：到 2026 年累计 1，没有设目标值" in page


def test_what_was_promised_stands_beside_what_came_of_it(world: OverviewWorld) -> None:
    world.keep_rows()
    page = read(signed_in(world.leader), address("promises"))

    assert "1 项成果进入产业化" in page
    assert "50.00%" in page
    home = text_of(read(signed_in(world.leader), address("home")))
    assert "任务里程碑：到期 2 项，完成 1 项，占 50.00%" in home


def test_a_trend_says_its_finding_and_groups_as_asked(world: OverviewWorld) -> None:
    world.keep_rows()
    officer = signed_in(world.officer)
    page = text_of(read(officer, f"{address('trends')}?figure=results_industrialised&by=city"))

    assert "全省2026 年进入产业化的成果为 1。" in page
    assert "长沙市" in page
    by_center = officer.get(f"{address('trends')}?figure=results_industrialised&by=center&format=csv")
    assert f"{world.center.name},1" in by_center.content.decode()
    # What is not a figure, or no way to group, is the first one shown.
    assert "研发支出" in text_of(read(officer, f"{address('trends')}?figure=drop&by=table"))


@pytest.mark.parametrize("page", PAGES)
def test_a_city_bureau_sees_its_own_area_alone(world: OverviewWorld, page: str) -> None:
    """Two worlds that differ only in the other city's rows look alike to the bureau."""
    bureau = signed_in(world.other_bureau)
    before = stable(read(bureau, address(page)))
    world.keep_rows()
    world.record()
    after = stable(read(bureau, address(page)))

    assert before == after
    assert world.center.name not in after


def test_those_it_does_not_concern_are_refused(world: OverviewWorld) -> None:
    for actor in (world.staff, world.member, world.firm, world.expert, world.evaluator):
        for page in PAGES:
            read(signed_in(actor), address(page), 403)
    for page in PAGES:
        assert Client().get(address(page)).status_code == 302
    row = world.record()
    for actor in (world.other_bureau, world.firm):
        read(signed_in(actor), reverse("overview:achievement", args=[row.pk]), 404)


@pytest.mark.parametrize("page", PAGES[1:])
def test_every_table_goes_out_as_a_workbook(world: OverviewWorld, page: str) -> None:
    world.record()
    officer = signed_in(world.officer)
    book = officer.get(f"{address(page)}?format=xlsx")
    sheet = officer.get(f"{address(page)}?format=csv")

    assert book.content[:2] == b"PK"
    assert sheet.content.decode().startswith("\ufeff")


@pytest.mark.parametrize("page", ["trends", "promises"])
def test_a_chart_goes_out_as_a_picture(world: OverviewWorld, page: str) -> None:
    world.keep_rows()
    assert signed_in(world.leader).get(f"{address(page)}?format=png").content.startswith(b"\x89PNG")


def test_a_candidate_has_its_reasons_each_with_its_record(db: None) -> None:
    with clock.at(clock.moment_on(date(2026, 11, 23))):
        scored = ScoredWorld(count=2)
        scored.run(purpose="published").scores.update(grade="excellent")
        centers = list(Center.objects.order_by("pk"))
        assert not published_grades(centers), "nothing is public before the round is announced"
        scored.announced()
        rules = current_pack().goals.candidates
        assert rules is not None
        found = candidates(rules, centers, published_grades(centers), [])
        first = {reason.rule.code: reason for reason in found[0].reasons}

        assert not found[0].is_candidate
        assert first["excellent"].value == "2026 年优秀"
        assert not first["excellent"].holds, "one round is not the last two"
        assert first["excellent"].records[0][1].endswith("?run=1")
        page = text_of(read(signed_in(scored.leader), address("candidates")))
        assert "目前没有符合推荐条件的中心" in page


def test_enough_reasons_make_a_candidate(world: OverviewWorld) -> None:
    row = world.record()
    rules = current_pack().goals.candidates
    assert rules is not None
    easy = rules.model_copy(update={"fewest": 1})
    found = candidates(easy, [world.center, world.other], {}, [row])

    assert [(one.center, one.is_candidate) for one in found] == [(world.center, True), (world.other, False)]
    reason = next(r for r in found[0].reasons if r.rule.code == "bottleneck")
    assert reason.records == [("主轴承国产化", reverse("overview:achievement", args=[row.pk]))]


@pytest.mark.parametrize("page", PAGES)
def test_pages_ask_as_much_for_four_centers_as_for_two(world: OverviewWorld, page: str) -> None:
    world.record()
    leader = signed_in(world.leader)
    few = queries_of(leader, address(page))
    for number in range(2):
        CenterFactory(name=f"又一中心{number}", members=[])
    world.record(title="第二项")

    assert queries_of(leader, address(page)) == few
