"""What is distributed and on whose terms: an income event, its contributors, the center's own terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from xiangchuang.policy.benefits.faults import AmountError, ContributorsError, TermsError, _
from xiangchuang.policy.benefits.rules import WHOLE, BenefitRules, EventKind, UnitKind
from xiangchuang.policy.benefits.steps import percent
from xiangchuang.policy.conditions.tree import LARGEST_FACT
from xiangchuang.policy.terms import Label

_GROSS: Final = Label(zh="收入", en="Income")
_COSTS: Final = Label(zh="可扣除成本", en="Deductible costs")
_TAXES: Final = Label(zh="税费", en="Taxes")
_STRENGTH: Final = ("center_rule", "agreement", "trial")


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person who made the result or transferred it; ``weight`` relative to the others."""

    name: str
    weight: int
    is_main: bool = True


@dataclass(frozen=True, slots=True)
class IncomeEvent:
    """Income from a result, in fen.

    ``gross``: what was received; for equity the value of the shares formed; for own implementation the
    income of one year, with ``year`` counted from 1 after production began. ``costs`` and ``taxes`` are what
    may be deducted. Raises AmountError and ContributorsError.
    """

    kind: EventKind
    unit: UnitKind
    gross: int
    contributors: tuple[Contributor, ...]
    costs: int = 0
    taxes: int = 0
    year: int | None = None

    def __post_init__(self) -> None:
        for label, fen in ((_GROSS, self.gross), (_COSTS, self.costs), (_TAXES, self.taxes)):
            if type(fen) is not int or not 0 <= fen <= LARGEST_FACT:
                raise AmountError(_("%(label)s要写不为负的整数（分）：%(fen)r"), label=label, fen=fen)
        if self.gross == 0:
            raise AmountError(_("收入为零，没有可分配的收益：填写实际收到的金额"))
        if self.kind == "equity" and (self.costs or self.taxes):
            raise AmountError(_("作价投资从形成的股份或者出资比例中提取，不扣成本和税费：两项留空"))
        if (self.kind == "own_implementation") != (self.year is not None):
            raise AmountError(_("自行实施要写投产后第几年，其他方式不写"))
        if self.year is not None and self.year < 1:
            raise AmountError(_("投产后的年数从 1 起计"))
        _check(self.contributors)

    @property
    def net(self) -> int:
        """What remains after costs and taxes, in fen; never negative."""
        return max(0, self.gross - self.costs - self.taxes)


def _check(contributors: tuple[Contributor, ...]) -> None:
    names = [contributor.name.strip() for contributor in contributors]
    if not names:
        raise ContributorsError(_("没有写贡献人：至少写一名完成、转化成果的人员"))
    if not all(names):
        raise ContributorsError(_("有贡献人没有姓名：补写姓名"))
    if doubled := next((name for name in names if names.count(name) > 1), ""):
        raise ContributorsError(_("贡献人%(name)s写了两次：合并为一行，权重相加"), name=doubled)
    for contributor in contributors:
        if type(contributor.weight) is not int or contributor.weight <= 0:
            raise ContributorsError(_("%(name)s的权重要写正整数"), name=contributor.name)


@dataclass(frozen=True, slots=True)
class OtherShare:
    """A further receiver that the own terms name, such as a co-owner, with its share in basis points."""

    label: str
    share: int


@dataclass(frozen=True, slots=True)
class OwnTerms:
    """The center's rule (规定), an agreement with the contributors (约定) or terms only tried out.

    Shares are basis points of the base; what is left of the whole is the unit's. ``source`` says how it
    was adopted. In force from ``from_`` to ``to``, both within. Raises TermsError.
    """

    basis: Literal["center_rule", "agreement", "trial"]
    title: str
    source: str
    from_: date
    events: tuple[EventKind, ...]
    team_share: int
    research_share: int
    others: tuple[OtherShare, ...] = ()
    to: date | None = None

    def __post_init__(self) -> None:
        shares = (self.team_share, self.research_share, *(other.share for other in self.others))
        if any(type(share) is not int or share < 0 for share in shares):
            raise TermsError(_("各项比例要写不为负的数"))
        if sum(shares) > WHOLE:
            raise TermsError(_("各项比例合计 %(sum)s，超过 100%%：改正后再算"), sum=percent(sum(shares)))
        if self.to is not None and self.to < self.from_:
            raise TermsError(_("失效日期早于生效日期：改正日期"))

    def covers(self, kind: EventKind, day: date) -> bool:
        """Whether the terms speak of such an event on that day."""
        return kind in self.events and self.from_ <= day and (self.to is None or day <= self.to)


@dataclass(frozen=True, slots=True)
class LayeredRules:
    """The pack's rules with the center's own terms over them."""

    pack: BenefitRules
    own: tuple[OwnTerms, ...] = ()

    def terms(self, kind: EventKind, day: date) -> OwnTerms | None:
        """The own terms that decide: an agreement before the center's rule, the newer before the older."""
        found = [terms for terms in self.own if terms.covers(kind, day)]
        return max(found, key=lambda terms: (_STRENGTH.index(terms.basis), terms.from_), default=None)
