"""The pairs a program looks at: a few fit ones to begin with, and after each solution those it shows
to be missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from xiangchuang.assignment.problem import TOLERANCE, Flags, Real, Round, Whole, panel_size

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

SPARE: Final = 2
"""How many more people than seats of a kind each panel begins with."""
ADDED: Final = 4
BLOCK: Final = 4_000_000
"""How many pairs are spread out at a time when people of no known fitness are priced."""


class Table:
    """A round as arrays: rows are proposals, places are people, kinds by number."""

    def __init__(self, given: Round) -> None:
        from scipy.sparse import csr_matrix

        self.round = given
        self.kinds = list(given.rules.kinds)
        spans = list(given.rules.kinds.values())
        self.rows, self.places, self.kind_count = len(given.proposals), len(given.people), len(spans)
        self.size = np.array([panel_size(given.rules, proposal) for proposal in given.proposals], np.int64)
        least = np.array([span.least for span in spans], np.int64)
        most = np.array([span.most for span in spans], np.int64)
        room = self.size[:, None] - (least.sum() - least)[None, :]
        self.kind_least = np.tile(least, (self.rows, 1))
        self.kind_most = np.minimum(most[None, :], room)
        place_of = {person.key: place for place, person in enumerate(given.people)}
        self.seated = [
            (row, place_of[key], self.kinds.index(kind))
            for row, proposal in enumerate(given.proposals)
            for key, kind in proposal.seated
        ]
        self.most = np.array([max(0, p.most - p.carried) for p in given.people], np.int64)
        self.least = np.array([max(0, p.least - p.carried) for p in given.people], np.int64)
        self.rest = np.array([p.rest for p in given.people], np.float64)
        number = {kind: place for place, kind in enumerate(self.kinds)}
        self.holds = np.zeros((self.places, self.kind_count), bool)
        for place, person in enumerate(given.people):
            for kind in person.kinds:
                if kind in number:
                    self.holds[place, number[kind]] = True
        self.groups = [self._grouped(spread.group) for spread in given.rules.spreads]
        pairs = np.array(list(given.forbidden), np.int64).reshape(-1, 2)
        self.apart = np.sort(pairs[:, 0] * self.places + pairs[:, 1])
        self.affinity = csr_matrix(given.affinity, dtype=np.float64)
        self.affinity.sort_indices()
        lengths = np.diff(self.affinity.indptr)
        self.known_row = np.repeat(np.arange(self.rows, dtype=np.int64), lengths)
        self.known_place = self.affinity.indices.astype(np.int64)
        self._known = self.known_row * self.places + self.known_place

    def _grouped(self, name: str) -> Whole:
        """Return each person's group by number; -1 for none."""
        numbers: dict[str, int] = {}
        return np.array(
            [
                numbers.setdefault(group, len(numbers)) if (group := person.groups.get(name)) else -1
                for person in self.round.people
            ],
            np.int64,
        )

    def may_meet(self, row: Whole, place: Whole) -> Flags:
        """Tell which of the pairs no rule keeps apart."""
        return ~_among(self.apart, row * self.places + place)

    def fitness(self, row: Whole, place: Whole) -> Real:
        """Return the stored fitness of pairs, 0 where none is."""
        keys = row * self.places + place
        if not len(self._known):
            return np.zeros(len(keys))
        at = np.minimum(np.searchsorted(self._known, keys), len(self._known) - 1)
        return np.where(self._known[at] == keys, self.affinity.data[at], 0.0)


def _among(held: Whole, keys: Whole) -> Flags:
    if not len(held):
        return np.zeros(len(keys), bool)
    return np.asarray(held[np.minimum(np.searchsorted(held, keys), len(held) - 1)] == keys)


@dataclass(frozen=True)
class Columns:
    """Seats that may be taken: panel, person and kind by number, sorted and each once."""

    row: Whole
    place: Whole
    kind: Whole

    def __len__(self) -> int:
        return len(self.row)

    def keys(self, table: Table) -> Whole:
        """Return one ascending number for each seat."""
        return (self.row * table.places + self.place) * table.kind_count + self.kind


def columns_of(table: Table, row: Whole, place: Whole, kind: Whole) -> Columns:
    """Return the permitted ones among some seats, each once, with those filled by hand."""
    keep = table.may_meet(row, place) & table.holds[place, kind] & (table.most[place] > 0)
    keys = ((row * table.places + place) * table.kind_count + kind)[keep]
    by_hand = [(r * table.places + p) * table.kind_count + k for r, p, k in table.seated]
    keys = np.unique(np.concatenate([keys, np.array(by_hand, np.int64)]))
    pair = keys // table.kind_count
    return Columns(pair // table.places, pair % table.places, keys % table.kind_count)


def joined(table: Table, one: Columns, other: Columns) -> Columns:
    """Return the seats of both."""
    return columns_of(
        table,
        np.concatenate([one.row, other.row]),
        np.concatenate([one.place, other.place]),
        np.concatenate([one.kind, other.kind]),
    )


def first_columns(table: Table) -> Columns:
    """Return for each panel and kind the fittest people; where too few are known to be fit, some
    others as well."""
    rows, places, kinds = [], [], []
    wanted = np.maximum(table.kind_least + SPARE, np.minimum(table.kind_most, table.kind_least + 2 * SPARE))
    for kind in range(table.kind_count):
        fit = fittest(table, kind, wanted[:, kind])
        known = np.bincount(table.known_row[fit], minlength=table.rows)
        short = np.flatnonzero(known < wanted[:, kind])
        able = np.flatnonzero(table.holds[:, kind] & (table.most > 0))
        able = able[np.argsort(table.rest[able], kind="stable")]
        window = min(len(able), int(wanted[:, kind].max()))
        # Each panel is shown others, so that they are enough for all.
        start = short[:, None] * window + np.arange(window)
        rows += [table.known_row[fit], np.repeat(short, window)]
        places += [table.known_place[fit], able[start.ravel() % max(1, len(able))]]
        kinds.append(np.full(len(fit) + len(short) * window, kind, np.int64))
    return columns_of(table, np.concatenate(rows), np.concatenate(places), np.concatenate(kinds))


def fittest(table: Table, kind: int, wanted: Whole) -> Whole:
    """Return where in the stored fitness the best people of a kind stand, `wanted` of them for each row."""
    able = table.holds[:, kind] & (table.most > 0)
    at = np.flatnonzero(able[table.known_place])
    at = at[table.may_meet(table.known_row[at], table.known_place[at])]
    gain = table.affinity.data[at] - table.rest[table.known_place[at]]
    at = at[np.lexsort((-gain, table.known_row[at]))]
    row = table.known_row[at]
    begins = np.searchsorted(row, np.arange(table.rows))
    return np.asarray(at[np.arange(len(at)) - begins[row] < wanted[row]])


@dataclass(frozen=True)
class Prices:
    """What a solution says a seat costs: by panel and kind, by person, by panel's share of a group;
    and what a
    panel under its floor would give for fitness."""

    seat: Real
    person: Real
    floor: Real
    groups: tuple[tuple[int, int, int, float], ...]
    """Spread, panel, group and price of each group that is full."""


def missing_columns(table: Table, prices: Prices, columns: Columns) -> Columns:
    """Return seats that promise more than they cost, of all permitted ones that are not among the columns."""
    from scipy.sparse import csr_matrix

    held = columns.keys(table)
    group_price = [
        csr_matrix(
            (
                [g[3] for g in prices.groups if g[0] == s],
                ([g[1] for g in prices.groups if g[0] == s], [g[2] for g in prices.groups if g[0] == s]),
            ),
            shape=(table.rows, int(group.max(initial=0)) + 1),
        )
        for s, group in enumerate(table.groups)
    ]
    parts = []
    for kind in range(table.kind_count):
        parts.append(_missing_known(table, prices, group_price, held, kind))
        parts.append(_missing_unknown(table, prices, columns, kind))
    return columns_of(table, *(np.concatenate(part) for part in zip(*parts, strict=True)))


def _missing_known(
    table: Table, prices: Prices, group_price: list[csr_matrix], held: Whole, kind: int
) -> tuple[Whole, Whole, Whole]:
    """Price every pair of known fitness."""
    row, place = table.known_row, table.known_place
    left = table.affinity.data * (1 + prices.floor[row]) - (table.rest + prices.person)[place]
    left -= prices.seat[row, kind]
    at = np.flatnonzero((left > TOLERANCE) & table.holds[place, kind] & (table.most[place] > 0))
    at = at[table.may_meet(row[at], place[at])]
    at = at[~_among(held, (row[at] * table.places + place[at]) * table.kind_count + kind)]
    for price, group in zip(group_price, table.groups, strict=True):
        if price.nnz and len(at):
            member = group[place[at]]
            cost = np.asarray(price[row[at], np.maximum(member, 0)]).ravel()
            left[at] -= np.where(member >= 0, cost, 0)
    at = at[left[at] > TOLERANCE]
    at = at[np.lexsort((-left[at], row[at]))]
    begins = np.searchsorted(row[at], np.arange(table.rows))
    at = at[np.arange(len(at)) - begins[row[at]] < ADDED]
    return row[at], place[at], np.full(len(at), kind, np.int64)


def _missing_unknown(table: Table, prices: Prices, columns: Columns, kind: int) -> tuple[Whole, Whole, Whole]:
    """Price the pairs of no known fitness where the cheapest person of the kind would already be worth it."""
    able = np.flatnonzero(table.holds[:, kind] & (table.most > 0))
    cheap = -(table.rest + prices.person)[able]
    rows = np.flatnonzero(prices.seat[:, kind] + TOLERANCE < cheap.max(initial=-np.inf))
    mine = columns.kind == kind
    held = columns.row[mine], columns.place[mine]
    apart = table.apart // table.places, table.apart % table.places
    found_rows, found_places = [], []
    step = max(1, BLOCK // max(1, len(able)))
    for start in range(0, len(rows), step):
        block = rows[start : start + step]
        left = np.tile(cheap, (len(block), 1)) - prices.seat[block, kind][:, None]
        for spread, row, group, price in prices.groups:
            at = np.searchsorted(block, row)
            if at < len(block) and block[at] == row:
                left[at, table.groups[spread][able] == group] -= price
        # Pairs of known fitness have been priced with it.
        for pairs in (apart, held, (table.known_row, table.known_place)):
            _strike(left, block, able, *pairs)
        few = min(ADDED, len(able))
        best = np.argpartition(-_in_turn(left, block), few - 1, axis=1)[:, :few]
        taken, which = np.nonzero(np.take_along_axis(left, best, axis=1) > TOLERANCE)
        found_rows.append(block[taken])
        found_places.append(able[best[taken, which]])
    none = np.zeros(0, np.int64)
    seats = np.concatenate([none, *found_rows])
    return seats, np.concatenate([none, *found_places]), np.full(len(seats), kind, np.int64)


def _strike(left: Real, block: Whole, able: Whole, row: Whole, place: Whole) -> None:
    """Take pairs out of a block of panels × able people; the rows given ascend."""
    first, last = np.searchsorted(row, [block[0], block[-1] + 1])
    row, place = row[first:last], place[first:last]
    inside = _among(block, row) & _among(able, place)
    left[np.searchsorted(block, row[inside]), np.searchsorted(able, place[inside])] = -np.inf


def _in_turn(left: Real, block: Whole) -> Real:
    """Many people cost the same: each panel prefers others of them, so that all are asked."""
    turn = (block[:, None] * 7_919 + np.arange(left.shape[1])[None, :] * 104_729) % 1_000_003
    return np.asarray(np.round(left, 6) + turn * 1e-13)
