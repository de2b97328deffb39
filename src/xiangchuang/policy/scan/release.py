"""A data release: one national table as organisations and yearly figures, kept in a DuckDB database.

Tables: ``organisations`` (org_id, uscc, name, kind, industry, prefecture, field), ``yearly`` (org_id, year,
one column per code of the pack; money in whole fen, counts BIGINT, flags BOOLEAN; NULL is missing),
``set_aside`` (row_number, reason, header, cell) and, once built, ``facts``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal, Self, get_args

import duckdb

from xiangchuang.policy.conditions import FactDefinition
from xiangchuang.policy.conditions.rules import CapabilitySource, NationalSource
from xiangchuang.policy.content import Pack
from xiangchuang.policy.terms import OrganizationKind

FigureUnit = Literal["fen", "count", "flag"]
SQL_TYPES: Final[dict[FigureUnit, str]] = {"fen": "BIGINT", "count": "BIGINT", "flag": "BOOLEAN"}
KINDS: Final[tuple[str, ...]] = get_args(OrganizationKind)
KIND_TYPE: Final = f"ENUM({', '.join(repr(kind) for kind in KINDS)})"


class Release:
    """A national table in DuckDB; close it, or use it in a ``with`` statement.

    ``told`` hears, while a table is read, how many of its rows have been; what it raises ends the reading.
    """

    told: Callable[[int], None] | None = None

    def __init__(self, path: Path | None = None, *, threads: int = 2, memory: str = "2GB") -> None:
        """Opens or makes the database at ``path``, in memory without one; ``memory`` as DuckDB writes it."""
        settings: dict[str, str | bool | int | float | list[str]] = {
            "threads": threads,
            "memory_limit": memory,
        }
        self.connection = duckdb.connect(str(path) if path else ":memory:", config=settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the database."""
        self.connection.close()

    def run(self, sql: str, values: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """The rows of a statement with named values."""
        return list(self.connection.execute(sql, dict(values or {})).fetchall())

    def number(self, sql: str, values: Mapping[str, object] | None = None) -> int:
        """The one whole number that a statement gives."""
        return int(self.run(sql, values)[0][0])

    def lay_out(self, units: Mapping[str, FigureUnit]) -> None:
        """Empty tables for the figures of ``units``, replacing what was there."""
        columns = "".join(f", {quoted(code)} {SQL_TYPES[unit]}" for code, unit in units.items())
        # What was built from the figures before must not be taken for what these say.
        self.run("DROP TABLE IF EXISTS facts")
        self.run("DROP TABLE IF EXISTS scanned")
        self.run(
            "CREATE OR REPLACE TABLE organisations (org_id INTEGER, uscc VARCHAR, name VARCHAR, "
            f"kind {KIND_TYPE}, industry VARCHAR, prefecture VARCHAR, field VARCHAR)"
        )
        self.run(f"CREATE OR REPLACE TABLE yearly (org_id INTEGER, year SMALLINT{columns})")
        self.run(
            "CREATE OR REPLACE TABLE set_aside "
            "(row_number BIGINT, reason VARCHAR, header VARCHAR, cell VARCHAR)"
        )


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as an SQL literal, where a statement takes no bound value."""
    return "'" + value.replace("'", "''") + "'"


def figures(pack: Pack) -> dict[str, FigureUnit]:
    """The yearly codes a national table may give the leads' facts of ``pack``, with their units.

    A capability fact, such as platforms in the field, is given as a count under the fact's own name; so is a
    rank that the table states itself instead of its figures.
    """
    found: dict[str, FigureUnit] = {}
    for definition in pack.facts.values():
        # A count of known years has a unit of its own; another fact of the code gives the code's unit.
        counted = definition.years is not None and definition.years.aggregate == "years_known"
        if definition.subject == "lead" and not counted and not is_ranked(definition):
            found[column_of(definition)] = unit_of(definition)
    return found


def column_of(definition: FactDefinition) -> str:
    """The column of ``yearly`` that a fact is read from."""
    source = definition.source
    return definition.name if isinstance(source, CapabilitySource) else source.code


def is_ranked(definition: FactDefinition) -> bool:
    """Whether the fact is worked out from the table by ranking its organisations."""
    return isinstance(definition.source, NationalSource) and definition.source.ranks is not None


def unit_of(definition: FactDefinition) -> FigureUnit:
    """Money, a flag, or a whole number of any other kind."""
    return definition.unit if definition.unit in ("fen", "flag") else "count"
