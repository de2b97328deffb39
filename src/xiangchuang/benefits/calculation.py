"""From the registers to the calculator and back: events, own terms, and a calculation as it is frozen."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from xiangchuang.benefits.models import BenefitIncome, Contribution, DistributionRule
from xiangchuang.canonical_json import json_sha256
from xiangchuang.centers.models import Center
from xiangchuang.policy.benefits import (
    Contributor,
    Distribution,
    IncomeEvent,
    LayeredRules,
    OtherShare,
    OwnTerms,
    Step,
    distribute,
)
from xiangchuang.policy.terms import Label
from xiangchuang.procedure.packs import current_pack

StoredStep = dict[str, Any]


def calculate(income: BenefitIncome, contributions: Iterable[Contribution]) -> Distribution:
    """Work out an income by the rules of its day; raises BenefitError."""
    event = event_of(income, contributions)
    return distribute(event, layered_rules(income.center, agreement_of(income)), income.received_on)


def event_of(income: BenefitIncome, contributions: Iterable[Contribution]) -> IncomeEvent:
    """Return the income as the calculator takes it; raises BenefitError."""
    people = tuple(Contributor(c.name, c.weight, c.is_main) for c in contributions)
    return IncomeEvent(
        kind=income.kind,  # type: ignore[arg-type]  # both are the kinds of the law's article
        unit=income.unit_kind,  # type: ignore[arg-type]
        gross=income.gross,
        contributors=people,
        costs=income.costs or 0,
        taxes=income.taxes or 0,
        year=income.implementation_year,
    )


def layered_rules(center: Center, *more: OwnTerms | None) -> LayeredRules:
    """Return the policy's rules under the center's own, and under terms agreed for one income."""
    rules: Any = DistributionRule.objects.standing().filter(center=center)
    own = [terms_of(rule) for rule in rules]
    return LayeredRules(current_pack().benefits, (*own, *(terms for terms in more if terms)))


def terms_of(rule: DistributionRule) -> OwnTerms:
    """Return a rule of the center as the calculator takes it."""
    others = (OtherShare(rule.other_label, rule.other_share),) if rule.other_share else ()
    return OwnTerms(
        basis="center_rule",
        title=rule.title,
        source=f"{rule.adopted_on.isoformat()} {rule.adopted_by}",
        from_=rule.in_force_from,
        events=(rule.kind,),  # type: ignore[arg-type]
        team_share=rule.team_share,
        research_share=rule.research_share,
        others=others,
        to=rule.in_force_to,
    )


def agreement_of(income: BenefitIncome) -> OwnTerms | None:
    """Return what was agreed with the contributors of an income, where something was.

    It decides this income whatever its day: an agreement made after the money came still binds who made it.
    Raises TermsError.
    """
    if not income.agreement or income.agreed_team_share is None or income.agreed_on is None:
        return None
    return OwnTerms(
        basis="agreement",
        title=income.agreement,
        source=income.agreed_on.isoformat(),
        from_=min(income.agreed_on, income.received_on),
        events=(income.kind,),  # type: ignore[arg-type]
        team_share=income.agreed_team_share,
        research_share=income.agreed_research_share or 0,
    )


def as_stored(step: Step) -> StoredStep:
    """Return a step as plain values: days as ISO 8601, labels in both languages."""
    return {key: _plain(value) for key, value in asdict(step).items()}


def fingerprint_of(found: Distribution) -> str:
    """Return the SHA-256 over everything a decision freezes, so that what was seen is what is decided."""
    frozen = {
        "event": _plain(asdict(found.event)),
        "on": found.on.isoformat(),
        "steps": [as_stored(step) for step in found.steps],
        "shares": [asdict(share) for share in found.shares],
    }
    return json_sha256(frozen)


def _plain(value: Any) -> Any:
    if isinstance(value, Label):
        return value.model_dump()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value
