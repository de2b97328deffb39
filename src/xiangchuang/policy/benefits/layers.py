"""Which rule decides the team's share: the own terms above the floor, or the law where nothing is agreed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xiangchuang.policy.benefits.events import IncomeEvent, LayeredRules, OwnTerms
from xiangchuang.policy.benefits.faults import BelowFloorError, NoRuleError, _
from xiangchuang.policy.benefits.rules import RewardRule
from xiangchuang.policy.benefits.steps import Basis, Step, basis_of, percent
from xiangchuang.policy.terms import Label


@dataclass(frozen=True, slots=True)
class TeamShare:
    """The team's share in basis points, the rule it rests on, the own terms where they decide."""

    share: int
    basis: Basis
    terms: OwnTerms | None
    steps: tuple[Step, ...]


def team_share(event: IncomeEvent, rules: LayeredRules, on: date, before: tuple[Step, ...] = ()) -> TeamShare:
    """Find the share; ``before`` are the steps a refusal shows together with its own.

    Raises BelowFloorError where own terms give less than the unit may give, NoRuleError where no rule of
    the pack speaks of the event on that day.
    """
    speaking = tuple(rewards_on(event, rules, on))
    if not speaking:
        raise NoRuleError(
            _("%(day)s 没有适用于这类收益的奖励规则，不能推算：核对收入日期，或等待政策包补充"),
            day=on.isoformat(),
        )
    terms = rules.terms(event.kind, on)
    found = _by_terms(event, terms, speaking, before) if terms else _by_law(event, speaking)
    return TeamShare(found.share, found.basis, terms, (*found.steps, *_encouraged(event, found, speaking)))


def rewards_on(event: IncomeEvent, rules: LayeredRules, on: date) -> Iterator[RewardRule]:
    """The pack's reward rules in force on the day that speak of this kind of event."""
    return (rule for rule in rules.pack.rewards if event.kind in rule.events and rule.holds_on(on))


def owed_by_law(event: IncomeEvent, rules: LayeredRules, on: date) -> RewardRule | None:
    """The rule that says how much the team is owed at least, whatever was decided; None where none binds.

    Below a floor nobody may go; what holds where the unit is silent binds only one without terms of its own.
    """
    has_terms = rules.terms(event.kind, on) is not None
    binding = (
        rule
        for rule in rewards_on(event, rules, on)
        if event.unit in rule.never_below or (not has_terms and event.unit in rule.where_silent)
    )
    return max(
        (rule for rule in binding if _binds(rule, event)), key=lambda rule: rule.team_share, default=None
    )


def _by_terms(
    event: IncomeEvent, terms: OwnTerms, speaking: tuple[RewardRule, ...], before: tuple[Step, ...]
) -> TeamShare:
    own = Step("terms", percent(terms.team_share), basis=terms_basis(terms, speaking[0].clause))
    assert own.basis is not None
    floors = [rule for rule in speaking if event.unit in rule.never_below and _binds(rule, event)]
    if not floors:
        return TeamShare(terms.team_share, own.basis, terms, (own,))
    floor = max(floors, key=lambda rule: rule.team_share)
    basis = basis_of(floor, floor.level)
    if terms.team_share < floor.team_share:
        low = Step(
            "floor", f"{percent(terms.team_share)} < {percent(floor.team_share)}", None, basis, "unmet"
        )
        raise BelowFloorError(
            _(
                "%(title)s给团队 %(offered_share)s，低于%(source)s规定的 %(floor_share)s。"
                "国家设立的研究开发机构、高等院校的规定或者约定不能低于法定标准："
                "把团队比例提高到 %(floor_share)s 以上再决定"
            ),
            title=terms.title,
            offered_share=percent(terms.team_share),
            floor_share=percent(floor.team_share),
            basis=basis,
            offered=terms.team_share,
            floor=floor.team_share,
            steps=(*before, own, low),
        )
    high = Step("floor", f"{percent(terms.team_share)} ≥ {percent(floor.team_share)}", None, basis, "met")
    return TeamShare(terms.team_share, own.basis, terms, (own, high))


def _by_law(event: IncomeEvent, speaking: tuple[RewardRule, ...]) -> TeamShare:
    silent = [rule for rule in speaking if event.unit in rule.where_silent]
    if not silent:
        raise NoRuleError(_("没有本中心的规定，也没有与贡献人的约定，政策包中也没有法定标准：先写明约定"))
    rule = max(silent, key=lambda each: each.team_share)
    basis = basis_of(rule, rule.level)
    if _binds(rule, event):
        step = Step("floor", percent(rule.team_share), basis=basis)
        return TeamShare(rule.team_share, basis, None, (step,))
    assert rule.years is not None and event.year is not None
    if event.year <= rule.years.most:
        raise NoRuleError(
            _(
                "投产后第 %(year)d 年是否继续提取，"
                "%(source)s交由单位在第 %(least)d 至第 %(most)d 年之间确定："
                "先登记本中心的规定或者约定再算"
            ),
            year=event.year,
            source=basis.source,
            least=rule.years.least,
            most=rule.years.most,
        )
    step = Step("term_over", f"{event.year} > {rule.years.most}", basis=basis)
    return TeamShare(0, basis, None, (step,))


def _binds(rule: RewardRule, event: IncomeEvent) -> bool:
    """Whether the year of own implementation lies within those the rule binds."""
    return rule.years is None or event.year is None or event.year <= rule.years.least


def _encouraged(event: IncomeEvent, found: TeamShare, speaking: tuple[RewardRule, ...]) -> Iterator[Step]:
    for rule in speaking:
        if event.unit in rule.encourages:
            sign = "≥" if found.share >= rule.team_share else "<"
            formula = f"{percent(found.share)} {sign} {percent(rule.team_share)}"
            yield Step("encouraged", formula, basis=basis_of(rule, rule.level))


def terms_basis(terms: OwnTerms, clause: str) -> Basis:
    """The own terms as the basis of a step; the clause is the one that asks for such terms."""
    return Basis(
        kind=terms.basis,
        label=Label(zh=terms.title, en=terms.title),
        source=terms.source,
        clause=clause,
        from_=terms.from_,
        to=terms.to,
    )
