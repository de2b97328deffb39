"""`script/look`: every kind of page, reached by links alone from the work list or the portal, as each role.

A kind of page is a name of the URLconf; the first address of each is looked at. What a link leads to may
refuse the person (403) or the moment (422) in words; it may not be missing.
"""

import argparse
import re
import shutil
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page, Response, sync_playwright
from playwright.sync_api import Error as BrowserError

from tests.browser.person import NARROW, WIDE, faults_in_sight
from tests.conftest import CHROMIUM_NAMES
from xiangchuang.demo.sign_ins import PASSWORD, USERNAMES

ANYONE = "public"
NOT_PAGES = re.compile(r"sign-out|export|download|\.(pdf|docx|xlsx|csv|png|json|atom|ics|zip)\b|format=")


def pages_of(page: Page, start: str) -> Iterator[tuple[str, Response]]:
    """Yield the first address of every kind of page that links lead to, standing on it."""
    seen, waiting = set(), deque([start])
    while waiting:
        path = waiting.popleft()
        try:
            kind = resolve(path.partition("?")[0]).view_name
        except Resolver404:
            kind = path
        if kind in seen or NOT_PAGES.search(path):
            continue
        seen.add(kind)
        try:
            answer = page.goto(path)
        except BrowserError as error:
            if "Download is starting" in str(error):
                continue
            raise
        if answer is None or (answer.ok and "html" not in answer.headers.get("content-type", "")):
            continue
        yield path, answer
        links = page.eval_on_selector_all("a[href^='/']", "all => all.map(a => a.getAttribute('href'))")
        waiting.extend(link.partition("#")[0] for link in links if not link.startswith("//"))


def faults_on(page: Page, path: str, answer: Response) -> list[str]:
    """Return what is wrong with the page at hand, at both widths."""
    if answer.status not in {200, 403, 422}:
        return [f"{path}: answers {answer.status}"]
    return faults_in_sight(page, path)


def keep_pictures(page: Page, folder: Path, who: str, path: str) -> None:
    """Save the page at hand at both widths."""
    name = f"{who}-{re.sub(r'[^0-9A-Za-z]+', '-', path).strip('-') or 'home'}"[:100]
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.screenshot(path=folder / f"{name}-{size['width']}.png", full_page=True)


def look(browser: Browser, url: str, who: str, shots: Path | None) -> tuple[int, list[str]]:
    """Return how many kinds of page one person reached, and their faults."""
    page = browser.new_context(base_url=url, locale="zh-CN", viewport=WIDE).new_page()  # type: ignore[arg-type]
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    if who != ANYONE:
        page.goto("/account/sign-in/")
        page.get_by_label("账号").fill(who)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url("**/work-list/**")
    count = 0
    for path, answer in pages_of(page, "/" if who == ANYONE else "/work-list/"):
        count += 1
        found += [f"{who} {fault}" for fault in faults_on(page, path, answer)]
        if shots is not None:
            keep_pictures(page, shots, who, path)
    page.context.close()
    return count, found


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/look", description=__doc__)
    parser.add_argument("url", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument("--as", dest="people", default=",".join((ANYONE, *USERNAMES)))
    parser.add_argument(
        "--shots", type=Path, help="keep a picture of each page at both widths in this folder"
    )
    asked = parser.parse_args()
    if asked.shots:
        asked.shots.mkdir(parents=True, exist_ok=True)
    faults = 0
    with sync_playwright() as playwright:
        chromium = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for who in asked.people.split(","):
            count, found = look(browser, asked.url, who, asked.shots)
            told = "\n  ".join((f"{who}: {count} kinds of page, {len(found)} faults", *found))
            sys.stdout.write(f"{told}\n")
            sys.stdout.flush()
            faults += len(found)
        browser.close()
    return int(faults > 0)
