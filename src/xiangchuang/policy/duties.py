"""What an approved center owes: its yearly report, its cycle, its form as a legal person."""

from typing import Literal

from pydantic import Field, PositiveInt

from xiangchuang.policy.conditions import ConditionRule, FactDefinition
from xiangchuang.policy.terms import Label, Model, Role, Sourced

Matter = Literal["research_direction", "team", "personnel", "spending", "performance"]


class AnnualReportRule(Sourced):
    """Report of last year's work and this year's plan, from the year after approval on, every year."""

    author: Role
    first_year_after_approval: PositiveInt
    due_month: int = Field(ge=1, le=12)
    due_day: Literal["last"] | PositiveInt
    parts: tuple[Label, ...] = Field(min_length=1)


class RollingRule(Sourced):
    """What happens to a due day that is no working day."""

    non_working_day: Literal["next_working_day", "keep"]


class FirstPeriodRule(Sourced):
    """Which span the first report covers."""

    begins: Literal["approval_day", "january_first"]


class CycleRule(Sourced):
    """Construction period, in years, and the day it is counted from."""

    years: PositiveInt
    starts: Literal["approval_day", "plan_start"]
    start_rule: Sourced


class Reporting(Model):
    """reporting.yaml."""

    annual_report: AnnualReportRule
    rolling: RollingRule
    first_period: FirstPeriodRule
    cycle: CycleRule


class ParameterUse(Sourced):
    """A requirement whose number is a dated parameter of parameters.yaml."""

    parameter: str
    label: Label


class Requirement(Sourced):
    """A requirement on the center without a number."""

    code: str
    label: Label
    strength: Literal["must", "shall", "principle", "encouraged"]


class Term(Sourced):
    """A span of months within which something is done."""

    months: PositiveInt


class ReservedMatter(Sourced):
    """A matter that the charter leaves to the center to decide."""

    code: Matter
    label: Label


class ScopeWords(Sourced):
    """Words in a business scope that say production or sale, unless one of `unless` stands right before."""

    words: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()


class ComplianceDuty(Model):
    """Who must act when a condition on the center is not met, and what would mend it."""

    condition: str
    acts: Role
    mend: Label


class Governance(Model):
    """governance.yaml. `facts` and `conditions` are those watched over the center's own registers."""

    registered_capital: ParameterUse
    incorporate_within: Term
    requirements: tuple[Requirement, ...] = ()
    matters: tuple[ReservedMatter, ...] = ()
    scope_words: ScopeWords | None = None
    facts: tuple[FactDefinition, ...] = ()
    conditions: tuple[ConditionRule, ...] = ()
    duties: tuple[ComplianceDuty, ...] = ()

    def duty_of(self, condition: str) -> ComplianceDuty | None:
        """Who must act on a condition of that code, where the pack says."""
        return next((duty for duty in self.duties if duty.condition == condition), None)
