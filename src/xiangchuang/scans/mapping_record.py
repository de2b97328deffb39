"""A mapping of columns as it is kept with a scan, and back."""

from typing import Any

from xiangchuang.policy.scan import Column, TableMapping


def as_record(mapping: TableMapping) -> dict[str, Any]:
    """Return the mapping as JSON keeps it."""
    return {
        "columns": [
            {"header": c.header, "name": c.name, "unit": c.unit, "year": c.year} for c in mapping.columns
        ],
        "kind": mapping.kind,
        "year": mapping.year,
    }


def from_record(record: dict[str, Any]) -> TableMapping:
    """Return the mapping that `as_record` wrote."""
    columns = tuple(Column(**column) for column in record["columns"])
    return TableMapping(columns, kind=record["kind"], year=record["year"])
