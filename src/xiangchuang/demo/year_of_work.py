"""What an early center of the example records of one year: the busier it is, the more."""

from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.keep import record_entry
from xiangchuang.consortia import registers as consortia
from xiangchuang.demo.names import person
from xiangchuang.demo.province import Province, uscc
from xiangchuang.governance import registers as governance
from xiangchuang.governance.models import Body
from xiangchuang.marketplace.carry_out_order import (
    accept_delivery,
    agree_order,
    close_order,
    deliver_order,
    quote_order,
    record_payment,
)
from xiangchuang.marketplace.models import OrderKind
from xiangchuang.marketplace.registers import LABORATORIES
from xiangchuang.marketplace.request_order import OrderDraft, request_order
from xiangchuang.research import registers as research
from xiangchuang.research.models import Milestone, PlanTask
from xiangchuang.research.reach_milestone import reach_milestone
from xiangchuang.support.registers import RECRUITMENTS

_WAN: Final = 1_000_000
_WHOLE: Final = 100
BUSY: Final = 60
"""Above so many hundredths a center serves others under contract and has firms of its own."""
_STAFF: Final = 5
_SOURCES: Final = ("membership_fee", "agreement", "local_finance", "bank")


def first_rows(center: Center, staff: Actor, director: str) -> None:
    """Record who heads the center and works there, its council, and the task of its plan."""
    keep = partial(record_entry, actor=staff, center=center)
    began, year = center.approved_on, center.approved_on.year
    for number in range(_STAFF):
        keep(governance.STAFF, values={
            "person": director if number == 0 else person(620 + number + center.pk),
            "post": "director" if number == 0 else "staff", "is_full_time": number < 4,
            "function": "management" if number == 0 else "engineering", "began_on": began,
        })  # fmt: skip
    keep(governance.BODIES, values={
        "name": "第一届理事会", "kind": "council", "term_from": began, "term_to": date(year + 5, 12, 31),
    })  # fmt: skip
    keep(research.TASKS, values={
        "code": "RW-01", "name": f"{center.field_label}关键部件攻关", "technology_type": "key_common",
        "owner": center.lead, "responsible": director, "team": "机械、控制、材料", "budget_fen": 6000 * _WAN,
        "starts_on": began, "ends_on": date(year + 5, 12, 31),
    })  # fmt: skip


def rows_of_year(
    center: Center, staff: Actor, province: Province, year: int, strength: int, *, whole: bool
) -> None:
    """Record so many hundredths of what earns full points: research, results, contracts, people, money.

    Of a year that no round evaluates whole, only the contracts, which tell who was served.
    """
    year_book = _Year(center, staff, province, year, strength)
    year_book.catch_up()
    year_book.contracts()
    if whole:
        year_book.research()
        year_book.results()
        year_book.people()
        year_book.money()


def contract_research(center: Center, staff: Actor, province: Province, strength: int) -> None:
    """Let a firm order a development, and pay for it once it is accepted."""
    firm = province.staff_of(province.enterprises[3 + 4 * (center.pk % 3)])
    contact: dict[str, Any] = {"contact_name": "示例联系人", "contact_phone": "0731-80000001"}
    draft = OrderDraft(
        OrderKind.CONTRACT_RD,
        f"{center.field_label}部件寿命提升委托研发",
        "交付样件、检测报告和原始数据。",
        **contact,
    )
    fen = 8 * strength * _WAN
    order = request_order(actor=firm, center=center, draft=draft)
    quote_order(
        actor=staff, order=order, seen=order.version, amount_fen=fen, terms="验收后十日内付清。",
        deliver_by=clock.today() + timedelta(days=60), **contact,
    )  # fmt: skip
    agree_order(actor=firm, order=order, seen=order.version)
    deliver_order(actor=staff, order=order, seen=order.version, delivery="样件三件，报告一份。")
    accept_delivery(actor=firm, order=order, seen=order.version)
    record_payment(
        actor=staff, order=order, seen=order.version, amount_fen=fen, paid_on=clock.today(),
        reference="示例回单 0001",
    )  # fmt: skip
    close_order(actor=staff, order=order, seen=order.version)


class _Year:
    """One center's registers in one year, written by its staff on the day the clock shows."""

    def __init__(self, center: Center, staff: Actor, province: Province, year: int, strength: int) -> None:
        self.center, self.province, self.year, self.strength = center, province, year, strength
        self.staff = staff
        self.keep = partial(record_entry, actor=staff, center=center)
        self.first = max(date(year, 1, 1), center.approved_on)
        self.day = clock.today().replace(day=1)

    def part(self, most: int) -> int:
        """Return the center's part of what earns full points."""
        return round(most * self.strength / _WHOLE)

    def catch_up(self) -> None:
        """Reach what the years before left open; the weakest never do."""
        if self.strength <= BUSY:
            return
        standing: Any = Milestone.objects
        before = standing.filter(center=self.center, reached_on=None, due_on__lt=self.first)
        for milestone in before.select_related("task", "center__lead"):
            reach_milestone(
                actor=self.staff, milestone=milestone, seen=milestone.version, reached_on=self.day,
                note="补做试验，已通过验收",
            )  # fmt: skip

    def research(self) -> None:
        task = PlanTask.objects.get(center=self.center)
        for number in range(4):
            is_reached = number < self.part(4)
            self.keep(research.MILESTONES, values={
                "task": task, "name": f"{self.year} 年第 {number + 1} 个节点", "due_on": self.day,
                "reached_on": self.day if is_reached else None,
                "note": "" if is_reached else "试验场地交付推迟",
            })  # fmt: skip
        self.keep(research.SPENDING, values={
            "task": task, "kind": "equipment", "fen": self.part(2000) * _WAN, "spent_on": self.day, "note": "",
        })  # fmt: skip
        for number in range(self.part(2)):
            self.keep(research.PROJECTS, values={
                "number": f"{self.year}{self.center.pk:02d}{number + 1:02d}", "name": "核心部件可靠性提升",
                "level": "provincial", "programme": "省重点研发计划", "part": "leads",
                "technology_type": "key_common", "task": task, "granted_fen": 200 * _WAN,
                "own_fen": 200 * _WAN, "starts_on": self.day, "ends_on": date(self.year + 3, 12, 31),
                "state": "running",
            })  # fmt: skip

    def results(self) -> None:
        kinds = ("pct", "industry_standard", "invention", "new_product", "pct", "new_product",
                 "industry_standard", "new_product", "pct", "new_product", "industry_standard", "new_product")  # fmt: skip
        for number, kind in enumerate(kinds[: self.part(len(kinds))], 1):
            mark = f"{self.year}{self.center.pk:02d}{number:03d}"
            numbers = {"pct": f"PCT/CN{mark}", "industry_standard": f"JB/T {mark}", "invention": f"ZL{mark}"}
            self.keep(research.RESULTS, values={
                "title": f"{self.center.field_label}{_TITLES[kind]}（{self.year}-{number:02d}）", "kind": kind,
                "number": numbers.get(kind, ""), "owners": self.center.lead.name, "origin": "own",
                "filed_on": self.day if kind in ("pct", "invention") else None,
                "granted_on": None if kind == "pct" else self.day, "technology_type": "key_common",
            })  # fmt: skip

    def contracts(self) -> None:
        for number in range(self.part(6)):
            firm = self.province.enterprises[3 + 4 * number]
            contract = self.keep(research.CONTRACTS, values={
                "number": f"HT-{self.year}-{number + 1:03d}", "title": "关键部件寿命提升委托开发",
                "type": "development", "agreed_fen": 180 * _WAN, "counterparty": firm, "counterparty_name": "",
                "is_sme": firm.is_sme, "signed_on": self.day, "registration_number": "",
            })  # fmt: skip
            self.keep(research.RECEIPTS, values={
                "contract": contract, "fen": (170 if self.strength > BUSY else 70) * _WAN,
                "received_on": self.day, "note": f"银行回单 {number + 1:02d}",
            })  # fmt: skip

    def people(self) -> None:
        for number in range(self.part(3)):
            self.keep(RECRUITMENTS, values={
                "name": f"示例人才{self.year}-{number + 1}", "way": "overseas" if number < 2 else "domestic",
                "country": "德国" if number < 2 else "", "came_from": "示例海外研究所", "began_on": self.day,
                "duty": "关键部件研制",
            })  # fmt: skip
        council = Body.objects.get(center=self.center)
        for number in range(self.part(2)):
            self.keep(governance.MEETINGS, values={
                "title": f"{self.year} 年理事会第 {number + 1} 次会议", "body": council, "held_on": self.day,
                "present": 5, "entitled": 5, "agenda": "审议年度工作和经费", "resolutions": "同意。",
            })  # fmt: skip
        if self.strength > BUSY:
            firm = self.province.enterprises[self.center.pk % 10]
            self.keep(LABORATORIES, values={
                "name": f"可靠性联合实验室（{self.year}）", "organization": firm, "purpose": "可靠性试验与改进。",
                "began_on": self.day, "runs_until": date(self.year + 3, 12, 31),
                "center_share_fen": 80 * _WAN, "firm_share_fen": 120 * _WAN,
            })  # fmt: skip

    def money(self) -> None:
        for number, source in enumerate(_SOURCES[: self.part(len(_SOURCES))]):
            self.keep(consortia.RECEIPTS, values={
                "purpose": "年度投入", "source": source, "form": "money", "payer": None, "payer_name": "示例出资方",
                "received_on": self.day, "amount": (100 + 50 * number) * _WAN,
            })  # fmt: skip
        self.keep(consortia.INCOMES, values={
            "title": "检测与试验服务", "kind": "service", "payer": "示例中小企业", "received_on": self.day,
            "amount": self.part(400) * _WAN,
        })  # fmt: skip
        if self.strength > BUSY:
            for number in range(2 if self.strength == _WHOLE else 1):
                self.keep(consortia.SPIN_OFFS, values={
                    "name": f"示例{self.center.field_label}{self.year}智测{'甲乙'[number]}有限公司",
                    "uscc": uscc(8000 + self.center.pk * 100 + self.year % 50 * 2 + number, self.center.prefecture),
                    "founded_on": self.day, "registered_capital": 500 * _WAN, "technology": "在线监测与控制",
                    "center_share": 2000, "team_share": 4500, "lead_share": 1500, "other_share": 2000,
                    "is_light_asset": True, "is_mixed_ownership": True,
                })  # fmt: skip


_TITLES: Final[dict[str, Any]] = {
    "pct": "状态识别方法", "industry_standard": "监测技术要求", "invention": "自适应协同控制系统",
    "new_product": "在线监测终端",
}  # fmt: skip
