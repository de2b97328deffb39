"""The queries that take long, with the database's own plan for them."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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


class Asked(NamedTuple):
    """A query as it went to the database: milliseconds, text and parameters."""

    ms: float
    sql: str
    parameters: Any


@contextmanager
def listening() -> Iterator[list[Asked]]:
    """Yield a list that fills with every query asked inside the block."""
    heard: list[Asked] = []

    def hear(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            heard.append(Asked((time.perf_counter() - began) * 1000, sql, params))

    with connection.execute_wrapper(hear):
        yield heard


def slowest(page: str, heard: list[Asked]) -> list[SlowQuery]:
    """Return the slowest of the queries, each with its plan."""
    slow = sorted((asked for asked in heard if asked.ms >= SLOW_MS), key=lambda asked: -asked.ms)
    return [SlowQuery(page, asked.ms, _shortened(asked.sql), _plan(asked)) for asked in slow[:KEPT_A_PAGE]]


def _plan(asked: Asked) -> str:
    """Ask for the plan with the same parameters: SQLite plans otherwise when it sees the values."""
    if not asked.sql.startswith("SELECT"):
        return ""
    explain = "EXPLAIN (ANALYZE, COSTS OFF)" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"{explain} {asked.sql}", asked.parameters)
            return "\n".join(str(row[-1]) for row in cursor.fetchall())
    except DatabaseError as error:
        return f"no plan: {error}"


def _shortened(sql: str) -> str:
    """Leave the selected columns out: what matters is where the rows come from."""
    return re.sub(r"^SELECT .*? FROM", "SELECT … FROM", sql, count=1, flags=re.DOTALL)
