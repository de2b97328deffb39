"""The tables of a plan at a real browser: typed with the keyboard, pasted into place, without scripts."""

from collections.abc import Callable
from types import ModuleType

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person, faults_in_sight
from tests.factories.line import LineWorld
from tests.plan_parts.filling import fill, manuscript
from xiangchuang.plan_parts.table_rows import read_lines

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTE = """(cells) => {
  const data = new DataTransfer();
  data.setData("text/plain", cells);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def at_plan() -> LineWorld:
    world = LineWorld.build()
    world.at_stage("plan")
    return world


def test_the_lead_types_with_the_keyboard_and_pastes_into_the_table(
    visit: Callable[..., Person], moment: ModuleType
) -> None:
    world = at_plan()
    lead = visit().sign_in("qiantou").case(world.case.number).act("填写方案表格").follow("建设阶段")
    first = lead.page.locator("#id_rows-0-name")
    first.focus()
    lead.page.keyboard.type("筹建阶段")
    lead.page.keyboard.press("Enter")
    expect(lead.page.locator("#id_rows-1-name")).to_be_focused()
    first.focus()
    work = '"组建队伍\n建成平台"'
    rows = [f"第 {n} 阶段\t{2026 + n}-01-01\t{2026 + n}年12月31日\t{work}" for n in range(1, 6)]
    lead.page.evaluate(PASTE, "\n".join(rows))
    expect(lead.page.locator("#id_rows-4-ends_on")).to_have_value("2031年12月31日")
    lead.press("保存表格").sees("已保存 5 行。")
    kept = read_lines(manuscript(world), "phases")
    assert [line["name"] for line in kept] == [f"第 {n} 阶段" for n in range(1, 6)]
    assert kept[0]["work"] == "组建队伍\n建成平台"


def test_the_tables_read_well_at_both_widths(visit: Callable[..., Person], moment: ModuleType) -> None:
    world = at_plan()
    fill(world)
    lead = visit().sign_in("qiantou").go(f"/cases/{world.case.number}/plan-tables/")
    lead.shot("plan-tables", narrow=True)
    assert faults_in_sight(lead.page, "overview") == []
    for code in ("tasks", "sources", "members"):
        lead.go(f"/cases/{world.case.number}/plan-tables/{code}/").shot(f"plan-tables-{code}", narrow=True)
        assert faults_in_sight(lead.page, code) == []
    lead.go(f"/cases/{world.case.number}/plan/1/").shot("plan-tables-reading", narrow=True)
    assert faults_in_sight(lead.page, "reading") == []


def test_a_table_is_filled_without_scripts(visit: Callable[..., Person], moment: ModuleType) -> None:
    world = at_plan()
    member = visit(javascript=False).sign_in("gongjian")
    member.go(f"/cases/{world.case.number}/plan-tables/uses/")
    member.page.locator("details > summary").filter(has_text="用电子表格填写").click()
    member.page.get_by_label("从电子表格粘贴").fill("用途\t内容\t2027\n研发\t课题\t两千\n人员\t引进\t300")
    member.press("读入粘贴的内容").sees("已读入，还没有保存").sees("“两千”不是金额")
    member.shot("plan-tables-read", narrow=True)
    member.page.locator("#id_rows-0-y2027").fill("2000")
    member.press("保存表格").sees("已保存 2 行。")
    assert [line["y2027"] for line in read_lines(manuscript(world), "uses")] == [2 * 10**9, 3 * 10**8]
