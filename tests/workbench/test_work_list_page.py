"""The work list page: what waits for a person, soonest first."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.factories.line import LineWorld
from tests.workbench.browser import queries_of, read, signed_in, text_of
from xiangchuang.calendars import clock as clocks
from xiangchuang.procedure.errands import Errand
from xiangchuang.procedure.models import WorkItem
from xiangchuang.procedure.packs import forget_packs
from xiangchuang.workbench.views import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> Iterator[LineWorld]:
    """An example province."""
    forget_packs()
    yield LineWorld.build()


def test_an_empty_list_says_what_would_put_something_there(world: LineWorld) -> None:
    page = text_of(read(signed_in(world.actor("served_firm")), "/work-list/"))
    assert "现在没有等您办理的事项" in page and "会出现在这里" in page


def test_a_row_says_case_matter_and_last_day(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    page = text_of(read(signed_in(world.actor("officer")), "/work-list/"))
    assert case.number in page and case.title in page
    assert "建设条件核查" in page and "个工作日" in page


def test_what_waits_for_one_city_is_not_on_anothers_list(world: LineWorld) -> None:
    case = world.at_stage("recommendation")
    assert case.number in read(signed_in(world.actor("city_bureau")), "/work-list/")
    assert case.number not in read(signed_in(world.actor("other_city")), "/work-list/")
    assert case.number not in read(signed_in(world.actor("officer")), "/work-list/")


def test_the_late_come_first_then_the_urgent_then_the_rest_then_the_undated(world: LineWorld) -> None:
    today = clocks.today()
    days = {
        "逾期": today - timedelta(days=9),
        "今天": today,
        "以后": today + timedelta(days=60),
        "无期": None,
    }
    for name, day in days.items():
        case = world.at_stage("conditions", title=f"示例{name}中心")
        WorkItem.objects.filter(case=case, closed_at__isnull=True).update(due_on=day)
    page = text_of(read(signed_in(world.actor("officer")), "/work-list/"))
    order = [
        page.index(words)
        for words in ("已逾期", "示例逾期中心", "三个工作日内到期", "示例今天中心", "其余有期限的",
                      "示例以后中心", "没有期限的", "示例无期中心")
    ]  # fmt: skip
    assert order == sorted(order)


def test_what_is_late_outside_of_cases_is_said_above_them(
    world: LineWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = clocks.today()
    days = (today - timedelta(days=9), today - timedelta(days=1), today + timedelta(days=30), None)
    found = [Errand(f"示例事项{n}", "", f"/{n}/", day) for n, day in enumerate(days)]
    monkeypatch.setattr(work, "errands_of", lambda actor: found)
    client = signed_in(world.actor("officer"))
    assert "项已逾期" not in text_of(read(client, "/work-list/")), "they stand on top by themselves"
    world.at_stage("conditions")
    page = read(client, "/work-list/")
    assert (
        "“中心与服务”中有 2 项已逾期" in text_of(page)
        and 'href="#errands"' in page
        and 'id="errands"' in page
    )
    monkeypatch.setattr(work, "errands_of", lambda actor: found[2:])
    assert "项已逾期" not in text_of(read(client, "/work-list/"))


def test_a_provisional_day_is_marked(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    WorkItem.objects.filter(case=case).update(due_provisional=True)
    assert "暂定，节假日公布后确定" in read(signed_in(world.actor("officer")), "/work-list/")


def test_the_list_goes_on_on_further_pages(world: LineWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "PER_PAGE", 2)
    numbers = [world.at_stage("conditions", title=f"示例{n}号中心").number for n in range(3)]
    client = signed_in(world.actor("officer"))
    first, second = read(client, "/work-list/"), read(client, "/work-list/?page=2")
    assert "?page=2" in first and "?page=1" in second
    assert [n in first for n in numbers].count(True) == 2
    assert [n in second for n in numbers].count(True) == 1


def test_the_page_takes_as_many_queries_for_three_rows_as_for_one(world: LineWorld) -> None:
    world.at_stage("conditions")
    client = signed_in(world.actor("officer"))
    one = queries_of(client, "/work-list/")
    for number in range(2):
        world.at_stage("conditions", title=f"示例{number}号中心")
    assert queries_of(client, "/work-list/") == one
