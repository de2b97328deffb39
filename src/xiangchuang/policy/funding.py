"""Which income counts as the market's, and what "mainly" means of it: funding.yaml (4.6-2, 6.2-1)."""

from typing import Final, Literal

from pydantic import Field

from xiangchuang.policy.terms import Label, Model, Sourced

Side = Literal["market", "government", "members", "other"]
WHOLE: Final = 10_000
"""All of it, in basis points."""


class IncomeRule(Sourced):
    """A kind of income and whose it is. ``receipts``: sources of funding that are income of this kind.

    Sources that no kind names (shares, loans, funds) are invested, not earned, and are no income.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Label
    side: Side
    receipts: tuple[str, ...] = ()


class MainlyRule(Sourced):
    """Income comes mainly from the market when the market's share is above ``above_share`` basis points."""

    above_share: int = Field(ge=0, lt=WHOLE)


class FundingRules(Model):
    """funding.yaml; a pack without it draws no income mix."""

    income: tuple[IncomeRule, ...] = ()
    mainly: MainlyRule | None = None

    def kind_of_receipt(self, source: str) -> IncomeRule | None:
        """The kind of income that a source of funding is; None for what is invested."""
        return next((rule for rule in self.income if source in rule.receipts), None)

    def is_mainly_market(self, market: int, total: int) -> bool | None:
        """Whether the market's part of a total, both fen, is the main one; None without income or rule."""
        if total <= 0 or self.mainly is None:
            return None
        return market * WHOLE > total * self.mainly.above_share
