"""Search over everything public, as the verbs leave it: found when published, gone when withdrawn."""

import json
from datetime import time, timedelta
from io import BytesIO

import pdfplumber
import pytest
from django.test import Client

from tests.decisions.world import World, at
from tests.workbench.browser import queries_of, read, text_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.decisions.models import Notice
from xiangchuang.procedure.everywhere import withdraw
from xiangchuang.search.follow import refresh_all
from xiangchuang.search.models import PublicText
from xiangchuang.search.sources import sources

TITLE = "示例地下空间智能装备技术创新中心"


def published(world: World, title: str = TITLE) -> Notice:
    return world.publish(world.case_at("publicity", title))


def approved(world: World, title: str = TITLE) -> Center:
    case = world.case_at("approval", title)
    world.draft(case)
    return world.approve(case)


def kinds_found(client: Client, text: str) -> list[str]:
    page = read(client, f"/search/?q={text}")
    return [url for url in ("/notices/GS", "/verify/", "/centers/") if f'<a href="{url}' in page]


@pytest.mark.clause("5.3-1")
def test_a_notice_is_found_from_its_publication_and_gone_with_the_withdrawal(
    world: World, client: Client
) -> None:
    notice = published(world)
    assert f"/notices/{notice.number}/" in read(client, "/search/?q=地下空间")
    case = notice.case
    case.refresh_from_db()
    withdraw(actor=world.applicant, case=case, seen=case.version, reason="另有安排")
    assert not PublicText.objects.filter(kind="notice").exists()
    assert f"/notices/{notice.number}/" not in read(client, "/search/?q=地下空间")


def test_an_approval_brings_its_document_and_its_center(world: World, client: Client) -> None:
    center = approved(world)
    page = read(client, "/search/?q=地下空间")
    assert f'href="/centers/{center.pk}/"' in page
    assert f'href="/verify/{center.document.verification_code}/"' in page
    assert "<mark>地下空间</mark>" in page


def test_a_running_case_that_is_not_published_is_not_found(world: World, client: Client) -> None:
    world.case_at("publicity", TITLE)
    assert "没有同时含有" in text_of(read(client, "/search/?q=地下空间"))


def test_clauses_are_found_once_the_index_was_made(world: World, client: Client) -> None:
    refresh_all("clause")
    page = read(client, "/search/?q=注册资金&kind=clause")
    assert 'href="/policy/4.1-1/"' in page


def test_nothing_found_leads_somewhere(world: World, client: Client) -> None:
    approved(world)
    page = text_of(read(client, "/search/?q=地下空间无人机"))
    assert "没有同时含有" in page and "含有其中一部分的" in page and "逐条看政策条文" in page
    assert "检索政策条文、公示" in text_of(read(client, "/search/"))


def test_a_single_sign_is_looked_for_in_titles_and_the_page_says_so(world: World, client: Client) -> None:
    approved(world)
    page = text_of(read(client, "/search/?q=地"))
    assert "中心 1" in page and "只有一个字时，只查标题里以它开头的词" in page
    assert "只有一个字时" not in text_of(read(client, "/search/?q=地下"))


def test_a_code_of_verification_leads_to_its_page_however_it_is_typed(world: World, client: Client) -> None:
    code = approved(world).document.verification_code
    for typed in (code, code.lower().replace("-", ""), f"　{code}"):
        page = read(client, f"/search/?q={typed}")
        assert f'href="/verify/{code}/"' in page and "没有同时含有" not in page


def test_the_page_of_results_takes_as_many_questions_for_three_as_for_one(
    world: World, client: Client
) -> None:
    approved(world, "示例零号中心")
    one = queries_of(client, "/search/?q=示例&kind=center")
    for number in range(2):
        approved(world, f"示例批准{number}号中心")
    assert queries_of(client, "/search/?q=示例&kind=center") == one


def test_lists_are_narrowed_by_words_kind_state_and_year(world: World, client: Client) -> None:
    notice, center = published(world, "示例甲号中心"), approved(world, "示例乙号中心")
    here = f"/notices/{notice.number}/"
    assert here in read(client, "/notices/?q=甲号&kind=approval&state=open&year=2026")
    for other in ("q=丙号", "state=over", "year=2024", "kind=evaluation"):
        assert here not in read(client, f"/notices/?{other}")
    assert center.document.title in read(client, "/documents/?q=乙号&kind=approval")
    assert center.document.title not in read(client, "/documents/?kind=refusal")
    assert f'href="/centers/{center.pk}/"' in read(client, f"/centers/?q=乙号&field={center.field}")
    assert f'href="/centers/{center.pk}/"' not in read(client, "/centers/?state=exited")


def test_a_center_has_a_sheet_for_printing(world: World, client: Client) -> None:
    center = approved(world)
    page = read(client, f"/centers/{center.pk}/sheet/")
    assert center.document.verification_code in page and "data:image/svg+xml" in page
    read(client, "/centers/99999/sheet/", status=404)
    assert f"/centers/{center.pk}/sheet.pdf" in page


def test_the_sheet_is_there_as_a_pdf(world: World, client: Client) -> None:
    center = approved(world)
    answer = client.get(f"/centers/{center.pk}/sheet.pdf")
    assert answer["Content-Type"] == "application/pdf"
    with pdfplumber.open(BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 1
        text = "".join((pdf.pages[0].extract_text() or "").split())
    for words in (center.name, center.lead.name, world.member.name, center.document.verification_code):
        assert "".join(words.split()) in text.replace("\u200b", "")
    assert "突破关键共性技术" in text
    assert client.get("/centers/99999/sheet.pdf").status_code == 404


def test_feeds_and_the_site_map_name_what_is_public(world: World, client: Client) -> None:
    notice = published(world)
    feed = read(client, "/feeds/notices.atom")
    assert notice.title in feed and f"/notices/{notice.number}/" in feed
    read(client, "/feeds/nothing.atom", status=404)
    assert "/sitemap/1.xml" in read(client, "/sitemap.xml")
    assert f"/notices/{notice.number}/</loc>" in read(client, "/sitemap/1.xml")
    assert "/statistics/</loc>" in read(client, "/sitemap/pages.xml")
    assert "Sitemap: http" in read(client, "/robots.txt")


def test_open_data_holds_what_its_dictionary_says(world: World, client: Client) -> None:
    center = approved(world)
    assert "统一社会信用代码" in read(client, "/open-data/")
    told = json.loads(read(client, "/open-data/centers.json"))
    assert [row["name"] for row in told["rows"]] == [center.name]
    assert [column["name"] for column in told["columns"]] == list(told["rows"][0])
    assert center.name in read(client, "/open-data/centers.csv")
    for code in ("notices", "documents", "results", "offerings", "clauses", "statistics"):
        read(client, f"/open-data/{code}.csv")
        read(client, f"/open-data/{code}.json")
    read(client, "/open-data/users.csv", status=404)
    read(client, "/open-data/centers.xml", status=404)


def test_open_data_says_the_day_it_is_in_shanghai(world: World, client: Client) -> None:
    case, tomorrow = world.case_at("publicity"), clock.today() + timedelta(days=1)
    with at(clock.moment_on(tomorrow, time(7))):  # the evening before, on a clock of UTC
        notice = world.publish(case)
        told = json.loads(read(client, "/open-data/notices.json"))["rows"]
    assert [(row["number"], row["published_on"]) for row in told] == [(notice.number, tomorrow.isoformat())]


def test_statistics_count_cases_and_hide_small_numbers(world: World, client: Client, applied: Actor) -> None:
    page = text_of(read(client, "/statistics/"))
    assert "按领域" in page and "＊" in page and "少于 3 的数不显示" in page and "20,000 次" in page


@pytest.fixture
def applied(world: World) -> Actor:
    """Two submitted applications: too few to be shown apart."""
    for number in range(2):
        case = world.case_at("publicity", f"示例{number}号中心")
        type(case).objects.filter(pk=case.pk).update(submitted_at=case.opened_at)
    return world.applicant


MARKS = (
    "SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnType", "ArticleTitle", "PubDate",
    "ContentSource",
)  # fmt: skip


def test_every_public_page_carries_the_marks_of_a_government_site(world: World, client: Client) -> None:
    notice, center = published(world, "示例甲号中心"), approved(world)
    for address in (
        "/", "/search/", "/policy/", "/policy/5.3-1/", "/notices/", f"/notices/{notice.number}/",
        "/documents/", "/results/", "/centers/", f"/centers/{center.pk}/", f"/centers/{center.pk}/sheet/",
        "/statistics/",
        "/open-data/", "/verify/", f"/verify/{center.document.verification_code}/", "/services/",
        "/services/demands/", "/services/joint-laboratories/", "/platforms/",
    ):  # fmt: skip
        page = read(client, address)
        for mark in MARKS:
            assert page.count(f'<meta name="{mark}" content="') == 1, (address, mark)
            assert f'<meta name="{mark}" content="">' not in page, (address, mark)
        assert page.count('rel="canonical"') == 1 and page.count("hreflang=") == 3, address


def test_every_kind_that_is_found_has_a_word_for_it(db: None) -> None:
    known = {"clause", "notice", "document", "center", "result", "offering", "demand", "platform"}
    assert known <= sources().keys()
    assert all(str(source.label) for source in sources().values())
