"""A center led by a university, its staff, and an income of three contributors."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.factories.centers import CenterFactory, CenterWorld
from tests.factories.registers import OrganizationFactory
from xiangchuang.benefits.calculation import calculate, fingerprint_of
from xiangchuang.benefits.decide_distribution import decide_distribution
from xiangchuang.benefits.models import BenefitIncome, DistributionDecision, DistributionRule
from xiangchuang.benefits.queries import contributions_of
from xiangchuang.benefits.registers import CONTRIBUTIONS, DISTRIBUTION_RULES, INCOMES
from xiangchuang.centers.registers.keep import record_entry
from xiangchuang.organizations.models import OrganizationKind

YUAN = 100
INCOME: dict[str, Any] = {
    "title": "盾构刀盘监测算法许可", "kind": "licence", "unit_kind": "state_founded", "payer": "示例轨道公司",
    "received_on": date(2026, 6, 1), "gross": 1_000_000 * YUAN, "costs": 200_000 * YUAN,
    "taxes": 60_000 * YUAN,
}  # fmt: skip
RULE: dict[str, Any] = {
    "title": "科技成果转化收益分配办法", "kind": "licence", "team_share": 7000, "research_share": 2000,
    "adopted_by": "第一届理事会第二次会议", "adopted_on": date(2026, 3, 5), "in_force_from": date(2026, 4, 1),
}  # fmt: skip
PEOPLE = (("李工", 5), ("王工", 3), ("赵工", 2))


@dataclass
class BenefitsWorld(CenterWorld):
    """Net 740,000 yuan of a licence; where nothing is agreed the team has half of it."""

    center: Any = field(
        default_factory=lambda: CenterFactory(
            lead=OrganizationFactory(kind=OrganizationKind.UNIVERSITY, industry="")
        )
    )

    def income(self, people: tuple[tuple[str, int], ...] = PEOPLE, **changes: Any) -> BenefitIncome:
        """Return an income that the staff has recorded with its contributors."""
        entry = record_entry(INCOMES, actor=self.staff, center=self.center, values=INCOME | changes)
        assert isinstance(entry, BenefitIncome)
        for name, weight in people:
            values = {"income": entry, "name": name, "weight": weight, "is_main": True}
            record_entry(CONTRIBUTIONS, actor=self.staff, center=self.center, values=values)
        return entry

    def rule(self, **changes: Any) -> DistributionRule:
        """Return a rule that the center's council has adopted."""
        entry = record_entry(DISTRIBUTION_RULES, actor=self.staff, center=self.center, values=RULE | changes)
        assert isinstance(entry, DistributionRule)
        return entry

    def seen(self, income: BenefitIncome) -> str:
        """Return the fingerprint of what a page would show now."""
        return fingerprint_of(calculate(income, contributions_of(income)))

    def decide(self, income: BenefitIncome, **changes: Any) -> DistributionDecision:
        """Return the decision that the staff takes on what the page shows."""
        asked: dict[str, Any] = {
            "actor": self.staff, "decided_on": date(2026, 6, 20), "decided_by": "第一届理事会第三次会议",
        }  # fmt: skip
        asked |= changes
        asked.setdefault("seen", "" if "seen" in changes else self.seen(income))
        return decide_distribution(income=income, **asked)
