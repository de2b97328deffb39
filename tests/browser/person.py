"""A person in a browser of their own: signs in through the page, reads, presses buttons by their words."""

import os
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from xiangchuang.demo.sign_ins import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "var" / "screenshots"
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
PATIENCE_MS = 15_000
WIDER_THAN_THE_SCREEN = """() => {
  const far = document.documentElement.clientWidth + 1;
  const held = (e) => { for (let p = e.parentElement; p; p = p.parentElement)
    if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(p).overflowX)) return true; return false; };
  if (document.documentElement.scrollWidth <= far) return [];
  return [...document.body.querySelectorAll('*')]
    .filter(e => e.getBoundingClientRect().right > far && !held(e))
    .slice(0, 5).map(e => e.tagName + '.' + e.className + ': ' + e.textContent.trim().slice(0, 40));
}"""


def faults_in_sight(page: Page, path: str) -> list[str]:
    """Return what axe finds on the page at hand, and what runs off a phone's screen."""
    told = Axe().run(page).response
    assert told["passes"], "axe looked at nothing"
    found = []
    for violation in told["violations"]:
        nodes = "; ".join(str(node["html"])[:120] for node in violation["nodes"][:3])
        found.append(f"{path}: {violation['id']} ({violation['help']}): {nodes}")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    found += [f"{path} at 390 px: {wide}" for wide in page.evaluate(WIDER_THAN_THE_SCREEN)]
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    return found


class Person:
    """Somebody at a screen of 1280 px; `faults` gathers what the browser itself complains about."""

    def __init__(self, browser: Browser, base_url: str, *, javascript: bool = True) -> None:
        self.context = browser.new_context(
            base_url=base_url,
            locale="zh-CN",
            viewport=WIDE,
            java_script_enabled=javascript,  # type: ignore[arg-type]
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.on(
            "response",
            lambda answer: (
                self.faults.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None
            ),
        )

    def sign_in(self, username: str, password: str = PASSWORD) -> "Person":
        """Go to the sign-in page and enter by it."""
        self.go("/account/sign-in/")
        self.fill("账号", username)
        self.fill("密码", password)
        self.press("登录")
        self.page.wait_for_url("**/work-list/")
        return self

    def go(self, path: str) -> "Person":
        self.page.goto(path)
        return self

    def case(self, number: str, tab: str = "") -> "Person":
        """Open the case file."""
        return self.go(f"/cases/{number}/" + (f"?tab={tab}" if tab else ""))

    def take_up(self, number: str) -> "Person":
        """Open the case from one's own work list: it must be waiting there."""
        self.go("/work-list/")
        self.page.get_by_role("row").filter(has_text=number).get_by_role("link").first.click()
        return self

    def act(self, label: str) -> "Person":
        """Follow a button of the box 现在."""
        self.page.locator("section.now").get_by_role("link", name=label, exact=True).click()
        return self

    def press(self, label: str, within: Locator | None = None) -> "Person":
        """Press the button with exactly these words."""
        (within or self.main).get_by_role("button", name=label, exact=True).click()
        return self

    def follow(self, label: str) -> "Person":
        self.main.get_by_role("link", name=label, exact=True).first.click()
        return self

    def fill(self, label: str, text: str) -> "Person":
        """Fill the field with this label, whether or not it may stay empty."""
        self.main.get_by_label(re.compile(rf"^{re.escape(label)}(（可不填）)?$")).fill(text)
        return self

    def choose(self, label: str, group: str = "") -> "Person":
        """Choose the radio button with these words, in the group of that legend."""
        within = self.main.get_by_role("group", name=group) if group else self.main
        within.get_by_role("radio", name=label).check()
        return self

    def attach(self, label: str, path: Path) -> "Person":
        self.main.get_by_label(label).set_input_files(path)
        return self

    def sees(self, text: str) -> "Person":
        """Assert that the words stand somewhere on the page, visible."""
        expect(self.main.get_by_text(text).first).to_be_visible()
        return self

    def misses(self, text: str) -> "Person":
        """Assert that the words are nowhere on the page."""
        expect(self.main.get_by_text(text)).to_have_count(0)
        return self

    def held(self, label: str, reason: str) -> "Person":
        """Assert that the button is there, disabled, with the reason beside it."""
        expect(self.main.get_by_role("button", name=label, exact=True)).to_be_disabled()
        return self.sees(reason)

    def download(self, label: str) -> bytes:
        """Follow a link that downloads; return the bytes."""
        with self.page.expect_download() as waiting:
            self.follow(label)
        return waiting.value.path().read_bytes()

    @property
    def main(self) -> Page | Locator:
        return self.page.locator("main")

    def shot(self, name: str, *, narrow: bool = False) -> "Person":
        """Keep a picture when XIANGCHUANG_SCREENSHOTS is set; nothing may run off a phone's screen."""
        self.page.wait_for_load_state()
        wanted = bool(os.environ.get("XIANGCHUANG_SCREENSHOTS"))
        if wanted:
            SHOTS.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=SHOTS / f"{name}-1280.png", full_page=True)
        if narrow:
            self.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
            if wanted:
                self.page.screenshot(path=SHOTS / f"{name}-390.png", full_page=True)
            too_wide = self.page.evaluate(WIDER_THAN_THE_SCREEN)
            self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
            assert too_wide == [], f"{name} runs off a screen of 390 px"
        return self

    def leave(self) -> None:
        """Close the browser; nothing may have gone wrong in it unseen."""
        self.context.close()
        unexpected = [fault for fault in self.faults if "status of 4" not in fault]
        assert not unexpected, unexpected
