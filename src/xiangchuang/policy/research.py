"""What a pack asks of a center's research: early warnings, steps of the cycle, figures for targets."""

from typing import Literal

from pydantic import Field, NonNegativeInt, PositiveInt

from xiangchuang.policy.stages import Deadline
from xiangchuang.policy.terms import Label, Model, Sourced

CycleStepCode = Literal["mid_term", "acceptance"]


class SlippageRule(Sourced):
    """How many calendar days before its due day a milestone is shown as coming due."""

    warning_days: NonNegativeInt


class CycleStepRule(Sourced):
    """A step of the construction cycle (3.3-3), due so many months after the cycle's start or its end."""

    code: CycleStepCode
    label: Label
    counted_from: Literal["start", "end"]
    months: PositiveInt


class ExtensionRule(Sourced):
    """How often, and by how many months at the longest, a cycle may be extended."""

    most: PositiveInt
    longest_months: PositiveInt


class TargetFigure(Model):
    """A figure that the registers give, and the words of a target's name for which it is proposed."""

    figure: str
    words: tuple[str, ...] = Field(min_length=1)


class TargetFigures(Sourced):
    """Which figures are proposed for which targets."""

    figures: tuple[TargetFigure, ...]

    def figure_for(self, name: str) -> str | None:
        """Code of the first figure whose words all stand in the target's name."""
        return next((f.figure for f in self.figures if all(word in name for word in f.words)), None)


class ResearchRule(Model):
    """research.yaml; a pack without it warns of nothing, has no cycle steps and proposes no figures."""

    slippage: SlippageRule | None = None
    cycle_steps: tuple[CycleStepRule, ...] = ()
    rework: Deadline | None = None
    extension: ExtensionRule | None = None
    target_figures: TargetFigures | None = None

    @property
    def warning_days(self) -> int:
        """Days before the due day from which a milestone is shown; 0 where the pack warns of nothing."""
        return self.slippage.warning_days if self.slippage else 0

    def cycle_step(self, code: str) -> CycleStepRule:
        """The step of that code; raises ``KeyError``."""
        for step in self.cycle_steps:
            if step.code == code:
                return step
        raise KeyError(code)
