"""Whole fen for people by weight: the largest-remainder method."""

from collections.abc import Sequence


def apportion(pool: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Divide ``pool`` fen by positive weights so that the parts sum to it.

    Each receives the whole fen of the quota; the fen left over go, one each, to the largest fractions, and
    between equal fractions to who stands first. No part is more than one fen away from its quota. Raises
    ValueError for a negative pool, no weight, or a weight that is not positive.
    """
    if pool < 0 or not weights or min(weights) <= 0:
        raise ValueError("金额不能为负，权重要为正整数")
    total = sum(weights)
    parts = [pool * weight // total for weight in weights]
    fractions = [pool * weight % total for weight in weights]
    # sorted() is stable: equal fractions stay in the order they were given.
    first = sorted(range(len(weights)), key=lambda index: -fractions[index])
    for index in first[: pool - sum(parts)]:
        parts[index] += 1
    return tuple(parts)
