"""The rows of an uploaded spreadsheet, in a form that a batch keeps as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xiangchuang.sheets import Column, Fault, Row

ROWS_AT_MOST = 1000
"""Rows of one batch: they enter the register in one transaction, which others wait for."""


@dataclass(frozen=True)
class ReadRow:
    """One row: its number in the sheet, typed values by column, and what is wrong with it."""

    number: int
    values: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()

    @classmethod
    def read(cls, row: Row, columns: Sequence[Column]) -> ReadRow:
        """Return the row as the spreadsheet has it; a column the sheet does not have is empty."""
        return cls(row.number, {**_empty(columns), **row.values}, row.faults)

    def with_faults(self, faults: Sequence[Fault]) -> ReadRow:
        """Return the row with these faults beside its own."""
        return ReadRow(self.number, self.values, (*self.faults, *faults))

    def kept(self) -> dict[str, Any]:
        """Return the row as JSON keeps it."""
        return {
            "number": self.number,
            "values": {name: _kept(value) for name, value in self.values.items()},
            "faults": [[fault.column, _kept(fault.text)] for fault in self.faults],
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any], columns: Sequence[Column]) -> ReadRow:
        """Return the row from its JSON; days are read back as days."""
        days = {column.name for column in columns if column.kind == "date"}
        values = {
            name: dt.date.fromisoformat(value) if name in days and value is not None else value
            for name, value in kept["values"].items()
        }
        return cls(
            kept["number"], {**_empty(columns), **values}, tuple(Fault(*fault) for fault in kept["faults"])
        )


def _empty(columns: Sequence[Column]) -> dict[str, Any]:
    return {column.name: None for column in columns}


def _kept(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "")  # PostgreSQL keeps no NUL, not even in JSON
    return value.isoformat() if isinstance(value, dt.date) else value
