"""The worst panel: the highest floor under all panels that can be kept, then the fittest panels on
that floor.

The floor is fixed and bisected; a floor that is itself to be found makes an integer program nobody finishes.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from xiangchuang.assignment.columns import Table
from xiangchuang.assignment.problem import Real, Round
from xiangchuang.assignment.relaxed import Relaxed, Start, relax
from xiangchuang.assignment.seating import Panels, Unfilled, seat, unfilled

STEPS: Final = 12
SNAP: Final = 1e-9

Measure = Literal["fitness", "share"]


@dataclass(frozen=True)
class FairPanels:
    """Panels on a floor. `floor` is what each panel reaches, `ceiling` what no panels' worst one can exceed.

    Both in fitness, or as a share of what the panel would be if it chose first.
    """

    panels: Panels
    floor: float
    ceiling: float


def own_best(table: Table) -> Real:
    """Return the fitness of the panel each proposal would have if it chose first and alone."""
    table.most, kept = np.where(table.most > 0, table.rows, 0), table.most
    table.least, owed = np.zeros_like(table.least), table.least
    try:
        relaxed = relax(table)
    finally:
        table.most, table.least = kept, owed
    columns = relaxed.model.columns
    fitness = table.fitness(columns.row, columns.place)
    return np.asarray(np.bincount(columns.row, fitness * relaxed.taken, table.rows), np.float64)


def build_fair_panels(
    given: Round, *, measure: Measure = "share", floor: float | None = None, seconds: float = 60.0
) -> FairPanels | Unfilled:
    """Return the fittest panels whose worst one reaches `floor`, or the highest floor that is found to hold.

    `seconds` bounds each call of the integer solver. A given floor that cannot be kept comes back unfilled.
    """
    table = Table(given)
    best = own_best(table)
    unit = best if measure == "share" else np.ones(table.rows)
    ceiling = 1.0 if measure == "share" else float(best.min())
    plain = relax(table)
    if not plain.is_filled:
        return unfilled(table, plain)
    if floor is not None:
        floors = floor * unit * (1 - SNAP)
        found = seat(table, relax(table, floors=floors, start=_start(plain)), floors=floors, seconds=seconds)
        return found if isinstance(found, Unfilled) else FairPanels(found, floor, ceiling)
    first = seat(table, plain, floors=None, seconds=seconds)
    if isinstance(first, Unfilled):
        return first
    return _raise_floor(table, plain, FairPanels(first, _reached(table, first, unit), ceiling), unit, seconds)


def _start(relaxed: Relaxed) -> Start:
    return Start(relaxed.model.columns, set(relaxed.model.groups))


def _reached(table: Table, panels: Panels, unit: Real) -> float:
    """Return the measure of the worst panel."""
    place = {person.key: n for n, person in enumerate(table.round.people)}
    row = {proposal.key: n for n, proposal in enumerate(table.round.proposals)}
    rows = np.array([row[seat.proposal] for seat in panels.seats], np.int64)
    fitness = table.fitness(rows, np.array([place[seat.person] for seat in panels.seats], np.int64))
    total = np.bincount(rows, fitness, table.rows)
    return float(np.where(unit > 0, total / np.where(unit > 0, unit, 1), np.inf).min())


def _raise_floor(table: Table, plain: Relaxed, held: FairPanels, unit: Real, seconds: float) -> FairPanels:
    """Bisect the floor that parts of people could keep, then look for whole people from there downwards."""
    low, high, start = held.floor, held.ceiling, _start(plain)
    for _ in range(STEPS):
        # Most often the bound itself holds, and it is the only floor worth an exact answer.
        middle = high if high == held.ceiling else (low + high) / 2
        relaxed = relax(table, floors=middle * unit * (1 - SNAP), start=start)
        start = _start(relaxed)
        if relaxed.is_filled:
            low = middle
            if low == high:
                break
        elif high == held.ceiling:
            high = np.nextafter(high, 0)
        else:
            high = middle
    ceiling, bottom, floor = high, held.floor, low
    for _ in range(STEPS):
        floors = floor * unit * (1 - SNAP)
        found = seat(table, relax(table, floors=floors, start=start), floors=floors, seconds=seconds)
        if not isinstance(found, Unfilled):
            held = FairPanels(found, _reached(table, found, unit), ceiling)
            if floor == low or ceiling - held.floor < 1e-3 * max(1.0, ceiling):
                break
            bottom = held.floor
        else:
            low = floor
        floor = (bottom + low) / 2
        if low - bottom < 1e-3 * max(1.0, ceiling):
            break
    return FairPanels(held.panels, held.floor, ceiling)
