"""From the integrity check to the approval, and what a citizen does meanwhile, on the pages."""

from datetime import date
from pathlib import Path

from tests.browser.person import Person

CONTACT = "示例省科学技术厅平台处 0731-80000001"
STATEMENT = "公示所列牵头单位的研发平台并不在申报领域。"
REASONS = "经核实，研发平台认定文件载明的领域与申报领域一致。"


def check_integrity(officer: Person, number: str) -> None:
    officer.take_up(number).act("登记诚信核查")
    for choice in officer.main.locator("select[name^=result-]").all():
        choice.select_option("clear")
    officer.shot("30-integrity", narrow=True)
    officer.press("登记诚信核查")
    officer.sees("核查结果已登记")
    officer.case(number).act("诚信审查通过")
    officer.press("诚信审查通过")
    officer.sees("案卷转入下一阶段")


def record_meeting(head: Person, number: str, held_on: date) -> None:
    head.case(number).act("登记会议记录")
    head.fill("会议名称", f"{held_on.year}年第3次厅党组会议").fill("会议日期", held_on.isoformat())
    head.fill("出席人员", "厅党组成员；监督处、规划处列席")
    head.main.get_by_role("radio", name="同意").check()
    head.fill("理由", "符合总体布局，方案成熟，同意公示后组建。")
    head.shot("31-meeting", narrow=True)
    head.press("登记会议记录")
    head.sees("会议记录已登记")


def confirm_meeting(leader: Person, number: str) -> None:
    leader.take_up(number).act("确认并执行会议决定")
    leader.shot("32-confirm-meeting", narrow=True)
    leader.press("确认并执行会议决定")
    leader.sees("会议决定已执行")


def publish(officer: Person, number: str) -> None:
    officer.take_up(number).act("发布公示")
    officer.fill("受理异议的部门和电话", CONTACT)
    officer.shot("33-publish", narrow=True)
    officer.press("发布公示")
    officer.sees("公示已发布")


def object_to(citizen: Person, title: str, letter: Path, evidence: Path) -> str:
    """Find the notice among the public ones, file an objection by name; returns the receipt's number."""
    citizen.go("/").shot("34-home", narrow=True)
    citizen.go("/notices/").shot("35-notices", narrow=True)
    citizen.page.get_by_role("link", name=title).first.click()
    citizen.sees("公示中")
    citizen.shot("36-notice", narrow=True)
    citizen.follow("提出异议")
    citizen.main.get_by_role("radio", name="个人（实名）").check()
    citizen.fill("姓名或单位名称", "赵立群").fill("联系电话或电子邮箱", "13800138000")
    citizen.fill("异议内容", STATEMENT)
    citizen.attach("署名或盖章的异议书", letter).attach("证据", evidence)
    citizen.shot("37-object", narrow=True)
    citizen.press("提交异议")
    citizen.sees("异议回执")
    citizen.shot("38-objection-receipt", narrow=True)
    return citizen.page.locator(".receipt-number").inner_text()


def handle_objection(officer: Person, number: str) -> None:
    officer.take_up(number).act("处理异议")
    officer.sees(STATEMENT)
    officer.shot("39-objections", narrow=True)
    officer.main.get_by_role("radio", name="异议不成立").check()
    officer.main.get_by_label("核实情况和理由").fill(REASONS)
    officer.press("处理这件异议")
    officer.sees("异议已处理")


def close_publicity(officer: Person, number: str) -> None:
    officer.case(number).act("公示无异议，转批复")
    officer.press("公示无异议，转批复")
    officer.sees("案卷转入批复")


def draft_approval(officer: Person, number: str) -> None:
    officer.case(number).act("拟批准组建文件")
    officer.main.get_by_role("button").first.click()
    officer.sees("草稿，尚未签发")
    officer.shot("41-draft-approval", narrow=True)


def approve(leader: Person, number: str) -> None:
    leader.take_up(number).act("签发批复，组建中心")
    leader.shot("42-approve", narrow=True)
    leader.press("签发批复，组建中心")
