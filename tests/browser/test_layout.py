"""The layout at a real browser: wanted, planned, published, applied on, objected to, approved, verified."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser import decision_pages, intake_pages
from tests.browser.person import Person
from tests.factories.line import ALL_EXPERTS, LineWorld
from xiangchuang.decisions.models import Notice, OfficialDocument
from xiangchuang.demo.layouts import advise_directions, go_on_planning, lay_out
from xiangchuang.demo.line import Line
from xiangchuang.demo.sample_files import letter_pdf
from xiangchuang.demo.scouting import scan_sample_nation
from xiangchuang.layouts.models import Direction, LayoutReply, LayoutState, LayoutVersion
from xiangchuang.proposals.models import Proposal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DIRECTION = "盾构主轴承设计制造"
CENTER = "示例盾构技术创新中心"


def nothing_to_mend(person: Person) -> None:
    """Assert that axe finds nothing on the page."""
    told = Axe().run(person.page).response
    assert told["passes"], "axe looked at nothing"
    assert [(v["id"], v["nodes"][0]["html"][:160]) for v in told["violations"]] == []


def test_from_a_wish_to_a_center_that_anyone_can_verify(
    visit: Callable[..., Person], moment: ModuleType, tmp_path: Path
) -> None:
    world = LineWorld.build(experts=ALL_EXPERTS, days_pass=True)
    firm, officer = visit().sign_in("qiantou"), visit().sign_in("jingban")
    citizen = visit().go("/layout/").sees("还没有发布总体布局")
    nothing_to_mend(citizen)
    _want(firm)
    _plan(officer)
    _circulate_and_reply(officer, visit().sign_in("changsha"))
    leader = visit().sign_in("tingling")
    _publish(officer, leader)

    direction = Direction.objects.get()
    citizen.go("/layout/").sees(DIRECTION).shot("layout-public", narrow=True)
    nothing_to_mend(citizen)
    assert citizen.download("下载 PDF").startswith(b"%PDF")
    assert citizen.download("下载 Word").startswith(b"PK")
    citizen.follow(DIRECTION).sees("余 1").shot("layout-direction-public", narrow=True)
    nothing_to_mend(citizen)
    citizen.follow("登录后按这个方向申报").sees("登录")

    line = _apply(firm, world, direction)
    officer.go(f"/layouts/directions/{direction.pk}/").sees(CENTER)
    officer.sees("其余在办 1 个").shot("layout-direction", narrow=True)
    nothing_to_mend(officer)
    officer.go("/layouts/").sees("在办 1").shot("layout-board", narrow=True)
    nothing_to_mend(officer)

    line.advance_to("publicity")
    _answer_for_it(officer, citizen, line.case.number, tmp_path, moment)
    _found(officer, leader, citizen, line.case.number)
    officer.go(f"/layouts/directions/{direction.pk}/").sees("已批准 1 个").shot("layout-taken", narrow=True)


def _want(firm: Person) -> None:
    """The firm reaches the form from its places and says what it lacks."""
    firm.page.get_by_role("navigation").get_by_role("link", name="布局", exact=True).first.click()
    firm.follow("提出技术需求").fill("需要的技术", DIRECTION).fill("要解决的问题和指标", "寿命 1.5 万小时")
    firm.fill("由谁使用", "本单位")
    firm.main.locator("#id_area").select_option("major_needs/deep_equipment")
    firm.main.locator("#id_security_or_chokepoint").fill("主轴承依赖进口，列入断点清单。")
    firm.shot("layout-demand", narrow=True)
    firm.main.locator("button.primary").click()
    firm.sees("XQ")


def _plan(officer: Person) -> None:
    """The officer drafts a version and makes the demand a direction of it."""
    officer.go("/layouts/versions/new/").fill("名称", "总体布局（2026—2028年）")
    officer.fill("总体考虑", "围绕优势产业链补齐空白，少而精。")
    officer.fill("布局期自", "2026-01-01").fill("布局期至", "2028-12-31").fill("新建上限（个）", "5").press(
        "保存"
    )
    officer.go("/layouts/demands/").follow(DIRECTION).follow("据此新设方向")
    officer.main.locator("#id_category").select_option("field_specific")
    officer.main.locator("#id_technology_type").select_option("key_common")
    officer.shot("layout-new-direction", narrow=True)
    officer.press("加入").sees("已加入方向")


def _circulate_and_reply(officer: Person, city: Person) -> None:
    """The draft goes to one city, which wants a change; the officer answers."""
    layout = LayoutVersion.objects.get()
    officer.follow("征求意见")
    for box in officer.main.get_by_role("checkbox").all():
        box.uncheck()
    officer.main.get_by_role("checkbox", name="示例长沙市科学技术局").check()
    officer.main.locator("button.primary").click()
    city.go("/work-list/").follow("反馈对布局征求意见稿的意见").choose("同意，有修改意见")
    city.fill("具体意见", "写明产业链。").shot("layout-reply", narrow=True).press("提交意见")
    reply = LayoutReply.objects.get()
    officer.go(f"/layouts/replies/{reply.pk}/").main.locator("input[value=adopted]").check()
    officer.fill("处理说明", "已写明。").press("答复")
    officer.go(f"/layouts/versions/{layout.pk}/").sees("已反馈 1 / 1").shot("layout-version", narrow=True)
    nothing_to_mend(officer)


def _publish(officer: Person, leader: Person) -> None:
    """The leadership confirms, the officer publishes."""
    layout = LayoutVersion.objects.get()
    leader.go(f"/layouts/versions/{layout.pk}/").follow("审定").fill("审定意见", "厅党组会审议通过")
    leader.main.locator("button.primary").click()
    officer.go(f"/layouts/versions/{layout.pk}/").press("发布").sees("湘科发〔2026〕1号")
    layout.refresh_from_db()
    assert layout.state == LayoutState.PUBLISHED


def _apply(firm: Person, world: LineWorld, direction: Direction) -> Line:
    """The firm applies on the direction, which has filled in what it says; returns the line of its case."""
    firm.go(f"/layouts/directions/{direction.pk}/").follow("按这个方向申报").sees(
        f"布局方向 {direction.number}"
    )
    firm.shot("layout-begin", narrow=True)
    firm.fill("中心名称", CENTER).press("建立案卷并填写")
    chosen = firm.page.locator("#id_layout_direction")
    expect(chosen).to_have_value(str(direction.pk))
    proposal = Proposal.objects.get()
    line = world.new_line(CENTER)
    line.case = proposal.case
    intake_pages.fill_intention(firm, line.draft(), [world.member.uscc or ""])
    expect(chosen).to_have_value(str(direction.pk))
    firm.shot("layout-intention", narrow=True)
    nothing_to_mend(firm)
    intake_pages.submit_intention(firm, proposal.case.number)
    line.case.refresh_from_db()
    return line


def _answer_for_it(officer: Person, citizen: Person, number: str, folder: Path, moment: ModuleType) -> None:
    """The notice is published, a citizen objects; nothing is approved before the objection is answered."""
    papers = [folder / "异议书.pdf", folder / "证据.pdf"]
    for paper in papers:
        paper.write_bytes(letter_pdf(paper.stem))
    decision_pages.publish(officer, number)
    receipt = decision_pages.object_to(citizen, CENTER, *papers)
    notice = Notice.objects.get(case__number=number)
    moment.advance(timedelta(days=(notice.closes_on - moment.today()).days + 1))
    officer.case(number).held("公示无异议，转批复", "还有 1 件异议没有处理")
    decision_pages.handle_objection(officer, number)
    citizen.go(f"/objections/{receipt}/").sees("异议不成立").sees(decision_pages.REASONS)
    nothing_to_mend(citizen)
    decision_pages.close_publicity(officer, number)


def _found(officer: Person, leader: Person, citizen: Person, number: str) -> None:
    """The leadership issues the approval; the citizen verifies it by its code."""
    decision_pages.draft_approval(officer, number)
    decision_pages.approve(leader, number)
    approval = OfficialDocument.objects.get(case__number=number, kind="approval")
    citizen.go("/verify/").fill("核验码", approval.verification_code).press("核验")
    citizen.sees("是省科技厅发出的文件").sees(approval.number).sees(CENTER)
    nothing_to_mend(citizen)


def test_the_examples_layout_reads_well_at_both_widths(
    visit: Callable[..., Person], moment: ModuleType
) -> None:
    world = LineWorld.build(enterprises=20)
    lay_out(world.province)
    world.new_line("示例地下空间技术创新中心").begin().advance_to("formal_check")
    go_on_planning(world.province)
    advise_directions(world.province, scan_sample_nation(world.province))
    direction = Direction.objects.get(title="地下空间智能装备关键部件")
    citizen, officer = visit(), visit().sign_in("jingban")
    for path, name in (
        ("/layout/", "example-layout"), ("/layout/?by=prefecture", "example-layout-prefectures"),
        ("/layout/1/", "example-edition"), ("/layout/goals/", "example-goals"),
        (f"/directions/{direction.number}/", "example-direction"),
        ("/search/?q=盾构", "example-search"),
    ):  # fmt: skip
        citizen.go(path).misses("没有找到这一页").shot(name, narrow=True)
        nothing_to_mend(citizen)
    code = LayoutVersion.objects.get(edition=1).verification_code
    citizen.go(f"/verify/{code}/").sees("是省科技厅发出的文件").shot("example-verify", narrow=True)
    case = Proposal.objects.get().case
    for path, name in (
        (f"/layouts/directions/{direction.pk}/", "example-direction-inside"),
        ("/layouts/", "example-board"), ("/layouts/demands/", "example-demands"),
        (f"/layouts/versions/{LayoutVersion.objects.get(edition=2).pk}/", "example-circulating"),
        (f"/cases/{case.number}/formal-check/", "example-formal-check"),
    ):  # fmt: skip
        officer.go(path).shot(name, narrow=True)
        nothing_to_mend(officer)
