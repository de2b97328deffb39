"""Scores on one scale: what each expert adds and how far each stretches is taken out, where the data
allow it.

An expert's score of a proposal is offset + slope · quality + chance. Offsets, slopes and qualities are
fitted by least
squares in turn; a slope never falls under a floor, or one expert who gives everything the same score
would count
for everything. With few scores an expert such a model is worse than the plain mean by far, so it is
asked first
whether there are enough, and whether every proposal can be compared with every other through shared experts.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from xiangchuang.assignment.problem import Real, Whole

LEAST_SCORES: Final = 5
SLOPE_FLOOR: Final = 0.5
_TURNS: Final = 500
_STILL: Final = 1e-9
_SHRINK: Final = 0.5
"""Weight, in scores, of the belief that an expert's slope is 1."""

Reason = Literal["few_scores", "not_connected", "too_few_proposals"]


@dataclass(frozen=True)
class Score:
    """One expert's weighted score of one proposal, out of 100."""

    expert: str
    proposal: str
    value: float


@dataclass(frozen=True)
class Scale:
    """What was taken out of an expert's scores."""

    offset: float
    slope: float
    scores: int


@dataclass(frozen=True)
class Calibrated:
    """Raw means always; calibrated ones where `reason` is None, with their standard errors.

    `who` names the experts with too few scores, or one proposal of each part that is not connected.
    """

    raw: Mapping[str, float]
    calibrated: Mapping[str, float] | None
    errors: Mapping[str, float]
    scales: Mapping[str, Scale]
    reason: Reason | None = None
    who: tuple[str, ...] = ()


def calibrate(
    scores: Sequence[Score], *, least: int = LEAST_SCORES, slope_floor: float = SLOPE_FLOOR
) -> Calibrated:
    """Return each proposal's mean, and beside it the calibrated score or why there is none.

    `least` is how many scores each expert must have given. Raises ValueError for two scores of one pair.
    """
    if len({(score.expert, score.proposal) for score in scores}) != len(scores):
        raise ValueError("an expert scored a proposal twice")
    raw, errors = _means(scores)
    counts = Counter(score.expert for score in scores)
    if few := tuple(sorted(expert for expert, count in counts.items() if count < least)):
        return Calibrated(raw, None, errors, {}, "few_scores", few)
    if len(raw) < 2:
        return Calibrated(raw, None, errors, {}, "too_few_proposals")
    if len(parts := _parts(scores)) > 1:
        return Calibrated(raw, None, errors, {}, "not_connected", tuple(min(part) for part in parts))
    return _fitted(scores, raw, slope_floor)


def _means(scores: Sequence[Score]) -> tuple[dict[str, float], dict[str, float]]:
    """Return the mean of each proposal and its standard error, by the spread all panels share."""
    of: defaultdict[str, list[float]] = defaultdict(list)
    for score in scores:
        of[score.proposal].append(score.value)
    means = {proposal: sum(values) / len(values) for proposal, values in of.items()}
    free = sum(len(values) - 1 for values in of.values())
    squares = sum((value - means[proposal]) ** 2 for proposal, values in of.items() for value in values)
    deviation = (squares / free) ** 0.5 if free else float("inf")
    return means, {proposal: deviation / len(values) ** 0.5 for proposal, values in of.items()}


def _parts(scores: Sequence[Score]) -> list[set[str]]:
    """Return the proposals that experts connect, as sets."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while above.setdefault(name, name) != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    for score in scores:
        above[top(f"e/{score.expert}")] = top(f"p/{score.proposal}")
    parts: defaultdict[str, set[str]] = defaultdict(set)
    for score in scores:
        parts[top(f"p/{score.proposal}")].add(score.proposal)
    return sorted(parts.values(), key=min)


def _fitted(scores: Sequence[Score], raw: Mapping[str, float], slope_floor: float) -> Calibrated:
    experts = sorted({score.expert for score in scores})
    proposals = sorted(raw)
    expert = np.asarray(np.searchsorted(experts, [score.expert for score in scores]), np.int64)
    proposal = np.asarray(np.searchsorted(proposals, [score.proposal for score in scores]), np.int64)
    value = np.array([score.value for score in scores], np.float64)
    count = np.bincount(expert, minlength=len(experts)).astype(np.float64)
    mean = np.bincount(expert, value, len(experts)) / count
    quality = np.array([raw[name] for name in proposals])
    center, width = quality.mean(), quality.std() or 1.0
    slope = np.ones(len(experts))
    offset = np.zeros(len(experts))
    for _ in range(_TURNS):
        before = quality
        offset, slope = _scales(expert, value, quality[proposal], count, mean, slope_floor)
        quality = _qualities(proposal, value - offset[expert], slope[expert], len(proposals))
        # The scale is free: it is kept on the raw means' center and width.
        stretch = width / (quality.std() or 1.0)
        quality = center + (quality - quality.mean()) * stretch
        if np.abs(quality - before).max() < _STILL * width:
            break
    offset, slope = _scales(expert, value, quality[proposal], count, mean, slope_floor)
    left = value - offset[expert] - slope[expert] * quality[proposal]
    free = max(1, len(value) - len(proposals) - 2 * len(experts) + 2)
    told = np.bincount(proposal, slope[expert] ** 2, len(proposals))
    errors = np.sqrt((left**2).sum() / free / told)
    return Calibrated(
        raw,
        dict(zip(proposals, quality.tolist(), strict=True)),
        dict(zip(proposals, errors.tolist(), strict=True)),
        {name: Scale(float(offset[at]), float(slope[at]), int(count[at])) for at, name in enumerate(experts)},
    )


def _scales(
    expert: Whole, value: Real, quality: Real, count: Real, mean: Real, slope_floor: float
) -> tuple[Real, Real]:
    """Fit every expert's line to the qualities."""
    size = len(count)
    middle = np.bincount(expert, quality, size) / count
    across = quality - middle[expert]
    belief = _SHRINK * quality.var()
    slope = np.bincount(expert, across * (value - mean[expert]), size) + belief
    slope = np.maximum(slope / (np.bincount(expert, across**2, size) + belief), slope_floor)
    return mean - slope * middle, slope


def _qualities(proposal: Whole, value: Real, slope: Real, size: int) -> Real:
    """Fit every proposal's quality to the experts' lines."""
    return np.asarray(
        np.bincount(proposal, slope * value, size) / np.bincount(proposal, slope**2, size), np.float64
    )
