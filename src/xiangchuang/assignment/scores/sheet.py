"""One expert's sheet weighed, and a panel's sheets beside each other. Exact fractions; the caller
rounds once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal


class SheetError(ValueError):
    """A sheet is not complete or a point is out of its range; `code` says which, `item` where."""

    def __init__(self, code: Literal["missing", "unknown", "range", "no_weight"], item: str = "") -> None:
        super().__init__(f"{code} {item}".strip())
        self.code, self.item = code, item


@dataclass(frozen=True)
class Item:
    """A line of the score sheet: its weight, and the most points it can be given, in whole hundredths."""

    key: str
    weight: int
    most: int


def weighted(items: Sequence[Item], points: Mapping[str, int]) -> Fraction:
    """Return a sheet's total out of 100: each item's share of its most, by weight. Points in hundredths.

    Raises SheetError where an item is left out, not known or out of its range, or nothing has a weight.
    """
    if (total := sum(item.weight for item in items)) <= 0:
        raise SheetError("no_weight")
    for key in points.keys() - {item.key for item in items}:
        raise SheetError("unknown", key)
    for item in items:
        if item.key not in points:
            raise SheetError("missing", item.key)
        if not 0 <= points[item.key] <= item.most:
            raise SheetError("range", item.key)
    return 100 * sum((Fraction(i.weight * points[i.key], i.most * total) for i in items), Fraction(0))


@dataclass(frozen=True)
class Spread:
    """A panel's scores of one proposal: mean, middle, extremes and variance (of the panel as a whole)."""

    count: int
    mean: Fraction
    median: Fraction
    least: Fraction
    most: Fraction
    variance: Fraction

    @property
    def range(self) -> Fraction:
        """Highest less lowest."""
        return self.most - self.least


def spread_of(scores: Sequence[Fraction]) -> Spread:
    """Return how the scores of one proposal lie. Raises ValueError for none."""
    if not scores:
        raise ValueError("no scores")
    mean = sum(scores, Fraction(0)) / len(scores)
    variance = sum(((score - mean) ** 2 for score in scores), Fraction(0)) / len(scores)
    return Spread(len(scores), mean, _median(scores), min(scores), max(scores), variance)


def _median(scores: Sequence[Fraction]) -> Fraction:
    ordered = sorted(scores)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


NORMAL: Final = Fraction(14_826, 10_000)
"""What the median distance from the middle is multiplied by to stand for a standard deviation."""


@dataclass(frozen=True)
class Outlier:
    """A score that stands apart, and by how many (robust) deviations from the panel's middle."""

    expert: str
    score: Fraction
    distance: Fraction


def outliers(scores: Mapping[str, Fraction], *, apart: Fraction, at_least: Fraction) -> list[Outlier]:
    """Return the scores of one proposal that lie further than `apart` deviations and `at_least` points off.

    Deviations are by the median distance to the median, which the outlier itself does not move; where most
    scores are equal that is 0 and only the points count. Fewer than four scores tell nothing.
    """
    if len(scores) < 4:
        return []
    middle = _median(list(scores.values()))
    unit = NORMAL * _median([abs(score - middle) for score in scores.values()])
    found = []
    for expert, score in scores.items():
        off = score - middle
        if abs(off) >= at_least and abs(off) > apart * unit:
            found.append(Outlier(expert, score, off / unit if unit else off))
    return sorted(found, key=lambda outlier: (-abs(outlier.distance), outlier.expert))
