"""From an income event to shares, each step with its numbers and its rule (4.3-1, 4.3-2).

All money is whole fen. The team's share is rounded up, so that a fraction of a fen never puts it below the
floor; research and other shares are rounded down; the unit keeps the rest. People share the team's part by
the largest-remainder method. All shares together are the income, to the fen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from xiangchuang.policy.benefits.apportion import apportion
from xiangchuang.policy.benefits.events import IncomeEvent, LayeredRules, OwnTerms
from xiangchuang.policy.benefits.faults import BelowFloorError, _
from xiangchuang.policy.benefits.layers import TeamShare, owed_by_law, rewards_on, team_share
from xiangchuang.policy.benefits.rules import WHOLE, DatedRule
from xiangchuang.policy.benefits.steps import Basis, Step, StepCode, basis_of, percent, product, yuan

R = TypeVar("R", bound=DatedRule)
Payee = Literal["costs", "taxes", "team", "research", "other", "unit"]


@dataclass(frozen=True, slots=True)
class DistributionShare:
    """What one receiver gets, in fen. ``name`` is a contributor or another receiver, else ""."""

    payee: Payee
    fen: int
    name: str = ""
    weight: int | None = None


@dataclass(frozen=True, slots=True)
class Distribution:
    """A worked-out distribution. ``purpose_met`` is None where the net is zero or no rule speaks of it."""

    event: IncomeEvent
    on: date
    steps: tuple[Step, ...]
    shares: tuple[DistributionShare, ...]
    terms: OwnTerms | None
    purpose_met: bool | None

    def total(self, payee: Payee) -> int:
        """What all receivers of that kind get together, in fen."""
        return sum(share.fen for share in self.shares if share.payee == payee)


@dataclass(frozen=True, slots=True)
class _Pools:
    """The base divided, in fen."""

    team: int
    research: int
    others: tuple[tuple[str, int], ...]
    unit: int


def distribute(event: IncomeEvent, rules: LayeredRules, on: date) -> Distribution:
    """Work out who receives what of an event on the day of its income.

    Raises BelowFloorError, NoRuleError, and what the event itself refuses.
    """
    base = tuple(_base_steps(event, rules, on))
    found = team_share(event, rules, on, before=base)
    steps = (*base, *found.steps, *_main_steps(event, rules, on, (*base, *found.steps)))
    pools, divided = _divide(event, rules, on, found)
    purpose = _purpose_step(event, rules, on, pools)
    shares = tuple(_shares(event, pools))
    total = Step("sum", f"{' + '.join(yuan(s.fen) for s in shares)} = {yuan(event.gross)}", event.gross)
    return Distribution(
        event=event,
        on=on,
        steps=(*steps, *divided, *([purpose] if purpose else []), total),
        shares=shares,
        terms=found.terms,
        purpose_met=None if purpose is None else purpose.finding == "met",
    )


def least_reward(event: IncomeEvent, rules: LayeredRules, on: date) -> int | None:
    """What the team is owed at least by the rule in force, in fen; None where no rule binds."""
    rule = owed_by_law(event, rules, on)
    return None if rule is None else _part_of_team(event.net, rule.team_share)


def _part_of_team(net: int, share: int) -> int:
    return -(-net * share // WHOLE)


def _base_steps(event: IncomeEvent, rules: LayeredRules, on: date) -> Iterator[Step]:
    rule = next(rewards_on(event, rules, on), None)
    basis = basis_of(rule, rule.level) if rule else None
    if event.kind == "equity":
        yield Step("whole_shares", yuan(event.gross), event.gross, basis)
        return
    code: StepCode = "profit" if event.kind == "own_implementation" else "net"
    numbers = f"{yuan(event.gross)} − {yuan(event.costs)} − {yuan(event.taxes)}"
    left = event.gross - event.costs - event.taxes
    if left < 0:
        yield Step("deficit", f"{numbers} = {yuan(left)}", left, basis)
        yield Step(code, yuan(0), 0, basis)
    else:
        yield Step(code, f"{numbers} = {yuan(left)}", left, basis)


def _main_steps(
    event: IncomeEvent, rules: LayeredRules, on: date, before: tuple[Step, ...]
) -> Iterator[Step]:
    """Main contributors' part of the reward, compared by weight so that rounding decides nothing."""
    whole = sum(contributor.weight for contributor in event.contributors)
    main = sum(contributor.weight for contributor in event.contributors if contributor.is_main)
    for rule in rules.pack.main_contributors:
        if event.unit not in rule.units or not rule.holds_on(on):
            continue
        basis = basis_of(rule, "national")
        if main * WHOLE >= rule.share * whole:
            yield Step("main_contributors", f"{main}/{whole} ≥ {percent(rule.share)}", None, basis, "met")
            continue
        low = Step("main_contributors", f"{main}/{whole} < {percent(rule.share)}", None, basis, "unmet")
        raise BelowFloorError(
            _(
                "主要贡献人员的份额为 %(main)d/%(whole)d，低于%(source)s规定的奖励总额 %(least)s："
                "提高主要贡献人员的权重，或核对谁是主要贡献人员"
            ),
            main=main,
            whole=whole,
            least=percent(rule.share),
            basis=basis,
            offered=main * WHOLE // whole,
            floor=rule.share,
            steps=(*before, low),
        )


def _divide(
    event: IncomeEvent, rules: LayeredRules, on: date, found: TeamShare
) -> tuple[_Pools, tuple[Step, ...]]:
    net = event.net
    team = _part_of_team(net, found.share)
    steps = [Step("team", product(net, found.share, team), team, found.basis)]
    if found.terms:
        research = net * found.terms.research_share // WHOLE
        formula = product(net, found.terms.research_share, research)
        steps.append(Step("research", formula, research, found.basis))
        others = tuple((other.label, net * other.share // WHOLE) for other in found.terms.others)
        for other, (_, fen) in zip(found.terms.others, others, strict=True):
            formula = f"{other.label}：{product(net, other.share, fen)}"
            steps.append(Step("others", formula, fen, found.basis))
    else:
        rule = _first_on(rules.pack.remainder, on)
        share = rule.research_share if rule else 0
        research, others = (net - team) * share // WHOLE, ()
        basis = basis_of(rule, "practice") if rule else None
        steps.append(Step("research", product(net - team, share, research), research, basis))
    given = sum(fen for _, fen in others)
    unit = net - team - research - given
    numbers = " − ".join(yuan(fen) for fen in (net, team, research, *([given] if others else [])))
    steps.append(Step("unit", f"{numbers} = {yuan(unit)}", unit))
    return _Pools(team, research, others, unit), tuple(steps)


def _purpose_step(event: IncomeEvent, rules: LayeredRules, on: date, pools: _Pools) -> Step | None:
    rule = _first_on(rules.pack.purpose, on)
    if rule is None or event.net == 0:
        return None
    together = pools.team + pools.research
    met = together * WHOLE > rule.more_than * event.net
    formula = (
        f"{yuan(pools.team)} + {yuan(pools.research)} = {yuan(together)} {'>' if met else '≤'} "
        f"{yuan(event.net)} × {percent(rule.more_than)}"
    )
    basis: Basis = basis_of(rule, "interpretation", note=rule.interpretation.text)
    return Step("purpose", formula, together, basis, "met" if met else "unmet")


def _shares(event: IncomeEvent, pools: _Pools) -> Iterator[DistributionShare]:
    costs = min(event.costs, event.gross)
    taxes = min(event.taxes, event.gross - costs)
    if costs:
        yield DistributionShare("costs", costs)
    if taxes:
        yield DistributionShare("taxes", taxes)
    parts = apportion(pools.team, [contributor.weight for contributor in event.contributors])
    for contributor, fen in zip(event.contributors, parts, strict=True):
        yield DistributionShare("team", fen, contributor.name, contributor.weight)
    yield DistributionShare("research", pools.research)
    for label, fen in pools.others:
        yield DistributionShare("other", fen, label)
    yield DistributionShare("unit", pools.unit)


def _first_on(rules: tuple[R, ...], on: date) -> R | None:
    return next((rule for rule in rules if rule.holds_on(on)), None)
