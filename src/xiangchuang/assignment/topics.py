"""How well a person's fields, publications and projects answer a plan: Okapi BM25 over words, as
sparse products.

(Robertson and Zaragoza, Foundations and Trends in Information Retrieval 3 (2009) 333-389.) Texts come
cut into words,
as `search.words.search_words` cuts them. Fitness is the share of what a plan's telling words weigh
that the person's
text answers, from 0 to 1. Only the best of each kind are kept: they are the candidate lists of a round.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from xiangchuang.assignment.problem import Flags, Real, Whole

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

READ: Final = 6_000
"""How many people's texts a plan's words may be found in, rarest words first: what all say tells nothing."""
SATURATION: Final = 1.2
LENGTH: Final = 0.75
_BLOCK: Final = 500


def fitness(
    sought: Sequence[Iterable[str]], known: Sequence[Iterable[str]], kinds: Flags, *, most: int = 60
) -> csr_matrix:
    """Return proposals × people with the `most` fittest people of each kind, none of whom has fitness 0.

    `kinds` is people × kinds. A plan's words count once each; a person's as often as they are said.
    """
    from scipy.sparse import csr_matrix

    numbers: dict[str, int] = {}
    people = _counted(known, numbers)
    plans = _numbered(sought, numbers)
    frequency = np.bincount(people.indices, minlength=people.shape[1])
    telling = _telling(plans, frequency)
    rarity = np.log1p((len(known) - frequency + 0.5) / (frequency + 0.5))
    told = _weighed(people, rarity)
    full = np.asarray(telling @ (rarity * (SATURATION + 1))).ravel()
    rows, places, values = [], [], []
    across = told.T.tocsr()
    for start in range(0, len(sought), _BLOCK):
        product = (telling[start : start + _BLOCK] @ across).tocsr()
        for row, place, value in _best(product, kinds, most):
            rows.append(np.full(len(place), start + row))
            places.append(place)
            values.append(value / full[start + row])
    none = np.zeros(0)
    entries = np.concatenate([none, *values]), (
        np.concatenate([none, *rows]).astype(np.int64), np.concatenate([none, *places]).astype(np.int64)
    )  # fmt: skip
    return csr_matrix(entries, shape=(len(sought), len(known)))


def _counted(texts: Sequence[Iterable[str]], numbers: dict[str, int]) -> csr_matrix:
    """Return texts × words with how often each is said; new words get the next numbers."""
    lines = [[numbers.setdefault(word, len(numbers)) for word in words] for words in texts]
    found = _matrix(lines, len(numbers))
    found.sum_duplicates()
    return found


def _numbered(texts: Sequence[Iterable[str]], numbers: dict[str, int]) -> csr_matrix:
    """Return texts × words with 1 for each word that somebody's text holds."""
    lines = [sorted({numbers[word] for word in words if word in numbers}) for words in texts]
    return _matrix(lines, len(numbers))


def _matrix(lines: list[list[int]], width: int) -> csr_matrix:
    lengths = np.array([0, *map(len, lines)], np.int64)
    from scipy.sparse import csr_matrix

    indices = np.fromiter(chain.from_iterable(lines), np.int64, int(lengths.sum()))
    return csr_matrix((np.ones(len(indices)), indices, lengths.cumsum()), shape=(len(lines), width))


def _telling(plans: csr_matrix, frequency: Whole) -> csr_matrix:
    """Keep of each plan its rarest words, until they stand in READ texts together; always at least one."""
    from scipy.sparse import csr_matrix

    row = np.repeat(np.arange(plans.shape[0]), np.diff(plans.indptr))
    often = frequency[plans.indices]
    order = np.lexsort((plans.indices, often, row))
    running = often[order].cumsum()
    first = np.zeros(plans.shape[0], np.int64)
    begins = plans.indptr[:-1]
    filled = np.flatnonzero(np.diff(plans.indptr))
    first[filled] = running[begins[filled]] - often[order][begins[filled]]
    within = running - first[row[order]]
    kept = order[(within <= READ) | (np.arange(len(order)) == begins[row[order]])]
    entries = np.ones(len(kept)), (row[kept], plans.indices[kept])
    return csr_matrix(entries, shape=plans.shape)


def _weighed(people: csr_matrix, rarity: Real) -> csr_matrix:
    """Return what each word says of each person."""
    length = np.asarray(people.sum(axis=1)).ravel()
    usual = length.mean() or 1.0
    damp = SATURATION * (1 - LENGTH + LENGTH * length / usual)
    row = np.repeat(np.arange(people.shape[0]), np.diff(people.indptr))
    weighed = people.copy()
    weighed.data = rarity[people.indices] * people.data * (SATURATION + 1) / (people.data + damp[row])
    return weighed


def _best(product: csr_matrix, kinds: Flags, most: int) -> Iterator[tuple[int, Whole, Real]]:
    """Yield for each row of a block the best people of every kind and their values."""
    for row in range(product.shape[0]):
        part = slice(product.indptr[row], product.indptr[row + 1])
        place, value = product.indices[part], product.data[part]
        held = kinds[place]
        kept = []
        for kind in range(kinds.shape[1]):
            of = np.flatnonzero(held[:, kind])
            kept.append(of if len(of) <= most else of[np.argpartition(-value[of], most)[:most]])
        at = np.unique(np.concatenate(kept)) if kept else np.zeros(0, np.int64)
        yield row, place[at], value[at]
