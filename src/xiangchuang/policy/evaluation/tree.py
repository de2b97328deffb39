"""The score tree of one subject: points rounded once, at the indicator, then added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xiangchuang.policy.evaluation.award import share_earned
from xiangchuang.policy.evaluation.faults import InputsError
from xiangchuang.policy.evaluation.indicators import Dimension, Indicator, IndicatorSet
from xiangchuang.policy.evaluation.inputs import Ruling, Subject
from xiangchuang.policy.evaluation.quantities import as_points, hundredths, one, rounded
from xiangchuang.policy.evaluation.read_value import Found
from xiangchuang.policy.evaluation.results import DimensionResult, How, IndicatorResult

Peers = Mapping[str, Fraction | None]
"""What an indicator that compares is compared with among the set's scored subjects, by its code."""


@dataclass(frozen=True, slots=True)
class Earned:
    """An indicator's share of its weight and how it came about; None where no share can be told."""

    indicator: Indicator
    found: Found
    share: Fraction | None
    ruling: Ruling | None

    @property
    def how(self) -> How:
        """How the indicator comes to its points."""
        if self.ruling is not None:
            return "ruled"
        if self.share is not None:
            return "scored"
        missing: dict[str, How] = {"zero": "zero", "leave_out": "left_out", "judge": "undecided"}
        return missing[self.indicator.when_missing]


def earn(indicator: Indicator, subject: Subject, found: Found, peers: Peers) -> Earned:
    """The share that the subject earns; a person's ruling stands before the value."""
    share = share_earned(indicator, found, peers.get(indicator.code))
    ruling = subject.ruling(indicator.code)
    if ruling is not None:
        if ruling.points > indicator.weight:
            raise InputsError(f"指标 {indicator.code} 裁定 {ruling.points} 分，高于权重 {indicator.weight}")
        found.note("ruling", points=f"{ruling.points}", reason=ruling.reason)
        found.rows += ruling.rows
        share = Fraction(ruling.points) / Fraction(indicator.weight)
    return Earned(indicator, found, share, ruling)


def dimension_result(dimension: Dimension, earned: Sequence[Earned]) -> DimensionResult:
    """Points of a dimension: what is left out hands its weight to the rest, which are told so.

    Where nothing is left a person must say, because no number stands for the dimension any more.
    """
    hows: list[How] = [one_.how for one_ in earned]
    if all(how == "left_out" for how in hows):
        hows = ["undecided"] * len(hows)
    kept = [
        hundredths(e.indicator.weight) if how != "left_out" else 0
        for e, how in zip(earned, hows, strict=True)
    ]
    mosts = shared_out(hundredths(dimension.weight), kept)
    results = tuple(indicator_result(e, how, most) for e, how, most in zip(earned, hows, mosts, strict=True))
    return DimensionResult(
        code=dimension.code,
        label=dimension.label,
        weight=as_points(hundredths(dimension.weight)),
        points=total_of(results),
        indicators=results,
    )


def shared_out(whole: int, weights: Sequence[int]) -> list[int]:
    """``whole`` hundredths shared by weight, exactly: what rounding leaves goes to the largest remainders."""
    together = sum(weights)
    if together == whole:
        return list(weights)
    parts = [whole * weight // together for weight in weights]
    remainders = [whole * weight % together for weight in weights]
    order = sorted(range(len(weights)), key=lambda index: (-remainders[index], index))
    for index in order[: whole - sum(parts)]:
        parts[index] += 1
    return parts


def indicator_result(earned: Earned, how: How, most: int) -> IndicatorResult:
    """The points of an indicator out of ``most`` hundredths, rounded half up."""
    indicator, found = earned.indicator, earned.found
    weight = hundredths(indicator.weight)
    if how == "zero":
        found.note("missing_zero")
    elif how == "left_out":
        found.note("missing_left_out", weight=as_points(weight))
    elif how == "undecided":
        found.note("missing_undecided")
    elif most != weight:
        found.note("scaled_up", weight=as_points(weight), most=as_points(most))
    points = hundredths((earned.share or Fraction(0)) * most / 100)
    if how in ("scored", "ruled"):
        found.note("points", points=as_points(points), most=as_points(most))
    return IndicatorResult(
        code=indicator.code,
        label=indicator.label,
        weight=as_points(weight),
        most=as_points(most),
        points=as_points(points),
        how=how,
        unit=indicator.unit,
        value=None if found.value is None else rounded(found.value / one(indicator.unit)),
        steps=tuple(found.steps),
        rows=found.rows,
        survey=found.survey,
        experts=found.experts,
    )


def bonus_results(
    found: IndicatorSet, earned: Sequence[Earned]
) -> tuple[tuple[IndicatorResult, ...], Decimal]:
    """The bonuses, and the points they give together: no more than the set's most."""
    if found.bonuses is None:
        return (), as_points(0)
    results = tuple(indicator_result(e, e.how, hundredths(e.indicator.weight)) for e in earned)
    return results, min(total_of(results), as_points(hundredths(found.bonuses.most)))


def total_of(results: Sequence[IndicatorResult] | Sequence[DimensionResult]) -> Decimal:
    """Sum of points as shown, with two decimals."""
    return sum((result.points for result in results), as_points(0))
