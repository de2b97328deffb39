"""The visit on a phone: what a member of the team notes on the spot, with a connection or without."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.person import Person
from xiangchuang.reviews.models import VisitItem


def note(
    phone: Person,
    item: VisitItem,
    found: str,
    *,
    number: str = "",
    remark: str = "",
    photo: Path | None = None,
) -> None:
    """Note one point of the checklist; it is kept on the device at once."""
    form = phone.page.locator(f'form[data-item="{item.code}"]')
    form.get_by_label(found, exact=True).check()
    if number:
        form.get_by_label(re.compile("现场核对的数值")).fill(number)
    if remark:
        form.get_by_label("看到的情况").fill(remark)
    if photo:
        form.get_by_label(re.compile("照片")).set_input_files(photo)
    form.get_by_role("button", name="记下这一项").click()
    expect(form.locator("[data-kept]")).to_contain_text("已记在本机")


def waits(phone: Person, count: int) -> None:
    """Assert that so many notes wait on the device for a connection."""
    expect(phone.page.locator("[data-sync-line]")).to_contain_text(f"没有网络：{count} 条记在本机")


def send(phone: Person) -> None:
    """Send what waits; pressing again sends nothing twice."""
    phone.press("立即同步")
    expect(phone.page.locator("[data-sync-line]")).to_have_text("全部已同步")


def forget_cut(phone: Person) -> None:
    """The browser complains of a connection that was cut on purpose."""
    phone.faults = [fault for fault in phone.faults if "ERR_INTERNET_DISCONNECTED" not in fault]
