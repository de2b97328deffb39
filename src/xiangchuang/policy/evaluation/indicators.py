"""An indicator set: dimensions and indicators with weights; beside them bonuses, vetoes, tie-breaks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, PositiveInt, model_validator

from xiangchuang.policy.evaluation.primitives import Primitive
from xiangchuang.policy.evaluation.quantities import Points, UnitWord
from xiangchuang.policy.evaluation.sources import FigureSource, FigureTerm, Source, Span
from xiangchuang.policy.layout import Code
from xiangchuang.policy.terms import Label, Model, Sourced

WhenMissing = Literal["zero", "leave_out", "judge"]
"""No value earns nothing; or the rest of the dimension is scaled up to its weight, and said so; or a person
must say."""


class Indicator(Sourced):
    """One line of the set: what is measured, from where, in which unit, and how it earns up to ``weight``."""

    code: str = Field(pattern=Code)
    label: Label
    weight: Points
    unit: UnitWord
    source: Source
    score: Primitive
    when_missing: WhenMissing

    @model_validator(mode="after")
    def _weighs(self) -> Self:
        if not self.weight:
            raise ValueError(f"指标 {self.code} 的 weight 要大于 0")
        return self


class Dimension(Sourced):
    """A group of indicators; their weights add up to its own."""

    code: str = Field(pattern=Code)
    label: Label
    weight: Points
    indicators: tuple[Indicator, ...] = Field(min_length=1)


class Bonuses(Sourced):
    """Points beyond the total, together at most ``most``."""

    most: Points
    items: tuple[Indicator, ...] = Field(min_length=1)


class VetoFigure(Model):
    """A figure of the registers that is a veto by itself once it reaches ``at_least``."""

    figure: FigureTerm
    span: Span
    at_least: PositiveInt


class Veto(Sourced):
    """A fact under which the grade is no better than ``grade``, whatever the points.

    ``when`` lets the registers find it; without, a person records it with reasons.
    """

    code: str = Field(pattern=Code)
    label: Label
    grade: str = Field(pattern=Code)
    when: VetoFigure | None = None


class IndicatorSet(Sourced):
    """indicators/<code>.yaml: a versioned set for the categories named; weights add up to ``total``."""

    code: str = Field(pattern=Code)
    version: str = Field(min_length=1)
    label: Label
    categories: tuple[str, ...] = Field(min_length=1)
    total: Points
    dimensions: tuple[Dimension, ...] = Field(min_length=1)
    bonuses: Bonuses | None = None
    vetoes: tuple[Veto, ...] = ()
    tie_break: tuple[str, ...] = ()
    """Dimensions by which equal totals are parted, the first that differs decides."""

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator of the dimensions, in order; bonuses are beside them."""
        return tuple(indicator for dimension in self.dimensions for indicator in dimension.indicators)

    @property
    def bonus_items(self) -> tuple[Indicator, ...]:
        """The indicators that earn points beyond the total."""
        return self.bonuses.items if self.bonuses else ()

    @property
    def scored(self) -> tuple[Indicator, ...]:
        """Indicators and bonuses."""
        return (*self.indicators, *self.bonus_items)

    def indicator(self, code: str) -> Indicator:
        """The indicator or bonus of that code; raises ``KeyError``."""
        for indicator in self.scored:
            if indicator.code == code:
                return indicator
        raise KeyError(code)

    def figures(self) -> frozenset[tuple[str, Span]]:
        """(code, span) of every figure that the set and its vetoes read: what a snapshot has to freeze."""
        return frozenset(self._figures())

    def _figures(self) -> Iterator[tuple[str, Span]]:
        for indicator in self.scored:
            if isinstance(indicator.source, FigureSource):
                yield from indicator.source.named
        for veto in self.vetoes:
            if veto.when:
                yield veto.when.figure.code, veto.when.span


def weight_sum(indicators: tuple[Indicator, ...] | tuple[Dimension, ...]) -> Decimal:
    """Points that the parts weigh together."""
    return sum((part.weight for part in indicators), Decimal(0))
