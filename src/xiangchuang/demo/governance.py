"""What the example's centers have recorded of their governance: nearly in order, with something to mend."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.centers.registers.keep import record_entry
from xiangchuang.centers.registers.register import Register
from xiangchuang.demo.names import CITIES, FIELDS, person
from xiangchuang.demo.province import Province, uscc
from xiangchuang.governance import registers
from xiangchuang.governance.center_record import COMPREHENSIVE
from xiangchuang.governance.changes.verbs import file_change, give_committee_opinion, request_change
from xiangchuang.governance.models import BodyMeeting
from xiangchuang.governance.register_legal_person import register_legal_person
from xiangchuang.governance.standing_rows import standing

_WAN = 1_000_000
_SCOPE = (
    "地下工程装备、智能控制技术的研究开发、技术咨询、技术服务、技术转让；实验室成果中试熟化；科技企业孵化。"
)


class _Book:
    """The center's registers, written by its staff; days are counted from the approval."""

    def __init__(self, center: Center, staff: Actor) -> None:
        self.center, self.staff = center, staff

    def day(self, after: int) -> dt.date:
        return self.center.approved_on + dt.timedelta(days=after)

    def add(self, register: Register, **values: Any) -> Entry:
        blank: Mapping[str, Any] = {
            name: None
            for name in register.fields
            if getattr(register.model._meta.get_field(name), "null", False)
        }
        return record_entry(register, actor=self.staff, center=self.center, values={**blank, **values})


def furnish_governance(center: Center, staff: Actor, province: Province) -> None:
    """Record legal form, charter, bodies, staff and changes; institutes for the comprehensive center."""
    book = _Book(center, staff)
    _legal_person(book)
    _charter(book)
    committee = _bodies(book, province)
    _staff(book, province)
    _arrangements(book, province)
    if center.category == COMPREHENSIVE:
        _institutes(book, province)
    _changes(book, committee)
    # Last: linking reviews the center, which is to find the registers filled.
    register_legal_person(actor=province.actor("jingban"), center=center)


def _legal_person(book: _Book) -> None:
    book.add(
        registers.LEGAL_FORMS, name=f"湖南{book.center.name}有限公司", kind="limited_company",
        uscc=uscc(700 + book.center.pk, book.center.prefecture), registered_capital=1_200 * _WAN,
        paid_in_capital=800 * _WAN, representative=person(300), scope=_SCOPE, effective_from=book.day(20),
    )  # fmt: skip


def _charter(book: _Book) -> None:
    charter = book.add(
        registers.CHARTERS, number="第一版", adopted_on=book.day(12), adopted_by="第一届理事会第一次会议",
        in_force_from=book.day(20), key_articles="理事会决策，主任负责，专家委员会咨询；研究方向由中心自主决定。",
    )  # fmt: skip
    # One matter is left open, so that the matrix shows a gap and the review a condition to mend.
    for matter, article, decider in (
        ("research_direction", "第十八条", "council_after_committee"), ("team", "第二十条", "director"),
        ("personnel", "第二十一条", "director"), ("spending", "第二十六条", "council"),
    ):  # fmt: skip
        book.add(registers.AUTONOMY, matter=matter, charter=charter, article=article, decider=decider)
    for kind, title in (
        ("performance_pay", "绩效评价与收入分配办法"), ("equity", "团队持股和分红激励办法"),
        ("research_autonomy", "科研项目和经费自主管理办法"), ("open_sharing", "仪器设备开放共享办法"),
    ):  # fmt: skip
        book.add(
            registers.RULES, title=title, kind=kind, adopted_by="第一届理事会第二次会议",
            adopted_on=book.day(60), in_force_from=book.day(70),
        )  # fmt: skip


def _bodies(book: _Book, province: Province) -> Entry:
    council = book.add(
        registers.BODIES, name="第一届理事会", kind="council", term_from=book.day(10), term_to=book.day(1105)
    )
    committee = book.add(
        registers.BODIES, name="第一届专家委员会", kind="expert_committee", term_from=book.day(15),
        term_to=clock.today() - dt.timedelta(days=18),
    )  # fmt: skip
    sides = [
        ("chair", "enterprise", book.center.lead), ("vice_chair", "university", province.universities[0]),
        ("member", "institute", province.institutes[0]),
        ("member", "government", province.bureaus[book.center.prefecture]), ("member", "independent", None),
    ]  # fmt: skip
    for number, (role, side, organization) in enumerate(sides):
        book.add(
            registers.SEATS, person=person(330 if number == 2 else 310 + number), body=council, role=role, side=side,
            organization=organization, began_on=book.day(10),
        )  # fmt: skip
    for number in range(5):
        book.add(
            registers.SEATS, person=person(320 + number), body=committee, role="chair" if not number else "member",
            side="university" if number % 2 else "institute", organization=province.universities[number % 3],
            began_on=book.day(15),
        )  # fmt: skip
    for number, (body, after, title, agenda) in enumerate(
        (
            (council, 12, "第一届理事会第一次会议", "审议章程；聘任主任"),
            (council, 60, "第一届理事会第二次会议", "审议绩效、激励、科研管理和开放共享四项制度"),
            (council, 110, "第一届理事会第三次会议", "审议半年工作和经费执行"),
            (committee, 40, "第一届专家委员会第一次会议", "论证三年研究计划"),
            (committee, 130, "第一届专家委员会第二次会议", "论证负责人人选"),
        )
    ):
        book.add(
            registers.MEETINGS, title=title, body=body, held_on=book.day(after), present=4 + number % 2,
            entitled=5, agenda=agenda, resolutions=f"同意{agenda.split('；')[0]}。",
        )  # fmt: skip
    return committee


def _staff(book: _Book, province: Province) -> None:
    management = [("director", True), ("deputy", True), ("deputy", False), ("department_head", True)]
    for number, (post, full) in enumerate(management):
        book.add(
            registers.STAFF, person=person(330 + number), post=post, function="management", is_full_time=full,
            employer=None if full else province.universities[0], title="研究员" if number < 3 else "",
            began_on=book.day(12 + number),
        )  # fmt: skip
    functions = ["basic_research"] * 5 + ["engineering"] * 8 + ["promotion"] * 3
    for number, function in enumerate(functions):
        seconded = number % 4 == 1
        book.add(
            registers.STAFF, person=person(340 + number), post="team_leader" if number % 5 == 0 else "staff",
            function=function, is_full_time=not seconded,
            employer=province.universities[number % 3] if seconded else None,
            title="高级工程师" if number % 2 else "副研究员", began_on=book.day(30 + 5 * number),
        )  # fmt: skip
    year = clock.today().year
    for function, planned in (
        ("management", 4),
        ("basic_research", 6),
        ("engineering", 10),
        ("promotion", 3),
    ):
        for later in range(3):
            book.add(registers.STAFF_PLANS, year=year + later, function=function, planned=planned + later * 2)


def _arrangements(book: _Book, province: Province) -> None:
    book.add(
        registers.TWO_SYSTEMS, title="校企双聘和成果归属安排", partner=province.universities[0],
        content="在校编制保留，在中心按企业薪酬取酬；成果由中心持有，收益按合同分配。", signed_on=book.day(50),
    )  # fmt: skip
    for number, (grantor, power, text) in enumerate(
        (
            (book.center.lead, "personnel", "中心自主招聘、考核和解聘人员。"),
            (book.center.lead, "equipment", "中试线交中心使用五年。"),
            (province.universities[0], "intellectual_property", "合作成果由中心统一运营。"),
        )
    ):
        book.add(
            registers.DEEDS, title=f"授权书第{number + 1}号", grantor=grantor, power=power, content=text,
            signed_on=book.day(25 + number), valid_until=book.day(1090),
        )  # fmt: skip


def _institutes(book: _Book, province: Province) -> None:
    hosts = [*province.universities, *province.institutes, *province.enterprises[:8]]
    made = []
    for number in range(12):
        code, city = CITIES[number * 5 % len(CITIES)]
        field = FIELDS[number % len(FIELDS)][1]
        made.append(
            book.add(
                registers.INSTITUTES, name=f"{city}{field}研究所", host=hosts[number % len(hosts)], field=field,
                prefecture=code, place=f"{city}示例科技园{number + 1}号", head=person(360 + number),
                opened_on=book.day(20 + number * 8),
                closed_on=clock.today() - dt.timedelta(days=9) if number == 10 else None,
            )
        )  # fmt: skip
    for number, reason in ((2, "研究力量集中到长沙"), (5, "负责人退休")):
        book.add(
            registers.ADJUSTMENTS, institute=made[number], adjusted_on=book.day(100 + number), reason=reason,
            head=person(380 + number), prefecture="430100" if number == 2 else "",
        )  # fmt: skip
    for number, institute in enumerate(made[:9]):
        book.add(
            registers.ALLOCATIONS, institute=institute, year=clock.today().year,
            funds=(200 + 60 * number) * _WAN, posts=6 + number,
        )  # fmt: skip
    for kind, title, summary in (
        ("strategy", "三年发展战略规划", "从关键技术突破到工程化，分三步形成六个方向。"),
        ("rules", "本部与研究所管理办法", "本部统一预算、考核和知识产权，研究所负责实施。"),
        ("layout", "研究领域布局方案", "按各地优势科研力量布局十二个研究所，每年评估调整。"),
        ("operation", "年度运行管理细则", "月度例会、季度检查、年度考核。"),
    ):
        book.add(registers.PAPERS, title=title, kind=kind, issued_on=book.day(45), summary=summary)


def _changes(book: _Book, committee: Entry) -> None:
    """A direction filed and in force; a director proposed, argued, waiting for the division head."""
    code, label = (
        ("new_materials", "新材料") if book.center.field != "new_materials" else ("big_data", "大数据")
    )
    file_change(
        actor=book.staff, center=book.center, kind="direction", reason="理事会第三次会议决定收窄研究方向。",
        after={"field": code, "field_label": label}, effective_on=book.day(118),
    )  # fmt: skip
    change = request_change(
        actor=book.staff, center=book.center, kind="director", reason="现任主任任职期满，理事会提名。",
        after={"person": person(399), "is_full_time": True, "employer": None},
        effective_on=clock.today() + dt.timedelta(days=20),
    )  # fmt: skip
    meetings = standing(BodyMeeting).filter(center=book.center, body=committee.pk)
    meeting = meetings.order_by("-held_on").first()
    give_committee_opinion(
        actor=book.staff, change=change, seen=1, opinion="人选熟悉本领域，同意提名。", meeting=meeting
    )
