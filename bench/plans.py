"""The queries that take long, with the database's own plan for them."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import DatabaseError, connection

SLOW_MS = 8.0
KEPT_A_PAGE = 2


class SlowQuery(NamedTuple):
    """One query of one page that took at least SLOW_MS."""

    page: str
    ms: float
    sql: str
    plan: str


def slowest(page: str, queries: Sequence[dict[str, Any]]) -> list[SlowQuery]:
    """Return the slowest queries among those captured, each with its plan."""
    timed = sorted(((float(query["time"]) * 1000, str(query["sql"])) for query in queries), reverse=True)
    return [
        SlowQuery(page, ms, _shortened(sql), _plan(sql)) for ms, sql in timed[:KEPT_A_PAGE] if ms >= SLOW_MS
    ]


def _plan(sql: str) -> str:
    if not sql.startswith("SELECT"):
        return ""
    explain = "EXPLAIN (ANALYZE, COSTS OFF)" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    try:
        with connection.cursor() as cursor:
            # The captured text is whole: a % in it is no place for a parameter.
            cursor.execute(f"{explain} {sql}", None)
            return "\n".join(str(row[-1]) for row in cursor.fetchall())
    except DatabaseError as error:
        return f"no plan: {error}"


def _shortened(sql: str) -> str:
    """Leave the selected columns out: what matters is where the rows come from."""
    return re.sub(r"^SELECT .*? FROM", "SELECT … FROM", sql, count=1, flags=re.DOTALL)
