"""Which experts score, what they score by, and the panel rule that follows from the pack (6.5-2)."""

from collections.abc import Iterable

from xiangchuang.experts.models import PanelKind as ExpertKind
from xiangchuang.policy.evaluation.indicators import Indicator, IndicatorSet
from xiangchuang.policy.evaluation.rules import ExpertRule, ScorerRule
from xiangchuang.policy.evaluation.sources import ExpertSource
from xiangchuang.policy.pack import Pack, PanelRule
from xiangchuang.policy.panel import Nomination, PanelKind, PanelSize
from xiangchuang.policy.terms import DEFAULT, Label

BY_EXPERTS = "由评价规则各类评分专家的最少人数相加"


def expert_rule(pack: Pack) -> ExpertRule | None:
    """Return how experts score, or None where the pack lets none."""
    return pack.evaluation.experts


def scored_by(found: IndicatorSet, kind: str) -> tuple[Indicator, ...]:
    """Return the indicators that a scorer of that kind marks: finance experts theirs, nobody else's."""
    return tuple(
        indicator
        for indicator in found.scored
        if isinstance(indicator.source, ExpertSource) and kind in indicator.source.kinds
    )


def kinds_that_score(sets: Iterable[IndicatorSet]) -> set[str]:
    """Return the kinds of expert that some indicator of these sets asks for."""
    return {
        kind
        for found in sets
        for indicator in found.scored
        if isinstance(indicator.source, ExpertSource)
        for kind in indicator.source.kinds
    }


def scoring_panel_rule(pack: Pack) -> PanelRule:
    """Return kinds and numbers of the pack's scorers as the rule of a panel; the rest is as in reviews.

    Departments neither nominate nor co-sign: the third party forms the panel.
    """
    rule = expert_rule(pack)
    kinds = tuple(_kind(scorer, pack) for scorer in rule.kinds) if rule else ()
    basis = {"clause": DEFAULT, "origin": BY_EXPERTS, "interprets": "6.5-2"}
    return PanelRule(
        kinds=kinds,
        size=PanelSize(**basis, min=max(1, sum(kind.min for kind in kinds)), odd=False),
        conflicts=pack.panel.conflicts,
        nomination=Nomination(**basis, departments_nominate=False, departments_cosign=False),
        draw=pack.panel.draw,
        city_spread=pack.panel.city_spread,
    )


def _kind(scorer: ScorerRule, pack: Pack) -> PanelKind:
    label = next((kind.label for kind in pack.panel.kinds if kind.code == scorer.kind), None)
    said = str(ExpertKind(scorer.kind).label)
    return PanelKind(
        clause=scorer.clause, origin=scorer.origin, interprets=scorer.interprets, code=scorer.kind,
        label=label or Label(zh=said, en=said), min=scorer.fewest,
    )  # fmt: skip
