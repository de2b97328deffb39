"""A published table from which nobody can be made out, whatever the counts are."""

from hypothesis import given
from hypothesis import strategies as st

from xiangchuang.portal.small_numbers import LEAST, WITHHELD, shown_rows, with_totals, withheld_cells

grids = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=1, max_size=6
    )
)


def test_a_small_number_is_withheld_and_its_neighbour_with_it() -> None:
    assert shown_rows(with_totals([[5, 1], [4, 6]])) == [
        [WITHHELD, WITHHELD, "6"], [WITHHELD, WITHHELD, "10"], ["9", "7", "16"],
    ]  # fmt: skip


def test_noughts_and_large_numbers_are_shown() -> None:
    assert shown_rows(with_totals([[0, 7], [5, 3]])) == [["0", "7", "7"], ["5", "3", "8"], ["5", "10", "15"]]


@given(grids)
def test_no_line_lets_its_only_withheld_cell_be_worked_out(counts: list[list[int]]) -> None:
    grid = with_totals(counts)
    hidden = withheld_cells(grid)
    for r, row in enumerate(grid):
        for c, number in enumerate(row):
            assert not 0 < number < LEAST or (r, c) in hidden
    lines = [[(r, c) for c in range(len(grid[0]))] for r in range(len(grid))]
    lines += [[(r, c) for r in range(len(grid))] for c in range(len(grid[0]))]
    assert all(len(hidden.intersection(line)) != 1 for line in lines)
