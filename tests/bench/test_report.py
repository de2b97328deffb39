"""How figures are read: percentiles, growth, and what counts as a fault."""

import pytest

from bench.figures import percentile, ratio
from bench.report import grown_queries, tables


@pytest.mark.parametrize(("share", "value"), [(0.5, 3), (0.95, 5), (1.0, 5), (0.01, 1)])
def test_a_percentile_is_one_of_the_values_by_nearest_rank(share: float, value: float) -> None:
    assert percentile([5, 1, 4, 2, 3], share) == value


def test_no_values_and_no_smaller_figure_are_said_not_guessed() -> None:
    assert percentile([], 0.95) == 0
    assert ratio(3.0, 0) is None


def size(cases: int, *, queries: int, ms: float) -> dict[str, object]:
    load = {"per_second": 50.0, "p50": ms, "p95": 2 * ms, "answered": 9, "faults": {}}
    timing = {"ms": ms, "queries": queries}
    return {
        "cases": cases,
        "pages": {"work list": timing},
        "verbs": {},
        "load": {"work list": load},
        "slow": [],
    }


def test_a_page_that_asks_more_often_at_a_larger_size_is_named() -> None:
    sizes = [size(100, queries=8, ms=10.0), size(10_000, queries=12, ms=10.0)]
    assert grown_queries(sizes) == ["work list: 8 → 12"]
    assert grown_queries([sizes[1], sizes[0]]) == []


def test_the_table_says_how_many_times_slower_the_larger_size_is() -> None:
    machine = {"processor": "example", "cores": 2, "memory_gb": 8, "load": "0.1"}
    run = {
        "date": "2026-03-02", "command": "script/bench", "machine": machine,
        "not_run": ["PostgreSQL: not found"],
        "databases": {"SQLite": [size(100, queries=8, ms=10.0), size(10_000, queries=8, ms=25.0)]},
    }  # fmt: skip
    told = tables(run)
    assert "| work list | 10.0 | 25.0 | 2.50 | 8 |" in told
    assert "work list 2.5×" in told
    assert "Not run: PostgreSQL: not found" in told
