"""What an approved center owes: its yearly report, its cycle, its form as a legal person."""

from typing import Literal

from pydantic import Field, PositiveInt

from xiangchuang.policy.terms import Label, Model, Role, Sourced


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


class Governance(Model):
    """governance.yaml."""

    registered_capital: ParameterUse
    incorporate_within: Term
    requirements: tuple[Requirement, ...] = ()
