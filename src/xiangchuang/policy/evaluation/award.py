"""From a value to the share of the weight that it earns: the primitives at work, in exact fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from xiangchuang.policy.evaluation.faults import InputsError
from xiangchuang.policy.evaluation.indicators import Indicator
from xiangchuang.policy.evaluation.primitives import (
    CountTimesPoints,
    Linear,
    RatioToPeers,
    RatioToPlan,
    Rubric,
    SurveyMean,
    Threshold,
    YesNo,
)
from xiangchuang.policy.evaluation.quantities import quantity
from xiangchuang.policy.evaluation.read_value import Found, level_share, said

_NONE, _ALL = Fraction(0), Fraction(1)


def share_earned(indicator: Indicator, found: Found, reference: Fraction | None) -> Fraction | None:
    """The share of the weight from 0 to 1, adding its steps to ``found``; None where it cannot be told.

    ``reference`` is what ``peers_reference`` makes of the subjects of the set, itself included.
    """
    if found.share is not None:
        return found.share
    if found.choice is not None:
        return _of_choice(indicator, found, found.choice)
    if found.value is None:
        return None
    return _of_value(indicator, found, found.value, reference)


def _of_choice(indicator: Indicator, found: Found, choice: str) -> Fraction:
    score = indicator.score
    if isinstance(score, Rubric):
        share = level_share(indicator, score, choice)
        found.note("level", level=score.level(choice).label, share=said(share, "%"))
        return share
    if not isinstance(score, YesNo) or choice not in ("yes", "no"):
        raise InputsError(f"指标 {indicator.code} 的值 {choice} 既不是 yes 也不是 no")
    found.note("yes" if choice == "yes" else "no")
    return _ALL if choice == score.full else _NONE


def _of_value(
    indicator: Indicator, found: Found, value: Fraction, reference: Fraction | None
) -> Fraction | None:
    score = indicator.score
    if isinstance(score, Threshold):
        return _threshold(indicator, score, found, value)
    if isinstance(score, CountTimesPoints):
        return _each(indicator, score, found, value)
    if isinstance(score, RatioToPeers):
        return _beside_peers(indicator, score, found, value, reference)
    if isinstance(score, Linear | RatioToPlan | SurveyMean):
        return _between(found, value, score.zero_at, score.full_at)
    raise InputsError(f"指标 {indicator.code} 的值与计分方法 {score.by} 不合")


def _threshold(indicator: Indicator, score: Threshold, found: Found, value: Fraction) -> Fraction:
    bound = quantity(score.full_at).base
    met = value >= bound if score.better == "more" else value <= bound
    shown = said(value, indicator.unit)
    found.note("threshold_met" if met else "threshold_unmet", value=shown, bound=score.full_at)
    return _ALL if met else _NONE


def _each(indicator: Indicator, score: CountTimesPoints, found: Found, value: Fraction) -> Fraction:
    weight = Fraction(indicator.weight)
    earned = value * Fraction(score.points_each)
    told = {"value": said(value, indicator.unit), "each": f"{score.points_each}"}
    if earned > weight:
        found.note("each_capped", most=f"{indicator.weight}", **told)
        return _ALL
    found.note("each", points=said(earned, ""), **told)
    return earned / weight


def _beside_peers(
    indicator: Indicator,
    score: RatioToPeers,
    found: Found,
    value: Fraction,
    reference: Fraction | None,
) -> Fraction | None:
    if not reference:
        found.note("no_peers")
        return None
    ratio = value / reference
    found.note(
        "peers_best" if score.peers == "best" else "peers_median",
        value=said(value, indicator.unit),
        reference=said(reference, indicator.unit),
        ratio=said(ratio, "%"),
    )
    return _between(found, ratio, score.zero_at, score.full_at)


def peers_reference(score: RatioToPeers, values: Sequence[Fraction]) -> Fraction | None:
    """The best or the median of the known values; None where there is none."""
    if not values:
        return None
    return max(values) if score.peers == "best" else _median(values)


def _median(values: Sequence[Fraction]) -> Fraction:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _between(found: Found, value: Fraction, zero_at: str, full_at: str) -> Fraction:
    zero, full = quantity(zero_at), quantity(full_at)
    share = min(_ALL, max(_NONE, (value - zero.base) / (full.base - zero.base)))
    told = {"value": said(value, full.unit), "zero": zero_at, "full": full_at}
    if share == _ALL:
        found.note("at_full", **told)
    elif share == _NONE:
        found.note("at_zero", **told)
    else:
        found.note("between", share=said(share, "%"), **told)
    return share
