"""From the first idea to the submitted plan, on the pages, by the people whose steps they are."""

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Locator

from tests.browser.person import Person
from xiangchuang.proposals.intention import IntentionDraft

OPINION = "经研究，该单位符合建设条件，同意推荐，并在用地、人才住房方面予以支持。"
GROUNDS = "行业协会出具的市场占有率证明显示居全国前列。"


def begin(lead: Person, title: str) -> str:
    """Open a case for one's own organisation; returns its number."""
    lead.go("/cases/").follow("填报建设意向")
    lead.shot("01-begin", narrow=True)
    lead.fill("中心名称", title).press("建立案卷并填写")
    lead.sees("草稿，尚未提交")
    return lead.page.url.split("/cases/")[1].split("/")[0]


def fill_intention(lead: Person, draft: IntentionDraft, members: Sequence[str]) -> None:
    """Write all of `draft`, with the members' codes, and save it."""
    main = lead.main
    main.locator(f"input[name=category][value={draft.category}]").check()
    main.locator("#id_area").select_option(f"{draft.orientation}/{draft.field}")
    lead.fill("领域方向", draft.direction)
    main.locator("#id_orientation_answer").fill(draft.orientation_answer)
    main.locator(f"input[name=technology_type][value={draft.technology_type}]").check()
    main.locator(f"input[name=formation_mode][value={draft.formation_mode}]").check()
    for row, task in enumerate(draft.tasks, 1):
        main.get_by_label(f"任务 {row}", exact=True).fill(task.title)
        main.get_by_label(f"技术类型 {row}", exact=True).select_option(task.technology_type)
    for row, code in enumerate(members, 1):
        main.get_by_label(f"统一社会信用代码 {row}", exact=True).fill(code)
        main.get_by_label(f"承担的任务 {row}", exact=True).fill("承担共性技术研发，开放试验平台")
    lead.fill("联系人", draft.contact_name).fill("联系电话", draft.contact_phone)
    lead.press("保存")
    lead.sees("已保存")


def submit_intention(lead: Person, number: str) -> None:
    """Check the answers and submit; the receipt is on the screen."""
    lead.case(number).act("检查并提交意向")
    lead.sees("尚未提交")
    lead.press("提交意向")
    lead.sees("意向已提交")
    lead.sees(number)


def recommend(city: Person, number: str, letter: Path) -> None:
    """The bureau takes the case from its work list and recommends it with the letter."""
    city.take_up(number).act("推荐")
    city.attach("市州政府推荐函", letter).fill("推荐意见", OPINION)
    city.shot("04-recommend", narrow=True)
    city.press("推荐")
    city.sees("已推荐，转省科技厅办理")


def find_conditions(officer: Person, number: str) -> int:
    """Find every condition met that waits for the officer; returns how many did."""
    officer.case(number)
    found = 0
    while (
        officer.page.locator("section.now").get_by_role("link", name="条件核查通过", exact=True).count() == 0
    ):
        officer.case(number).act("认定条件")
        officer.shot(f"05-find-condition-{found + 1}", narrow=True)
        form = officer.main.locator("form.form").first
        form.get_by_role("radio", name="满足", exact=True).check()
        form.get_by_label("认定的依据").fill(GROUNDS)
        form.get_by_role("button").click()
        officer.sees("已认定")
        found += 1
        officer.case(number)
    return found


def accept_conditions(officer: Person, number: str) -> None:
    officer.case(number).act("条件核查通过")
    officer.shot("06-accept-conditions")
    officer.press("条件核查通过")
    officer.sees("条件核查通过，转下一阶段")


def remark(officer: Person, number: str, anchor: str, text: str) -> None:
    """Write a remark at one field of the intention."""
    officer.case(number).act("逐项审查")
    box = officer.main.locator(f"#field-{anchor}")
    box.locator("summary").click()
    box.get_by_role("textbox").fill(text)
    officer.shot("07-formal-check", narrow=True)
    officer.press("写下意见")
    officer.sees("已写下 1 条意见")


def return_for_correction(officer: Person, number: str) -> None:
    officer.case(number).act("退回修改")
    officer.sees("已在栏目上写了 1 条意见")
    officer.press("退回修改")


def correct(lead: Person, number: str, remark_text: str, direction: str, reply: str) -> None:
    """Find the remark at its field, change the field, say so, and save."""
    lead.take_up(number).act("填写意向")
    lead.sees(remark_text)
    lead.shot("08-correct", narrow=True)
    lead.fill("领域方向", direction)
    lead.main.get_by_label("答复").fill(reply)
    lead.press("保存")
    lead.sees("已保存")


def resolve_and_pass(officer: Person, number: str, reply: str) -> None:
    """Read the reply at the field, close the remark, pass the check."""
    officer.case(number).act("逐项审查")
    officer.sees(reply)
    officer.main.locator("button[name=resolve]").click()
    officer.sees("已了结 1 条意见")
    officer.case(number).act("形式审查通过")
    officer.press("形式审查通过")


def upload_plan(lead: Person, number: str, plan: Path) -> None:
    """Upload the Word file and see all sections found."""
    lead.take_up(number).act("上传建设方案")
    lead.attach("建设方案", plan).press("上传建设方案")
    lead.sees("读到 21 / 21 节")


def confirm_targets(lead: Person, wanted: int) -> None:
    """Keep the first `wanted` rows that the reading proposed, empty the rest, and confirm."""
    lead.follow("确认年度目标")
    lead.shot("11-confirm-targets", narrow=True)
    for row in lead.main.locator("table.targets tbody tr").all()[wanted:]:
        _empty(row)
    lead.press("确认年度目标")
    lead.sees(f"已确认 {wanted} 项年度目标")


def _empty(row: Locator) -> None:
    for field in row.get_by_role("textbox").all():
        if field.input_value():
            field.fill("")


def submit_plan(lead: Person, *, shot: str) -> str:
    """Submit from the page that shows what will be frozen; returns the receipt's number."""
    lead.sees("提交后这一版冻结")
    lead.shot(shot)
    lead.press("提交方案")
    lead.sees("建设方案已提交")
    return lead.page.locator(".receipt-number").inner_text()
