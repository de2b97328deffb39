"""The department, two cities, a department of the province, a firm, and a layout on its way."""

from datetime import date
from typing import Any

from tests.factories.registers import BureauFactory, DepartmentFactory, OrganizationFactory, actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.layouts.circulate_layout import circulate_layout, reply_to_layout
from xiangchuang.layouts.draft_layout import LayoutDraft, draft_layout
from xiangchuang.layouts.file_demand import DemandDraft, ReasonDraft, file_demand
from xiangchuang.layouts.models import Demand, Direction, LayoutVersion
from xiangchuang.layouts.placing import Place
from xiangchuang.layouts.plan_direction import DirectionDraft, add_direction
from xiangchuang.layouts.publish_layout import confirm_layout, publish_layout
from xiangchuang.organizations.models import Organization
from xiangchuang.procedure.holidays import seed_holidays

MAKING = Place("economic_battlefield", "intelligent_manufacturing", technology_type="key_common")
HEALTH = Place("life_health", "medical_devices", technology_type="key_common", prefecture="430200")
BOTTLENECK = ReasonDraft("bottleneck", "主轴承依赖进口，交货期 18 个月", "进口统计")


class LayoutWorld:
    """Officer, division head and leadership; Changsha and Zhuzhou; a department; a firm of Changsha."""

    def __init__(self) -> None:
        seed_holidays()
        self.house: Organization = DepartmentFactory(name="示例省科学技术厅")
        self.officer = actor_as(Role.OFFICER, self.house, full_name="陈思远")
        self.head = actor_as(Role.DIVISION_HEAD, self.house)
        self.leader = actor_as(Role.LEADERSHIP, self.house)
        self.changsha: Organization = BureauFactory(prefecture="430100", name="示例长沙市科技局")
        self.zhuzhou: Organization = BureauFactory(prefecture="430200", name="示例株洲市科技局")
        self.industry: Organization = DepartmentFactory(name="示例省工业和信息化厅")
        self.city = actor_as(Role.CITY_BUREAU, self.changsha)
        self.other_city = actor_as(Role.CITY_BUREAU, self.zhuzhou)
        self.department = actor_as(Role.DEPARTMENT, self.industry)
        self.firm: Organization = OrganizationFactory(name="示例岳麓装备股份有限公司")
        self.staff = actor_as(Role.LEAD, self.firm)
        self.other_firm: Organization = OrganizationFactory(prefecture="430200", name="示例渌江材料有限公司")
        self.other_staff = actor_as(Role.LEAD, self.other_firm)
        self.expert = actor_as(Role.EXPERT)

    @property
    def units(self) -> list[Organization]:
        """Whom a draft goes to."""
        return [self.changsha, self.zhuzhou, self.industry]

    def demand(self, title: str = "超大直径盾构主轴承设计制造", **changes: Any) -> Demand:
        """A demand of the firm, with the test of its orientation answered."""
        asked: dict[str, Any] = {
            "text": "主轴承寿命达到 1.5 万小时，2028 年前小批量供货。", "users": "本单位和省内主机企业",
            "place": MAKING, "reasons": [BOTTLENECK],
        }  # fmt: skip
        actor, house = changes.pop("actor", self.staff), changes.pop("house", self.firm)
        draft = DemandDraft(title=title, **asked | changes)
        return file_demand(actor=actor, organization=house, draft=draft)

    def layout(self, **changes: Any) -> LayoutVersion:
        """A version in draft, for three years, with the cap of the pack."""
        asked: dict[str, Any] = {
            "title": "总体布局（2026—2028年）", "about": "围绕优势产业链，补齐空白，避免重复。",
            "period_from": date(2026, 1, 1), "period_to": date(2028, 12, 31), "cap": 10,
        }  # fmt: skip
        return draft_layout(actor=self.officer, draft=LayoutDraft(**asked | changes))

    def direction(self, layout: LayoutVersion, title: str = "盾构关键部件", **changes: Any) -> Direction:
        """A direction planned in the version."""
        demands = changes.pop("demands", ())
        asked: dict[str, Any] = {"category": "field_specific", "place": MAKING, "need": "主轴承、刀盘。"}
        draft = DirectionDraft(title=title, **asked | changes)
        return add_direction(
            actor=self.officer, layout=layout, seen=layout.version, draft=draft, demands=demands
        )

    def circulated(self, layout: LayoutVersion) -> LayoutVersion:
        """Send it to all units."""
        return circulate_layout(actor=self.officer, layout=layout, seen=layout.version, to=self.units)

    def agreed(self, layout: LayoutVersion) -> LayoutVersion:
        """Let all units agree."""
        who: dict[int, Actor] = {
            self.changsha.pk: self.city, self.zhuzhou.pk: self.other_city, self.industry.pk: self.department
        }  # fmt: skip
        for reply in layout.replies.all():
            reply_to_layout(
                actor=who[reply.organization_id], reply=reply, seen=reply.version, stance="agrees"
            )
        return layout

    def published(self, layout: LayoutVersion | None = None) -> LayoutVersion:
        """A version with one direction, all the way to publication."""
        if layout is None:
            layout = self.layout()
            self.direction(layout)
        self.agreed(self.circulated(layout))
        confirm_layout(actor=self.leader, layout=layout, seen=layout.version, text="厅党组会审议通过")
        publish_layout(actor=self.officer, layout=layout, seen=layout.version)
        return layout
