"""Where the value of an indicator comes from: registers, the plan, material, served firms, experts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, PositiveInt

from xiangchuang.policy.layout import Code
from xiangchuang.policy.terms import Label, Model, PanelKindCode

Span = Literal["year", "since_start", "at_end"]
"""The days a figure is read over: the period evaluated, all days since the center's approval up to its
end, or the last day of the period."""


class FigureTerm(Model):
    """A figure of the registers by its code, counted ``times`` over: a PCT filing may count as two."""

    code: str = Field(pattern=Code)
    times: PositiveInt = 1


class FigureSource(Model):
    """The sum of ``figures`` over ``span``, divided by the sum of ``per`` where given."""

    from_: Literal["figure"] = Field(alias="from")
    figures: tuple[FigureTerm, ...] = Field(min_length=1)
    span: Span
    per: tuple[FigureTerm, ...] = ()
    per_span: Span | None = None
    """Span of the denominator where it is another one."""

    @property
    def named(self) -> tuple[tuple[str, Span], ...]:
        """(code, span) of every figure that the indicator reads."""
        below = self.per_span or self.span
        return (
            *((term.code, self.span) for term in self.figures),
            *((term.code, below) for term in self.per),
        )


class PlanSource(Model):
    """What was reached of the construction plan's targets for the period.

    Each target counts alike: reached by planned, at most all of it; the value is their mean. ``figure`` takes
    only the targets measured by that figure.
    """

    from_: Literal["plan"] = Field(alias="from")
    figure: str | None = Field(default=None, pattern=Code)


class MaterialSource(Model):
    """What the center supplies beside the registers; it counts once the evaluator has accepted the proof."""

    from_: Literal["material"] = Field(alias="from")
    ask: Label
    proof: Label


class SurveySource(Model):
    """Answers of served organisations to one question of the survey."""

    from_: Literal["survey"] = Field(alias="from")
    question: str = Field(pattern=Code)


class ExpertSource(Model):
    """Scores of experts of the kinds named."""

    from_: Literal["experts"] = Field(alias="from")
    kinds: tuple[PanelKindCode, ...] = Field(min_length=1)
    look_at: Label


Source = Annotated[
    FigureSource | PlanSource | MaterialSource | SurveySource | ExpertSource, Field(discriminator="from_")
]
