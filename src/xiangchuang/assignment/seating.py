"""Panels for one proposal or a whole round: the fittest that keep every rule, and how much fitter any
could be."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from xiangchuang.assignment.columns import Columns, Table, columns_of
from xiangchuang.assignment.linear import WHOLE, solve_whole
from xiangchuang.assignment.model import groups_over, model_of
from xiangchuang.assignment.problem import Real, Round, Seat
from xiangchuang.assignment.relaxed import Relaxed, relax

SMALL: Final = 150_000
"""Up to so many pairs the whole round is given to the integer solver where fractions are not whole."""


@dataclass(frozen=True)
class Panels:
    """Every seat of every panel. `bound` is what no panels that keep the rules can exceed.

    `value` is what these have. Both in fitness less rest; `exact` when nothing is between them but rounding.
    """

    seats: tuple[Seat, ...]
    value: float
    bound: float
    fitness: float
    least_fit: float

    @property
    def gap(self) -> float:
        """How much fitter panels might be, as a share of the bound."""
        return max(0.0, self.bound - self.value) / max(abs(self.bound), 1e-12)

    @property
    def exact(self) -> bool:
        """Whether these are proven best, to a millionth."""
        return self.gap < 1e-6


@dataclass(frozen=True)
class Unfilled:
    """No panels keep every rule. Seats that stay empty by kind, and on which proposals; see `scarcity`.

    `in_fractions` is false when only whole people cannot be found: the parts would do.
    """

    by_kind: dict[str, int]
    proposals: tuple[str, ...]
    owed: int
    below_floor: tuple[str, ...]
    in_fractions: bool = True


def build_panels(given: Round, *, floors: Real | None = None, seconds: float = 60.0) -> Panels | Unfilled:
    """Return the fittest panels, or what stays unfilled. `floors`: fitness each panel must reach.

    `seconds` bounds the integer solver, which most rounds never need.
    """
    table = Table(given)
    return seat(table, relax(table, floors=floors), floors=floors, seconds=seconds)


def seat(table: Table, relaxed: Relaxed, *, floors: Real | None, seconds: float) -> Panels | Unfilled:
    """Make a solution whole."""
    if not relaxed.is_filled:
        return unfilled(table, relaxed)
    taken, columns, bound = relaxed.taken, relaxed.model.columns, relaxed.bound
    if _is_whole(taken):
        return _panels(table, columns, taken, bound)
    best = _whole_where_broken(table, relaxed, floors, seconds)
    if best is not None and bound - _gain(table, columns, best) < 1e-6 * abs(bound):
        return _panels(table, columns, best, bound)
    wide = _all_columns(table) if table.rows * table.places * table.kind_count <= SMALL else columns
    other, proven = _whole(table, wide, floors, seconds)
    if wide is not columns:
        bound = min(bound, proven)
    if other is not None and (best is None or _gain(table, wide, other) > _gain(table, columns, best)):
        return _panels(table, wide, other, bound)
    if best is None:
        return replace(unfilled(table, relaxed), in_fractions=False)
    return _panels(table, columns, best, bound)


def _is_whole(taken: Real) -> bool:
    return bool((np.abs(taken - np.rint(taken)) < WHOLE).all())


def _gain(table: Table, columns: Columns, taken: Real) -> float:
    gain = table.fitness(columns.row, columns.place) - table.rest[columns.place]
    return float(gain @ taken)


def _all_columns(table: Table) -> Columns:
    row, place, kind = np.meshgrid(
        np.arange(table.rows), np.arange(table.places), np.arange(table.kind_count), indexing="ij"
    )
    return columns_of(table, row.ravel(), place.ravel(), kind.ravel())


def _whole(
    table: Table, columns: Columns, floors: Real | None, seconds: float, kept: Real | None = None
) -> tuple[Real | None, float]:
    """Solve in whole seats; `kept` says of each column 0 or 1 where it is settled, NaN where open."""
    groups = tuple(groups_over(table, columns, np.ones(len(columns))))
    model = model_of(table, columns, groups, floors)
    n = len(columns)
    low, high = model.program.floor.copy(), model.program.ceiling.copy()
    high[n:] = 0
    if kept is not None:
        settled = np.flatnonzero(~np.isnan(kept))
        low[settled] = high[settled] = kept[settled]
    whole = np.zeros(len(low), bool)
    whole[:n] = True
    x, bound = solve_whole(replace(model.program, floor=low, ceiling=high), whole, seconds=seconds)
    return (None if x is None else x[:n]), bound


def _whole_where_broken(table: Table, relaxed: Relaxed, floors: Real | None, seconds: float) -> Real | None:
    """Keep the panels that came out whole, and seat the others with what is left."""
    columns, taken = relaxed.model.columns, relaxed.taken
    broken = np.zeros(table.rows, bool)
    broken[columns.row[np.abs(taken - np.rint(taken)) >= WHOLE]] = True
    kept = np.where(broken[columns.row], np.nan, np.rint(taken))
    return _whole(table, columns, floors, seconds, kept)[0]


def _panels(table: Table, columns: Columns, taken: Real, bound: float) -> Panels:
    at = np.flatnonzero(taken > 0.5)
    fitness = table.fitness(columns.row[at], columns.place[at])
    by_hand = set(table.seated)
    seats = tuple(
        Seat(
            table.round.proposals[row].key, table.round.people[place].key, table.kinds[kind],
            (row, place, kind) in by_hand,
        )
        for row, place, kind in zip(
            columns.row[at].tolist(), columns.place[at].tolist(), columns.kind[at].tolist(), strict=True
        )
    )  # fmt: skip
    sums = np.bincount(columns.row[at], fitness, table.rows)
    value = float((fitness - table.rest[columns.place[at]]).sum())
    return Panels(seats, value, max(bound, value), float(fitness.sum()), float(sums.min(initial=np.inf)))


def unfilled(table: Table, relaxed: Relaxed) -> Unfilled:
    """Say what a solution leaves unfilled."""
    empty = relaxed.unfilled
    by_kind = {
        kind: int(np.ceil(count - 1e-6))
        for kind, count in zip(table.kinds, empty.sum(axis=0).tolist(), strict=True)
        if count > 1e-6
    }
    keys = [proposal.key for proposal in table.round.proposals]
    below = [] if relaxed.below is None else np.flatnonzero(relaxed.below > 1e-6).tolist()
    return Unfilled(
        by_kind,
        tuple(keys[row] for row in np.flatnonzero(empty.sum(axis=1) > 1e-6).tolist()),
        int(np.ceil(relaxed.owed - 1e-6)),
        tuple(keys[row] for row in below),
    )
