"""What a pack asks of the register itself: when a figure has changed so much that someone must say why."""

from typing import Literal

from pydantic import Field

from xiangchuang.policy.terms import Model, Sourced


class YearOnYearRule(Sourced):
    """A year-on-year jump: the larger figure is more than ``factor_percent`` of the smaller (300: threefold).

    Figures that both lie at or below ``small_fen`` (fen) or ``small_count`` are left alone, for there one
    case more doubles them. A figure that turns negative, or back, has jumped.
    """

    factor_percent: int = Field(gt=100)
    small_fen: int = Field(ge=0)
    small_count: int = Field(ge=0)

    def is_jump(self, unit: Literal["fen", "count"], before: int, after: int) -> bool:
        """Whether the change from one year's figure to the next one's, both fen or both counts, is a jump."""
        small = self.small_fen if unit == "fen" else self.small_count
        least, most = sorted((abs(before), abs(after)))
        if most <= small:
            return False
        return (before < 0) != (after < 0) or most * 100 > least * self.factor_percent


class RegisterRule(Model):
    """register.yaml; a pack without it flags no jumps."""

    year_on_year: YearOnYearRule | None = None
