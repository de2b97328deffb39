"""What can go wrong with a distribution or a tax figure, as typed errors whose words are shown to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiangchuang.policy.conditions.tongue import CHINESE, Tongue
from xiangchuang.policy.terms import Label

if TYPE_CHECKING:
    from xiangchuang.policy.benefits.steps import Basis, Step


def _(pattern: str) -> str:
    """Mark a pattern for the collector of messages; whoever shows the error brings the translation."""
    return pattern


class BenefitError(ValueError):
    """Base of the faults of benefit distribution and tax helpers: a Chinese pattern and what fills it.

    The pattern is written for ``%``, without a full stop; labels among the values follow the language.
    """

    def __init__(self, pattern: str, **values: str | int | Label) -> None:
        self.pattern, self.values = pattern, values
        super().__init__(self.said())

    def said(self, tongue: Tongue = CHINESE) -> str:
        """The sentence in the language of ``tongue``."""
        values = {
            name: tongue.name(value) if isinstance(value, Label) else value
            for name, value in self.values.items()
        }
        return tongue.say(self.pattern) % values


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
        self,
        pattern: str,
        *,
        basis: Basis,
        offered: int,
        floor: int,
        steps: tuple[Step, ...],
        **values: str | int | Label,
    ) -> None:
        self.basis, self.offered, self.floor, self.steps = basis, offered, floor, steps
        super().__init__(pattern, source=basis.source or basis.label, **values)
