"""A plan written in browsers: two at once, a sign-in that ends, the toolbar, a paste from Word."""

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, expect

from tests.browser.person import Person, faults_in_sight
from tests.documents.intake.hostile import png
from tests.factories.line import LineWorld
from xiangchuang.demo.sign_ins import PASSWORD
from xiangchuang.drafting.begin_manuscript import begin_manuscript
from xiangchuang.drafting.models import SectionConflict
from xiangchuang.notify.models import Message
from xiangchuang.procedure.models import Case
from xiangchuang.proposals.models import PlanSection

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CODE = "A.1.1"
WORD_PASTE = """<html><head><style>p.MsoNormal{color:red}</style></head><body>
<h1 style='mso-outline-level:1'>国外现状</h1>
<p class=MsoNormal style='text-indent:21pt'><b>主轴承</b>依赖进口<o:p></o:p></p>
<script>alert(1)</script><img src="file:///C:/Temp/clip_image001.png">
<p onclick="alert(2)">占采购额<a href="javascript:alert(3)">四成</a></p>
<table border=1><tr><td>项目</td><td>金额</td></tr><tr><td colspan=2>合计</td></tr></table>
</body></html>"""
PASTE = """(area, html) => {
  const data = new DataTransfer();
  data.setData('text/html', html);
  area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def world(transactional_db: None, moment: ModuleType) -> LineWorld:
    return LineWorld.build()


@pytest.fixture
def case(world: LineWorld) -> Case:
    found = world.at_stage("plan")
    begin_manuscript(actor=world.actor("lead"), case=found)
    return found


def at_section(come: Callable[..., Person], case: Case, username: str, **how: Any) -> Person:
    return come(**how).sign_in(username).go(f"/cases/{case.number}/manuscript/{CODE}/")


def area(person: Person) -> Locator:
    return person.page.locator(".ProseMirror")


def write(person: Person, text: str) -> None:
    area(person).click()
    person.page.keyboard.press("Control+End")
    person.page.keyboard.type(text)


def saved(person: Person) -> None:
    expect(person.page.locator("[data-editor-saved]")).to_contain_text("已自动保存")


def section() -> PlanSection:
    return PlanSection.objects.get(code=CODE, revision__frozen_at=None)


def texts() -> list[str]:
    return [block["text"] for block in section().blocks]


def test_two_write_the_same_section_nothing_is_lost_and_both_are_told(
    visit: Callable[..., Person], case: Case
) -> None:
    lead, member = (at_section(visit, case, who) for who in ("qiantou", "gongjian"))
    lead.go(f"/cases/{case.number}/manuscript/{CODE}/").sees("正在编辑本节")
    write(lead, "牵头单位写的现状。")
    saved(lead)
    write(member, "共建单位写的趋势。")
    expect(member.page.locator("[data-editor-told]")).to_contain_text("没有覆盖它")
    write(member, "还在写。")
    expect(lead.page.locator("[data-editor-told]")).to_contain_text("也改了本节", timeout=25_000)
    member.page.wait_for_timeout(5_000)
    assert texts() == ["牵头单位写的现状。"]
    assert [b["text"] for b in SectionConflict.objects.get().blocks] == ["共建单位写的趋势。还在写。"]
    assert Message.objects.filter(kind="plan_section_conflict").count() == 2

    member.page.locator("[data-editor-told] a").first.click()
    member.sees("牵头单位写的现状。").sees("共建单位写的趋势。还在写。").shot("writing-conflict", narrow=True)
    assert faults_in_sight(member.page, "conflict") == []
    member.press("按上面的选择合并").sees("两份文字已处理")
    assert texts() == ["牵头单位写的现状。", "共建单位写的趋势。还在写。"]


def test_the_text_survives_the_end_of_the_sign_in(visit: Callable[..., Person], case: Case) -> None:
    lead = at_section(visit, case, "qiantou")
    write(lead, "第一句。")
    saved(lead)
    Session.objects.all().delete()
    write(lead, "登录过期后写的第二句。")
    expect(lead.page.locator("[data-editor-out]")).to_be_visible()
    assert texts() == ["第一句。"]
    assert "第二句" in lead.page.evaluate("JSON.stringify(localStorage)")

    # In another window, as the line says; this one goes on by itself.
    with lead.context.expect_page() as opened:
        lead.follow("在新窗口重新登录")
    other = opened.value
    other.get_by_label("账号").fill("qiantou")
    other.get_by_label("密码").fill(PASSWORD)
    other.get_by_role("button", name="登录", exact=True).click()
    other.wait_for_url(f"**/manuscript/{CODE}/")
    other.close()
    lead.page.bring_to_front()
    lead.page.evaluate("window.dispatchEvent(new Event('focus'))")
    saved(lead)
    expect(lead.page.locator("[data-editor-out]")).to_be_hidden()
    lead.page.wait_for_timeout(3_000)
    assert texts() == ["第一句。登录过期后写的第二句。"]
    assert lead.page.evaluate("localStorage.length") == 0


def test_text_that_never_reached_the_server_is_offered_by_the_machine(
    visit: Callable[..., Person], case: Case
) -> None:
    lead = at_section(visit, case, "qiantou")
    lead.page.route("**/keep/", lambda route: route.abort())
    write(lead, "断网时写的。")
    expect(lead.page.locator("[data-editor-saved]")).to_contain_text("网络不通")
    # What a page sends while it is left passes by the route: there is no network for it either.
    lead.page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')); }")
    lead.page.unroute("**/keep/")
    lead.page.reload()
    assert texts() == []
    lead.press("带回这些文字")
    saved(lead)
    assert texts() == ["断网时写的。"]
    # What the browser itself says of the aborted requests is what was asked for.
    lead.faults = [fault for fault in lead.faults if "ERR_FAILED" not in fault]


def test_the_toolbar_makes_what_the_plan_needs(
    visit: Callable[..., Person], case: Case, tmp_path: Path
) -> None:
    lead = at_section(visit, case, "qiantou")
    assert faults_in_sight(lead.page, "section") == []
    tool = lead.page.get_by_role("toolbar")
    write(lead, "国外现状")
    lead.press("一级标题", tool)
    expect(tool.get_by_role("button", name="一级标题")).to_have_attribute("aria-pressed", "true")
    lead.page.keyboard.press("Enter")
    lead.page.keyboard.type("研发投入")
    lead.press("脚注", tool)
    lead.fill("脚注文字", "2025 年年报。").press("确定")
    lead.press("加粗", tool)
    lead.page.keyboard.type("很大")
    lead.press("加粗", tool)
    lead.page.keyboard.press("Enter")
    lead.press("编号", tool)
    lead.page.keyboard.type("第一项")
    lead.page.keyboard.press("Enter")
    lead.page.keyboard.type("第二项")
    lead.press("降一级", tool)
    lead.press("插入表格", tool)
    for words in ("项目", "2026", "2027", "设备", "1", "2"):
        lead.page.keyboard.type(words)
        lead.page.keyboard.press("Tab")
    lead.press("删去本行", tool).press("表题", tool)
    lead.fill("表题（写在表格上方）", "投资估算").press("确定")
    lead.page.keyboard.press("Control+End")
    lead.page.keyboard.type("E=mc^2")
    lead.press("公式", tool)
    picture = tmp_path / "图.png"
    picture.write_bytes(png(60, 40))
    lead.press("图片", tool)
    lead.page.locator("#panel-file").set_input_files(picture)
    lead.press("确定").sees("写一句图片说明")
    lead.fill("图题", "总平面图").fill("图片说明（给看不到图的人）", "三栋楼围成院子").press("确定")
    expect(area(lead).locator("figure img")).to_have_js_property("complete", True)
    assert area(lead).locator("figure img").evaluate("img => img.naturalWidth") > 0
    lead.page.keyboard.press("Control+End")
    lead.page.keyboard.type("见")
    lead.press("引用", tool)
    lead.page.get_by_label("引用哪一处").select_option(index=0)
    lead.press("确定")
    saved(lead)
    lead.page.wait_for_timeout(3_000)
    blocks = section().blocks
    assert [b["kind"] for b in blocks] == [
        "heading", "paragraph", "list", "table", "formula", "image", "paragraph",
    ]  # fmt: skip
    assert blocks[1]["spans"] == [
        {"text": "研发投入", "marks": []},
        {"text": "", "marks": [], "note": "2025 年年报。"},
        {"text": "很大", "marks": ["bold"]},
    ]
    assert (blocks[2]["ordered"], blocks[2]["items"][1]["level"]) == (True, 1)
    assert blocks[3]["rows"] == [["项目", "2026", "2027"], ["设备", "1", "2"]]
    assert (blocks[3]["header_rows"], blocks[3]["caption"]) == (1, "投资估算")
    assert (blocks[4]["text"], blocks[5]["alt"]) == ("E=mc^2", "三栋楼围成院子")
    assert blocks[6]["spans"][1] == {"text": "表1", "marks": [], "ref": blocks[3]["label"]}
    lead.shot("writing-section", narrow=True)
    assert faults_in_sight(lead.page, "section, written") == []
    lead.go(f"/cases/{case.number}/manuscript/").shot("writing-list", narrow=True)
    assert faults_in_sight(lead.page, "list") == []
    lead.go(f"/cases/{case.number}/manuscript/{CODE}/states/").shot("writing-states", narrow=True)
    lead.go(f"/cases/{case.number}/plan/1/")
    assert faults_in_sight(lead.page, "reading") == []


def test_what_is_pasted_from_word_is_kept_without_what_it_brings_along(
    visit: Callable[..., Person], case: Case
) -> None:
    lead = at_section(visit, case, "qiantou")
    area(lead).click()
    area(lead).evaluate(PASTE, WORD_PASTE)
    expect(lead.page.locator("[data-editor-saved]")).to_contain_text(re.compile("略去 1 张|已自动保存"))
    saved(lead)
    blocks = section().blocks
    assert [(b["kind"], b["text"]) for b in blocks] == [
        ("heading", "国外现状"), ("paragraph", "主轴承依赖进口"), ("paragraph", "占采购额四成"),
        ("table", "项目\t金额\n合计\t"),
    ]  # fmt: skip
    assert blocks[1]["spans"][0] == {"text": "主轴承", "marks": ["bold"]}
    assert "spans" not in blocks[2] and blocks[3]["merges"][0]["column_span"] == 2


def test_the_keyboard_alone_writes_and_saves(visit: Callable[..., Person], case: Case) -> None:
    lead = at_section(visit, case, "qiantou")
    area(lead).focus()
    keys = lead.page.keyboard
    keys.type("键盘写的")
    keys.press("Alt+F10")
    expect(lead.page.get_by_role("toolbar").get_by_role("button", name="正文")).to_be_focused()
    keys.press("ArrowRight")
    keys.press("Enter")
    expect(area(lead)).to_be_focused()
    keys.press("Control+s")
    saved(lead)
    assert section().blocks[0]["kind"] == "heading"
    keys.press("Tab")
    expect(area(lead)).not_to_be_focused()


def test_without_scripts_the_same_section_is_written_as_text(
    visit: Callable[..., Person], case: Case
) -> None:
    lead = at_section(visit, case, "qiantou", javascript=False)
    lead.fill("正文", "# 国外\n\n差距在主轴承。\n\n- 精度\n- 寿命").press("保存").sees("已保存")
    assert [b["kind"] for b in section().blocks] == ["heading", "paragraph", "list"]
    lead.shot("writing-plain", narrow=True)
