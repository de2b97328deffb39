"""What is measured, as values; knows neither Django nor a database."""

import math
from collections.abc import Sequence
from typing import NamedTuple


class Timing(NamedTuple):
    """One thing done in this process: median milliseconds and database queries."""

    ms: float
    queries: int


def percentile(values: Sequence[float], share: float) -> float:
    """Return the nearest-rank percentile, `share` between 0 and 1; 0.0 for no values."""
    if not values:
        return 0.0
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def median(values: Sequence[float]) -> float:
    """Return the nearest-rank median; 0.0 for no values."""
    return percentile(values, 0.5)


def ratio(larger: float, smaller: float) -> float | None:
    """Return how many times the smaller the larger is; None where there is no smaller."""
    return larger / smaller if smaller else None
