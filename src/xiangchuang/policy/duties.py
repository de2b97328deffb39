"""What an approved center owes: its yearly report, its cycle, its form as a legal person."""

from typing import Literal, Self

from pydantic import Field, PositiveInt, model_validator

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


class ReportSection(Model):
    """A section of the annual report: what registers fill in, and what the center writes itself.

    figures, rows: codes of figures whose numbers are shown, and whose rows are listed. characters: how many
    are expected of the written part, from and to; a hint, never a limit.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Label
    ask: Label
    characters: tuple[PositiveInt, PositiveInt]
    is_required: bool = True
    figures: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _expects_a_span(self) -> Self:
        if self.characters[0] > self.characters[1]:
            raise ValueError("characters 的前一个数大于后一个：写成 [最少, 最多]")
        return self


class ReportForm(Sourced):
    """The sections of the report, in order: those of last year's summary and those of this year's plan."""

    summary: tuple[ReportSection, ...] = Field(min_length=1)
    plan: tuple[ReportSection, ...] = ()

    @property
    def sections(self) -> tuple[ReportSection, ...]:
        """All sections, the summary's first."""
        return (*self.summary, *self.plan)

    @property
    def figure_codes(self) -> tuple[str, ...]:
        """The figures the report reads, each once, in order."""
        codes = [code for section in self.sections for code in (*section.figures, *section.rows)]
        return tuple(dict.fromkeys(codes))

    @model_validator(mode="after")
    def _sections_differ(self) -> Self:
        codes = [section.code for section in self.sections]
        if len(set(codes)) < len(codes):
            raise ValueError("年度报告的章节代码有重复：每章用一个代码")
        return self


class SigningRule(Sourced):
    """Who signs the report: the center's director, or whoever writes it for the 建设单位."""

    by: Literal["director", "author"]


class ReminderRule(Sourced):
    """Days before and after the due day on which those concerned are told once more."""

    before: tuple[PositiveInt, ...] = ()
    after: tuple[PositiveInt, ...] = ()


class Declaration(Sourced):
    """Words that the center declares true when it submits."""

    words: Label


class PermittedPractice(Sourced):
    """A practice of other programmes that this one follows or does not."""

    permitted: bool


class WorkingDays(Sourced):
    """A term in working days."""

    days: PositiveInt


class Reporting(Model):
    """reporting.yaml. What follows the cycle is how the report is made; packs older than it leave it out."""

    annual_report: AnnualReportRule
    rolling: RollingRule
    first_period: FirstPeriodRule
    cycle: CycleRule
    form: ReportForm | None = None
    signing: SigningRule | None = None
    declaration: Declaration | None = None
    reminders: ReminderRule | None = None
    rework: WorkingDays | None = None
    reuse: PermittedPractice | None = None
    skipped_in_evaluation_year: PermittedPractice | None = None


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
