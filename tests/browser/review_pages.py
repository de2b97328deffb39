"""Panel, reading, opinions, conclusion and site visit, on the pages."""

from collections.abc import Iterable, Sequence

from playwright.sync_api import expect

from tests.browser.person import Person
from xiangchuang.demo.sign_ins import PASSWORD

DEMAND = "补充数据来源和测算依据。"
ANSWER = "已补充采购计划和数据来源，见修订稿第七章。"


def seat_one(officer: Person, number: str, kind: str) -> None:
    """Seat the first candidate of that kind."""
    officer.page.goto(f"/cases/{number}/panel/?kind={kind}")
    officer.main.locator("#candidates").get_by_role("button", name="入席").first.click()
    officer.sees("已入席")


def ask_department(officer: Person, number: str, department: str) -> None:
    officer.case(number).act("组建专家组")
    officer.follow("邀请相关部门")
    officer.main.get_by_label("相关部门").select_option(label=department)
    officer.shot("15-ask-department")
    officer.press("邀请相关部门会同组建")
    officer.sees("等待会签")


def cosign(department: Person, number: str) -> None:
    department.take_up(number).act("会签专家组")
    department.shot("16-cosign", narrow=True)
    department.press("会签专家组")
    department.sees("已会签")


def open_reading(officer: Person, number: str) -> None:
    officer.case(number).act("开始审阅")
    officer.shot("17-open-reading")
    officer.press("开始审阅")
    officer.sees("已通知专家")


def declare(expert: Person, number: str, *, shot: str = "") -> None:
    expert.take_up(number).act("声明无利益冲突")
    if shot:
        expert.shot(f"{shot}-declare", narrow=True)
    expert.press("以上情形都没有，开始审阅")
    expert.sees("草稿，尚未提交")


def review(expert: Person, *, verdict: str, points: int, must: str = "", shot: str = "") -> None:
    """Fill the sheet the expert has open and submit it; `must` is a section that has to be revised."""
    main = expert.main
    for field in main.locator("input[name^=points_]").all():
        field.fill(str(points))
    for field in main.locator("textarea[name^=why_]").all():
        field.fill("依据方案相应章节评定。")
    if must:
        main.locator("select[name=section_0]").select_option(must)
        main.locator("textarea[name=demand_0]").fill(DEMAND)
    expert.choose(verdict)
    expert.fill("总体评价", "方案结构完整，目标可考核。")
    if shot:
        expert.shot(f"{shot}-review", narrow=True)
    expert.press("提交评审意见")
    expert.sees("评审意见已提交，内容已固定")


def settle_own(expert: Person, answer: str) -> None:
    """Compare the answer and the passage with one's own demand, and close it on the same page."""
    expert.sees(answer)
    expert.follow("核对这条答复")
    expert.sees("第 2 轮论证").sees(answer)
    expert.choose("已按意见完善，闭合")
    expert.shot("23-settle-own", narrow=True)
    expert.main.get_by_role("button").first.click()
    expert.sees("已核对").sees("已闭合 1 条")
    expert.follow("回到评审意见")


def convene(officer: Person, number: str, *, on: str, place: str, shot: str = "") -> None:
    """Invite members and lead, with the agenda that the policy proposes."""
    officer.case(number).act("通知召开论证会")
    officer.fill("会议日期", on).fill("开始时间", "09:00").fill("会议地点", place)
    if shot:
        officer.shot(f"{shot}-convene", narrow=True)
    officer.press("通知召开论证会")
    officer.sees("已通知专家和牵头单位")


def begin_meeting(officer: Person, number: str, *, shot: str = "") -> None:
    officer.case(number).act("开始论证会")
    if shot:
        officer.shot(f"{shot}-begin", narrow=True)
    officer.press("开始论证会")
    officer.sees("论证会已经开始")


def score_again(member: Person, number: str, *, verdict: str = "", shot: str = "") -> None:
    """Keep the first scoring by one press, or turn to another verdict, saying why."""
    member.take_up(number).act("讨论后再评分")
    if not verdict:
        member.press("维持原评分")
        member.sees("已确认维持原评分")
        return
    member.choose(verdict).fill("改变结论的理由", "经讨论，同意多数专家的意见。")
    if shot:
        member.shot(f"{shot}-score-again", narrow=True)
    member.press("提交更改")
    member.sees("更改已记录，原评分同时保留")


def lay_statement(officer: Person, number: str, *, shot: str = "") -> None:
    officer.case(number).act("提请签署论证意见")
    if shot:
        officer.shot(f"{shot}-statement", narrow=True)
    officer.press("提请签署论证意见")
    officer.sees("已提请到会专家签署")


def sign_statement(
    member: Person, number: str, *, dissent: str = "", password: str = PASSWORD, shot: str = ""
) -> None:
    """Sign the text with the own password, perhaps against it with reasons."""
    member.take_up(number).act("签署论证意见")
    if dissent:
        member.choose("签署，并附不同意见").fill("不同意见的理由", dissent)
    else:
        member.choose("同意论证意见")
    member.fill("登录密码", password)
    if shot:
        member.shot(f"{shot}-sign", narrow=True)
    member.press("签署")
    member.sees("已签署")


def hold_meeting(
    officer: Person, members: Sequence[Person], number: str, *, on: str, turn: str = "", shot: str = ""
) -> None:
    """From the invitation to the last signature; with `turn` all but the first come to that verdict."""
    convene(officer, number, on=on, place="示例省科技厅 3 楼会议室", shot=shot)
    begin_meeting(officer, number, shot=shot)
    for place, member in enumerate(members):
        seen = shot if place == 1 else ""
        score_again(member, number, verdict=turn if place else "", shot=seen)
    lay_statement(officer, number, shot=shot)
    for place, member in enumerate(members):
        sign_statement(member, number, shot=shot if place == 1 else "")
    officer.go(f"/cases/{number}/panel-meeting/").sees("论证意见已签署")
    if shot:
        officer.shot(f"{shot}-meeting", narrow=True)


def conclude(officer: Person, number: str, outcome: str, summary: str, *, shot: str) -> None:
    officer.case(number).act("作出论证结论")
    officer.shot(shot, narrow=True)
    officer.main.get_by_role("radio", name=outcome).check()
    officer.fill("专家组总体意见", summary)
    officer.press("作出论证结论")
    officer.sees("已作出论证结论")


def answer_opinions(lead: Person, number: str) -> None:
    lead.case(number).act("逐条答复论证意见")
    boxes = lead.main.locator("textarea[name^=answer_]")
    expect(boxes.first).to_be_visible()
    for box in boxes.all():
        box.fill(ANSWER)
    lead.shot("20-answer-opinions", narrow=True)
    lead.press("保存答复")
    lead.sees("各条意见都已答复")


def find_for_panel(officer: Person, number: str) -> None:
    """Record what the panel found about the conditions left to it."""
    officer.case(number).act("记录专家组认定")
    for radio in officer.main.get_by_role("radio", name="满足", exact=True).all():
        radio.check()
    for box in officer.main.get_by_label("认定依据").all():
        box.fill("专家组审阅证明材料并讨论，一致认定。")
    officer.shot("24-panel-findings", narrow=True)
    officer.press("记录专家组认定")
    officer.sees("条认定")


def plan_visit(officer: Person, number: str, *, on: str, place: str, team: Iterable[str]) -> None:
    officer.take_up(number).act("安排考察")
    officer.fill("考察日期", on).fill("考察地点", place)
    for name in team:
        officer.main.get_by_role("checkbox", name=name).check()
    officer.shot("26-plan-visit", narrow=True)
    officer.press("安排考察")
    officer.sees("考察已安排")


def record_visit(officer: Person, number: str) -> None:
    officer.case(number).act("填写考察记录")
    for radio in (
        officer.main.locator("input[name^=found_]").and_(officer.page.get_by_label("相符", exact=True)).all()
    ):
        radio.check()
    officer.fill("考察记录", "现场查看研发场地、中试线和平台运行情况，核对账目与合同，与方案所述相符。")
    officer.shot("27-record-visit", narrow=True)
    officer.press("保存考察记录")
    officer.sees("考察记录已保存")


def sign_visit(team: Sequence[Person], number: str) -> None:
    for place, member in enumerate(team):
        member.take_up(number).act("签署考察记录")
        if place == 0:
            member.shot("28-sign-visit", narrow=True)
        member.press("核对无误，签字")
        member.sees("已签字")


def conclude_visit(officer: Person, number: str) -> None:
    officer.case(number).act("作出考察结论")
    officer.choose("通过：情况与方案相符")
    officer.shot("29-conclude-visit")
    officer.press("作出考察结论")
    officer.sees("已作出考察结论")
