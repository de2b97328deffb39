"""What a pack says about rewards and tax benefits: benefits.yaml. Shares are basis points of the whole."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Final, Literal, Self

from pydantic import Field, PositiveInt, model_validator

from xiangchuang.policy.conditions.rules import Interpretation
from xiangchuang.policy.terms import Label, Model, Sourced

WHOLE: Final = 10_000
"""All of it, in basis points."""

EventKind = Literal["assignment", "licence", "equity", "own_implementation"]
UnitKind = Literal["state_founded", "other"]
Level = Literal["national", "provincial"]
FirmKind = Literal[
    "general", "manufacturing", "technology_sme", "integrated_circuit", "machine_tool", "excluded"
]
Share = Annotated[int, Field(ge=0, le=WHOLE)]


class Instrument(Model):
    """The law or document that a rule is read from; ``confirmed`` once its wording was read in public.

    Without a title the rule is known by repute alone, and the note says so.
    """

    title: str = ""
    number: str = ""
    article: str = ""
    confirmed: bool
    note: Label | None = None

    @model_validator(mode="after")
    def _is_named_or_noted(self) -> Self:
        if not self.title and (self.confirmed or self.note is None):
            raise ValueError("没有文件名称的依据要写 confirmed: false 和 note，说明待核什么")
        return self

    @property
    def cited(self) -> str:
        """As a citation is written: 《…》（文号）第几条."""
        if not self.title:
            return ""
        number = f"（{self.number}）" if self.number else ""
        return f"《{self.title}》{number}{self.article}"


class DatedRule(Sourced):
    """A rule in force from ``from`` to ``to``, both days within; without ``to`` it is still in force."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Label
    instrument: Instrument | None = None
    from_: date = Field(alias="from")
    to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on that day."""
        return self.from_ <= day and (self.to is None or day <= self.to)

    @model_validator(mode="after")
    def _has_a_day(self) -> Self:
        if self.to is not None and self.to < self.from_:
            raise ValueError("to 早于 from：规则从未有效，改正日期或删去规则")
        return self


class YearSpan(Model):
    """Years after production began, from 1: the rule binds in the first ``least``, may run to ``most``."""

    least: PositiveInt
    most: PositiveInt
    interpretation: Interpretation

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.most < self.least:
            raise ValueError("most 小于 least：改正年数")
        return self


class RewardRule(DatedRule):
    """What those who made and transferred a result receive of the base of an event.

    The base is the net income; for equity the shares formed; for own implementation the year's profit.

    ``where_silent``: units that owe this share where they have neither a rule nor an agreement of their own.
    ``never_below``: units whose own rule or agreement must reach it. ``encourages``: units told that they
    may give as much; it binds nobody.
    """

    level: Level
    events: tuple[EventKind, ...] = Field(min_length=1)
    team_share: Share
    where_silent: tuple[UnitKind, ...] = ()
    never_below: tuple[UnitKind, ...] = ()
    encourages: tuple[UnitKind, ...] = ()
    years: YearSpan | None = None

    @model_validator(mode="after")
    def _says_something_in_its_terms(self) -> Self:
        if not (self.where_silent or self.never_below or self.encourages):
            raise ValueError("奖励规则要写 where_silent、never_below 或 encourages 之一")
        if ("own_implementation" in self.events) != (self.years is not None):
            raise ValueError("自行实施的奖励规则要写 years 并单列，其他规则不写")
        return self


class MainContributorsRule(DatedRule):
    """The least share of the reward that goes to those who contributed most, for the units named."""

    share: Share
    units: tuple[UnitKind, ...] = Field(min_length=1)


class PurposeRule(DatedRule):
    """Proceeds mainly for research and the team: together more than ``more_than`` of the base."""

    more_than: Share
    interpretation: Interpretation


class RemainderRule(DatedRule):
    """How much of what the team does not receive goes to research where nothing of one's own says so."""

    research_share: Share


class DeductionRate(DatedRule):
    """Extra deduction of R&D expense before tax for the firms named; above 10,000 is more than the expense.

    Its days are whole months, because a change within a year is prorated by months.
    """

    firms: tuple[FirmKind, ...] = Field(min_length=1)
    extra: int = Field(ge=0, le=2 * WHOLE)

    @model_validator(mode="after")
    def _changes_with_the_month(self) -> Self:
        if self.from_.day != 1 or (self.to and (self.to + timedelta(days=1)).day != 1):
            raise ValueError("加计扣除比例按整月施行：from 写月初，to 写月末")
        return self


class IncomeTaxRate(DatedRule):
    """Rate of enterprise income tax: the standard one or that of a high-tech enterprise."""

    of: Literal["standard", "high_tech"]
    rate: Share


class BenefitRules(Model):
    """benefits.yaml; a pack without it distributes nothing and works out no tax."""

    rewards: tuple[RewardRule, ...] = ()
    main_contributors: tuple[MainContributorsRule, ...] = ()
    purpose: tuple[PurposeRule, ...] = ()
    remainder: tuple[RemainderRule, ...] = ()
    super_deduction: tuple[DeductionRate, ...] = ()
    income_tax: tuple[IncomeTaxRate, ...] = ()
