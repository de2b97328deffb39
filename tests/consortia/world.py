"""A center with its members taken in, on 23 November 2026."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.factories.centers import CenterWorld
from xiangchuang.centers.registers.keep import record_entry
from xiangchuang.centers.registers.register import Register
from xiangchuang.consortia import registers
from xiangchuang.consortia.models import (
    EarnedIncome,
    FundingReceipt,
    MadeContribution,
    MemberTerms,
    PositioningFinding,
    PromisedContribution,
    SpinOff,
)
from xiangchuang.consortia.standing_rows import standing
from xiangchuang.consortia.take_members import take_members

WAN = 1_000_000


@dataclass
class ConsortiumWorld(CenterWorld):
    """The lead and a university build the center; each act is the staff's unless told."""

    def __post_init__(self) -> None:
        super().__post_init__()
        take_members(actor=self.staff, center=self.center)
        self.lead_terms, self.university = list(
            standing(MemberTerms).filter(center=self.center).order_by("pk")
        )

    def row(self, register: Register, **values: Any) -> Any:
        """Return a row the staff has recorded."""
        return record_entry(register, actor=self.staff, center=self.center, values=values)

    def promise(self, **changes: Any) -> PromisedContribution:
        """Return the university's promise of one million yuan until 1 October 2026."""
        values = {
            "member": self.university, "title": "首期出资", "kind": "money", "way": "agreement",
            "amount": 100 * WAN, "due_on": date(2026, 10, 1),
        }  # fmt: skip
        found: PromisedContribution = self.row(registers.PROMISES, **values | changes)
        return found

    def deliver(self, promise: PromisedContribution, **changes: Any) -> MadeContribution:
        """Return a payment of 400,000 yuan against it on 20 September 2026."""
        values = {"promise": promise, "made_on": date(2026, 9, 20), "amount": 40 * WAN}
        found: MadeContribution = self.row(registers.DELIVERIES, **values | changes)
        return found

    def income(self, kind: str = "service", wan: int = 100, **changes: Any) -> EarnedIncome:
        """Return income received on 1 June 2026."""
        values = {
            "title": "检测服务", "kind": kind, "payer": "示例用户单位", "received_on": date(2026, 6, 1),
            "amount": wan * WAN,
        }  # fmt: skip
        found: EarnedIncome = self.row(registers.INCOMES, **values | changes)
        return found

    def receipt(self, source: str, wan: int | None = 100, **changes: Any) -> FundingReceipt:
        """Return what was received on 1 June 2026 from a payer outside the register."""
        values = {
            "purpose": "支持", "source": source, "form": "money", "payer_name": "示例出资单位",
            "received_on": date(2026, 6, 1), "amount": None if wan is None else wan * WAN,
        }  # fmt: skip
        found: FundingReceipt = self.row(registers.RECEIPTS, **values | changes)
        return found

    def spin_off(self, **changes: Any) -> SpinOff:
        """Return a firm of which center, team, lead and others hold all."""
        values = {
            "name": "示例湘隧智测科技有限公司", "uscc": "91350100M000100Y43", "founded_on": date(2025, 3, 1),
            "registered_capital": 800 * WAN, "technology": "掘进监测", "center_share": 2000,
            "team_share": 4500, "lead_share": 1500, "other_share": 2000, "is_light_asset": True,
            "is_mixed_ownership": True,
        }  # fmt: skip
        found: SpinOff = self.row(registers.SPIN_OFFS, **values | changes)
        return found

    def findings(self) -> list[PositioningFinding]:
        """Return the center's findings, oldest first."""
        return list(PositioningFinding.objects.filter(center=self.center).order_by("pk"))
