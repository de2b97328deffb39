"""Rows of one table, written faster than the ORM can: what a benchmark needs 100,000 times."""

import json
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

_AT_ONCE = 20_000


class Rows:
    """Rows gathered for `model`; a column that is not named gets the model's default.

    Keys are given here, from the first free one on, so that rows of several tables can name each other
    before any is written. Values are plain: days and instants as Python has them, JSON as lists
    and mappings.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.next_key = (model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1
        self._fields = model._meta.concrete_fields
        self._defaults: dict[str, Any] = {
            str(field.attname): field.get_db_prep_save(field.get_default(), connection)
            for field in self._fields
        }
        self._conversions = _conversions(self._fields)
        self._gathered: list[Sequence[Any]] = []

    def add(self, **values: Any) -> int:
        """Gather one row and return its key."""
        key = self.next_key
        self.next_key += 1
        for name, spell in self._conversions.items():
            if values.get(name) is not None:
                values[name] = spell(values[name])
        row = {**self._defaults, "id": key, **values}
        if len(row) != len(self._defaults):
            raise ValueError(f"{self.model.__name__}: {sorted(set(values) - set(self._defaults))} unknown")
        self._gathered.append(tuple(row.values()))
        if len(self._gathered) >= _AT_ONCE:
            self.write()
        return key

    def write(self) -> None:
        """Write what was gathered since the last write, and let the database number on after it."""
        if not self._gathered:
            return
        if connection.vendor == "postgresql":
            self._copy()
        else:
            places = ", ".join(["%s"] * len(self._fields))
            with connection.cursor() as cursor:
                cursor.executemany(
                    f"INSERT INTO {self._table} ({self._columns}) VALUES ({places})",  # noqa: S608
                    self._gathered,
                )
        self._gathered.clear()

    def _copy(self) -> None:
        with connection.cursor() as cursor:
            with cursor.copy(f"COPY {self._table} ({self._columns}) FROM STDIN") as copy:
                for row in self._gathered:
                    copy.write_row(row)
            for statement in connection.ops.sequence_reset_sql(no_style(), [self.model]):
                cursor.execute(statement)

    @property
    def _table(self) -> str:
        return connection.ops.quote_name(self.model._meta.db_table)

    @property
    def _columns(self) -> str:
        return ", ".join(connection.ops.quote_name(str(field.column)) for field in self._fields)


def _conversions(fields: Sequence[models.Field[Any, Any]]) -> dict[str, Callable[[Any], Any]]:
    """Return how the values of a table's days, instants and JSON are spelled for the database."""
    adapt = connection.ops
    # A population has few instants and many rows.
    instant, day = (
        lru_cache(10_000)(adapt.adapt_datetimefield_value),
        lru_cache(10_000)(adapt.adapt_datefield_value),
    )
    found: dict[str, Callable[[Any], Any]] = {}
    for field in fields:
        if isinstance(field, models.DateTimeField):
            found[field.attname] = instant
        elif isinstance(field, models.DateField):
            found[field.attname] = day
        elif isinstance(field, models.JSONField):
            found[field.attname] = partial(json.dumps, ensure_ascii=False)
    return found
