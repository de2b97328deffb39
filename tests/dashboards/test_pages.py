"""The dashboard, as the department, a city bureau and those whom it does not concern find it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.line import LineWorld
from tests.workbench.browser import queries_of, read, signed_in, stable, text_of
from xiangchuang.calendars import clock
from xiangchuang.dashboards.cities import city_lines
from xiangchuang.dashboards.pipeline import StageLine, pipeline
from xiangchuang.dashboards.scope import approvals_in_view
from xiangchuang.demo.line import passing_days
from xiangchuang.pages import chart_download
from xiangchuang.procedure.everywhere import withdraw
from xiangchuang.procedure.models import Case, CaseState, StageRun
from xiangchuang.procedure.packs import current_pack

PAGES = ("home", "deadlines", "cities")
OVERSEERS = ("officer", "division_head", "leadership", "city_bureau")
NUMBER_LINK = re.compile(r'<a href="([^"]+)">(\d+)</a>')


def address(page: str) -> str:
    return reverse(f"dashboards:{page}")


def days_pass(days: int) -> None:
    """Let the standing clock go on by so many days."""
    passing_days(days)


def stages_of(world: LineWorld, part: str) -> dict[str, StageLine]:
    return {line.code: line for line in pipeline(approvals_in_view(world.actor(part)), current_pack())}


@pytest.mark.clause("5.1-1")
def test_each_stage_says_how_many_stand_there_and_for_how_long(world: LineWorld) -> None:
    first = world.at_stage("conditions", "示例甲中心")
    second = world.at_stage("conditions", "示例乙中心")
    third = world.at_stage("conditions", "示例丙中心")
    for case, days in ((first, 40), (second, 3), (third, 1)):
        StageRun.objects.filter(case=case, closed_at=None).update(
            opened_at=clock.now() - timedelta(days=days)
        )
    Case.objects.filter(pk=first.pk).update(due_on=clock.today() - timedelta(days=1))
    line = stages_of(world, "officer")["conditions"]

    assert (line.count, line.late, line.median, line.oldest) == (3, 1, 3, 40)
    text = text_of(read(signed_in(world.actor("leadership")), address("home")))
    assert "全省在办申报 3 件，“建设条件核查”最多，有 3 件；逾期 1 件。" in text


def test_the_middle_of_two_ages_is_the_lesser_as_in_the_statistics_of_closed_passages(
    world: LineWorld,
) -> None:
    old, _new = world.at_stage("conditions"), world.at_stage("conditions", "示例乙中心")
    StageRun.objects.filter(case=old, closed_at=None).update(opened_at=clock.now() - timedelta(days=9))
    line = stages_of(world, "officer")["conditions"]

    assert (line.median, line.oldest) == (0, 9)


def test_a_deferred_case_is_counted_in_its_stage_and_has_no_age(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    Case.objects.filter(pk=case.pk).update(state=CaseState.DEFERRED, due_on=None)
    StageRun.objects.filter(case=case, closed_at=None).update(closed_at=clock.now(), outcome="deferred")
    line = stages_of(world, "officer")["conditions"]

    assert (line.count, line.deferred, line.median, line.oldest) == (1, 1, None, None)


def test_what_is_due_stands_with_who_holds_it_and_opens_its_cases(world: LineWorld) -> None:
    late = world.at_stage("conditions", "示例逾期中心")
    soon = world.at_stage("plan", "示例将到期中心")
    far = world.at_stage("plan", "示例尚早中心")
    Case.objects.filter(pk=late.pk).update(due_on=clock.today() - timedelta(days=2))
    Case.objects.filter(pk=soon.pk).update(due_on=clock.today())
    officer = signed_in(world.actor("officer"))
    page = read(officer, address("deadlines"))

    assert "全省逾期 1 件，省科技厅经办最多，有 1 件；5 个工作日内到期 1 件。" in text_of(page)
    assert late.number in page and soon.number in page and far.number not in page
    narrow = read(officer, f"{address('deadlines')}?state=late&who=officer")
    assert late.number in narrow and soon.number not in narrow
    of_lead = read(officer, f"{address('deadlines')}?state=soon&who={world.lead.pk}")
    assert soon.number in of_lead and late.number not in of_lead


def test_an_unknown_word_in_the_address_is_as_if_it_were_not_there(world: LineWorld) -> None:
    world.at_stage("conditions")
    officer = signed_in(world.actor("officer"))
    whole = text_of(read(officer, address("deadlines")))
    assert text_of(read(officer, f"{address('deadlines')}?within=999&state=x&page=9")) == whole
    read(officer, f"{address('deadlines')}?who=nobody")
    read(officer, f"{address('deadlines')}?who=٣")
    read(officer, f"{address('cities')}?year=99999999999")
    read(officer, "/cases/?year=0&clock=x&course=y")
    read(officer, "/cases/?year=999999999")


@pytest.mark.clause("5.1-3")
def test_a_city_is_compared_by_what_came_of_its_applications(world: LineWorld) -> None:
    for number in range(2):
        world.at_stage("recommendation", f"示例待推荐{number}中心")
    world.at_stage("conditions", "示例已推荐中心")
    gone = world.at_stage("plan", "示例已撤回中心")
    withdraw(actor=world.actor("lead"), case=gone, seen=gone.version, reason="不再申报。")
    (line,) = city_lines(approvals_in_view(world.actor("officer")))

    assert line.prefecture == "430100"
    assert line.came == {"applied": 4, "recommended": 2, "passed": 0, "granted": 0}
    assert line.days is None
    text = text_of(read(signed_in(world.actor("officer")), address("cities")))
    assert "长沙市提交申报 4 件，批准 0 件。" in text


def test_days_to_the_approval_are_the_middle_of_those_approved(world: LineWorld) -> None:
    for number, days in enumerate((100, 30, 50)):
        case = world.at_stage("conditions", f"示例{number}号中心")
        Case.objects.filter(pk=case.pk).update(
            state=CaseState.GRANTED, closed_at=clock.now(), due_on=None,
            submitted_at=clock.now() - timedelta(days=days),
        )  # fmt: skip
    (line,) = city_lines(approvals_in_view(world.actor("officer")))

    assert (line.came["granted"], line.days) == (3, 50)


@pytest.mark.parametrize("part", OVERSEERS)
def test_every_number_opens_a_list_of_just_so_many(world: LineWorld, part: str) -> None:
    for number, stage in enumerate(("recommendation", "conditions", "conditions", "plan")):
        case = world.at_stage(stage, f"示例{number}号中心")
        if number == 1:
            Case.objects.filter(pk=case.pk).update(due_on=clock.today() - timedelta(days=2))
    client, followed = signed_in(world.actor(part)), 0
    for page in PAGES:
        here = address(page)
        content = read(client, here).split('id="content"', 1)[1]
        for url, number in NUMBER_LINK.findall(content):
            url = url.replace("&amp;", "&").split("#")[0]
            if "sort=number" in url:
                continue  # days, which lead to the oldest
            listed = read(client, here + url if url.startswith("?") else url)
            numbers = {c.number for c in Case.objects.all() if f"/cases/{c.number}/" in listed}
            assert len(numbers) == int(number), (page, url)
            followed += 1
    assert followed >= 8


@pytest.mark.parametrize("page", PAGES)
def test_a_city_bureau_sees_nothing_of_another_citys_cases(world: LineWorld, page: str) -> None:
    bureau = signed_in(world.actor("other_city"))
    before = stable(read(bureau, address(page)))
    case = world.at_stage("conditions")
    Case.objects.filter(pk=case.pk).update(due_on=clock.today() - timedelta(days=2))

    assert stable(read(bureau, address(page))) == before


def test_a_city_bureau_reads_stages_and_holders_as_a_party(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    Case.objects.filter(pk=case.pk).update(due_on=clock.today() - timedelta(days=2))
    bureau = signed_in(world.actor("city_bureau"))

    assert "条件核查中" in text_of(read(bureau, address("home")))
    text = text_of(read(bureau, address("deadlines")))
    assert "省科技厅最多，有 1 件" in text and "经办" not in text


def test_a_city_bureau_does_not_learn_a_holder_by_naming_one(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    Case.objects.filter(pk=case.pk).update(due_on=clock.today() - timedelta(days=2))
    bureau = signed_in(world.actor("city_bureau"))

    assert case.number in read(bureau, f"{address('deadlines')}?who=authority")
    for role in ("officer", "division_head"):
        assert case.number not in read(bureau, f"{address('deadlines')}?who={role}")


def test_those_it_does_not_concern_are_refused(world: LineWorld) -> None:
    for part in ("lead", "member", "department", "evaluator", "served_firm", "audit_admin"):
        for page in PAGES:
            read(signed_in(world.actor(part)), address(page), 403)
    for page in PAGES:
        assert Client().get(address(page)).status_code == 302


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("part", ["leadership", "city_bureau"])
def test_an_empty_page_says_what_would_fill_it(world: LineWorld, page: str, part: str) -> None:
    text = text_of(read(signed_in(world.actor(part)), address(page)))
    assert "没有" in text


@pytest.mark.parametrize("page", PAGES)
def test_every_chart_leaves_as_picture_workbook_and_csv(
    world: LineWorld, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = world.at_stage("conditions")
    Case.objects.filter(pk=case.pk).update(due_on=clock.today() - timedelta(days=2))
    officer = signed_in(world.actor("officer"))
    picture = officer.get(f"{address(page)}?format=png")
    csv = officer.get(f"{address(page)}?format=csv").content.decode()

    assert picture["Content-Type"] == "image/png" and picture.content.startswith(b"\x89PNG")
    assert officer.get(f"{address(page)}?format=xlsx").content[:2] == b"PK"
    assert "<a" not in csv and ",1" in csv
    monkeypatch.setattr(chart_download.settings, "DOCUMENT_FONT_DIRECTORIES", [])
    assert "表格仍可导出" in read(officer, f"{address(page)}?format=png", 422)


@pytest.mark.parametrize("page", PAGES)
def test_pages_ask_as_much_for_three_cases_as_for_one(world: LineWorld, page: str) -> None:
    world.at_stage("conditions")
    clients = [signed_in(world.actor(part)) for part in OVERSEERS]
    one = [queries_of(client, address(page)) for client in clients]
    for number in range(2):
        world.at_stage("conditions", f"示例{number}号中心")

    assert [queries_of(client, address(page)) for client in clients] == one


def test_it_is_reached_from_the_bar_and_from_the_desk(world: LineWorld) -> None:
    for part in OVERSEERS:
        page = read(signed_in(world.actor(part)), "/work-list/")
        assert page.count(f'href="{address("home")}"') >= 2
    assert address("home") not in read(signed_in(world.actor("lead")), "/work-list/")
