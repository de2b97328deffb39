"""A panel meets, in the browser: invitation, slides, question, minutes, second scoring, dissent, paper."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import review_pages
from tests.browser.person import Person, faults_in_sight
from tests.factories.line import ALL_EXPERTS, LineWorld
from tests.reviews.meeting.steps import Meeting
from tests.reviews.steps import Round
from xiangchuang.calendars import clock
from xiangchuang.demo.sample_files import letter_pdf
from xiangchuang.reviews.write_review import OpinionDraft

QUESTION, ANSWER = "中试线建成之前在哪里验证？", "先用现有试验场，费用自筹。"
DISSENT = "出资承诺缺失，应先补充。"


@pytest.fixture
def meeting(transactional_db: None) -> Meeting:
    """All seven have read alone; the first asks for a revision."""
    world = LineWorld.build(experts=ALL_EXPERTS)
    world.at_stage("review")
    return Meeting(Round(world).seat_all().open().hear_all(OpinionDraft("A.7.2", "补充出资承诺。")))


def test_a_panel_meets_and_signs(visit: Callable[..., Person], meeting: Meeting, tmp_path: Path) -> None:
    number, (first, second, *others) = meeting.case.number, meeting.seats
    assert first.expert.user is not None and second.expert.user is not None
    officer, lead = visit().sign_in("jingban"), visit().sign_in("qiantou")
    dissenter = visit().sign_in(first.expert.user.username)
    turning = visit(javascript=False).sign_in(second.expert.user.username)

    _prepare(officer, lead, dissenter, number, tmp_path)
    review_pages.begin_meeting(officer, number, shot="41")
    _keep_minutes(officer, number)
    _score_again(turning, number)
    review_pages.score_again(dissenter, number)
    _clean(dissenter.go(f"/cases/{number}/panel-meeting/"), "42-meeting-of-a-member")
    dissenter.sees(second.expert.name).sees("75.00")
    meeting.keep(*others)
    meeting.case.refresh_from_db()
    _sign(officer, dissenter, turning, number)
    for seat in others:
        meeting.sign(seat)

    officer.go(f"/cases/{number}/panel-meeting/").sees("论证意见已签署").sees(DISSENT)
    _clean(officer, "45-meeting-signed")
    assert officer.download("下载 PDF").startswith(b"%PDF")
    lead.go(f"/cases/{number}/panel-meeting/").sees(QUESTION).sees(ANSWER).misses(first.expert.name)
    _clean(lead, "46-meeting-of-the-lead")


def _prepare(officer: Person, lead: Person, member: Person, number: str, folder: Path) -> None:
    """The invitation, a reply, the lead's slides, a question and its answer."""
    review_pages.convene(
        officer, number, on=clock.today().isoformat(), place="示例省科技厅 3 楼会议室", shot="40"
    )
    _clean(officer.go(f"/cases/{number}/convene-meeting/"), "40-convened")
    member.take_up(number).act("答复会议通知").choose("按时到会")
    _clean(member, "40-reply")
    member.press("答复会议通知").sees("已答复")
    slides = folder / "汇报材料.pdf"
    slides.write_bytes(letter_pdf("建设方案汇报"))
    lead.take_up(number).act("提交汇报材料").attach("汇报材料", slides)
    _clean(lead, "40-present")
    lead.press("提交汇报材料").sees("汇报材料已提交")
    member.go(f"/cases/{number}/ask-question/").fill("问题", QUESTION)
    _clean(member, "40-ask")
    member.press("向申报单位提问").sees("不显示提问人")
    _clean(member, "40-meeting-before")
    lead.take_up(number).act("答复专家组的问题")
    lead.main.locator("textarea").first.fill(ANSWER)
    _clean(lead, "40-answer")
    lead.press("保存答复").sees("已答复 1 个问题")


def _keep_minutes(officer: Person, number: str) -> None:
    """What is typed is kept by itself, a few seconds behind."""
    officer.case(number).act("记录论证会")
    officer.main.locator("textarea[name=minutes]").type("专家就经费逐项提问。")
    expect(officer.page.locator("[data-keep-line]")).to_contain_text("已自动保存")
    _clean(officer, "41-minutes")
    officer.press("保存会议记录").sees("会议记录已保存")


def _score_again(member: Person, number: str) -> None:
    """Without scripts: other points for one item, beside the first."""
    member.take_up(number).act("讨论后再评分")
    member.main.locator("input[name=points_tasks]").fill("6")
    member.main.locator("textarea[name=why_tasks]").fill("讨论后认为验证不足。")
    member.press("提交更改").sees("更改已记录")


def _sign(officer: Person, dissenter: Person, turning: Person, number: str) -> None:
    """A wrong password first: it is said, and the reasons of the dissent are still there."""
    review_pages.lay_statement(officer, number, shot="43")
    dissenter.take_up(number).act("签署论证意见")
    dissenter.choose("签署，并附不同意见").fill("不同意见的理由", DISSENT).fill("登录密码", "不是密码")
    _clean(dissenter, "44-sign")
    dissenter.press("签署").sees("密码不对")
    _clean(dissenter, "44-wrong-password")
    expect(dissenter.main.locator("textarea[name=dissent]")).to_have_value(DISSENT)
    dissenter.fill("登录密码", review_pages.PASSWORD).press("签署").sees("已签署")
    review_pages.sign_statement(turning, number)
    officer.go(f"/cases/{number}/panel-meeting/").sees("还差 5 位专家签署")
    _clean(officer, "44-who-is-missing")
    officer.press("提醒签署").sees("已提醒 5 位专家签署")


def _clean(person: Person, name: str) -> None:
    """Axe finds nothing, nothing runs off a phone's screen; a picture where pictures are wanted."""
    person.shot(name, narrow=True)
    assert faults_in_sight(person.page, name) == []
