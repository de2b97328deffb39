"""Random expressions of the grammar with random facts, NULLs and extremes among them."""

import random
from collections.abc import Mapping

NUMBERS = ("a", "b", "c")
FLAGS = ("f", "g")
PARAMETERS = ("p", "q")
EXTREMES = (0, 1, 2, 30, 100, 3_000_000_000, 4_000_000_000, 2**31, 2**53 + 1, 2**62, 2**63 - 1)


def random_condition(rng: random.Random, depth: int = 3) -> str:
    """A condition written as an author might, with and without parentheses."""
    shape = rng.randrange(7) if depth else rng.randrange(3)
    if shape == 0:
        return rng.choice(FLAGS)
    if shape == 1:
        name = rng.choice(NUMBERS + FLAGS)
        return f"{name} IS {rng.choice(('', 'NOT '))}NULL"
    if shape == 2:
        return _comparison(rng)
    if shape == 3:
        return f"NOT {_wrapped(rng, depth)}"
    sides = [_wrapped(rng, depth) for _ in range(rng.choice((2, 2, 3)))]
    return rng.choice((" AND ", " OR ")).join(sides)


def random_value(rng: random.Random) -> int | None:
    """A fact in a BIGINT column, a quarter of them missing."""
    if rng.random() < 0.25:
        return None
    return rng.choice(EXTREMES) if rng.random() < 0.5 else rng.randrange(-5, 120)


def random_facts(rng: random.Random) -> dict[str, int | bool | None]:
    """Values for every fact of the vocabulary."""
    numbers = {name: random_value(rng) for name in NUMBERS}
    return {**numbers, **{name: rng.choice((True, False, None)) for name in FLAGS}}


def random_parameters(rng: random.Random) -> Mapping[str, int]:
    """Values for every parameter of the vocabulary."""
    return {name: random_value(rng) or 0 for name in PARAMETERS}


def _wrapped(rng: random.Random, depth: int) -> str:
    inner = random_condition(rng, depth - 1)
    return f"({inner})" if rng.random() < 0.6 else inner


def _comparison(rng: random.Random) -> str:
    left = _number(rng, 2)
    shape = rng.randrange(4)
    negated = rng.choice(("", "NOT "))
    if shape == 0:
        return f"{left} {negated}BETWEEN {_number(rng, 1)} AND {_number(rng, 1)}"
    if shape == 1:
        return f"{left} {negated}IN ({rng.randrange(5)}, -{rng.randrange(1, 9)}, {rng.randrange(200)})"
    return f"{left} {rng.choice(('=', '<>', '!=', '<', '<=', '>', '>='))} {_number(rng, 2)}"


def _number(rng: random.Random, depth: int) -> str:
    shape = rng.randrange(6) if depth else rng.randrange(3)
    if shape == 0:
        return str(rng.randrange(130))
    if shape == 1:
        return f":{rng.choice(PARAMETERS)}"
    if shape == 2:
        return rng.choice(NUMBERS)
    if shape == 3:
        return f"- {rng.choice(NUMBERS)}"
    sides = _number(rng, depth - 1), _number(rng, depth - 1)
    joined = f"{sides[0]} {rng.choice('+-*')} {sides[1]}"
    return f"({joined})" if rng.random() < 0.5 else joined
