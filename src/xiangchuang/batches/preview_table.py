"""The preview as a table: each row as it will be written, each fault at its cell. No queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xiangchuang.batches.reading import ReadRow
from xiangchuang.pages import figures
from xiangchuang.sheets import Column

_FEN_OF = {"元": figures.yuan_number, "万元": figures.wan_number}
NUMBERS = ("money", "count", "share")
_SHOWN_CHARACTERS = 120
FAULTS = Column("faults", "问题", "long_text", width=48)


@dataclass(frozen=True)
class PreviewCell:
    """One cell: the value as it will be kept, and what is wrong with it."""

    label: str
    text: str
    fault: str
    is_number: bool


@dataclass(frozen=True)
class PreviewRow:
    """One row with its number in the sheet; `fault` concerns the row as a whole."""

    number: int
    cells: Sequence[PreviewCell]
    fault: str
    is_good: bool


def preview_rows(rows: Iterable[ReadRow], columns: Sequence[Column]) -> list[PreviewRow]:
    """Return the rows as the page draws them."""
    return [
        PreviewRow(
            row.number,
            [
                PreviewCell(
                    str(column.label),
                    value_words(column, row.values.get(column.name)),
                    faults_of(row, column.name),
                    column.kind in NUMBERS and not faults_of(row, column.name),
                )
                for column in columns
            ],
            faults_of(row, ""),
            not row.faults,
        )
        for row in rows
    ]


def faults_of(row: ReadRow, column: str) -> str:
    """Return what is wrong with one cell of the row, "" for the row as a whole."""
    return _("；").join(fault.text for fault in row.faults if fault.column == column)


def value_words(column: Column, value: Any) -> str:
    """Return a value as people read it; money in the unit of the column's head."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if column.kind == "money":
        return _FEN_OF.get(column.money_unit, figures.wan_number)(value)
    if column.kind == "share":
        return figures.share_text(value).removesuffix("%")
    if isinstance(value, dt.date):
        return figures.iso_day(value)
    words = str(column.choices.get(value, value)) if column.choices else str(value)
    return words if len(words) <= _SHOWN_CHARACTERS else f"{words[:_SHOWN_CHARACTERS]}…"


def faulty_table(rows: Iterable[ReadRow], columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Return the faulty rows for a download, each with its number and its faults in words."""
    labels = {column.name: str(column.label) for column in columns}
    return [
        {
            **row.values,
            FAULTS.name: _("第 %(row)d 行：") % {"row": row.number}
            + _("；").join(
                labels[fault.column] + _("：") + fault.text if fault.column in labels else fault.text
                for fault in row.faults
            ),
        }
        for row in rows
        if row.faults
    ]
