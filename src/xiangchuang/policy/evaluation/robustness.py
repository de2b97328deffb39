"""How often rank and grade would change if weights were a little different: stochastic acceptability.

Each sample multiplies every indicator's weight by its own factor, drawn evenly from 1 − band to 1 + band,
keeps the set's total, and ranks and grades all subjects anew: cuts, quota and tie-break as in the result.
(After Lahdelma, Hokkanen and Salminen, SMAA, European Journal of Operational Research 106 (1998) 137–143.)

Factors are whole basis points and points whole hundredths, so every sum is a whole number below 2**53, which
a matrix product in float64 gives exactly in whatever order it adds. The draws are PCG64's raw stream, which
NumPy promises not to change (NEP 19). So the counts are the same bytes on every machine.

Who has an indicator left out keeps the points of the others as they were scaled up for it. Points that a
person ruled move with the weight as others do; bonuses do not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from xiangchuang.policy.evaluation.canonical import sha256
from xiangchuang.policy.evaluation.faults import InputsError
from xiangchuang.policy.evaluation.indicators import IndicatorSet
from xiangchuang.policy.evaluation.inputs import Inputs
from xiangchuang.policy.evaluation.quantities import hundredths, percentage
from xiangchuang.policy.evaluation.results import Results, SubjectResult
from xiangchuang.policy.evaluation.rules import EvaluationRules, RobustnessRule
from xiangchuang.policy.evaluation.standing import cuts, places
from xiangchuang.policy.terms import Model

Whole = npt.NDArray[np.int64]
_NOMINAL: Final = 10_000
_EXACT: Final = 2**53
_CELLS: Final = 2_000_000
"""Totals worked on at a time by one thread: 16 MB each for the few arrays of that size."""
_THREADS: Final = 2


class SubjectRobustness(Model):
    """Of ``samples``, in how many a subject keeps its rank and its grade, and the ranks it takes.

    ``ranks`` are the lowest and highest rank within the middle share of samples that the rule names.
    ``grades`` counts the samples in each grade from the best down.
    """

    code: str
    keeps_rank: int
    keeps_grade: int
    ranks: tuple[int, int]
    grades: tuple[int, ...]
    close_call: bool


class Robustness(Model):
    """The finding for the ranked subjects of a round; vetoed and unscored ones depend on no weight."""

    format: Literal[1] = 1
    inputs_sha256: str
    seed: int
    samples: int
    band: str
    subjects: tuple[SubjectRobustness, ...]

    def subject(self, code: str) -> SubjectRobustness | None:
        """The finding on that subject, or None where it is not ranked."""
        return next((subject for subject in self.subjects if subject.code == code), None)


@dataclass(frozen=True, slots=True)
class Contest:
    """What the samples need of one set, in hundredths of a point.

    points: subjects × indicators; bonus: subjects; weights: indicators. tie_break: for each dimension of the
    tie-break, the columns of its indicators. cuts and most: for each grade but the last, the total it takes
    and how many may receive it.
    """

    points: Whole
    bonus: Whole
    weights: Whole
    tie_break: tuple[tuple[int, ...], ...] = ()
    cuts: tuple[int, ...] = ()
    most: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """By subject: rank and grade (0 the best) under the set's own weights, and what became of them.

    low and high bound the middle share of ranks; grades is subjects × grades, in samples.
    """

    rank: Whole
    grade: Whole
    keeps_rank: Whole
    keeps_grade: Whole
    low: Whole
    high: Whole
    grades: Whole


def robustness(inputs: Inputs, results: Results) -> Robustness:
    """The robustness of the results to weights, by the document's own rule and seed.

    Raises ``InputsError`` where the rules name no band or the results follow from other inputs.
    """
    rule = inputs.rules.robustness
    if rule is None:
        raise InputsError("评价规则没有规定权重检验的幅度和次数")
    if results.inputs_sha256 != sha256(inputs):
        raise InputsError("评价结果不是由这份评价数据得出的")
    found: list[SubjectRobustness] = []
    for of_set in inputs.sets:
        everyone = [s for s in results.subjects if s.set_code == of_set.code and s.total is not None]
        ranked = [subject for subject in everyone if subject.rank is not None]
        if ranked:
            contest = contest_of(of_set, ranked, inputs.rules, graded=len(everyone))
            found.extend(_of_set(contest, ranked, rule, seed_of(inputs.seed, of_set.code)))
    return Robustness(
        inputs_sha256=results.inputs_sha256,
        seed=inputs.seed,
        samples=rule.samples,
        band=rule.band,
        subjects=tuple(sorted(found, key=lambda subject: subject.code)),
    )


def seed_of(seed: int, code: str) -> int:
    """A seed of its own for each set, so that one set's draws do not depend on another's."""
    return int.from_bytes(hashlib.sha256(f"{seed}:{code}".encode()).digest()[:16])


def contest_of(
    of_set: IndicatorSet, ranked: Sequence[SubjectResult], rules: EvaluationRules, *, graded: int
) -> Contest:
    """The numbers of a set's ranked subjects, of ``graded`` in all."""
    codes = [indicator.code for indicator in of_set.indicators]
    columns = {dimension.code: {i.code for i in dimension.indicators} for dimension in of_set.dimensions}
    bounds, most = _cuts(rules, graded)
    return Contest(
        points=np.array([[_cents(i.points) for i in subject.indicators] for subject in ranked], np.int64),
        bonus=np.array([_cents(subject.bonus) for subject in ranked], np.int64),
        weights=np.array([_cents(indicator.weight) for indicator in of_set.indicators], np.int64),
        tie_break=tuple(
            tuple(place for place, code in enumerate(codes) if code in columns[dimension])
            for dimension in of_set.tie_break
        ),
        cuts=bounds,
        most=most,
    )


def _cuts(rules: EvaluationRules, graded: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    if rules.grades is None:
        return (), ()
    bounds = cuts(rules.grades)
    return tuple(bounds), tuple(places(rules.grades, graded)[: len(bounds)])


def _cents(points: Decimal) -> int:
    return hundredths(points)


def _of_set(
    contest: Contest, ranked: Sequence[SubjectResult], rule: RobustnessRule, seed: int
) -> Iterator[SubjectRobustness]:
    counts = sample(
        contest,
        seed=seed,
        samples=rule.samples,
        band=int(percentage(rule.band) * _NOMINAL),
        interval=percentage(rule.interval),
    )
    close_below = percentage(rule.close_below) * rule.samples
    for index, subject in enumerate(ranked):
        keeps_grade = int(counts.keeps_grade[index])
        yield SubjectRobustness(
            code=subject.code,
            keeps_rank=int(counts.keeps_rank[index]),
            keeps_grade=keeps_grade,
            ranks=(int(counts.low[index]), int(counts.high[index])),
            grades=tuple(int(count) for count in counts.grades[index]),
            close_call=keeps_grade < close_below,
        )


def sample(contest: Contest, *, seed: int, samples: int, band: int, interval: Fraction) -> Counts:
    """Rank and grade every subject under ``samples`` draws of weights; ``band`` in basis points of a weight.

    ``interval`` is the middle share of ranks to bound. Ranks are held as 16-bit numbers where that is enough:
    10,000 subjects in 10,000 samples take 200 MB, and nothing else grows with both.
    """
    subjects = len(contest.bonus)
    scale = _Scale(contest, _NOMINAL + band)
    own = scale.of(np.full((1, len(contest.weights)), _NOMINAL, np.int64))
    own_ranks, own_grades = own.ranks[0], own.grades()[0]
    held: npt.NDArray[np.uint16 | np.uint32] = np.empty((subjects, samples), scale.rank_type)
    factors = draw_factors(seed, samples, len(contest.weights), band)
    rows = max(1, _CELLS // subjects)

    def work(start: int) -> tuple[Whole, Whole]:
        part = scale.of(factors[start : start + rows])
        held[:, start : start + rows] = part.ranks.T
        return np.count_nonzero(part.ranks == own_ranks, axis=0), part.reached()

    with ThreadPoolExecutor(_THREADS) as pool:
        done = list(pool.map(work, range(0, samples, rows)))
    reached = np.sum([part[1] for part in done], axis=0, dtype=np.int64)
    grades = np.diff(reached, axis=0, prepend=0).T
    low, high = _middle(held, interval)
    return Counts(
        rank=own_ranks.astype(np.int64),
        grade=own_grades,
        keeps_rank=np.sum([part[0] for part in done], axis=0, dtype=np.int64),
        keeps_grade=np.take_along_axis(grades, own_grades[:, None], axis=1)[:, 0],
        low=low,
        high=high,
        grades=grades,
    )


def draw_factors(seed: int, samples: int, indicators: int, band: int) -> Whole:
    """samples × indicators whole factors in basis points, evenly from 10,000 − band to 10,000 + band.

    The upper half of each raw 64-bit number, times the width, by 2**32: uneven by less than one in 10**5.
    """
    raw = np.random.PCG64(seed).random_raw(samples * indicators)
    width = np.uint64(2 * band + 1)
    offsets = ((raw >> np.uint64(32)) * width) >> np.uint64(32)
    return offsets.astype(np.int64).reshape(samples, indicators) + (_NOMINAL - band)


def _middle(held: npt.NDArray[np.uint16 | np.uint32], interval: Fraction) -> tuple[Whole, Whole]:
    """The ranks at both ends of the middle share of samples, of each subject; sorts ``held`` in place."""
    samples = held.shape[1]
    outside = int((1 - interval) / 2 * samples)
    held.sort(axis=1, kind="stable")  # radix sort for 16 bits
    return held[:, outside].astype(np.int64), held[:, samples - 1 - outside].astype(np.int64)


class _Scale:
    """Totals of a contest under factors, as whole numbers that compare as the totals do.

    A total is T · Σ f p / Σ f w + b, with T the set's total, f the factors, p points, w weights, b the bonus;
    times Σ f w it is the whole number T · Σ f p + b · Σ f w, the product of [T p | b] and [f | Σ f w].
    """

    def __init__(self, contest: Contest, largest_factor: int) -> None:
        self.contest = contest
        self.total = int(contest.weights.sum())
        self.subjects = len(contest.bonus)
        self.rank_type = np.uint16 if self.subjects < 2**16 else np.uint32
        self.shift = max(1, (self.subjects - 1).bit_length())
        # Without a bonus T is the same factor everywhere, and smaller numbers leave more room.
        self.times = self.total if contest.bonus.any() else 1
        terms = np.column_stack([contest.points * self.times, contest.bonus])
        self.terms = np.ascontiguousarray(terms.T, np.float64)
        most = int((terms[:, :-1].sum(axis=1) + contest.bonus * self.total).max()) * largest_factor
        if most >= _EXACT or most << self.shift >= 2**63:
            raise InputsError("指标过多或分值过大，权重检验不能精确计算")

    def of(self, factors: Whole) -> _Ranked:
        """Ranks of all subjects in each sample."""
        weight = factors @ self.contest.weights
        together = np.column_stack([factors, weight]).astype(np.float64)
        totals = (together @ self.terms).astype(np.int64)
        return _Ranked(self, factors, weight, totals)


class _Ranked:
    """Some samples ranked: ``ranks`` is samples × subjects, from 1, shared where nothing parts subjects."""

    def __init__(self, scale: _Scale, factors: Whole, weight: Whole, totals: Whole) -> None:
        self.scale, self.weight = scale, weight
        subjects, mask = scale.subjects, (1 << scale.shift) - 1
        # The subject's number in the low bits: a sort of numbers is faster than a sort of their places.
        packed = (-totals << scale.shift) | np.arange(subjects)
        packed.sort(axis=1)
        order = packed & mask
        self.sorted = -(packed >> scale.shift)
        placed = np.broadcast_to(np.arange(1, subjects + 1, dtype=scale.rank_type), order.shape)
        tied = self.sorted[:, 1:] == self.sorted[:, :-1]
        self.shared: dict[int, Whole] = {}
        for with_ties in np.flatnonzero(tied.any(axis=1)):
            row = int(with_ties)
            self._part(row, order, tied[row], factors[row])
        ranks = np.empty(order.shape, scale.rank_type)
        np.put_along_axis(ranks, order, placed, axis=1)
        for row, places_of in self.shared.items():
            ranks[row, order[row]] = places_of
        self.ranks = ranks

    def _part(self, row: int, order: Whole, tied: npt.NDArray[np.bool_], factors: Whole) -> None:
        """Put equal totals in the order of the tie-break; what is equal there too shares a rank."""
        contest = self.scale.contest
        inside = np.flatnonzero(np.append(tied, False) | np.append(False, tied))
        members = order[row, inside]
        keys = [
            contest.points[members][:, list(columns)] @ factors[list(columns)]
            for columns in contest.tie_break
        ]
        totals = self.sorted[row, inside]
        parted = np.lexsort([members, *(-key for key in reversed(keys)), -totals])
        order[row, inside] = members[parted]
        equal = totals[1:] == totals[:-1]
        for key in keys:
            equal &= key[parted][1:] == key[parted][:-1]
        placed = np.arange(1, self.scale.subjects + 1)
        first = inside + 1
        first[1:][equal] = 0
        placed[inside] = np.maximum.accumulate(first)
        self.shared[row] = placed

    def limits(self) -> Whole:
        """grades but the last × samples: the last place at which each grade or a better one is received."""
        contest, scale = self.scale.contest, self.scale
        limits = np.zeros((len(contest.cuts), len(self.sorted)), np.int64)
        start = np.zeros(len(self.sorted), np.int64)
        for index, (cut, most) in enumerate(zip(contest.cuts, contest.most, strict=True)):
            # A total times Σ f w reaches the cut times Σ f w; both by T where no bonus is counted.
            bound = -(-cut * self.weight * scale.times // scale.total)
            end = np.count_nonzero(self.sorted >= bound[:, None], axis=1)
            stop = np.minimum(end, start + most)
            for row, placed in self.shared.items():
                if stop[row] < end[row]:
                    stop[row] = _before_a_shared_place(placed, int(start[row]), int(stop[row]))
            start = np.maximum(stop, start)
            limits[index] = start
        return limits

    def grades(self) -> Whole:
        """samples × subjects: the place of the grade, 0 the best."""
        found = np.zeros(self.ranks.shape, np.int64)
        for limit in self.limits():
            found += self.ranks > limit[:, None]
        return found

    def reached(self) -> Whole:
        """grades × subjects: in how many of these samples each grade or a better one is received."""
        reached = [np.count_nonzero(self.ranks <= limit[:, None], axis=0) for limit in self.limits()]
        reached.append(np.full(self.scale.subjects, len(self.ranks)))
        return np.array(reached, np.int64)


def _before_a_shared_place(placed: Whole, start: int, stop: int) -> int:
    while start < stop < len(placed) and placed[stop - 1] == placed[stop]:
        stop -= 1
    return stop
