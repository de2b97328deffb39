"""What can go wrong with a distribution or a tax figure, as typed errors whose words are shown to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xiangchuang.policy.benefits.steps import Basis, Step


class BenefitError(ValueError):
    """Base of the faults of benefit distribution and tax helpers."""


class AmountError(BenefitError):
    """An amount is no whole fen, is negative, too large, or does not belong to this kind of event."""


class ContributorsError(BenefitError):
    """There is nobody to reward, a name stands twice, or a weight is not a positive whole number."""


class TermsError(BenefitError):
    """The center's own terms contradict themselves, such as shares above the whole."""


class NoRuleError(BenefitError):
    """No rule says what is due on that day, and the calculator does not guess."""


class BelowFloorError(BenefitError):
    """Own terms give the team less than the law lets this unit give; ``steps`` are those worked out so far.

    ``offered`` and ``floor`` are shares in basis points; ``basis`` is the rule that sets the floor.
    """

    def __init__(
        self, reason: str, *, basis: Basis, offered: int, floor: int, steps: tuple[Step, ...]
    ) -> None:
        self.basis, self.offered, self.floor, self.steps = basis, offered, floor, steps
        super().__init__(reason)
