"""What may become of a center after evaluation, and what follows from it: adjustments.yaml (6.5-1, 6.5-3)."""

from collections.abc import Collection, Iterator, Mapping
from typing import Literal, Self

from pydantic import Field, PositiveInt, model_validator

from xiangchuang.policy.conditions.rules import NAME
from xiangchuang.policy.problems import Problem
from xiangchuang.policy.source import SourceFile
from xiangchuang.policy.stages import Deadline, Procedure
from xiangchuang.policy.terms import Label, Model, Sourced

CenterStateCode = Literal["operating", "rectifying", "suspended", "exited", "merged", "converted"]
SupportEffectCode = Literal["preferred", "as_usual", "reduced", "none"]
FindingCode = Literal["grade", "unreported", "positioning", "failed_recheck", "request"]
ENDED: frozenset[str] = frozenset({"exited", "merged", "converted"})


class SupportEffect(Sourced):
    """How later support looks at the center, for so many months; ``None`` until another decision.

    It is a reference to who decides on support (6.5-3). Only ``bars`` makes it a bar.
    """

    effect: SupportEffectCode
    months: PositiveInt | None = None
    bars: bool = False


class QuotaCut(Sourced):
    """By how many the recommender's yearly quota is cut, in how many years after the decision's."""

    cut: PositiveInt
    years: PositiveInt


class Suggestion(Sourced):
    """What usually leads to the measure: a grade, ``in_a_row`` times, or a finding (6.5-3)."""

    on: FindingCode
    grade: str = ""
    in_a_row: PositiveInt = 1

    @model_validator(mode="after")
    def _grade_is_named(self) -> Self:
        if (self.on == "grade") != bool(self.grade):
            raise ValueError("on 为 grade 的要写 grade，其他的不写")
        return self


class MeasureDocument(Sourced):
    """The words of the decision: the end of its title, and the sentence that decides. Chinese only."""

    title: str = Field(min_length=1)
    decides: str = Field(min_length=1)
    is_public: bool = False


class Measure(Sourced):
    """One thing that can be decided on a center, in which procedure, from which states, to which.

    Without ``leads_to`` the state stays. ``lifts`` takes back standings and cuts that are in force.
    """

    code: str = Field(pattern=NAME, max_length=32)
    label: Label
    about: Label
    procedure: str
    from_states: tuple[CenterStateCode, ...] = Field(min_length=1)
    leads_to: CenterStateCode | None = None
    cancels_bookings: bool = False
    lifts: bool = False
    suggested: tuple[Suggestion, ...] = ()
    support: SupportEffect | None = None
    quota: QuotaCut | None = None
    document: MeasureDocument

    @property
    def rectifies(self) -> bool:
        """Whether it opens a rectification."""
        return self.leads_to == "rectifying"

    @property
    def winds_up(self) -> bool:
        """Whether the center ends, and what is open at it has to be wound up."""
        return self.leads_to in ENDED


class RectificationRule(Sourced):
    """Months until the re-check is due, and the days the center has for its plan."""

    months: PositiveInt
    plan_within: Deadline
    warning_days: PositiveInt
    fewest_signatures: PositiveInt


class WindUpRule(Sourced):
    """Months in which what is under way is finished or handed over."""

    months: PositiveInt


class AdjustmentRules(Model):
    """adjustments.yaml; a pack without it adjusts nothing."""

    rectification: RectificationRule | None = None
    wind_up: WindUpRule | None = None
    measures: tuple[Measure, ...] = ()

    def measure(self, code: str) -> Measure | None:
        """The measure of that code."""
        return next((measure for measure in self.measures if measure.code == code), None)


def adjustment_faults(
    source: SourceFile, rules: AdjustmentRules, procedures: Mapping[str, Procedure], grades: Collection[str]
) -> Iterator[Problem]:
    """Measures without procedure or term, ends without publicity, grades that nobody gives."""
    for index, measure in enumerate(rules.measures):
        place = ("measures", index)
        procedure = procedures.get(measure.procedure)
        if procedure is None or procedure.matter != "adjustment":
            reason = f"procedure.yaml 中没有名为 {measure.procedure} 的动态调整程序（matter: adjustment）"
            yield source.problem((*place, "procedure"), reason)
        elif measure.winds_up and "publicity" not in {stage.kind for stage in procedure.stages}:
            yield source.problem((*place, "procedure"), f"{measure.code} 使中心终止，程序里要有公示")
        for s, suggestion in enumerate(measure.suggested):
            if suggestion.grade and suggestion.grade not in grades:
                reason = f"evaluation.yaml 中没有等次 {suggestion.grade}"
                yield source.problem((*place, "suggested", s, "grade"), reason)
        if measure.rectifies and rules.rectification is None:
            yield source.problem(place, f"{measure.code} 要求整改，缺 rectification 的期限")
        if measure.winds_up and rules.wind_up is None:
            yield source.problem(place, f"{measure.code} 使中心终止，缺 wind_up 的期限")
