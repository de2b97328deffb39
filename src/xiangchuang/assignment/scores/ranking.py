"""Ranks with what is known of them: who is surely ahead, who is surely behind, and how equals are parted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import NormalDist


@dataclass(frozen=True)
class Ranked:
    """A place: `tied` when the rules do not part it from a neighbour, which then has the same rank.

    `best` and `worst` bound the rank: nobody outside them is told apart from this one at the
    confidence asked.
    """

    key: str
    value: float | Fraction
    rank: int
    best: int
    worst: int
    tied: bool
    parted_by: str = ""


@dataclass(frozen=True)
class TieRule:
    """A rule of the pack that parts equals: by the higher of a figure, in order."""

    name: str
    figure: Callable[[str], Fraction]


def rank(
    values: Mapping[str, float | Fraction],
    errors: Mapping[str, float],
    *,
    rules: Sequence[TieRule] = (),
    confidence: Fraction = Fraction(9, 10),
) -> list[Ranked]:
    """Return all in order, best first. Values must be rounded as they are shown, or no two are ever equal.

    Two are told apart when they differ by more than chance would at `confidence`, given both standard errors.
    """
    figures = {key: (value, *(rule.figure(key) for rule in rules)) for key, value in values.items()}
    # What nobody parts stays together, in the order of the keys, which decides nothing.
    order = sorted(values, key=lambda key: (*(-figure for figure in figures[key]), key))
    reach = NormalDist().inv_cdf(float((1 + confidence) / 2))
    ranked = []
    for at, key in enumerate(order):
        same = [other for other in order if figures[other] == figures[key]]
        ahead = behind = 0
        for other in order:
            clear = reach * sqrt(errors[key] ** 2 + errors[other] ** 2)
            ahead += float(values[other] - values[key]) > clear
            behind += float(values[key] - values[other]) > clear
        neighbours = [order[n] for n in (at - 1, at + 1) if 0 <= n < len(order)]
        ranked.append(
            Ranked(
                key, values[key], order.index(same[0]) + 1, ahead + 1, len(order) - behind, len(same) > 1,
                _parted_by(figures, key, neighbours, rules),
            )
        )  # fmt: skip
    return ranked


def _parted_by(
    figures: Mapping[str, tuple[float | Fraction, ...]],
    key: str,
    others: Sequence[str],
    rules: Sequence[TieRule],
) -> str:
    """Return the rule that first parts this one from a neighbour of equal value; "" when none had to."""
    names = [
        rule.name
        for other in others
        if figures[other][0] == figures[key][0]
        for number, rule in enumerate(rules, 1)
        if figures[other][number] != figures[key][number]
        and figures[other][1:number] == figures[key][1:number]
    ]
    return names[0] if names else ""
