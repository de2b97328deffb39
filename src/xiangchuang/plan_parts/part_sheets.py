"""A table as a workbook: its rows to work on elsewhere, or an empty form with choices and hints."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import override

from xiangchuang.plan_parts.cell_words import typed_words
from xiangchuang.plan_parts.columns import ColumnKind, Line, TableColumn
from xiangchuang.plan_parts.tables import PartTable
from xiangchuang.procedure.pack_words import words
from xiangchuang.sheets import Column, Kind, Value, write_table, write_template

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS: Final[dict[ColumnKind, Kind]] = {
    "line": "text",
    "text": "long_text",
    "money": "money",
    "count": "count",
    "day": "date",
    "flag": "flag",
    "choice": "choice",
    "organization": "choice",
    "figure": "text",
}
_WIDE: Final = 32


def table_sheet(table: PartTable, *, source: str) -> bytes:
    """Return the rows of the table as .xlsx; what is read back from it is the same table."""
    columns = _columns(table.columns)
    rows = [_row(table, line) for line in table.lines]
    return write_table(columns, rows, title=_title(table), source=source)


def template_sheet(table: PartTable, *, notes: Sequence[str] = ()) -> bytes:
    """Return an .xlsx to fill in, its headers and choices in Chinese whoever looks."""
    return write_template(_columns(table.columns), title=_title(table), notes=notes)


def _title(table: PartTable) -> str:
    with override("zh-hans"):
        return words(table.rule.title)


def _columns(columns: Sequence[TableColumn]) -> list[Column]:
    return [
        Column(
            column.name, column.label, _KINDS[column.kind], required=column.required, choices=column.choices,
            example=column.example, hint=column.hint, width=_WIDE if column.kind == "text" else 16,
        )
        for column in columns
    ]  # fmt: skip


def _row(table: PartTable, line: Line) -> dict[str, Value]:
    return {
        column.name: typed_words(table.rule, column, line)
        if column.kind == "figure"
        else line.get(column.name)
        for column in table.columns
    }
