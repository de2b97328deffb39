"""Public pages kept for readers who are not signed in: the same for all of them, and never anybody's own."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from tests.decisions.world import OPENING, World
from tests.workbench.browser import counted, signed_in
from xiangchuang.calendars import clock
from xiangchuang.portal import middleware
from xiangchuang.portal.page_store import KeptPage, PageStore, etag_of

TITLE = "示例地下空间智能装备技术创新中心"
PAGES = (
    "/", "/layout/", "/layout/goals/", "/notices/", "/documents/", "/centers/", "/policy/", "/statistics/",
    "/open-data/", "/verify/",
)  # fmt: skip


@pytest.fixture
def keeping(settings: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages are kept, and the version of the content is asked for every time."""
    settings.PUBLIC_PAGES_SECONDS = 60  # type: ignore[attr-defined]
    monkeypatch.setattr(middleware, "_VERSION_SECONDS", -1.0)
    middleware.store.clear()
    yield
    middleware.store.clear()


@pytest.mark.parametrize("address", PAGES)
def test_the_second_reader_costs_one_question_and_gets_the_same_bytes(
    world: World, keeping: None, address: str
) -> None:
    first = Client().get(address)
    with counted() as queries:
        second = Client().get(address)
    assert second.content == first.content and second.status_code == 200
    assert len(queries) == 1, "only the version of the content"
    assert second["Cache-Control"] == "public, max-age=60"
    assert {"Accept-Language", "Cookie"} <= set(second["Vary"].split(", "))
    assert not second.cookies


def test_what_is_published_is_there_with_the_next_request_and_what_is_withdrawn_gone(
    world: World, keeping: None, client: Client
) -> None:
    case = world.case_at("publicity", TITLE)
    assert TITLE not in client.get("/notices/").content.decode()
    world.publish(case)
    assert TITLE in client.get("/notices/").content.decode()


def test_a_page_runs_out_after_a_minute_and_at_midnight(world: World, keeping: None, client: Client) -> None:
    notice = world.publish(world.case_at("publicity", TITLE))
    address = f"/notices/{notice.number}/"
    with clock.at(clock.end_of_day(notice.closes_on) - timedelta(seconds=5)):
        answer = client.get(address)
        assert f"{address}object/" in answer.content.decode()
        assert answer["Cache-Control"] == "public, max-age=5"
    with clock.at(clock.end_of_day(notice.closes_on)):
        assert f"{address}object/" not in client.get(address).content.decode()


def test_who_is_signed_in_is_neither_kept_nor_answered_from_what_is_kept(world: World, keeping: None) -> None:
    officer = signed_in(world.officer)
    for address in PAGES:
        own = officer.get(address)
        assert "回到工作台" in own.content.decode()
        assert own["Cache-Control"] == "private, no-cache"
        assert "回到工作台" not in Client().get(address).content.decode()
        assert "回到工作台" in officer.get(address).content.decode()


def test_no_kept_page_holds_a_cookie_a_token_or_a_persons_name(world: World, keeping: None) -> None:
    world.publish(world.case_at("publicity", TITLE))
    signed_in(world.officer).get("/")
    for address in PAGES:
        Client().get(address)
    kept = list(middleware.store._pages.values())
    assert len(kept) == len(PAGES)
    for page in kept:
        text = page.body.decode()
        assert not {"Set-Cookie", "Vary"} & set(page.headers)
        assert "csrfmiddlewaretoken" not in text and "sessionid" not in text
        assert not re.search("王某|李某|张某", text), "the officer, the division head, the leadership"


def test_a_message_left_for_one_browser_stays_with_it(world: World, keeping: None) -> None:
    with_message = Client()
    with_message.cookies["messages"] = "x"
    assert "public" not in with_message.get("/")["Cache-Control"]


def test_each_language_and_text_size_has_its_own_page(world: World, keeping: None) -> None:
    chinese, english, large = Client(), Client(), Client()
    large.cookies["text_size"] = "large"
    chosen = english.get("/centers/?lang=en")
    assert 'lang="en"' in chosen.content.decode() and chosen.cookies["django_language"].value == "en"
    assert 'lang="en"' in english.get("/centers/").content.decode(), "it is remembered"
    assert 'lang="zh-Hans"' in chinese.get("/centers/").content.decode()
    assert 'class="large-text"' in large.get("/centers/").content.decode()
    assert 'class="large-text"' not in Client().get("/centers/").content.decode()


def test_what_a_reader_has_already_is_not_sent_again(world: World, keeping: None, client: Client) -> None:
    answer = client.get("/policy/")
    unchanged = client.get("/policy/", HTTP_IF_NONE_MATCH=answer["ETag"])
    assert unchanged.status_code == 304 and unchanged.content == b""
    since = client.get("/policy/", HTTP_IF_MODIFIED_SINCE=answer["Last-Modified"])
    assert since.status_code == 304


def test_what_is_not_found_or_posted_is_not_kept(world: World, keeping: None, client: Client) -> None:
    assert client.get("/centers/999/").status_code == 404
    assert client.post("/centers/").status_code == 405
    assert not middleware.store._pages


def test_the_store_never_outgrows_its_room() -> None:
    store = PageStore(room=10_000)
    for number in range(50):
        body = bytes(1_000)
        store.put(number, KeptPage(body, {}, etag_of(body), OPENING, OPENING))
    assert len(store._pages) == 5 and store.get(49) and store.get(0) is None
