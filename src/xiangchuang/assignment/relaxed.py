"""The round without whole numbers: solved over few columns and rows, which grow until no pair of all
is missing."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from xiangchuang.assignment.columns import Columns, Table, first_columns, joined, missing_columns
from xiangchuang.assignment.linear import Solved, solve, upper_bound
from xiangchuang.assignment.model import Group, Model, groups_over, model_of
from xiangchuang.assignment.problem import TOLERANCE, Real

ROUNDS: Final = 200


@dataclass(frozen=True)
class Relaxed:
    """The best solution in fractions: it bounds every solution in whole seats."""

    model: Model
    solved: Solved
    bound: float
    unfilled: Real
    """Empty seats by panel and kind."""
    owed: float
    """Seats that people with a least load do not get."""
    below: Real | None
    """How far each panel stays under its floor."""

    @property
    def taken(self) -> Real:
        """How much of each column is taken."""
        return self.solved.x[: len(self.model.columns)]

    @property
    def is_filled(self) -> bool:
        """Whether nothing stays unfilled."""
        short = self.unfilled.sum() + self.owed + (0.0 if self.below is None else self.below.sum())
        return bool(short < 1e-6)


@dataclass
class Start:
    """Where a solution may begin: the columns and full groups of one before."""

    columns: Columns
    groups: set[Group]


def relax(table: Table, *, floors: Real | None = None, start: Start | None = None) -> Relaxed:
    """Solve to the end: all pairs are priced, and none that is left out would gain."""
    columns = first_columns(table) if start is None else start.columns
    groups = set() if start is None else set(start.groups)
    for _ in range(ROUNDS):
        model = model_of(table, columns, _ordered(groups), floors)
        solved = solve(model.program)
        over = set(groups_over(table, columns, solved.x[: len(columns)])) - groups
        missing = missing_columns(table, model.prices(solved.worth, table), columns)
        grown = joined(table, columns, missing)
        if not over and len(grown) == len(columns):
            return _told(table, model, solved, floors)
        columns, groups = grown, groups | over
    raise ArithmeticError("the columns did not come to an end")


def _ordered(groups: set[Group]) -> tuple[Group, ...]:
    return tuple(sorted(groups, key=lambda group: (group.spread, group.row, group.group)))


def _told(table: Table, model: Model, solved: Solved, floors: Real | None) -> Relaxed:
    x = solved.x
    return Relaxed(
        model,
        solved,
        # What pricing tolerates may still be gained, once a seat.
        upper_bound(model.program, solved.worth) + TOLERANCE * float(table.size.sum()),
        x[model.empty : model.under].reshape(table.rows, table.kind_count),
        float(x[model.under : model.below].sum()),
        None if floors is None else np.asarray(x[model.below : model.end]),
    )
