"""An expert reads and writes in a browser: kept while typing, a passage cited, two windows, no scripts."""

from collections.abc import Callable
from types import ModuleType

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person, faults_in_sight
from tests.factories.line import ALL_EXPERTS, LineWorld
from tests.reviews.steps import Round
from xiangchuang.documents.plan.blocks import block_from_json
from xiangchuang.proposals.models import PlanSection
from xiangchuang.reviews.models import Opinion, Review, Seat
from xiangchuang.reviews.sheet import anchor_of
from xiangchuang.reviews.write_review import read_revision

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def reading(transactional_db: None, moment: ModuleType) -> Round:
    world = LineWorld.build(experts=ALL_EXPERTS)
    world.at_stage("review")
    return Round(world).seat_all().open()


@pytest.fixture
def finance(reading: Round) -> Seat:
    """王会计, a finance expert who has declared."""
    return reading.declare(reading.seat_of("finance"))


def at_sheet(person: Person, round_: Round, seat: Seat) -> Person:
    assert seat.expert.user is not None
    return person.sign_in(seat.expert.user.username).go(f"/cases/{round_.case.number}/submit-review/")


def passage(round_: Round, code: str = "A.5.1") -> tuple[str, str]:
    kept = PlanSection.objects.get(revision=read_revision(round_.case), code=code)
    block = next(b for b in map(block_from_json, kept.blocks) if b.kind == "paragraph")
    return f"#{anchor_of(code, block.id)}", block.text


def kept(person: Person) -> None:
    expect(person.page.locator("[data-keep-line]")).to_contain_text("已自动保存")


def test_what_is_typed_is_kept_within_seconds_and_said(
    visit: Callable[..., Person], reading: Round, finance: Seat
) -> None:
    wang = at_sheet(visit(), reading, finance)
    assert faults_in_sight(wang.page, wang.page.url) == []
    wang.page.locator("input[name=points_funding]").fill("7")
    wang.page.locator("textarea[name=why_funding]").fill("预算与任务相称。")

    kept(wang)

    expect(wang.page.locator("[data-keep-line]")).to_contain_text("打分 1 项、评分理由 1 项")
    assert Review.objects.get().scores.get(item="funding").justification == "预算与任务相称。"
    wang.page.locator("textarea[name=summary]").fill("总体可行。")
    expect(wang.page.locator("[data-keep-line]")).to_contain_text("总体评价")


def test_the_money_lies_open_and_a_selection_becomes_a_quotation(
    visit: Callable[..., Person], reading: Round, finance: Seat
) -> None:
    wang = at_sheet(visit(), reading, finance)
    block, words = passage(reading)
    expect(wang.page.locator(block)).to_be_visible()

    wang.page.evaluate(
        """([place, end]) => { const text = document.querySelector(place).firstChild;
        getSelection().setBaseAndExtent(text, 0, text, end); }""",
        [block, 8],
    )
    wang.page.locator(f"{block} + .cite-button").click()
    expect(wang.page.locator("[name=demand_0]")).to_be_focused()
    expect(wang.page.locator("[name=quote_0]")).to_have_value(words[:8])
    expect(wang.page.locator("[name=section_0]")).to_have_value("A.5.1")
    wang.page.locator("[name=demand_0]").fill("写明出资到位的时间。")
    kept(wang)

    assert (Opinion.objects.get().section, Opinion.objects.get().quote) == ("A.5.1", words[:8])
    wang.page.locator(f"{block} + .cite-button").click()
    expect(wang.page.locator("[name=quote_1]")).to_have_value(" ".join(words[:500].split()))
    wang.page.locator("#opinion-1").get_by_role("link", name="看方案中的这一段").click()
    assert wang.page.url.endswith(block)
    assert wang.faults == []


def test_a_second_window_is_told_and_overwrites_nothing(
    visit: Callable[..., Person], reading: Round, finance: Seat
) -> None:
    first, second = (at_sheet(visit(), reading, finance) for _ in range(2))
    first.page.locator("textarea[name=summary]").fill("第一窗口的评价。")
    kept(first)

    second.page.locator("textarea[name=summary]").fill("第二窗口的评价。")

    expect(second.page.locator("[data-keep-line]")).to_contain_text("本次操作没有执行")
    assert Review.objects.get().summary == "第一窗口的评价。"
    second.press("保存草稿")
    second.sees("另一个窗口保存的草稿").sees("第一窗口的评价。")
    expect(second.page.locator("textarea[name=summary]")).to_have_value("第二窗口的评价。")


def test_without_scripts_a_button_cites_and_saves(
    visit: Callable[..., Person], reading: Round, finance: Seat
) -> None:
    wang = at_sheet(visit(javascript=False), reading, finance)
    block, words = passage(reading)
    wang.page.locator("textarea[name=summary]").fill("总体可行。")

    wang.page.locator(f"{block} + .cite-button").click()

    wang.sees("草稿已保存")
    expect(wang.page.locator("[name=quote_0]")).to_have_value(words[:500])
    expect(wang.page.locator("textarea[name=summary]")).to_have_value("总体可行。")
    assert wang.page.url.endswith("#opinion-0")
