"""evaluation.yaml: who is evaluated, how served firms and experts are asked, what grades mean."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from pydantic import Field, PositiveInt, model_validator

from xiangchuang.policy.evaluation.indicators import Veto
from xiangchuang.policy.evaluation.quantities import Points, Share, percentage
from xiangchuang.policy.evaluation.sources import Span
from xiangchuang.policy.layout import Code
from xiangchuang.policy.stages import Deadline
from xiangchuang.policy.terms import Label, Model, PanelKindCode, Sourced


class OperatingRule(Sourced):
    """Months that a center must have run, from its approval to the end of the period, to be evaluated."""

    months: PositiveInt


class SampleRule(Sourced):
    """The share of eligible centers drawn into a round, rounded up, and the fewest that are drawn."""

    share: Share
    fewest: PositiveInt


class SurveyQuestion(Sourced):
    """A question to served organisations; ``scored`` ones are answered on the scale, the others in words."""

    code: str = Field(pattern=Code)
    label: Label
    scored: bool = True


class SurveyRule(Sourced):
    """How served organisations are asked about one center.

    At most ``most_asked`` of them, drawn from its orders; below ``fewest_answers`` the mean counts as
    missing. Answers are whole numbers from ``lowest`` to ``highest``; ``confidence`` is that of the interval.
    """

    most_asked: PositiveInt
    fewest_answers: PositiveInt
    lowest: int
    highest: int
    confidence: Share
    questions: tuple[SurveyQuestion, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_a_scale(self) -> Self:
        if self.lowest >= self.highest:
            raise ValueError("lowest 要小于 highest")
        if not 0 < percentage(self.confidence) < 1:
            raise ValueError("confidence 要在 0 % 和 100 % 之间，不含两端")
        if self.fewest_answers > self.most_asked:
            raise ValueError(f"最少答卷 {self.fewest_answers} 份，多于最多发放的 {self.most_asked} 份")
        return self


class ScorerRule(Sourced):
    """Fewest scorers of a kind for one center; ``separate`` kinds score apart from the others."""

    kind: PanelKindCode
    fewest: PositiveInt
    separate: bool = False


class ExpertRule(Sourced):
    """How experts score: ``full_mark`` is the best mark for one indicator."""

    full_mark: PositiveInt
    kinds: tuple[ScorerRule, ...] = Field(min_length=1)

    def fewest(self, kind: PanelKindCode) -> int:
        """Fewest scorers of that kind; one where the rule does not name it."""
        return next((rule.fewest for rule in self.kinds if rule.kind == kind), 1)


class Grade(Sourced):
    """A grade: points it takes (``at_least``; the last grade has none) and the largest share who receive it.

    The quota is that of all graded subjects of one set, rounded down; it limits and never lifts.
    """

    code: str = Field(pattern=Code)
    label: Label
    at_least: Points | None = None
    quota: Share | None = None


class GradeScheme(Sourced):
    """The grades from the best down, for totals out of ``out_of`` points."""

    out_of: Points
    grades: tuple[Grade, ...] = Field(min_length=2)

    def place(self, code: str) -> int:
        """Position of the grade, 0 the best; raises ``KeyError``."""
        for place, grade in enumerate(self.grades):
            if grade.code == code:
                return place
        raise KeyError(code)

    def grade(self, code: str) -> Grade:
        """The grade of that code; raises ``KeyError``."""
        return self.grades[self.place(code)]


class StateRule(Sourced):
    """What may stand beside or instead of a grade.

    ``scored`` subjects are scored and ranked as any other; the others are not, and ``grade`` is what they are
    taken as, if anything.
    """

    code: str = Field(pattern=Code)
    label: Label
    scored: bool
    grade: str | None = None


class RobustnessRule(Sourced):
    """How far weights are moved (``band`` of each weight, up and down), how often, and what is close.

    A grade kept in less than ``close_below`` of the samples is a close call. ``interval`` is the middle share
    of samples that the span of ranks covers.
    """

    band: Share
    samples: int = Field(ge=1, le=100_000)
    close_below: Share
    interval: Share


class EvaluationRules(Model):
    """evaluation.yaml; a pack without it evaluates nobody."""

    operating: OperatingRule | None = None
    sample: SampleRule | None = None
    survey: SurveyRule | None = None
    experts: ExpertRule | None = None
    reply: Deadline | None = None
    """Term of the center's right of reply to the draft result."""
    grades: GradeScheme | None = None
    vetoes: tuple[Veto, ...] = ()
    """Vetoes of every set; a set may add its own."""
    states: tuple[StateRule, ...] = ()
    robustness: RobustnessRule | None = None

    @property
    def out_of(self) -> Decimal | None:
        """Points that totals are out of, where there are grades."""
        return self.grades.out_of if self.grades else None

    def state(self, code: str) -> StateRule:
        """The state of that code; raises ``KeyError``."""
        for state in self.states:
            if state.code == code:
                return state
        raise KeyError(code)

    def figures(self) -> frozenset[tuple[str, Span]]:
        """(code, span) of the figures that the vetoes read."""
        return frozenset((v.when.figure.code, v.when.span) for v in self.vetoes if v.when)
