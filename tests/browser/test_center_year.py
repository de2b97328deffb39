"""A center's year at a real browser: each entry by the person whose it is, each promise until it is kept."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import ModuleType
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve
from playwright.sync_api import Request, Response

from tests.browser import center_pages as pages
from tests.browser.person import Person
from tests.factories.centers import CenterWorld
from tests.factories.registers import PASSWORD
from xiangchuang.accounts.actor import Actor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COUNCIL, COMMITTEE = "第一届理事会", "第一届专家委员会"
TASK, MILESTONE = "盾构刀具长寿命材料", "完成样刀台架试验"
PATENT, LICENCE = "一种盾构滚刀刀圈及其制造方法", "滚刀刀圈专利实施许可合同"
INSTRUMENT, SERVICE = "三维表面形貌仪", "滚刀寿命评估"
KEPT, BROKEN = "2026 年安排中试线建设经费", "提供人才公寓 6 套"
OLD_DIRECTOR, NEW_DIRECTOR = "示例周主任", "示例吴主任"
# Where somebody else's address is as good as none: the center's own file, orders, promises.
CLOSED = r"/(center-files|services/orders|services/bookings|support/commitments)/\d+/"


@dataclass
class Year:
    """The center, those who work with it at their browsers, and every address they were at."""

    world: CenterWorld
    come: Callable[..., Person]
    clock: ModuleType
    people: dict[str, Person] = field(default_factory=dict)
    walked: dict[str, str] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)

    @property
    def file(self) -> str:
        """The address of the center's file."""
        return f"/center-files/{self.world.center.pk}/"

    def who(self, name: str) -> Person:
        """Return the person the world knows by that name, signed in at their own browser."""
        if name not in self.people:
            self.people[name] = self.seat(getattr(self.world, name))
            self.people[name].page.on("response", self._note)
        return self.people[name]

    def seat(self, actor: Actor) -> Person:
        assert actor.user is not None
        return self.come().sign_in(actor.user.username, PASSWORD)

    def until(self, day: date) -> None:
        """Let the days pass until that one."""
        self.clock.advance(timedelta(days=(day - self.clock.today()).days))

    def look(self, person: Person, name: str) -> None:
        """The page fits a phone, and axe finds nothing on it."""
        person.shot(f"year-{name}", narrow=True)
        told = Axe().run(person.page).response
        assert told["passes"], "axe looked at nothing"
        self.violations += [
            f"{name}: {fault['id']} {fault['nodes'][0]['html']}" for fault in told["violations"]
        ]

    def _note(self, answer: Response) -> None:
        asked: Request = answer.request
        if not asked.is_navigation_request():
            return
        path = urlsplit(asked.url).path
        if answer.status >= 400:
            self.refused.append(f"{asked.method} {path}: {answer.status}")
        elif re.match(CLOSED, path):
            kept = self.walked if asked.method == "GET" else self.sent
            kept.setdefault(_kind_of(path), path)


def _kind_of(path: str) -> str:
    match = resolve(path)
    return f"{match.view_name} {match.kwargs.get('code', '')}{match.kwargs.get('chapter', '')}"


@pytest.mark.clause("4.1-3", "4.2-1", "4.3-1", "4.4-1", "4.4-2", "6.4-1")
def test_one_year_of_a_center(visit: Callable[..., Person], moment: ModuleType) -> None:
    year = Year(CenterWorld(), visit, moment)
    meet(year)
    contribute(year)
    promise(year)
    begin_task(year)
    open_services(year)
    find_book_and_order(year)
    carry_out_and_rate(year)
    slip(year)
    license_patent(year)
    distribute(year)
    keep_one_break_one(year)
    change_director(year)
    come_for_harm(year)
    assert year.refused == []
    assert year.violations == []


def meet(year: Year) -> None:
    """March: the council and the expert committee are formed; the council meets and resolves."""
    staff = year.who("staff")
    staff.go("/center-files/").follow(year.world.center.name)
    year.look(staff, "01-file")
    staff.go(f"{year.file}chapters/governance/")
    year.look(staff, "02-governance")
    term = {"任期自": "2026-03-03", "任期至": "2029-03-02"}
    pages.record(
        staff, year.file, "bodies", "机构", {"机构名称": COMMITTEE, "机构类型": "专家委员会", **term}
    )
    pages.record(staff, year.file, "bodies", "机构", {"机构名称": COUNCIL, "机构类型": "理事会", **term})
    pages.open_row(staff, year.file, "bodies", COUNCIL)
    seat = {"姓名": OLD_DIRECTOR, "席位": "成员", "代表方": "企业", "自": "2026-03-03"}
    pages.record_below(staff, "席位", seat)
    meeting = {"日期": "2026-03-04", "到会人数": "7", "应到人数": "9", "议程": "审议年度计划。"}
    pages.record_below(
        staff, "会议",
        {"会议": f"{COUNCIL}第一次会议", **meeting, "决议": "同意 2026 年研究计划；聘任主任。"},
    )  # fmt: skip
    staff.sees(f"{COUNCIL}第一次会议")
    year.look(staff, "03-council")
    director = {"姓名": OLD_DIRECTOR, "岗位": "主任（总经理）", "职能": "运行管理", "到岗日期": "2026-03-04"}
    pages.record(staff, year.file, "staff", "人员", {**director, "专职": ""})


def contribute(year: Year) -> None:
    """March: the members come from the plan; one promises two million and pays a part."""
    staff = year.who("staff")
    partner = str(year.world.center.members.get(role="member").organization)
    staff.go(f"{year.file}chapters/consortium/").press("从建设方案带入")
    promise = {
        "成员": partner, "投入内容": "首期出资", "方式": "资金", "出资方式": "协议出资", "承诺金额": "200",
        "应到位日期": "2026-06-30",
    }  # fmt: skip
    pages.record(staff, year.file, "promised-contributions", "承诺投入", promise)
    year.until(date(2026, 3, 20))
    pages.open_row(staff, year.file, "promised-contributions", "首期出资")
    paid = {"到位日期": "2026-03-20", "到位金额": "80", "凭据": "银行回单 0315"}
    pages.record_below(staff, "到位投入", paid)
    member = year.who("member").go(f"{year.file}consortium/contributions/")
    pages.in_row(member, "首期出资", "120.00").misses("登记承诺投入")
    year.look(member, "04-contributions")


def promise(year: Year) -> None:
    """March: the city promises money for the pilot line and flats for talents, both by September."""
    city = year.who("bureau").go(f"{year.file}chapters/support/")
    for kind, text, fen in (("资金", KEPT, {"金额": "300"}), ("人才", BROKEN, {})):
        city.follow("作出支持承诺")
        promised = {"类别": kind, "承诺内容": text, "应履行日": "2026-09-30", **fen}
        pages.fill_in(city, promised).press("承诺").sees("承诺已登记")
    year.who("staff").go(f"{year.file}chapters/support/").sees(KEPT).sees(BROKEN)


def begin_task(year: Year) -> None:
    """March: the first task of the plan begins, with a milestone in June."""
    staff = year.who("staff")
    task = {
        "任务编号": "RW-01", "任务名称": TASK, "技术类型": "关键共性技术",
        "责任单位": year.world.center.lead.name, "负责人": "示例郑工", "预算": "600",
        "开始日期": "2026-03-15", "结束日期": "2027-12-31",
    }  # fmt: skip
    pages.record(staff, year.file, "tasks", "任务", task)
    pages.open_row(staff, year.file, "tasks", "RW-01")
    pages.record_below(staff, "里程碑", {"里程碑": MILESTONE, "应完成日期": "2026-06-30"})
    staff.go(f"{year.file}schedule/").sees("没有逾期的里程碑")


def open_services(year: Year) -> None:
    """April: an instrument and a service enter the directory that anybody can read."""
    year.until(date(2026, 4, 7))
    staff = year.who("staff")
    instrument = {
        "名称": INSTRUMENT, "说明": "测量刀具磨损的轮廓和粗糙度。", "关键词": "磨损、粗糙度",
        "每小时收费": "300", "开放自": "9", "开放至": "18", "开放日": "周一至周五",
        "一次最长": "4", "最晚取消": "24", "对外使用规定": "样件自带，先登记再进场。",
    }  # fmt: skip
    pages.record(staff, year.file, "instruments", "仪器", instrument)
    service = {"名称": SERVICE, "说明": "按围岩和掘进参数评估滚刀寿命。", "收费说明": "按件报价"}
    pages.record(staff, year.file, "services", "技术服务", service)
    year.look(staff, "05-services-register")


def find_book_and_order(year: Year) -> None:
    """April: a small firm searches in its own words, books two hours and orders a service."""
    firm = year.who("firm").go("/services/")
    firm.fill("找什么", "刀具磨损").press("筛选").sees(INSTRUMENT)
    year.look(firm, "06-directory")
    firm.follow(INSTRUMENT)
    year.look(firm, "07-instrument")
    firm.main.locator("table a[href*='hour=10']").first.click()
    contact = {"联系人": "示例钱工", "联系电话": "0731-80000009"}
    pages.fill_in(firm, {"时数": "2 小时", "用途": "测 3 件刀圈的磨损轮廓", **contact}).press("预约")
    firm.sees("已约好")
    firm.go("/services/?q=滚刀寿命").follow(SERVICE)
    firm.main.get_by_role("link", name="提出服务要求").first.click()
    wanted = {"事项": SERVICE, "要求": "12 件刀圈，评估剩余寿命。", **contact}
    pages.fill_in(firm, wanted).press("提交").sees("已提出，订单号")
    year.look(firm, "08-mine")


def carry_out_and_rate(year: Year) -> None:
    """April and May: quote, agreement, delivery, acceptance, payment; the firm rates, and only once."""
    firm, staff = year.who("firm"), year.who("staff")
    staff.go("/work-list/").sees("订单")
    staff.go(f"/services/centers/{year.world.center.pk}/desk/").follow(SERVICE)
    contact = {"联系人": "示例冯工", "联系电话": "0731-80000001"}
    pages.step(staff, "报价", {"报价": "6000", "完成日": "2026-05-20", **contact})
    order = staff.page.url
    firm.go(order).sees("6,000")
    pages.step(firm, "同意报价")
    year.until(date(2026, 5, 18))
    pages.step(staff.go(order), "交付", {"交付内容": "评估报告一份，原始数据一份。"})
    pages.step(firm.go(order), "验收")
    paid = {"到账金额": "6000", "到账日": "2026-05-18", "凭证号": "回单 0518"}
    pages.step(staff.go(order), "登记到账", paid)
    firm.go(order).follow("评价")
    firm.choose("5 分，很满意")
    pages.fill_in(firm, {"评价": "来现场快，报告能直接用。"}).press("评价")
    firm.sees("5 分").sees("来现场快")
    assert firm.main.get_by_role("link", name="评价", exact=True).count() == 0
    year.look(firm, "09-order")
    firm.go(f"/services/?q={SERVICE}").follow(SERVICE).sees("来现场快")


def slip(year: Year) -> None:
    """July: the milestone is past its day; work list, schedule and the department's page say so."""
    staff = year.who("staff")
    year.until(date(2026, 7, 10))
    staff.go("/work-list/").sees("1 个里程碑逾期")
    year.look(staff, "10-work-list")
    staff.go(year.file).sees(MILESTONE)
    year.look(staff, "11-file-late")
    staff.go(f"{year.file}schedule/").sees("1 个里程碑逾期")
    year.look(staff, "12-schedule")
    pages.in_row(year.who("officer").go("/center-progress/"), year.world.center.name, "1")
    year.until(date(2026, 8, 3))
    staff.go(year.file).follow("登记完成")
    done = {"完成日期": "2026-08-03", "完成情况或延误原因": "样刀返工一次。"}
    pages.fill_in(staff, done).press("登记完成")
    staff.go("/work-list/").misses("里程碑逾期")


def license_patent(year: Year) -> None:
    """September: a patent is recorded, licensed to the firm, and the first million is received."""
    year.until(date(2026, 9, 9))
    staff, firm = year.who("staff"), year.world.firm.appointments[0].organization_name
    patent = {
        "成果名称": PATENT, "成果类别": "发明专利", "编号": "ZL 2026 1 0123456.7", "权利人": "示例中心",
        "申请日期": "2026-03-20", "授权、发布或完成日期": "2026-09-01", "技术类型": "关键共性技术",
        "来源": "中心自主研发",
    }  # fmt: skip
    pages.record(staff, year.file, "results", "成果", patent)
    contract = {
        "合同编号": "XK-2026-01", "合同名称": LICENCE, "合同类型": "技术许可", "对方单位": firm,
        "合同额": "100", "签订日期": "2026-09-08",
    }  # fmt: skip
    pages.record(staff, year.file, "technology-contracts", "技术合同", contract)
    pages.open_row(staff, year.file, "technology-contracts", "XK-2026-01")
    pages.record_below(staff, "到账", {"到账金额": "100", "到账日期": "2026-09-09", "凭证": "银行回单 0909"})
    pages.open_row(staff, year.file, "results", PATENT)
    transfer = {
        "转化方式": "许可",
        "承接单位": firm,
        "技术合同": f"XK-2026-01 {LICENCE}",
        "金额": "100",
        "日期": "2026-09-08",
    }
    pages.record_below(staff, "转化", transfer)
    year.look(staff, "13-patent")


def distribute(year: Year) -> None:
    """September: the million is divided by the statutory share, decided and printed."""
    staff = year.who("staff")
    staff.go(f"{year.file}benefits/").follow("从到账和转化选入")
    pages.in_row(staff, PATENT, "XK-2026-01").follow("选入")
    # The lead's kind only suggests whether the statutory floor binds; here a public institute made it.
    made_by = {"完成单位": "国家设立的研究开发机构、高等院校"}
    pages.fill_in(staff, made_by).press("登记").sees("已登记：成果收益")
    staff.go(f"{year.file}benefits/").follow(PATENT)
    staff.follow("登记贡献人")
    pages.fill_in(staff, {"姓名": "示例郑工", "权重": "3"}).press("登记")
    pages.record_below(staff, "贡献人", {"姓名": "示例王工", "权重": "1"})
    staff.go(f"{year.file}benefits/").follow(PATENT)
    # 《促进科技成果转化法》第四十五条: at least half of the net income goes to those who made the result.
    pages.in_row(staff, "示例郑工", "375,000").sees("125,000")
    year.look(staff, "14-calculation")
    staff.fill("由谁决定", f"{COUNCIL}第二次会议").press("决定分配")
    staff.follow("第 1 份决定")
    assert staff.download("下载决定 PDF").startswith(b"%PDF")
    year.look(staff, "15-decision")


def keep_one_break_one(year: Year) -> None:
    """October: the money has come, which the center confirms; the flats have not, which the officer finds."""
    city, staff, officer = year.who("bureau"), year.who("staff"), year.who("officer")
    city.go(f"{year.file}chapters/support/").follow(KEPT)
    pages.step(city, "报告履行情况", {"情况": "9 月 8 日拨付 300 万元。"})
    pages.step(staff.go(f"{year.file}chapters/support/").follow(KEPT), "确认已履行")
    staff.sees("确认已履行")
    year.until(date(2026, 10, 9))
    officer.go("/work-list/").sees("逾期未履行的支持承诺 1 项")
    officer.go("/support/commitments/").follow(BROKEN)
    year.look(officer, "16-promise-late")
    pages.step(officer, "认定未履行", {"理由": "到期没有交付，已电话核实。"})
    pages.in_row(staff.go("/support/commitments/"), BROKEN, "未履行")
    pages.in_row(staff, KEPT, "已履行")
    year.look(staff, "17-promises")
    pages.in_row(officer.go("/support/cities/"), "长沙", "50")


def change_director(year: Year) -> None:
    """November: the director changes; what that touches is read before it is approved."""
    year.until(date(2026, 11, 4))
    staff, head = year.who("staff"), year.who("division_head")
    pages.open_row(staff, year.file, "bodies", COMMITTEE)
    meeting = {"会议": f"{COMMITTEE}第一次会议", "日期": "2026-11-03", "到会人数": "9", "应到人数": "9"}
    pages.record_below(staff, "会议", {**meeting, "议程": "论证主任人选。"})
    staff.go(f"{year.file}chapters/changes/").follow("中心主任（总经理）")
    wanted = {"新主任（总经理）": NEW_DIRECTOR, "专职或兼职": "专职", "变更理由": "原主任到龄退休。"}
    staff.sees(OLD_DIRECTOR)
    pages.fill_in(staff, wanted).press("申请变更")
    staff.sees("已提出").follow("中心主任（总经理）")
    head.go(f"{year.file}chapters/changes/")
    head.main.get_by_role("table").get_by_role("link", name="中心主任（总经理）").click()
    head.sees("这项变更会触及").sees("任职在 2026-11-03 止").sees("席位不随之变动")
    year.look(head, "18-change")
    staff.go(f"{year.file}chapters/changes/")
    staff.main.get_by_role("table").get_by_role("link", name="中心主任（总经理）").click()
    staff.follow("登记专家委员会意见")
    opinion = {"专家委员会意见": "同意人选。", "论证的会议": f"{COMMITTEE}第一次会议"}
    pages.fill_in(staff, opinion).press("登记")
    head.follow("批准或不予批准").sees("这项变更会触及")
    head.press("批准").sees("已批准。")
    pages.open_row(staff, year.file, "staff", NEW_DIRECTOR)
    staff.go(f"{year.file}registers/staff/")
    pages.in_row(staff, OLD_DIRECTOR, "2026-11-03")
    staff.go(f"{year.file}ledger/").sees("示例")
    year.look(staff, "19-ledger")


def come_for_harm(year: Year) -> None:
    """A rival center's staff, another city and the served firm try every address of the year: none exists."""
    strangers = year.world.strangers()
    rival, city = year.seat(strangers["another center's staff"]), year.seat(strangers["another city"])
    assert _found_by(rival, [*year.walked.values()], [*year.sent.values()]) == []
    assert _found_by(city, [*year.walked.values()], [*year.sent.values()]) == []
    walked, sent = (
        [path for path in paths.values() if not path.startswith("/services/")]
        for paths in (year.walked, year.sent)
    )
    assert _found_by(year.who("firm"), walked, sent) == []
    assert len(walked) > 30
    assert len(sent) > 15


def _found_by(person: Person, walked: list[str], sent: list[str]) -> list[str]:
    """Return the addresses that do not answer 404 to the person, read or written to."""
    asks = person.context.request
    found = [path for path in walked if asks.get(path).status != 404]
    token = next(cookie["value"] for cookie in person.context.cookies() if cookie["name"] == "csrftoken")
    form, head = {"csrfmiddlewaretoken": token}, {"Referer": person.page.url}
    found += [f"POST {path}" for path in sent if asks.post(path, form=form, headers=head).status != 404]
    return found
