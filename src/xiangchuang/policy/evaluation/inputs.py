"""All that an evaluation reads, as one self-contained document: a stored file reproduces every result.

Rules and sets are copied into it, values come with the rows behind them, and nothing in it is a float. The
order in which subjects are listed means nothing: they are kept sorted by code.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, NonNegativeInt, model_validator

from xiangchuang.policy.evaluation.faults import InputsError
from xiangchuang.policy.evaluation.indicators import IndicatorSet, Veto
from xiangchuang.policy.evaluation.quantities import FigureUnit, Points
from xiangchuang.policy.evaluation.rules import EvaluationRules
from xiangchuang.policy.evaluation.sources import Span
from xiangchuang.policy.terms import Label, Model, PanelKindCode


class RowRef(Model):
    """A record behind a value: the register (or other source) it stands in, its key there, what it adds."""

    source: str
    pk: int
    label: str
    on: date | None = None
    amount: int | None = None


class FigureMeaning(Model):
    """What a figure of the registers is called and what its whole number counts."""

    code: str
    label: Label
    unit: FigureUnit


class FigureReading(Model):
    """A figure of one subject over one span; ``value`` in the figure's unit, None where nothing is known."""

    code: str
    span: Span
    value: int | None
    rows: tuple[RowRef, ...] = ()


class PlanTarget(Model):
    """A target of the construction plan for the period; numbers as decimal text in ``unit``."""

    code: str
    label: str
    unit: str
    planned: Decimal
    reached: Decimal | None
    figure: str | None = None
    rows: tuple[RowRef, ...] = ()


class Material(Model):
    """What the center supplied for an indicator, and whether the evaluator accepted it.

    ``value`` is decimal text in the indicator's unit, ``yes`` or ``no``, or the code of a rubric's level.
    """

    indicator: str
    value: str
    accepted: bool
    note: str = ""
    rows: tuple[RowRef, ...] = ()


class Answers(Model):
    """Whole-number answers to one question, in no order that could tell who answered."""

    question: str
    scores: tuple[int, ...]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        object.__setattr__(self, "scores", tuple(sorted(self.scores)))
        return self


class SurveyReturn(Model):
    """The survey about one subject: organisations served, of them asked, and what was answered."""

    served: NonNegativeInt
    asked: NonNegativeInt
    answers: tuple[Answers, ...] = ()


class ExpertScore(Model):
    """One scorer's mark for one indicator: decimal text, or the code of a rubric's level."""

    indicator: str
    scorer: str
    kind: PanelKindCode
    score: str
    reason: str = ""


class Ruling(Model):
    """A person's decision on the points of an indicator, with reasons; it stands before any other value."""

    indicator: str
    points: Points
    reason: str = Field(min_length=1)
    rows: tuple[RowRef, ...] = ()


class FoundVeto(Model):
    """A veto that a person found, with reasons."""

    code: str
    reason: str = Field(min_length=1)
    rows: tuple[RowRef, ...] = ()


class Subject(Model):
    """One center: which set it is evaluated by and everything known about it."""

    code: str = Field(min_length=1)
    name: str
    set_: str = Field(alias="set")
    state: str | None = None
    figures: tuple[FigureReading, ...] = ()
    plan: tuple[PlanTarget, ...] = ()
    materials: tuple[Material, ...] = ()
    survey: SurveyReturn | None = None
    scores: tuple[ExpertScore, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    vetoes: tuple[FoundVeto, ...] = ()

    def figure(self, code: str, span: Span) -> FigureReading | None:
        """The reading of that figure over that span, or None where the document holds none."""
        return next((f for f in self.figures if f.code == code and f.span == span), None)

    def ruling(self, indicator: str) -> Ruling | None:
        """What a person decided on that indicator, or None."""
        return next((r for r in self.rulings if r.indicator == indicator), None)


class Inputs(Model):
    """The document. ``format`` changes when a later engine would read the same text differently."""

    format: Literal[1] = 1
    round: str
    first: date
    last: date
    pack: str
    pack_sha256: str
    seed: NonNegativeInt
    rules: EvaluationRules
    sets: tuple[IndicatorSet, ...] = Field(min_length=1)
    figures: tuple[FigureMeaning, ...] = ()
    subjects: tuple[Subject, ...]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        object.__setattr__(self, "subjects", tuple(sorted(self.subjects, key=lambda s: s.code)))
        object.__setattr__(self, "sets", tuple(sorted(self.sets, key=lambda s: s.code)))
        object.__setattr__(self, "figures", tuple(sorted(self.figures, key=lambda f: f.code)))
        return self

    def set_of(self, subject: Subject) -> IndicatorSet:
        """The set by which the subject is evaluated; raises ``InputsError``."""
        for found in self.sets:
            if found.code == subject.set_:
                return found
        raise InputsError(f"评价数据中没有指标体系 {subject.set_}")

    def vetoes_of(self, found: IndicatorSet) -> tuple[Veto, ...]:
        """Vetoes of every set and those of this one."""
        return (*self.rules.vetoes, *found.vetoes)
