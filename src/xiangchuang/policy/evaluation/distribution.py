"""How the subjects of a set lie: what one center's points are seen against, without naming another."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from xiangchuang.policy.evaluation.quantities import rounded
from xiangchuang.policy.evaluation.results import Results
from xiangchuang.policy.terms import Model


class Distribution(Model):
    """Points of ``count`` scored subjects: the ends, the quartiles and the median, to two decimals."""

    count: int
    lowest: Decimal
    lower_quartile: Decimal
    median: Decimal
    upper_quartile: Decimal
    highest: Decimal


def totals(results: Results, set_code: str) -> Distribution | None:
    """The distribution of totals in a set; None where nobody is scored."""
    return _of([s.total for s in results.subjects if s.set_code == set_code and s.total is not None])


def points(results: Results, set_code: str, code: str) -> Distribution | None:
    """The distribution of one indicator's or dimension's points in a set; None where nobody has any.

    Subjects of which the indicator was left out have none of it.
    """
    found: list[Decimal] = []
    for subject in results.subjects:
        if subject.set_code == set_code:
            found.extend(d.points for d in subject.dimensions if d.code == code)
            found.extend(i.points for i in subject.indicators if i.code == code and i.how != "left_out")
    return _of(found)


def _of(values: Sequence[Decimal]) -> Distribution | None:
    if not values:
        return None
    ordered = sorted(Fraction(value) for value in values)
    low, quarter, half, three, high = (rounded(_quantile(ordered, Fraction(part, 4)), 2) for part in range(5))
    return Distribution(
        count=len(ordered),
        lowest=low,
        lower_quartile=quarter,
        median=half,
        upper_quartile=three,
        highest=high,
    )


def _quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    """The value at that share of the way, in proportion between neighbours (Hyndman and Fan's type 7)."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
