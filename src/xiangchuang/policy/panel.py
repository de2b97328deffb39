"""Who judges and how: panel, score sheet, site visit, integrity check."""

import re
from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, PositiveInt, model_validator

from xiangchuang.policy.layout import Code
from xiangchuang.policy.panel_meeting import MeetingRule
from xiangchuang.policy.plan_claims import PlanClaims
from xiangchuang.policy.terms import Label, Model, PanelKindCode, Sourced


class SeatCount(Sourced):
    """Fewest experts of a kind."""

    min: PositiveInt


class PanelKind(Sourced):
    """A kind of expert the panel needs; ``raised`` is a stricter default beside the clause's own minimum."""

    code: PanelKindCode
    label: Label
    min: PositiveInt
    raised: SeatCount | None = None

    @property
    def seats(self) -> int:
        """Fewest seats of this kind, the stricter of clause and default."""
        return max(self.min, self.raised.min if self.raised else 0)


class PanelSize(Sourced):
    """Fewest seats of a panel and whether their number must be odd."""

    min: PositiveInt
    odd: bool


class ConflictRule(Sourced):
    """A relation that bars an expert. ``window_years`` limits it to the years before the panel is formed."""

    code: str = Field(pattern=Code)
    label: Label
    window_years: PositiveInt | None = None


class FinanceReading(Sourced):
    """Which plan sections the finance experts read separately."""

    sections: tuple[str, ...] = Field(min_length=1)


MaskedName = Literal["lead", "members", "people", "codes", "contacts"]


class Masking(Sourced):
    """What experts do not read in a plan until the panel meets; ``applies`` switches it on.

    The names stay on the page of the declaration: a conflict is declared with somebody.
    """

    applies: bool
    names: tuple[MaskedName, ...] = Field(min_length=1)


class Nomination(Sourced):
    """Other departments nominate experts and co-sign the panel."""

    departments_nominate: bool
    departments_cosign: bool


class CitySpread(Sourced):
    """How many people of one prefecture a proposed panel has at most; people seated by hand may be more."""

    most: PositiveInt


class DrawRule(Sourced):
    """How seats are drawn by lot; the source of the seed is fixed before anybody can know its value."""

    seed_source: Label
    seed_form: Label
    """How the public value is written, told beside its field."""
    seed_pattern: str = Field(min_length=1)
    """A value that is written in any other way is refused: each spelling would be another seed."""
    seed_weekdays: tuple[int, ...] = Field(min_length=1)
    """Days on which the source gives a value, Monday is 1."""
    highest_odds: PositiveInt = Field(le=100)
    """The most anybody's chance of a seat may be, in percent, as long as there are people enough."""
    evenness: PositiveInt = Field(le=100)
    """How much fitness a sure seat gives up to a rare one, in percent."""
    ways: PositiveInt

    @model_validator(mode="after")
    def _draws_can_be_made(self) -> Self:
        re.compile(self.seed_pattern)
        if any(not 1 <= day <= 7 for day in self.seed_weekdays):
            raise ValueError("seed_weekdays 写 1（星期一）到 7（星期日）")
        return self


class PanelRule(Model):
    """panel.yaml."""

    kinds: tuple[PanelKind, ...] = Field(min_length=1)
    size: PanelSize
    conflicts: tuple[ConflictRule, ...]
    finance_reading: FinanceReading | None = None
    masking: Masking | None = None
    nomination: Nomination
    draw: DrawRule | None = None
    city_spread: CitySpread | None = None

    @model_validator(mode="after")
    def _size_holds_the_kinds(self) -> Self:
        if (needed := sum(kind.seats for kind in self.kinds)) > self.size.min:
            raise ValueError(f"各类专家最少席位合计 {needed}，多于专家组最少人数 {self.size.min}")
        return self

    def kind(self, code: str) -> PanelKind:
        """The rule of that kind; raises ``KeyError``."""
        for kind in self.kinds:
            if kind.code == code:
                return kind
        raise KeyError(code)


class ScoreItem(Sourced):
    """A line of the score sheet; ``weight`` is in points, the sheet's items add up to 100."""

    code: str = Field(pattern=Code)
    label: Label
    weight: PositiveInt
    kinds: tuple[PanelKindCode, ...] = ()
    """Kinds that score it; empty means every kind."""
    sections: tuple[str, ...] = ()


class Verdict(Sourced):
    """What an expert recommends, and the review's outcome it speaks for."""

    code: str = Field(pattern=Code)
    label: Label
    outcome: Literal["passed", "revise", "failed"]


class TieRule(Sourced):
    """What parts two equal scores: a larger share of votes to pass, the median, the lowest, or an item."""

    figure: Literal["approvals", "median", "lowest", "item"]
    label: Label
    item: str = ""

    @model_validator(mode="after")
    def _names_its_item(self) -> Self:
        if (self.figure == "item") != bool(self.item):
            raise ValueError("figure 为 item 时写明 item，其他情形不写")
        return self


class RankingRule(Sourced):
    """How scores are compared: within one panel, and over the proposals of a batch."""

    confidence: PositiveInt = Field(ge=50, le=99)
    """How sure one must be, in percent, to say that one proposal is ahead of another."""
    fewest_scores: PositiveInt = Field(ge=2)
    """Scores each expert must have given in a batch before scores are calibrated."""
    outlier_points: PositiveInt = Field(le=100)
    """Points that a score lies off the panel's median, at least, to stand apart."""
    outlier_deviations: Decimal = Field(gt=0)
    """Robust standard deviations that it lies off, at least."""
    ties: tuple[TieRule, ...] = ()
    """In this order; what none of them parts shares a rank."""


class ReviewRule(Model):
    """review.yaml."""

    items: tuple[ScoreItem, ...] = Field(min_length=1)
    verdicts: tuple[Verdict, ...] = Field(min_length=2)
    scale: PositiveInt
    """Full mark an expert may give to one item; the weight turns it into points."""
    meeting: MeetingRule | None = None
    """None in packs of before there was one: their panels conclude without meeting."""
    ranking: RankingRule | None = None

    @model_validator(mode="after")
    def _ties_know_their_items(self) -> Self:
        known = {item.code for item in self.items}
        for tie in self.ranking.ties if self.ranking else ():
            if tie.item and tie.item not in known:
                raise ValueError(f"同分规则所说的评分项 {tie.item} 不在评分表中")
        return self

    @model_validator(mode="after")
    def _weights_are_whole(self) -> Self:
        if (total := sum(item.weight for item in self.items)) != 100:
            raise ValueError(f"评分表各项权重合计 {total}，应为 100")
        return self


class ChecklistItem(Sourced):
    """A line of a checklist: what is looked at, and on what."""

    code: str = Field(pattern=Code)
    label: Label
    look_at: Label | None = None
    sections: tuple[str, ...] = ()


class ClaimedFact(Model):
    """A yearly fact of the register that the visit compares with the books on the spot."""

    code: str = Field(pattern=Code)
    clause: str
    label: Label
    counted_in: Label | None = None
    """What a count is counted in; money is compared in 万元."""


class VisitClaims(Sourced):
    """Which figures of the lead a visit checks, of its newest years, and which of the plan's own."""

    years: PositiveInt
    facts: tuple[ClaimedFact, ...] = Field(min_length=1)
    plan: PlanClaims | None = None


class VisitRule(Model):
    """visit.yaml; empty in a pack without a visit."""

    team_min: SeatCount | None = None
    checklist: tuple[ChecklistItem, ...] = ()
    claims: VisitClaims | None = None

    @property
    def team_size(self) -> int:
        """Fewest members of the visiting team."""
        return self.team_min.min if self.team_min else 1


class IntegrityRule(Model):
    """integrity.yaml; empty in a pack without an integrity check."""

    items: tuple[ChecklistItem, ...] = ()
