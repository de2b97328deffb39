"""Feedback as it is played: a visitor without a mouse, an officer by the pages, both widths, axe."""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.browser.person import Person
from tests.browser.test_pages import faults
from tests.factories.registers import PASSWORD
from tests.feedback.world import MONDAY, FeedbackWorld, user_of
from xiangchuang.calendars import clock
from xiangchuang.feedback.models import Feedback
from xiangchuang.procedure.holidays import seed_holidays

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> Iterator[FeedbackWorld]:
    """The people, with one open, one answered and published."""
    with clock.at(clock.moment_on(MONDAY)):
        seed_holidays()
        world = FeedbackWorld()
        world.published(actor=world.staff, for_unit=world.firm.pk)
        world.assigned(title="评价指标偏多，小中心填报负担重", clause="6.5-1", kind="suggestion")
        yield world


def enter(person: Person, world: FeedbackWorld, who: str) -> Person:
    """Let somebody of the world sign in."""
    return person.sign_in(user_of(getattr(world, who)).username, PASSWORD)


def test_a_visitor_files_with_the_keyboard_alone_and_reads_the_answer_later(
    visit: Callable[..., Person], world: FeedbackWorld
) -> None:
    visitor = visit(javascript=False).go("/feedback/new/?clause=5.4-2")
    keys = visitor.page.keyboard
    visitor.page.get_by_role("radio", name="工作改进建议").focus()
    keys.press("Space")
    for typed in (None, "模板增加示例", "建议附一份填好的示例。", "", ""):
        keys.press("Tab")
        if typed:
            keys.type(typed)
    keys.press("Tab")
    keys.press("Space")
    keys.press("Tab")
    keys.press("Enter")
    visitor.sees("回执号").shot("feedback-receipt", narrow=True)
    receipt = visitor.page.locator(".receipt-number").inner_text()
    row = Feedback.objects.latest("pk")
    assert (row.kind, row.clause, row.title, row.may_publish) == ("suggestion", "5.4-2", "模板增加示例", True)

    officer = enter(visit(), world, "officer")
    officer.go(f"/feedback/desk/{row.pk}/").follow("分办")
    officer.page.get_by_label("交给").select_option(str(user_of(world.officer).pk))
    officer.press("分办").sees("已交办").follow("答复")
    officer.fill("答复", "已在年报模板里附上示例。").fill("因此作出的改动", "年报模板附示例。")
    officer.fill("改动的链接", "/policy/5.4-2/").shot("feedback-answer", narrow=True)
    officer.press("提交答复").sees("反馈人能看到").shot("feedback-item", narrow=True)

    visitor.go("/feedback/receipts/").fill("回执号", receipt).press("查询")
    visitor.sees("已在年报模板里附上示例。").sees("因此作出的改动")
    visitor.shot("feedback-receipt-answered", narrow=True)


def test_every_page_of_feedback_is_whole_for_axe_and_on_a_phone(
    visit: Callable[..., Person], world: FeedbackWorld
) -> None:
    published, waiting = Feedback.objects.order_by("pk")
    receipt = world.file().receipt
    found = faults(
        visit(),
        [
            "/feedback/", f"/feedback/items/{published.number}/", "/feedback/new/", "/feedback/receipts/",
            f"/feedback/receipts/{receipt}/",
        ],
    )  # fmt: skip
    own = [f"/feedback/mine/{published.pk}/", "/feedback/mine/", "/feedback/new/"]
    found += faults(enter(visit(), world, "staff"), own)
    acts = ["", "answer/", "hand-over/", "escalate/"]
    desk = [f"/feedback/desk/{waiting.pk}/{act}" for act in acts]
    after = [f"/feedback/desk/{published.pk}/{act}" for act in ("", "publish/", "change/")]
    officer = enter(visit(), world, "officer")
    found += faults(officer, ["/feedback/desk/", "/feedback/desk/?view=clauses", *desk, *after])
    assert found == []


def test_pictures_of_the_pages(visit: Callable[..., Person], world: FeedbackWorld) -> None:
    published = Feedback.objects.earliest("pk")
    visitor = visit()
    for name, path in (
        ("home", "/feedback/"), ("new", "/feedback/new/"), ("public", f"/feedback/items/{published.number}/"),
        ("portal", "/"),
    ):  # fmt: skip
        visitor.go(path).shot(f"feedback-{name}", narrow=True)
    officer = enter(visit(), world, "officer")
    for name, path in (
        ("desk", "/feedback/desk/"), ("clauses", "/feedback/desk/?view=clauses"),
        ("published", f"/feedback/desk/{published.pk}/"), ("work", "/work-list/"),
    ):  # fmt: skip
        officer.go(path).shot(f"feedback-{name}", narrow=True)
    officer.go(f"/feedback/desk/{published.pk}/").press("查看反馈人联系方式").sees("0731-80000001")
    officer.shot("feedback-contact", narrow=True)
    staff = enter(visit(), world, "staff")
    staff.go("/feedback/mine/").shot("feedback-mine", narrow=True)
    assert re.search(r"/feedback/mine/$", staff.page.url)


def test_the_settings_page_says_which_reminders_come(
    visit: Callable[..., Person], world: FeedbackWorld
) -> None:
    officer = enter(visit(), world, "officer")
    assert faults(officer, ["/messages/settings/"]) == []
    officer.go("/messages/settings/").sees("期限提醒").sees("2026-12-07").shot(
        "reminders-settings", narrow=True
    )
