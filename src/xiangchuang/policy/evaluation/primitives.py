"""How a value becomes points: a closed set of scoring primitives, each with its own bounds.

Every primitive gives a share of the indicator's weight between none and all of it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal, Self, TypeVar

from pydantic import Field, model_validator

from xiangchuang.policy.evaluation.quantities import Points, Share, Written, percentage, quantity
from xiangchuang.policy.layout import Code
from xiangchuang.policy.terms import Label, Model

R = TypeVar("R", bound=Model)


class Threshold(Model):
    """All points from ``full_at`` on, none before; ``better: less`` turns it round."""

    by: Literal["threshold"]
    full_at: Written
    better: Literal["more", "less"] = "more"


class Linear(Model):
    """No points at ``zero_at``, all at ``full_at``, in proportion between, whichever of the two is larger."""

    by: Literal["linear"]
    zero_at: Written
    full_at: Written

    @model_validator(mode="after")
    def _bounds_differ(self) -> Self:
        if quantity(self.zero_at).base == quantity(self.full_at).base:
            raise ValueError("zero_at 与 full_at 相同，两个界限之间没有得分区间")
        return self


class CountTimesPoints(Model):
    """So many points for each; the indicator's weight is the cap."""

    by: Literal["count"]
    points_each: Points

    @model_validator(mode="after")
    def _gives_something(self) -> Self:
        if not self.points_each:
            raise ValueError("points_each 要大于 0")
        return self


class RubricLevel(Model):
    """A level of a rubric and the share of the weight it earns."""

    code: str = Field(pattern=Code)
    label: Label
    share: Share


class Rubric(Model):
    """Levels in words, from the best down; several scorers' levels are averaged by their shares."""

    by: Literal["rubric"]
    levels: tuple[RubricLevel, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _falls(self) -> Self:
        shares = [percentage(level.share) for level in self.levels]
        if shares[0] != 1 or any(a <= b for a, b in pairwise(shares)):
            raise ValueError("levels 要从 100 % 起逐级降低")
        return self

    def level(self, code: str) -> RubricLevel:
        """The level of that code; raises ``KeyError``."""
        for level in self.levels:
            if level.code == code:
                return level
        raise KeyError(code)


class YesNo(Model):
    """All points for yes, none for no; ``full: no`` turns it round."""

    by: Literal["yes_no"]
    full: Literal["yes", "no"] = "yes"


class RatioToPlan(Model):
    """The part of the plan that was reached, from ``zero_at`` to ``full_at`` in proportion."""

    by: Literal["ratio_to_plan"]
    zero_at: Written = "0 %"
    full_at: Written = "100 %"

    @model_validator(mode="after")
    def _rises(self) -> Self:
        return _rising(self, self.zero_at, self.full_at)


class RatioToPeers(Model):
    """The value by the best or the median of the set's subjects, from ``zero_at`` to ``full_at`` of it."""

    by: Literal["ratio_to_peers"]
    peers: Literal["best", "median"]
    zero_at: Written = "0 %"
    full_at: Written = "100 %"

    @model_validator(mode="after")
    def _rises(self) -> Self:
        return _rising(self, self.zero_at, self.full_at)


class SurveyMean(Model):
    """The mean of the answers on the survey's scale, from ``zero_at`` to ``full_at`` in proportion."""

    by: Literal["survey_mean"]
    zero_at: Written
    full_at: Written

    @model_validator(mode="after")
    def _rises(self) -> Self:
        return _rising(self, self.zero_at, self.full_at)


class ExpertMean(Model):
    """The mean over scorers, by the experts' full mark."""

    by: Literal["expert_mean"]


Primitive = Annotated[
    Threshold
    | Linear
    | CountTimesPoints
    | Rubric
    | YesNo
    | RatioToPlan
    | RatioToPeers
    | SurveyMean
    | ExpertMean,
    Field(discriminator="by"),
]


def _rising(rule: R, zero_at: str, full_at: str) -> R:
    if quantity(zero_at).base >= quantity(full_at).base:
        raise ValueError("zero_at 要小于 full_at")
    return rule
