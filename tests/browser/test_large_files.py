"""A large file at a real page: progress in words, broken connections, a reload, signed out, no JavaScript."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browser.person import Person, faults_in_sight
from tests.factories.registers import (
    PASSWORD,
    FactRecordFactory,
    OrganizationFactory,
    StoredFileFactory,
    actor_as,
)
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.files.models import Upload
from xiangchuang.files.receive import begin_upload
from xiangchuang.organizations.models import FactRecord, Organization

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
YEAR = clock.today().year - 1


@pytest.fixture
def firm() -> Organization:
    return OrganizationFactory(name="示例掘进装备股份有限公司")


@pytest.fixture
def li(firm: Organization) -> Actor:
    return actor_as(Role.LEAD, firm)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A PDF of nine MB, most of it a comment."""
    letters = bytes(random.Random(5).choices(b"abcdefgh", k=1024 * 1024)) * 9  # noqa: S311
    path = tmp_path / "审计报告.pdf"
    path.write_bytes(b"%PDF-1.7\n%" + letters + b"\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n")
    return path


def before_the_form(person: Person, li: Actor, firm: Organization) -> Person:
    assert li.user is not None
    person.sign_in(li.user.username, PASSWORD)
    return filled(person, firm)


def filled(person: Person, firm: Organization) -> Person:
    person.go(f"/organizations/{firm.pk}/facts/record/")
    person.page.get_by_label("事实").select_option("rd_expenditure")
    person.page.get_by_label("年度").select_option(str(YEAR))
    return person.fill("数值", "5000").fill("来源", "审计报告")


def evidence() -> bytes:
    file = FactRecord.objects.get().evidence
    assert file is not None
    return file.path.read_bytes()


def cut(person: Person, after: int) -> list[int]:
    """Let the connection break at the piece after `after` pieces; the list counts what was asked."""
    asked: list[int] = []

    def pass_on(route: Route) -> None:
        if route.request.method == "PATCH":
            asked.append(int(route.request.headers["upload-offset"]))
            if len(asked) == after + 1:
                route.abort("connectionreset")
                return
        route.continue_()

    person.page.route("**/files/uploads/**", pass_on)
    return asked


def test_progress_is_told_in_words_and_a_broken_connection_goes_on(
    visit: Callable[..., Person], li: Actor, firm: Organization, report: Path
) -> None:
    person = before_the_form(visit(), li, firm)
    person.sees("PDF 不超过 2000 页").sees("不超过 60 MB")
    asked = cut(person, after=3)
    person.attach("证明材料", report)
    person.sees("已传的 33% 在服务器上")
    assert faults_in_sight(person.page, "broken off") == []
    person.shot("large-file-broken", narrow=True)
    person.sees("已传到服务器（9.0 MB），提交本页后才算交。").shot("large-file-done", narrow=True)
    person.press(button(person)).sees("等待确认")
    assert evidence() == report.read_bytes()
    # The piece that was lost was sent twice, all others once.
    assert len(asked) == len(set(asked)) + 1
    person.faults = [fault for fault in person.faults if "ERR_CONNECTION_RESET" not in fault]


def test_after_a_reload_the_same_file_goes_on_and_the_form_waits_for_it(
    visit: Callable[..., Person], li: Actor, firm: Organization, report: Path
) -> None:
    person = before_the_form(visit(), li, firm)
    person.page.route(
        "**/files/uploads/**",
        lambda route: (
            None if route.request.headers.get("upload-offset") == str(4 * 1024**2) else route.continue_()
        ),
    )
    person.attach("证明材料", report).sees("正在上传“审计报告.pdf”：44%")
    person.page.reload()
    person.page.unroute_all(behavior="ignoreErrors")
    filled(person, firm).sees("上次“审计报告.pdf”传到 44%").shot("large-file-halted", narrow=True)
    asked = cut(person, after=1000)
    person.attach("证明材料", report)
    person.press(button(person)).sees("等待确认")
    assert evidence() == report.read_bytes()
    assert min(asked) == 4 * 1024**2


def test_signed_out_in_the_middle_the_rest_follows_after_signing_in(
    visit: Callable[..., Person], li: Actor, firm: Organization, report: Path
) -> None:
    person = before_the_form(visit(), li, firm)
    cookies = person.context.cookies()

    def sign_out(route: Route) -> None:
        if route.request.headers.get("upload-offset") == str(5 * 1024**2):
            person.page.unroute_all(behavior="ignoreErrors")
            person.context.clear_cookies(name="sessionid")
        route.continue_()

    person.page.route("**/files/uploads/**", sign_out)
    person.attach("证明材料", report).sees("登录已过期，已传的").shot("large-file-signed-out", narrow=True)
    with person.context.expect_page() as opened:
        person.follow("登录（新窗口）")
    signing_in = opened.value
    assert li.user is not None
    signing_in.get_by_label("账号").fill(li.user.username)
    signing_in.get_by_label("密码").fill(PASSWORD)
    signing_in.locator("main").get_by_role("button", name="登录", exact=True).click()
    expect(signing_in.get_by_role("heading", name="未提交的上传")).to_be_visible()
    assert cookies != person.context.cookies()
    signing_in.close()
    person.press("现在接着传")
    person.sees("提交本页后才算交")
    assert Upload.objects.get().path.read_bytes() == report.read_bytes()
    person.faults = [fault for fault in person.faults if "401" not in fault and "403" not in fault]


def test_cancelled_nothing_is_left(
    visit: Callable[..., Person], li: Actor, firm: Organization, report: Path
) -> None:
    person = before_the_form(visit(), li, firm)
    person.page.route(
        "**/files/uploads/**",
        lambda route: (
            None if route.request.headers.get("upload-offset") == str(2 * 1024**2) else route.continue_()
        ),
    )
    person.attach("证明材料", report).sees("正在上传“审计报告.pdf”：22%")
    person.press("取消上传").sees("已取消，传到服务器的部分已删除。")
    assert not Upload.objects.exists()
    person.page.unroute_all(behavior="ignoreErrors")
    person.press(button(person)).sees("等待确认")
    assert FactRecord.objects.get().evidence is None


def test_without_javascript_the_form_carries_the_file(
    visit: Callable[..., Person], li: Actor, firm: Organization, report: Path
) -> None:
    person = before_the_form(visit(javascript=False), li, firm)
    person.attach("证明材料", report).press(button(person)).sees("等待确认")
    assert evidence() == report.read_bytes()


def button(person: Person) -> str:
    """The words of the form's own button."""
    return re.sub(r"\s+", "", person.main.locator("form button.primary").first.inner_text())


def test_the_pages_of_a_file_and_of_its_links_are_whole(
    visit: Callable[..., Person], li: Actor, firm: Organization
) -> None:
    file = StoredFileFactory(name="审计报告.pdf", purpose="evidence", uploaded_by=li.user)
    fact = FactRecordFactory(organization=firm, code="rd_expenditure", year=YEAR, evidence=file)
    other = FactRecordFactory(organization=firm, code="rd_expenditure", year=YEAR - 1)
    assert li.user is not None
    person = visit().sign_in(li.user.username, PASSWORD)
    person.go(f"/organizations/{firm.pk}/facts/{other.pk}/").follow("关联已有材料")
    person.page.get_by_label("已有的证明材料").select_option(str(file.pk))
    person.shot("evidence-link", narrow=True).press("关联").sees("已关联“审计报告.pdf”")
    person.shot("evidence-fact", narrow=True)
    assert faults_in_sight(person.page, "fact") == []
    person.follow("审计报告.pdf").sees(str(fact.year)).shot("evidence-file", narrow=True)
    assert faults_in_sight(person.page, "file") == []
    person.go(f"/organizations/{firm.pk}/facts/{other.pk}/").follow("取消关联：审计报告.pdf")
    person.fill("取消关联的理由", "关联错了年度").press("取消关联").sees("关联错了年度")
    begin_upload(actor=li, name="方案.docx", size=5_000_000, fingerprint="f")
    person.go("/files/uploads/").shot("uploads", narrow=True)
    assert faults_in_sight(person.page, "uploads") == []
