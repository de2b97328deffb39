"""A center's income by kind and year, and the market's share of it by the pack's reading of 4.6-2."""

from collections.abc import Mapping
from dataclasses import dataclass

from xiangchuang.centers.models import Center
from xiangchuang.consortia.models.whole import WHOLE
from xiangchuang.consortia.money_by_year import earned_by_kind, received_by_source
from xiangchuang.policy.funding import FundingRules, Side
from xiangchuang.procedure.packs import current_pack

SIDES: tuple[Side, ...] = ("market", "government", "members", "other")


@dataclass(frozen=True)
class YearOfIncome:
    """A year's income in fen by kind, and by the side it counts for."""

    year: int
    by_kind: dict[str, int]
    by_side: dict[Side, int]
    is_mainly_market: bool | None

    @property
    def total(self) -> int:
        """All income of the year, in fen."""
        return sum(self.by_kind.values())

    def share(self, side: Side) -> int | None:
        """Basis points of the year's income, rounded down; None without any income."""
        return self.by_side[side] * WHOLE // self.total if self.total > 0 else None

    @property
    def market_share(self) -> int | None:
        """The market's share, competitive projects included (4.6-2)."""
        return self.share("market")

    @property
    def government_share(self) -> int | None:
        """The government's share (6.2-1)."""
        return self.share("government")


def income_years(center: Center, rules: FundingRules | None = None) -> list[YearOfIncome]:
    """Return the years with income, oldest first; which receipts are income is the pack's word."""
    chosen = rules or current_pack().funding
    earned, received = earned_by_kind(center), received_by_source(center)
    years = sorted({*earned, *received})
    found = [year_of_income(y, earned.get(y, {}), received.get(y, {}), chosen) for y in years]
    return [year for year in found if year.total]


def year_of_income(
    year: int, earned: Mapping[str, int], received: Mapping[str, int], rules: FundingRules
) -> YearOfIncome:
    """Return a year made of what was earned by kind and received by source, both in fen."""
    by_kind = {rule.code: 0 for rule in rules.income}
    for kind, fen in earned.items():
        by_kind[kind] = by_kind.get(kind, 0) + fen
    for source, fen in received.items():
        rule = rules.kind_of_receipt(source)
        if rule is not None:
            by_kind[rule.code] += fen
    sides: dict[str, Side] = {rule.code: rule.side for rule in rules.income}
    by_side: dict[Side, int] = dict.fromkeys(SIDES, 0)
    for kind, fen in by_kind.items():
        by_side[sides.get(kind, "other")] += fen
    mainly = rules.is_mainly_market(by_side["market"], sum(by_kind.values()))
    return YearOfIncome(year, by_kind, by_side, mainly)
