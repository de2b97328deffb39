"""The linear program over some columns. Seats, loads and floors may stay unfilled at a price that
nothing is worth,
so it always has a solution, and what it leaves unfilled says what is scarce."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from xiangchuang.assignment.columns import Columns, Prices, Table
from xiangchuang.assignment.linear import Program
from xiangchuang.assignment.problem import Real, Whole

UNFILLED: Final = 1_000.0
"""Price of an empty seat, in fitness."""


@dataclass(frozen=True)
class Group:
    """People of one group on one panel: which spread, panel and group by number."""

    spread: int
    row: int
    group: int


@dataclass(frozen=True)
class Model:
    """A program, and where its blocks of rows and of elastic columns begin."""

    program: Program
    columns: Columns
    groups: tuple[Group, ...]
    people: Whole
    begins: dict[str, int]
    """First row of the blocks: seat, size, person, twice, group, floor."""
    empty: int
    under: int
    below: int
    end: int

    def prices(self, worth: Real, table: Table) -> Prices:
        """Read the worth of the rows as prices."""
        at = self.begins
        seat = worth[: at["size"]].reshape(table.rows, table.kind_count).copy()
        if at["person"] > at["size"]:
            seat += worth[at["size"] : at["person"]][:, None]
        person = np.zeros(table.places)
        person[self.people] = worth[at["person"] : at["twice"]]
        floor = np.zeros(table.rows)
        if len(worth) > at["floor"]:
            floor = -worth[at["floor"] :]
        full = worth[at["group"] : at["floor"]]
        groups = tuple(
            (group.spread, group.row, group.group, float(price))
            for group, price in zip(self.groups, full, strict=True)
            if price > 0
        )
        return Prices(seat, person, floor, groups)


class _Rows:
    """Gathers blocks of rows of a sparse matrix."""

    def __init__(self) -> None:
        self.count = 0
        self._parts: list[tuple[Whole, Whole, Real]] = []
        self._low: list[Real] = []
        self._high: list[Real] = []

    def open(self, low: Real | Whole, high: Real | Whole) -> int:
        """Add rows with these bounds and return the first."""
        first, self.count = self.count, self.count + len(low)
        self._low.append(np.asarray(low, np.float64))
        self._high.append(np.asarray(high, np.float64))
        return first

    def put(self, row: Whole, column: Whole, value: Real | float = 1.0) -> None:
        """Write entries."""
        self._parts.append((row, column, np.broadcast_to(np.asarray(value, np.float64), len(row))))

    def program(self, gain: Real, floor: Real, ceiling: Real) -> Program:
        """Return the program of the rows gathered."""
        from scipy.sparse import csr_matrix

        row, column, value = (np.concatenate(part) for part in zip(*self._parts, strict=True))
        matrix = csr_matrix((value, (row, column)), shape=(self.count, len(gain)))
        return Program(gain, floor, ceiling, matrix, np.concatenate(self._low), np.concatenate(self._high))


def model_of(table: Table, columns: Columns, groups: tuple[Group, ...], floors: Real | None) -> Model:
    """Write the program of these columns; `groups` are those whose limit it must hold, floors are in
    fitness."""
    rows, n = _Rows(), len(columns)
    one = np.arange(n, dtype=np.int64)
    seat_of = columns.row * table.kind_count + columns.kind
    people = np.unique(np.concatenate([columns.place, np.flatnonzero(table.least)]))
    owing = np.flatnonzero(table.least)
    seats = table.rows * table.kind_count
    empty, under = n, n + seats
    below = under + len(owing)
    end = below + (0 if floors is None else table.rows)
    begins = {"seat": rows.open(table.kind_least.ravel(), table.kind_most.ravel())}
    rows.put(seat_of, one)
    rows.put(np.arange(seats), np.arange(empty, under))
    _put_sizes(table, rows, begins, columns, empty)
    begins["person"] = rows.open(table.least[people], table.most[people])
    rows.put(begins["person"] + np.searchsorted(people, columns.place), one)
    rows.put(begins["person"] + np.searchsorted(people, owing), np.arange(under, below))
    _put_twice(table, rows, begins, columns)
    _put_groups(table, rows, begins, columns, groups)
    fitness = table.fitness(columns.row, columns.place)
    begins["floor"] = rows.count
    if floors is not None:
        rows.open(floors, np.full(table.rows, np.inf))
        rows.put(begins["floor"] + columns.row, one, fitness)
        rows.put(begins["floor"] + np.arange(table.rows), np.arange(below, end))
    gain = np.concatenate([fitness - table.rest[columns.place], np.full(end - n, -UNFILLED)])
    low, high = np.zeros(end), np.ones(end)
    high[empty:under] = np.repeat(table.size, table.kind_count)
    high[under:below] = table.least[owing]
    if floors is not None:
        high[below:] = np.maximum(floors, 0)
    by_hand = np.array([(r * table.places + p) * table.kind_count + k for r, p, k in table.seated], np.int64)
    keys = (columns.row * table.places + columns.place) * table.kind_count + columns.kind
    low[np.searchsorted(keys, by_hand)] = 1
    return Model(rows.program(gain, low, high), columns, groups, people, begins, empty, under, below, end)


def _put_sizes(table: Table, rows: _Rows, begins: dict[str, int], columns: Columns, empty: int) -> None:
    """The size is a row of its own only where the quotas leave room."""
    begins["size"] = rows.count
    if (table.kind_least.sum(axis=1) == table.size).all():
        return
    rows.open(table.size, table.size)
    rows.put(begins["size"] + columns.row, np.arange(len(columns)))
    seats = np.arange(table.rows * table.kind_count)
    rows.put(begins["size"] + seats // table.kind_count, empty + seats)


def _put_twice(table: Table, rows: _Rows, begins: dict[str, int], columns: Columns) -> None:
    """Nobody sits twice on a panel, as one kind and as another."""
    pair = columns.row * table.places + columns.place
    _, which, count = np.unique(pair, return_inverse=True, return_counts=True)
    double = count > 1
    number = np.cumsum(double) - 1
    at = np.flatnonzero(double[which])
    begins["twice"] = rows.open(np.full(double.sum(), -np.inf), np.ones(double.sum()))
    rows.put(begins["twice"] + number[which[at]], at)


def _put_groups(
    table: Table, rows: _Rows, begins: dict[str, int], columns: Columns, groups: tuple[Group, ...]
) -> None:
    limit = [float(table.round.rules.spreads[group.spread].most) for group in groups]
    begins["group"] = rows.open(np.full(len(groups), -np.inf), np.array(limit))
    for spread, group_of in enumerate(table.groups):
        width = int(group_of.max(initial=0)) + 1
        mine = [(g.row * width + g.group, at) for at, g in enumerate(groups) if g.spread == spread]
        if not mine:
            continue
        keys, at = np.array(sorted(mine), np.int64).T
        member = group_of[columns.place]
        key = columns.row * width + member
        found = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
        inside = np.flatnonzero((member >= 0) & (keys[found] == key))
        rows.put(begins["group"] + at[found[inside]], inside)


def groups_over(table: Table, columns: Columns, amount: Real, slack: float = 1e-6) -> list[Group]:
    """Return the groups of which a panel holds more than it may, when column i is taken `amount[i]` times."""
    found = []
    for spread, group_of in enumerate(table.groups):
        at = np.flatnonzero((amount > slack) & (group_of[columns.place] >= 0))
        width = int(group_of.max(initial=0)) + 1
        keys, which = np.unique(columns.row[at] * width + group_of[columns.place[at]], return_inverse=True)
        total = np.bincount(which, amount[at], len(keys))
        over = keys[total > table.round.rules.spreads[spread].most + slack]
        found += [Group(spread, int(key // width), int(key % width)) for key in over]
    return found
