"""Questions that every page asks: Django writes their SQL once a process, each asking puts its values in."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class WrittenOnce:
    """The SQL of `rows`, made with stand-ins for the values that are put in later.

    `stand_ins` names each by the value it has in `rows`, as the database is given it; no other value there
    may be the same.
    """

    def __init__(self, rows: "QuerySet[Any, Any]", stand_ins: Mapping[Any, str]) -> None:
        self._sql, values = rows.query.sql_with_params()
        self._values = [(stand_ins.get(value, ""), value) for value in values]

    def rows(self, put_in: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Return the rows with `put_in` in the places of the stand-ins of those names, in one query."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [put_in[name] if name else value for name, value in self._values])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows
