"""What a pack says about facts, parameters and conditions: facts.yaml, parameters.yaml, conditions.yaml."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field, PositiveInt, model_validator

from xiangchuang.policy.conditions.faults import ParameterUnknownError
from xiangchuang.policy.conditions.quantities import LARGEST_FACT
from xiangchuang.policy.terms import Label, Model, OrganizationKind, Sourced

NAME = r"^[a-z][a-z0-9_]*$"

Unit = Literal["fen", "count", "rank", "percent", "permille", "basis_points", "years", "flag"]
Subject = Literal["lead", "center"]
Strength = Literal["must", "shall", "principle"]
CapabilityKind = Literal["platform", "transfer", "project", "patent", "rule"]
CapabilityLevel = Literal["national", "provincial", "other"]
Judge = Literal["panel", "officer", "division_head", "leadership"]


class Interpretation(Model):
    """How we read a term the notice leaves open, whose reading it is and since when. Shown as such."""

    text: Label
    owner: Label
    since: date


class YearWindow(Model):
    """Which years a fact is read from: the ``last`` so many, ending with the year before the day or its own.

    ``sum``, ``mean`` (whole, rounded down: ``mean >= x`` is then the same as ``sum >= years * x``) and
    ``years_known`` look at all of them; ``latest`` at the last year alone; ``standing`` takes the newest
    record within the window.
    """

    last: PositiveInt
    until: Literal["previous_year", "this_year"]
    aggregate: Literal["sum", "mean", "latest", "standing", "years_known"]


class YearlySource(Model):
    """A yearly fact of the register, by its code; ``in_field`` reads the records of the field applied for."""

    register_: Literal["yearly"] = Field(alias="register")
    code: str = Field(pattern=NAME)
    in_field: bool = False


class NationalSource(Model):
    """A figure of a national table of organisations; never worked out from the province's register.

    ``ranks`` names the yearly figure that a table of organisations is ranked by within each industry: the
    fact is then the rank, or the number of peers ranked where its unit is a count. Without it the table
    states it.
    """

    register_: Literal["national"] = Field(alias="register")
    code: str = Field(pattern=NAME)
    ranks: str | None = Field(default=None, pattern=NAME)


class CapabilitySource(Model):
    """A count of recorded capabilities; ``empty`` says what no record of that kind at all means."""

    register_: Literal["capability"] = Field(alias="register")
    kind: CapabilityKind
    levels: tuple[CapabilityLevel, ...] = Field(min_length=1)
    in_field: bool
    empty: Literal["missing", "zero"]


class CenterFileSource(Model):
    """A figure of the registers that the center itself keeps, handed over by them under its code."""

    register_: Literal["center_file"] = Field(alias="register")
    code: str = Field(pattern=NAME)


class FactDefinition(Sourced):
    """A named fact: what it is, in which unit, where in the register it stands and what proves it.

    A value below ``missing_below``, or above the fact ``not_above``, proves nothing and counts as missing.
    ``improves`` names the direction in which an applicant may be advised to change it.
    """

    name: str = Field(pattern=NAME)
    label: Label
    unit: Unit
    counted_in: Label | None = None
    subject: Subject
    source: YearlySource | NationalSource | CapabilitySource | CenterFileSource = Field(
        discriminator="register_"
    )
    years: YearWindow | None = None
    missing_below: int | None = None
    not_above: str | None = None
    improves: Literal["up", "down"] | None = None
    evidence: Label
    interpretation: Interpretation | None = None

    @model_validator(mode="after")
    def _window_fits_source(self) -> Self:
        dateless = isinstance(self.source, CapabilitySource | CenterFileSource)
        if dateless == (self.years is not None):
            raise ValueError("年度事实和全国表事实要写 years，能力记录和中心档案的事实不写 years")
        if (
            self.unit == "flag"
            and self.years
            and self.years.aggregate not in ("latest", "standing", "years_known")
        ):
            raise ValueError("是否类事实不能求和或求平均")
        return self


class DatedValue(Sourced):
    """A parameter's value from a day on."""

    from_: date = Field(alias="from")
    value: int = Field(ge=0, le=LARGEST_FACT)


class Parameter(Model):
    """A number that comes from the notice or from practice, with its history."""

    name: str = Field(pattern=NAME)
    label: Label
    unit: Unit
    counted_in: Label | None = None
    values: tuple[DatedValue, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order_of_days(self) -> Self:
        days = [dated.from_ for dated in self.values]
        if days != sorted(set(days)):
            raise ValueError("values 按 from 由早到晚排列，同一天只写一个值")
        return self

    def in_force(self, day: date) -> DatedValue:
        """The value in force on ``day`` with its source; raises ParameterUnknownError before the first."""
        for dated in reversed(self.values):
            if dated.from_ <= day:
                return dated
        raise ParameterUnknownError(f"参数 {self.name} 自 {self.values[0].from_} 起才有值，{day} 尚无")

    def value_on(self, day: date) -> int:
        """The value in force on ``day``; raises ParameterUnknownError before the first."""
        return self.in_force(day).value


class Judgement(Model):
    """Who may find what no number decides, on what evidence, and the facts laid before them."""

    by: Judge
    evidence: Label


class ConditionRule(Sourced):
    """One part of 3.4 or 4.1 as a condition of its own.

    ``text`` is the clause's own wording. ``strength`` is 必须 (must), 须 (shall) or 原则上 (principle: when
    unmet, a person judges). ``shows`` are facts laid beside the condition that do not decide it. It binds
    from ``valid_from`` to ``valid_to``, both days within; without them as long as the pack's version does.
    """

    code: str = Field(pattern=NAME)
    label: Label
    text: str = Field(min_length=2)
    subject: Subject
    strength: Strength
    applies_to: tuple[OrganizationKind, ...] = Field(min_length=1)
    expression: str | None = None
    shows: tuple[str, ...] = ()
    judgement: Judgement | None = None
    interpretation: Interpretation | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def binds_on(self, day: date) -> bool:
        """Whether the condition is in force on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    @model_validator(mode="after")
    def _can_be_settled(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to 早于 valid_from：条件从未有效，改正日期或删去条件")
        if self.expression is None and self.judgement is None:
            raise ValueError("条件要有 expression，或有 judgement 写明由谁依据什么认定")
        if self.strength == "principle" and self.judgement is None:
            raise ValueError("原则上的条件要有 judgement：不满足时由人认定")
        if self.strength != "principle" and self.expression and self.judgement:
            raise ValueError("有 expression 的必须类条件不由人认定，删去 judgement 或拆成两个条件")
        return self


class CaseFact(Sourced):
    """What an explained decision states of the case itself and no number can be: by whom it is recommended.

    ``source`` names the record of the case it is read from. It is shown, with its evidence, and never judged.
    """

    name: str = Field(pattern=NAME)
    label: Label
    source: Literal["recommendation"]
    evidence: Label


class FactsFile(Model):
    """facts.yaml."""

    facts: tuple[FactDefinition, ...] = Field(min_length=1)
    case_facts: tuple[CaseFact, ...] = ()


class ParametersFile(Model):
    """parameters.yaml."""

    parameters: tuple[Parameter, ...] = Field(min_length=1)


class ConditionsFile(Model):
    """conditions.yaml."""

    conditions: tuple[ConditionRule, ...] = Field(min_length=1)
