"""What the province wants of its centers by when (1.3), and who is put forward for the national level."""

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt, PositiveInt

from xiangchuang.policy.evaluation.quantities import Written
from xiangchuang.policy.evaluation.rules import EvaluationRules
from xiangchuang.policy.layout import Code
from xiangchuang.policy.problems import Problem
from xiangchuang.policy.source import SourceFile
from xiangchuang.policy.terms import Label, Model, Sourced

AchievementKind = Literal["national_center", "bottleneck", "enterprise", "industry"]
"""What 1.3 wants beside centers themselves: closed in code, named by a pack."""
GoalMeasure = Literal["center", "national_center", "bottleneck", "enterprise", "industry"]


class YearTarget(Model):
    """How many by the end of the year, counted since the programme began."""

    year: int = Field(ge=2000, le=2100)
    value: NonNegativeInt


class GoalTargets(Sourced):
    """Targets by year; the notice names none, so they are a default or another paper's."""

    years: tuple[YearTarget, ...] = Field(min_length=1)


class Goal(Sourced):
    """One goal of the notice and what is counted for it; without targets only the actual is shown."""

    code: str = Field(pattern=Code)
    label: Label
    measure: GoalMeasure
    unit: str = Field(min_length=1)
    targets: GoalTargets | None = None

    @property
    def by_year(self) -> Mapping[int, int]:
        """The target of each year that has one."""
        return {t.year: t.value for t in self.targets.years} if self.targets else {}


class GradesMeasure(Model):
    """One of these grades in each of the ``last`` published rounds."""

    by: Literal["grades"]
    grades: tuple[str, ...] = Field(min_length=1)
    last: PositiveInt


class FigureMeasure(Model):
    """A figure of the registers over so many years up to today, at least so much."""

    by: Literal["figure"]
    figure: str = Field(pattern=Code)
    years: PositiveInt
    at_least: Written


class AchievementMeasure(Model):
    """So many achievements of that kind on record."""

    by: Literal["achievements"]
    kind: AchievementKind
    at_least: PositiveInt


class PlatformMeasure(Model):
    """So many platforms of that level in the register of the lead."""

    by: Literal["platforms"]
    level: Literal["national", "provincial"]
    at_least: PositiveInt


Measure = Annotated[
    GradesMeasure | FigureMeasure | AchievementMeasure | PlatformMeasure, Field(discriminator="by")
]


class CandidateRule(Sourced):
    """One reason to put a center forward."""

    code: str = Field(pattern=Code)
    label: Label
    measure: Measure
    required: bool = False


class CandidateRules(Sourced):
    """A center with all required reasons and at least ``fewest`` in all is a candidate."""

    fewest: PositiveInt
    rules: tuple[CandidateRule, ...] = Field(min_length=1)


class GoalRules(Model):
    """goals.yaml; a pack without it names no goals and puts nobody forward."""

    goals: tuple[Goal, ...] = ()
    candidates: CandidateRules | None = None


def goal_faults(
    source: SourceFile, goals: GoalRules, rules: EvaluationRules | None, figures: Collection[str] | None
) -> Iterator[Problem]:
    """Figures that no register gives, grades that no scheme names, more reasons asked than there are."""
    if goals.candidates is None:
        return
    grades = {grade.code for grade in rules.grades.grades} if rules and rules.grades else set()
    for index, rule in enumerate(goals.candidates.rules):
        place, measure = ("candidates", "rules", index, "measure"), rule.measure
        if isinstance(measure, FigureMeasure) and figures is not None and measure.figure not in figures:
            yield source.problem((*place, "figure"), f"没有登记册给出名为 {measure.figure} 的数")
        if isinstance(measure, GradesMeasure):
            for unknown in sorted(set(measure.grades) - grades):
                yield source.problem((*place, "grades"), f"evaluation.yaml 中没有等次 {unknown}")
    if goals.candidates.fewest > len(goals.candidates.rules):
        yield source.problem(("candidates", "fewest"), "要求满足的条数多于规则的条数")
