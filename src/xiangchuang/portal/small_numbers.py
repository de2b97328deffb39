"""Tables of counts in which nobody can be made out: small numbers are not shown, nor what gives them away.

A cell below LEAST is withheld. Where a line then has only one withheld cell, it could be worked out from the
line's total; so the smallest other cell of that line is withheld too, until no line has a single one.
"""

from collections.abc import Sequence
from typing import Final

LEAST: Final = 3
WITHHELD: Final = "＊"

Grid = list[list[int]]


def with_totals(grid: Sequence[Sequence[int]]) -> Grid:
    """Return the grid with a total behind every row, and a row of totals below."""
    rows = [[*row, sum(row)] for row in grid]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]] if rows else []


def withheld_cells(grid: Grid) -> set[tuple[int, int]]:
    """Return the (row, column) of the cells of a grid with totals that must not be shown."""
    hidden = {(r, c) for r, row in enumerate(grid) for c, n in enumerate(row) if 0 < n < LEAST}
    lines = [[(r, c) for c in range(len(row))] for r, row in enumerate(grid)]
    lines += [[(r, c) for r in range(len(grid))] for c in range(len(grid[0]) if grid else 0)]
    while single := next((line for line in lines if len(hidden.intersection(line)) == 1), None):
        shown = [cell for cell in single if cell not in hidden]
        if not shown:
            break
        # The smallest that says something; a nought only where there is nothing else.
        hidden.add(min(shown, key=lambda cell: (grid[cell[0]][cell[1]] == 0, grid[cell[0]][cell[1]], cell)))
    return hidden


def shown_rows(grid: Grid) -> list[list[str]]:
    """Return the grid as a reader sees it."""
    hidden = withheld_cells(grid)
    return [
        [WITHHELD if (r, c) in hidden else str(n) for c, n in enumerate(row)] for r, row in enumerate(grid)
    ]
