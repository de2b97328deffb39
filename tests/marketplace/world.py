"""Two centers that offer, two small firms that ask, and the department that looks on."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.factories.centers import CenterFactory
from tests.factories.registers import OrganizationFactory, actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.keep import record_entry
from xiangchuang.marketplace.book_instrument import BookingDraft, book
from xiangchuang.marketplace.carry_out_order import accept_delivery, agree_order, deliver_order, quote_order
from xiangchuang.marketplace.demands import AnswerDraft, DemandDraft, answer_demand, post_demand
from xiangchuang.marketplace.models import (
    Booking,
    Demand,
    DemandAnswer,
    Offering,
    OpenDays,
    Order,
    OrderKind,
)
from xiangchuang.marketplace.registers import DIRECTORY
from xiangchuang.marketplace.request_order import OrderDraft, request_order
from xiangchuang.organizations.models import Organization

PRICE = 12_000_00
TOMORROW = timedelta(days=1)


@dataclass
class Market:
    """The clock stands on Wednesday 2026-11-04 at 09:00."""

    center: Center = field(init=False)
    other_center: Center = field(init=False)
    firm: Organization = field(init=False)

    def __post_init__(self) -> None:
        self.center = CenterFactory(lead=OrganizationFactory(name="示例掘进装备股份有限公司"))
        self.staff = actor_as(Role.CENTER_STAFF, self.center.lead, full_name="中心罗某")
        self.other_center = CenterFactory(field="new_materials", field_label="新材料")
        self.other_staff = actor_as(Role.CENTER_STAFF, self.other_center.lead, full_name="另一中心邓某")
        self.firm = OrganizationFactory(name="示例小巧传感有限公司", is_sme=True)
        self.person = actor_as(Role.SERVED_FIRM, self.firm, full_name="小企业马某")
        self.rival = actor_as(Role.SERVED_FIRM, full_name="对手彭某")
        self.officer = actor_as(Role.OFFICER)
        self.city = actor_as(Role.CITY_BUREAU)

    def offering(self, kind: str = "service", center: Center | None = None, **values: Any) -> Offering:
        """Return an entry of the directory that the center's staff has written."""
        center = center or self.center
        words: dict[str, Any] = {
            "name": "刀盘磨损检测",
            "summary": "对盾构刀盘和滚刀做磨损测量与寿命预测。", "keywords": "滚刀、耐磨",
            "contact_name": "中心联系人", "contact_phone": "0731-81110000",
        }  # fmt: skip
        if kind == "instrument":
            words |= {
                "name": "三维光学扫描仪", "model": "GS-600",
                "hourly_fee_fen": 300_00, "opens_at": 9, "closes_at": 18,
                "open_days": OpenDays.WORKDAYS,
                "longest_hours": 4, "cancel_hours": 24, "technician": "操作员唐某",
            }  # fmt: skip
        staff = self.staff if center == self.center else self.other_staff
        entry = record_entry(DIRECTORY[kind], actor=staff, center=center, values=words | values)
        return Offering.objects.select_related("center").get(pk=entry.pk)

    def slot(self, hour: int = 10, hours: int = 2, day: date | None = None) -> BookingDraft:
        """Return hours of tomorrow, a Thursday."""
        return BookingDraft(
            day or clock.today() + TOMORROW, hour, hours, "测 3 件滚刀刀圈的磨损轮廓", "马某", "13900000001"
        )

    def book(self, instrument: Offering, actor: Actor | None = None, **slot: Any) -> Booking:
        return book(actor=actor or self.person, instrument=instrument, draft=self.slot(**slot))

    def request(self, kind: OrderKind = OrderKind.SERVICE, **changes: Any) -> Order:
        """Return an order the firm has asked the first center for."""
        return request_order(
            actor=changes.pop("actor", self.person), center=changes.pop("center", self.center),
            offering=changes.pop("offering", None), draft=self.order_draft(kind, **changes),
        )  # fmt: skip

    def order_draft(self, kind: OrderKind = OrderKind.SERVICE, **changes: Any) -> OrderDraft:
        words: dict[str, Any] = {
            "title": "滚刀寿命评估", "text": "三批滚刀，评估剩余寿命，给出更换建议。",
            "contact_name": "马某", "contact_phone": "13900000001",
        }  # fmt: skip
        return OrderDraft(kind=kind, **(words | changes))

    def quote(self, order: Order, **changes: Any) -> None:
        words: dict[str, Any] = {
            "amount_fen": PRICE, "deliver_by": clock.today() + timedelta(days=30), "terms": "含报告两份。",
            "contact_name": "中心赵某", "contact_phone": "13800000002",
        }  # fmt: skip
        quote_order(actor=self.staff, order=order, seen=order.version, **(words | changes))

    def agreed(self, kind: OrderKind = OrderKind.SERVICE, **changes: Any) -> Order:
        """Return an order both sides agreed on."""
        order = self.request(kind, **changes)
        self.quote(order)
        agree_order(actor=self.person, order=order, seen=order.version)
        return order

    def delivered(self, kind: OrderKind = OrderKind.SERVICE) -> Order:
        order = self.agreed(kind)
        deliver_order(actor=self.staff, order=order, seen=order.version, delivery="评估报告一份。")
        return order

    def accepted(self, kind: OrderKind = OrderKind.SERVICE) -> Order:
        order = self.delivered(kind)
        accept_delivery(actor=self.person, order=order, seen=order.version)
        return order

    def demand(self, actor: Actor | None = None, **changes: Any) -> Demand:
        words: dict[str, Any] = {
            "title": "滚刀在硬岩段磨损快",
            "text": "盾构滚刀在硬岩段寿命只有 200 米，想做寿命预测和耐磨改进。",
            "contact_name": "马某", "contact_phone": "13900000001",
        }  # fmt: skip
        return post_demand(actor=actor or self.person, draft=DemandDraft(**(words | changes)))

    def answer(self, demand: Demand, center: Center | None = None, **changes: Any) -> DemandAnswer:
        center = center or self.center
        words: dict[str, Any] = {
            "kind": OrderKind.CONTRACT_RD,
            "text": "先做磨损测量，再改刀圈材料，分两段交付。", "price_fen": PRICE,
            "deliver_by": clock.today() + timedelta(days=90), "contact_name": "中心赵某",
            "contact_phone": "13800000002",
        }  # fmt: skip
        staff = self.staff if center == self.center else self.other_staff
        return answer_demand(
            actor=staff, demand=demand, center=center, draft=AnswerDraft(**(words | changes))
        )
