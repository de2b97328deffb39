"""What an evaluation finds: a tree of points in which every number opens down to the rows behind it."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from xiangchuang.policy.evaluation.inputs import RowRef
from xiangchuang.policy.evaluation.quantities import UnitWord
from xiangchuang.policy.terms import Label, Model

StepCode = Literal[
    "figure",
    "figure_times",
    "figure_unknown",
    "sum",
    "divided",
    "nothing_to_divide_by",
    "target",
    "target_unknown",
    "targets_mean",
    "no_targets",
    "material",
    "no_material",
    "material_refused",
    "survey",
    "no_answers",
    "too_few_answers",
    "expert",
    "experts_mean",
    "too_few_scorers",
    "threshold_met",
    "threshold_unmet",
    "between",
    "at_zero",
    "at_full",
    "each",
    "each_capped",
    "level",
    "yes",
    "no",
    "peers_best",
    "peers_median",
    "no_peers",
    "missing_zero",
    "missing_left_out",
    "missing_undecided",
    "scaled_up",
    "points",
    "ruling",
]
ReasonCode = Literal[
    "reached", "not_reached", "quota_full", "veto", "taken_as", "not_scored", "undecided", "bonus_capped"
]
How = Literal["scored", "zero", "left_out", "undecided", "ruled"]
"""How an indicator came to its points: by its primitive; none for want of a value; left out of the dimension;
waiting for a person; decided by a person."""
Told = str | int | Label


class Step(Model):
    """One line of how points came about; ``values`` fill its sentence (``wording.sentence``)."""

    code: StepCode
    values: dict[str, Told]


class Reason(Model):
    """One reason of a grade."""

    code: ReasonCode
    values: dict[str, Told]


class SurveyEstimate(Model):
    """A mean with its uncertainty: organisations served, asked, answered; the interval or None."""

    served: int
    asked: int
    answered: int
    mean: Decimal | None
    low: Decimal | None
    high: Decimal | None
    too_few: bool


class ExpertSpread(Model):
    """Marks of the scorers in percent of the full mark, and how far they lie apart."""

    scorers: int
    mean: Decimal
    lowest: Decimal
    highest: Decimal
    deviation: Decimal | None


class IndicatorResult(Model):
    """Points of one indicator out of ``most``: its weight, more where others were left out, 0 if it was.

    ``value`` is rounded for the reader; points were worked out from the exact one.
    """

    code: str
    label: Label
    weight: Decimal
    most: Decimal
    points: Decimal
    how: How
    unit: UnitWord
    value: Decimal | None
    steps: tuple[Step, ...]
    rows: tuple[RowRef, ...] = ()
    survey: SurveyEstimate | None = None
    experts: ExpertSpread | None = None


class DimensionResult(Model):
    """Sum of the indicators' points out of the dimension's weight."""

    code: str
    label: Label
    weight: Decimal
    points: Decimal
    indicators: tuple[IndicatorResult, ...]


class VetoResult(Model):
    """A veto that holds, with its reason where a person found it and its rows where registers did."""

    code: str
    label: Label
    grade: str
    reason: str
    rows: tuple[RowRef, ...]


class SubjectResult(Model):
    """One center's result; ``rank`` among ``ranked`` subjects of its set, None where it is not ranked.

    ``total`` is the sum of the points shown, so that a person can add it up; None where it is not scored.
    """

    code: str
    name: str
    set_code: str
    state: str | None
    dimensions: tuple[DimensionResult, ...]
    bonuses: tuple[IndicatorResult, ...]
    bonus: Decimal
    total: Decimal | None
    rank: int | None
    ranked: int
    grade: str | None
    reasons: tuple[Reason, ...]
    vetoes: tuple[VetoResult, ...]
    undecided: tuple[str, ...]

    @property
    def indicators(self) -> tuple[IndicatorResult, ...]:
        """Every indicator of the dimensions, in order."""
        return tuple(indicator for dimension in self.dimensions for indicator in dimension.indicators)


class Results(Model):
    """The results of a round, named by the hash of the inputs they follow from; subjects sorted by code."""

    format: Literal[1] = 1
    round: str
    inputs_sha256: str
    subjects: tuple[SubjectResult, ...]

    def subject(self, code: str) -> SubjectResult:
        """The subject of that code; raises ``KeyError``."""
        for subject in self.subjects:
            if subject.code == code:
                return subject
        raise KeyError(code)
