"""A consortium writes its plan at real browsers: divided, talked over, submitted, returned, answered."""

from collections.abc import Callable
from types import ModuleType

import pytest
from playwright.sync_api import expect

from tests.browser import intake_pages
from tests.browser.person import Person, faults_in_sight
from tests.factories.line import ALL_EXPERTS, LineWorld
from tests.reviews.steps import Round
from xiangchuang.accounts.models import Appointment, User
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.demo.sign_ins import PASSWORD
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.plan import confirm_targets, upload_plan
from xiangchuang.reviews.write_review import OpinionDraft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WRITTEN = "国内掘进机主轴承长期依赖进口，本单位已完成样机试验。"
ASKED = "样机试验的年度补一下"
DEMAND = "写明样机试验的年度和来源。"
REVISED = "国内掘进机主轴承长期依赖进口，本单位 2025 年已完成 3 台样机试验。"
ANSWER = "已写明二〇二五年试验及检测报告编号。"


def test_divided_discussed_submitted_returned_and_answered(
    visit: Callable[..., Person], moment: ModuleType
) -> None:
    world = LineWorld.build(experts=ALL_EXPERTS)
    number = _begin(world)
    lead, member = visit().sign_in("qiantou"), visit(javascript=False).sign_in("gongjian")

    _divide(lead, number, str(world.member))
    _write_and_ask(member, number, world.user("lead").full_name)
    _settle(lead, number)
    user = User.objects.create_user("gongchengshi", PASSWORD, full_name="王工程师")
    Appointment.objects.create(
        user=user, organization=world.lead, role=Role.SERVED_FIRM, valid_from=clock.today()
    )
    _let_a_colleague_in(lead, visit().sign_in("gongchengshi"), number)
    assert intake_pages.submit_plan(_submitting(lead, number), shot="together-submit").startswith("HZ")

    world.case.refresh_from_db()
    review = Round(world).seat_all().open()
    review.hear_all(OpinionDraft("A.1.1", DEMAND, quote=WRITTEN[:14])).conclude("revise")
    _answer_beside_the_text(lead, member, number)
    _confirm(world)
    assert intake_pages.submit_plan(_submitting(lead, number), shot="together-resubmit").startswith("HZ")
    _compare(visit().sign_in("jingban"), number)


def _begin(world: LineWorld) -> str:
    """The plan is there already, brought from Word, its targets confirmed."""
    case = world.at_stage("plan")
    upload = world.line.plan
    assert upload is not None
    upload_plan(actor=world.actor("lead"), case=case, seen=case.version, upload=upload)
    _confirm(world)
    return case.number


def _confirm(world: LineWorld) -> None:
    case = world.case
    case.refresh_from_db()
    revision = PlanRevision.objects.filter(proposal__case=case).order_by("-number")[0]
    targets = world.line.targets_of(revision)
    confirm_targets(actor=world.actor("lead"), case=case, seen=case.version, targets=targets)


def _submitting(lead: Person, number: str) -> Person:
    return lead.go(f"/cases/{number}/submit-plan/")


def _divide(lead: Person, number: str, member: str) -> None:
    """The lead gives one section to the member."""
    lead.case(number).act("编写方案")
    lead.follow("分工与讨论").shot("together-team", narrow=True)
    assert faults_in_sight(lead.page, "team") == []
    lead.main.get_by_role("link", name="给 A.1.1 分工").click()
    lead.main.get_by_label("分给").select_option(label=member)
    lead.shot("together-assign", narrow=True).press("分工")
    lead.sees("A.1.1 已分给")


def _write_and_ask(member: Person, number: str, named: str) -> None:
    """The member finds the section on the work list, writes it and turns to the lead; without scripts."""
    member.go("/work-list/").sees("编写方案 1 节")
    member.go(f"/cases/{number}/manuscript/A.1.1/").sees("分工")
    member.main.get_by_label("正文").fill(WRITTEN)
    member.main.get_by_role("button", name="保存", exact=True).click()
    member.sees("已保存")
    member.main.get_by_role("link", name="发起讨论").click()
    member.fill("针对的原文", WRITTEN[:14]).main.get_by_label("内容").fill(f"@{named} {ASKED}")
    member.shot("together-discuss", narrow=True).press("发起讨论")
    member.sees(f"@{named}")
    member.shot("together-threads", narrow=True)
    member.go(f"/cases/{number}/manuscript/A.1.1/").press("标为写好")
    member.go("/work-list/").misses("编写方案 1 节")


def _let_a_colleague_in(lead: Person, engineer: Person, number: str) -> None:
    """A colleague who sees nothing asks for the case; the lead answers until a day; the list says so."""
    engineer.go("/writing-access/").sees(number)
    engineer.shot("together-access", narrow=True).follow("申请填报")
    engineer.fill("申请说明", "技术中心，编写 A.4 节").press("提交申请")
    engineer.sees("待答复")
    lead.go("/work-list/").sees("答复 1 份填报权限申请")
    lead.go("/writing-access/").shot("together-asked", narrow=True)
    assert faults_in_sight(lead.page, "requests") == []
    lead.follow("答复").main.get_by_role("radio", name="同意", exact=True).check()
    lead.main.get_by_label("同意到哪一天").fill("2026-04-01")
    lead.shot("together-decide", narrow=True).press("答复").sees("到期自动结束")
    lead.go(f"/cases/{number}/writers/").sees("2026-04-01")
    lead.shot("together-writers", narrow=True)
    assert faults_in_sight(lead.page, "writers") == []
    engineer.go(f"/cases/{number}/team/").sees("方案分工")


def _settle(lead: Person, number: str) -> None:
    """The lead is told, reads and settles it."""
    lead.go("/messages/").sees("讨论里提到您")
    lead.go(f"/cases/{number}/manuscript/A.1.1/").sees(ASKED)
    lead.shot("together-section", narrow=True)
    lead.go(f"/cases/{number}/discussion/").sees(ASKED)
    assert faults_in_sight(lead.page, "discussion") == []
    lead.press("标为已解决").sees("讨论已解决")


def _answer_beside_the_text(lead: Person, member: Person, number: str) -> None:
    """The member revises; the opinion stands beside the section and is answered there with its passage."""
    lead.case(number).act("编写方案")
    if lead.main.get_by_role("button", name="开始编写").count():
        lead.press("开始编写")
    lead.sees("1 条论证意见待答复").shot("together-returned", narrow=True)
    member.go(f"/cases/{number}/manuscript/A.1.1/").sees(DEMAND)
    member.main.get_by_label("正文").fill(REVISED)
    member.main.get_by_role("button", name="保存", exact=True).click()
    member.sees("已保存")
    lead.go(f"/cases/{number}/manuscript/A.1.1/").sees(DEMAND)
    box = lead.main.locator("#opinion-1")
    box.get_by_label("答复").fill(ANSWER)
    passages = box.get_by_label("改的是哪一段")
    passages.select_option(index=1)
    lead.shot("together-opinion", narrow=True)
    assert faults_in_sight(lead.page, "section with an opinion") == []
    box.get_by_role("button", name="保存答复").click()
    lead.sees("第 1 条意见已答复")


def _compare(officer: Person, number: str) -> None:
    """The officer reads the answers with the plan, and compares the two revisions."""
    officer.go(f"/cases/{number}/plan/2/").sees(ANSWER)
    officer.sees("意见答复表").shot("together-reading", narrow=True)
    assert faults_in_sight(officer.page, "reading") == []
    expect(officer.main.locator(".passage")).to_have_count(1)
    officer.misses(ASKED)
    officer.go(f"/cases/{number}/revisions/").shot("together-revisions", narrow=True)
    assert faults_in_sight(officer.page, "revisions") == []
    officer.press("比较两版")
    officer.sees("1 节有改动").shot("together-difference", narrow=True)
    assert faults_in_sight(officer.page, "difference") == []
    assert officer.go(f"/cases/{number}/plan/2/").download("下载 PDF").startswith(b"%PDF")
