"""The web process dies in the middle of saving: at most five seconds of typing are missing, then none."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.killed_server import KilledServer
from tests.browser.person import Person

pytestmark = pytest.mark.browser

CODE = "A.1.1"
SENTENCE = "主轴承依赖进口占采购额四成"
MOST_LOST_SECONDS = 5
PATIENCE_MS = 60_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[KilledServer]:
    made = KilledServer(tmp_path)
    yield made
    made.kill()


def typed_for(person: Person, seconds: float, so_far: list[tuple[float, str]]) -> None:
    """Type without a pause, noting when what stood on the page."""
    end = time.monotonic() + seconds
    text = so_far[-1][1] if so_far else ""
    while time.monotonic() < end:
        sign = SENTENCE[len(text) % len(SENTENCE)]
        person.page.keyboard.type(sign)
        text += sign
        so_far.append((time.monotonic(), text))
        time.sleep(0.04)


def test_a_kill_in_the_middle_of_autosave_loses_no_more_than_five_seconds(
    browser: Browser, server: KilledServer
) -> None:
    number = server.prepare()
    server.start()
    lead = Person(browser, server.url).sign_in("qiantou")
    lead.go(f"/cases/{number}/manuscript/{CODE}/")
    lead.page.locator(".ProseMirror").click()
    so_far: list[tuple[float, str]] = []
    typed_for(lead, 13, so_far)
    server.kill()
    killed = time.monotonic()
    kept = server.text_of(CODE)
    before = [text for at, text in so_far if at <= killed - MOST_LOST_SECONDS]
    assert so_far[-1][1].startswith(kept)
    assert kept.startswith(before[-1]), "more than five seconds of typing are missing"

    # Typing goes on against a server that is not there; once it is back the page saves by itself.
    typed_for(lead, 3, so_far)
    expect(lead.page.locator("[data-editor-saved]")).to_contain_text("网络不通", timeout=PATIENCE_MS)
    server.start()
    expect(lead.page.locator("[data-editor-saved]")).to_contain_text("已自动保存", timeout=PATIENCE_MS)
    end = time.monotonic() + PATIENCE_MS / 1000
    while server.text_of(CODE) != so_far[-1][1] and time.monotonic() < end:
        time.sleep(0.2)
    assert server.text_of(CODE) == so_far[-1][1]
    lead.context.close()
