"""What anyone may read: the policy, the notices with their window, the centers, the answer to a code."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from tests.decisions.world import OPENING, World
from tests.workbench.browser import queries_of, read, text_of
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center, CenterState
from xiangchuang.decisions.models import Notice, OfficialDocument
from xiangchuang.organizations.prefectures import PREFECTURES
from xiangchuang.pages.prefecture_map import prefecture_map
from xiangchuang.policy.pack import Pack
from xiangchuang.portal.policy_pages import SUBJECTS, rules_of
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import forget_packs


@pytest.fixture
def world(db: None, tmp_path: Path) -> Iterator[World]:
    """The department and one case's people, on a Wednesday morning that stands still."""
    forget_packs()
    with clock.at(OPENING):
        yield World(tmp_path)


def published(world: World, title: str = "示例地下空间智能装备技术创新中心") -> Notice:
    return world.publish(world.case_at("publicity", title))


def approved(world: World, title: str = "示例地下空间智能装备技术创新中心") -> Center:
    case = world.case_at("approval", title)
    world.draft(case)
    return world.approve(case)


def test_an_empty_portal_still_says_what_it_is_and_how_a_center_comes_to_be(db: None, client: Client) -> None:
    forget_packs()
    page = text_of(read(client, "/"))
    assert "怎样组建" in page and "现在没有公示" in page
    steps = [page.index(words) for words in ("提出意向", "方案论证", "现场考察", "发文批准组建")]
    assert steps == sorted(steps)


@pytest.mark.clause("0-2")
def test_the_notice_is_there_whole_every_clause_with_its_class(
    db: None, client: Client, hunan_pack: Pack
) -> None:
    forget_packs()
    page = text_of(read(client, "/policy/"))
    assert all(" ".join(clause.text.split()) in page for clause in hunan_pack.clauses.values())
    assert len(hunan_pack.clauses) == 103
    assert page.count("约束") >= sum(c.class_ == "operative" for c in hunan_pack.clauses.values())


def test_a_clause_says_what_rests_on_it_and_what_carries_it_out(db: None, client: Client) -> None:
    forget_packs()
    page = text_of(read(client, "/policy/5.3-1/"))
    assert "经公示无异议" in page and "公示的期限" in page and "解读" in page
    assert "程序名（供技术核对） decisions.publish_notice.publish_notice" in page
    read(client, "/policy/9.9-9/", status=404)


def test_a_rule_without_words_of_its_own_is_said_by_what_it_is_about(hunan_pack: Pack) -> None:
    for clause in hunan_pack.clauses.values():
        for rule in rules_of(hunan_pack, clause):
            assert not rule.label.isascii(), (clause.anchor, rule.label)
    told = [rule.label for rule in rules_of(hunan_pack, hunan_pack.clauses["5.3-1"])]
    assert "公示与异议的细则" in told
    wordless = {
        one.file.partition("/")[0].removesuffix(".yaml")
        for cited in hunan_pack.citations().values() for one in cited if one.label.isascii()
    }  # fmt: skip
    assert wordless and wordless <= SUBJECTS.keys()


def test_a_sample_document_is_marked_wherever_it_is_listed(world: World, client: Client) -> None:
    center = approved(world)
    assert "示例数据" not in text_of(read(client, "/documents/"))
    Case.objects.filter(pk=center.founding_case_id).update(is_sample=True)
    for address in ("/", "/notices/", "/documents/"):
        assert f"{center.document.title} 示例数据" in text_of(read(client, address)), address


def test_a_notice_can_be_taken_away_as_a_file(world: World, client: Client) -> None:
    notice = published(world)
    assert f'href="/notices/{notice.number}.pdf"' in read(client, f"/notices/{notice.number}/")


def test_centers_that_ended_are_counted_apart_from_those_approved(world: World, client: Client) -> None:
    center = approved(world)
    assert "已退出、并入或转建" not in text_of(read(client, "/centers/"))
    type(center).objects.filter(pk=center.pk).update(state=CenterState.EXITED)
    page = text_of(read(client, "/centers/"))
    assert "已批准 1 家，分布在 1 个市州。" in page and "其中 1 家已退出、并入或转建，不再运行。" in page


def test_a_center_says_which_of_its_builders_leads(world: World, client: Client) -> None:
    center = approved(world)
    page = text_of(read(client, f"/centers/{center.pk}/"))
    assert page.split("牵头和共建单位", 1)[1].count("牵头 ") == 1
    assert f"{center.lead.name} 牵头" in page


@pytest.mark.clause("5.3-1")
def test_a_notice_takes_objections_to_the_last_second_of_its_window_and_says_when_it_is_over(
    world: World, client: Client
) -> None:
    notice = published(world)
    end = clock.end_of_day(notice.closes_on)
    object_here = f"/notices/{notice.number}/object/"
    with clock.at(end - timedelta(seconds=1)):
        assert object_here in read(client, f"/notices/{notice.number}/")
    for moment in (end, end + timedelta(seconds=1)):
        with clock.at(moment):
            page = read(client, f"/notices/{notice.number}/")
            assert object_here not in page and "不再受理" in page


def test_a_notice_shows_its_content_and_the_marks_of_a_government_page(world: World, client: Client) -> None:
    notice = published(world)
    page = read(client, f"/notices/{notice.number}/")
    assert all(value in page for _label, value in notice.content)
    for name in (
        "SiteName",
        "SiteDomain",
        "ColumnName",
        "ColumnType",
        "ArticleTitle",
        "PubDate",
        "ContentSource",
    ):
        assert f'<meta name="{name}"' in page
    read(client, "/notices/GS-1999-0001/", status=404)


def test_a_running_case_that_is_not_published_is_nowhere_on_the_portal(world: World, client: Client) -> None:
    case = world.case_at("publicity")
    for address in ("/", "/notices/", "/centers/"):
        assert case.title not in read(client, address)


def test_a_center_is_listed_where_its_lead_is_with_members_targets_and_document(
    world: World, client: Client
) -> None:
    center = approved(world)
    assert center.name in read(client, "/centers/?prefecture=430100")
    assert f"/centers/{center.pk}/" not in read(client, "/centers/?prefecture=430200")
    page = text_of(read(client, f"/centers/{center.pk}/"))
    assert world.lead.name in page and world.member.name in page
    assert "突破关键共性技术" in page and center.document.verification_code in page
    read(client, "/centers/99999/", status=404)


def test_the_map_has_all_fourteen_prefectures_each_once_and_none_over_another() -> None:
    drawn = prefecture_map({"430100": 2}, chosen="430100")
    assert sorted(tile.code for tile in drawn.tiles) == sorted(area.code for area in PREFECTURES)
    assert len({(tile.x, tile.y) for tile in drawn.tiles}) == 14
    assert [tile.count for tile in drawn.tiles if tile.is_chosen] == [2]


def test_an_issued_document_is_found_by_its_code_however_it_is_typed(world: World, client: Client) -> None:
    document = approved(world).document
    code = document.verification_code
    for typed in (code, code.lower(), code.replace("-", ""), f" {code} "):
        page = client.get("/verify/", {"code": typed}, follow=True).content.decode()
        assert "是省科技厅发出的文件" in page
        assert document.title in page and document.content_sha256 in page


def test_a_draft_is_not_vouched_for(world: World, client: Client) -> None:
    case = world.case_at("approval")
    world.draft(case)
    code = OfficialDocument.objects.get(case=case).verification_code
    assert "没有这份文件" in read(client, f"/verify/{code}/", status=404)


def test_a_misspelled_code_is_told_from_one_that_no_document_has(db: None, client: Client) -> None:
    from xiangchuang.documents.official import verification_code

    unknown = verification_code(bytes(range(16)))
    assert "没有这份文件" in read(client, f"/verify/{unknown}/", status=404)
    last = "A" if unknown[-1] != "A" else "C"
    assert "核验码抄写有误" in read(client, f"/verify/{unknown[:-1]}{last}/", status=404)
    assert "核验码抄写有误" in client.get("/verify/", {"code": "<b>/../x"}, follow=True).content.decode()
    assert client.get("/verify/", {"code": " / "}).status_code == 200


def test_the_lists_take_as_many_queries_for_three_rows_as_for_one(world: World, client: Client) -> None:
    published(world)
    approved(world, "示例零号中心")
    addresses = ("/", "/notices/", "/centers/")
    one = [queries_of(client, address) for address in addresses]
    for number in range(2):
        published(world, f"示例公示{number}号中心")
        approved(world, f"示例批准{number}号中心")
    assert [queries_of(client, address) for address in addresses] == one
