"""One step of the robustness benchmark in a process of its own: see `bench.robustness`.

Run by either interpreter, the product's or that of the peers, which has none of ours; so nothing of ours is
imported but where a step measures it.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

CUTS, QUOTA, BAND = (5_500, 4_500), 0.23, 2_000
AT_A_TIME = 200


def make(folder: Path, centers: int, indicators: int, samples: int, seed: int) -> None:
    """Write weights of 100 points in hundredths, points below them, bonuses, and factors for all samples."""
    chance = np.random.default_rng(seed)
    weights = 10_000 * chance.dirichlet(np.full(indicators, 3.0))
    weights = np.maximum(1, weights.astype(np.int64))
    weights[0] += 10_000 - weights.sum()
    level = chance.beta(5, 5, (centers, 1))
    points = (np.clip(level + chance.normal(0, 0.25, (centers, indicators)), 0, 1) * weights).astype(np.int64)
    bonus = np.where(chance.random(centers) < 0.2, chance.integers(1, 500, centers), 0)
    factors = chance.integers(10_000 - BAND, 10_000 + BAND + 1, (samples, indicators))
    np.savez(folder / "round.npz", points=points, bonus=bonus, weights=weights, factors=factors)


def product(held: dict[str, Any], samples: int) -> Any:
    """Everything the product says: ranks and their span, grades by cut and quota, tie-break."""
    from fractions import Fraction

    from xiangchuang.policy.evaluation import robustness

    drawn = held["factors"]
    robustness.draw_factors = lambda *_: drawn[:samples]
    centers, indicators = held["points"].shape
    contest = robustness.Contest(
        points=held["points"], bonus=held["bonus"], weights=held["weights"],
        tie_break=(tuple(range(indicators // 3)), tuple(range(indicators // 3, indicators // 2))),
        cuts=CUTS, most=(int(centers * QUOTA), centers),
    )  # fmt: skip
    found = robustness.sample(contest, seed=0, samples=samples, band=BAND, interval=Fraction(9, 10))
    return found.low


def _totals(held: dict[str, Any], factors: Any) -> Any:
    """Totals out of 100 points under each row of factors, in floats as anyone would write it."""
    moved = factors * held["weights"]
    shares = held["points"] / held["weights"]
    return 10_000 * (moved / moved.sum(axis=1, keepdims=True)) @ shares.T + held["bonus"]


def limit(held: dict[str, Any], samples: int) -> Any:
    """The matrix product and the sort alone: what no way of counting can be faster than."""
    for start in range(0, samples, AT_A_TIME):
        totals = _totals(held, held["factors"][start : min(samples, start + AT_A_TIME)])
        totals.sort(axis=1)
    return np.zeros(len(held["bonus"]), np.int64)


def by_hand(held: dict[str, Any], samples: int) -> Any:
    """The same answers in plain NumPy: ranks by argsort, ties by chance, the interval by percentile."""
    own = _ranks(_totals(held, np.full((1, len(held["weights"])), 10_000)))[0]
    centers = len(own)
    ranks = np.empty((samples, centers), np.int32)
    keeps_grade = np.zeros(centers, np.int64)
    own_grade = _grades(_totals(held, np.full((1, len(held["weights"])), 10_000)), own[None, :])[0]
    for start in range(0, samples, AT_A_TIME):
        stop = min(samples, start + AT_A_TIME)
        totals = _totals(held, held["factors"][start:stop])
        ranks[start:stop] = _ranks(totals)
        keeps_grade += (_grades(totals, ranks[start:stop]) == own_grade).sum(axis=0)
    keeps_rank = (ranks == own).sum(axis=0)
    assert len(keeps_rank) == len(keeps_grade) == centers
    return _lowest(ranks)


def _lowest(ranks: Any) -> Any:
    """Both ends of the middle nine tenths of each subject's ranks; the lower one is what is compared."""
    outside = len(ranks) // 20
    ranks.sort(axis=0)
    assert (ranks[outside] <= ranks[-1 - outside]).all()
    return ranks[outside]


def _ranks(totals: Any) -> Any:
    order = np.argsort(-totals, axis=1)
    ranks = np.empty(order.shape, np.int32)
    np.put_along_axis(ranks, order, np.arange(1, order.shape[1] + 1, dtype=np.int32)[None, :], axis=1)
    return ranks


def _grades(totals: Any, ranks: Any) -> Any:
    first = (totals >= CUTS[0]) & (ranks <= int(totals.shape[1] * QUOTA))
    return np.where(first, 0, np.where(totals >= CUTS[1], 1, 2))


def pymcdm(held: dict[str, Any], samples: int) -> Any:
    """The library's weighted sum and ranks, once for each sample; it has no grades and no interval."""
    from pymcdm.methods import WSM

    method = WSM(lambda column, cost: column)
    shares = held["points"] / held["weights"]
    matrix = np.column_stack([shares, held["bonus"]])
    types = np.ones(matrix.shape[1])
    ranks = np.empty((samples, len(matrix)), np.int32)
    for number, factors in enumerate(held["factors"][:samples]):
        moved = factors * held["weights"]
        weights = np.append(10_000 * moved / moved.sum(), 1.0)
        ranks[number] = method.rank(method(matrix, weights, types, validation=False))
    return _lowest(ranks)


STEPS: dict[str, Callable[[dict[str, Any], int], Any]] = {
    "product": product, "limit": limit, "by_hand": by_hand, "pymcdm": pymcdm,
}  # fmt: skip


def main() -> None:
    """`robustness_steps.py STEP FOLDER NUMBERS...`: print what it took as JSON."""
    step, folder, numbers = sys.argv[1], Path(sys.argv[2]), list(map(int, sys.argv[3:]))
    if step == "make":
        make(folder, *numbers)
        print("{}")
        return
    with np.load(folder / "round.npz") as stored:
        held = {name: stored[name] for name in stored.files}
    STEPS[step](held | {"points": held["points"][:9], "bonus": held["bonus"][:9]}, 20)  # imports, first touch
    before, began = _cpu(), time.perf_counter()
    found = STEPS[step](held, *numbers)
    told = {"wall": time.perf_counter() - began, "cpu": _cpu() - before, "found": found.tolist()}
    print(json.dumps(told | {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
