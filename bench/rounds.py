"""Rounds to build panels for: the public instances beside which others publish figures, and synthetic ones.

The public ones are described in `bench/instances/README.md`. The synthetic ones have experts of five kinds in
sixty fields, organisations whose sizes fall as a power, and for each proposal a list of fit people.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import scipy.sparse as sparse

from xiangchuang.assignment.problem import PanelRules, Person, Proposal, Round, Span, Spread

INSTANCES = Path(__file__).parent / "instances"
KINDS = {
    "technical": Span(3, 3), "management": Span(1, 1), "policy": Span(1, 1), "legal": Span(1, 1),
    "finance": Span(1, 1),
}  # fmt: skip
SHARES = (0.6, 0.1, 0.1, 0.1, 0.1)
PUBLIC_LOADS = {
    "midl": (4, 0),
    "midl-least-2": (4, 2),
    "aamas2015": (12, 0),
    "preflib1": (6, 0),
    "preflib3": (6, 0),
}


def public(name: str) -> Round:
    """Return a public instance: three reviewers a paper, a value of 0 (MIDL: below 0) is a conflict."""
    if name.startswith("midl"):
        scores = np.load(INSTANCES / "midl-scores.npy").T
        apart = scores < 0
    else:
        numbers = (INSTANCES / f"{name}.in").read_text("ascii").split()
        scores = np.array(numbers[2:], np.float64).reshape(int(numbers[0]), int(numbers[1]))
        apart = scores == 0
    most, least = PUBLIC_LOADS[name]
    papers, reviewers = scores.shape
    return Round(
        [Proposal(f"paper{n}") for n in range(papers)],
        [Person(f"reviewer{n}", frozenset({"reviewer"}), most, least) for n in range(reviewers)],
        PanelRules({"reviewer": Span(3, 3)}, Span(3, 3)),
        sparse.csr_matrix(scores),
        {(int(row), int(place)): "conflict" for row, place in zip(*np.nonzero(apart), strict=True)},
    )


def five_kinds(
    proposals: int, people: int, *, seed: int = 1, known: int = 120, together: bool = False,
    fit: Callable[[np.ndarray], sparse.csr_matrix] | None = None,
) -> Round:  # fmt: skip
    """Return a synthetic round: panels of seven, loads of six, `known` fit people of each kind.

    Where `together`, nothing keeps colleagues off one panel. `fit` makes the fitness from people ×
    kinds instead.
    """
    chance = np.random.default_rng(seed)
    names = list(KINDS)
    first = chance.choice(5, people, p=SHARES)
    second = np.where(chance.random(people) < 0.15, chance.integers(0, 5, people), first)
    count = max(10, people // 16)
    sizes = 1 / np.arange(1, count + 1)
    organization = chance.choice(count, people, p=sizes / sizes.sum())
    kinds = np.array([(first == k) | (second == k) for k in range(5)]).T
    affinity = _fit(chance, proposals, kinds, known) if fit is None else fit(kinds)
    apart = zip(
        *(chance.integers(0, some, proposals * 5).tolist() for some in (proposals, people)), strict=True
    )
    spreads = () if together else (Spread("one_per_organization", "organization", 1),)
    return Round(
        [Proposal(f"proposal{n}") for n in range(proposals)],
        [
            Person(
                f"expert{n}", frozenset({names[first[n]], names[second[n]]}), 6,
                groups={"organization": f"organization{organization[n]}"},
            )
            for n in range(people)
        ],
        PanelRules(KINDS, Span(7, 7), spreads=spreads),
        affinity,
        dict.fromkeys(apart, "declared"),
    )  # fmt: skip


def _fit(chance: np.random.Generator, proposals: int, kinds: np.ndarray, known: int) -> sparse.csr_matrix:
    people = len(kinds)
    field, sought = chance.integers(0, 60, people), chance.integers(0, 60, proposals)
    rows, places, values = [], [], []
    for able in map(np.flatnonzero, kinds.T):
        pool = able[chance.integers(0, len(able), (proposals, min(known, len(able))))]
        fitness = chance.random(pool.shape) / 2 + (field[pool] == sought[:, None]) / 2
        rows.append(np.repeat(np.arange(proposals), pool.shape[1]))
        places.append(pool.ravel())
        values.append(fitness.ravel())
    row, place, value = np.concatenate(rows), np.concatenate(places), np.concatenate(values)
    kept = np.unique(row * people + place, return_index=True)[1]
    return sparse.csr_matrix((value[kept], (row[kept], place[kept])), shape=(proposals, people))
