"""The list of cases: whose it shows, how it is narrowed, and what leaves it as a spreadsheet."""

import csv
import io
from collections.abc import Iterator

import pytest

from tests.factories.line import LineWorld
from tests.workbench.browser import queries_of, read, signed_in, text_of
from xiangchuang.pages import capped
from xiangchuang.pages.exports import plain_cell
from xiangchuang.procedure.everywhere import withdraw
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import forget_packs

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> Iterator[LineWorld]:
    """An example province."""
    forget_packs()
    yield LineWorld.build()


def numbers_on(world: LineWorld, part: str, query: str) -> set[str]:
    page = read(signed_in(world.actor(part)), f"/cases/?{query}")
    return {case.number for case in Case.objects.all() if f"/cases/{case.number}/" in page}


def test_each_person_sees_the_cases_of_the_own_part_only(world: LineWorld) -> None:
    draft, checked = world.at_stage("intention"), world.at_stage("conditions")
    assert numbers_on(world, "lead", "view=all") == {draft.number, checked.number}
    assert numbers_on(world, "officer", "view=all") == {checked.number}
    assert numbers_on(world, "city_bureau", "view=all") == {checked.number}
    assert numbers_on(world, "other_city", "view=all") == set()
    assert numbers_on(world, "stranger", "view=all") == set()


def test_the_saved_views(world: LineWorld) -> None:
    waits = world.at_stage("conditions", title="示例甲中心")
    elsewhere = world.at_stage("plan", title="示例乙中心")
    ended = world.at_stage("conditions", title="示例丙中心")
    withdraw(actor=world.actor("lead"), case=ended, seen=ended.version, reason="不再申报。")
    assert numbers_on(world, "officer", "view=mine") == {waits.number}
    assert numbers_on(world, "officer", "view=running") == {waits.number, elsewhere.number}
    assert numbers_on(world, "officer", "view=ended") == {ended.number}
    assert numbers_on(world, "officer", "view=all") == {waits.number, elsewhere.number, ended.number}


def test_the_filters_narrow_by_words_stage_and_prefecture(world: LineWorld) -> None:
    one = world.at_stage("conditions", title="示例功率半导体中心")
    two = world.at_stage("plan", title="示例油茶种业中心")
    assert numbers_on(world, "officer", "q=油茶") == {two.number}
    assert numbers_on(world, "officer", f"q={one.number}") == {one.number}
    assert numbers_on(world, "officer", "stage=conditions") == {one.number}
    assert numbers_on(world, "officer", "prefecture=430100") == {one.number, two.number}
    assert numbers_on(world, "officer", "prefecture=430200") == set()


def test_an_empty_narrow_list_says_to_widen_it(world: LineWorld) -> None:
    page = text_of(read(signed_in(world.actor("officer")), "/cases/?q=没有这样的中心"))
    assert "没有符合条件的案卷" in page and "放宽条件" in page


def test_the_sort_is_in_the_address_and_turns_round(world: LineWorld) -> None:
    early = world.at_stage("conditions", title="示例甲中心")
    late = world.at_stage("conditions", title="示例乙中心")
    client = signed_in(world.actor("officer"))
    newest, oldest = read(client, "/cases/"), read(client, "/cases/?sort=number")
    assert newest.index(late.number) < newest.index(early.number)
    assert oldest.index(early.number) < oldest.index(late.number)
    assert "sort=-number" in oldest


def test_an_unknown_view_sort_or_page_is_as_if_it_were_not_there(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    assert numbers_on(world, "officer", "view=x&sort=password&page=99&stage=") == {case.number}


def test_the_export_holds_what_is_listed_and_runs_no_formula(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    Case.objects.filter(pk=case.pk).update(title='=HYPERLINK("http://example.cn")')
    world.at_stage("plan", title="示例乙中心")
    response = signed_in(world.actor("officer")).get("/cases/export/?stage=conditions")
    text = response.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert len(rows) == 2 and rows[1][0] == case.number
    assert rows[1][1].startswith("'=HYPERLINK")


@pytest.mark.parametrize("typed", ["=1+1", "+86", "-3", "@cmd", "\tx"])
def test_what_begins_like_a_formula_stays_text(typed: str) -> None:
    assert plain_cell(typed) == f"'{typed}"


def test_a_long_list_is_counted_no_further_than_needed(
    world: LineWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capped, "COUNTED_TO", 1)
    for number in range(2):
        world.at_stage("conditions", title=f"示例{number}号中心")
    page = text_of(read(signed_in(world.actor("officer")), "/cases/"))
    assert "以上，更多的用条件筛选" in page


def test_an_applicant_begins_an_intention_here_and_an_officer_invites(world: LineWorld) -> None:
    assert "填报建设意向" in read(signed_in(world.actor("lead")), "/cases/")
    officer = read(signed_in(world.actor("officer")), "/cases/")
    assert "定向组织" in officer and "填报建设意向" not in officer


def test_the_list_takes_as_many_queries_for_three_rows_as_for_one(world: LineWorld) -> None:
    world.at_stage("conditions")
    clients = [signed_in(world.actor(part)) for part in ("officer", "city_bureau", "lead")]
    one = [queries_of(client, "/cases/?view=all") for client in clients]
    for number in range(2):
        world.at_stage("conditions", title=f"示例{number}号中心")
    assert [queries_of(client, "/cases/?view=all") for client in clients] == one
