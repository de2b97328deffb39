"""Rows pasted from a spreadsheet or read from a file, as texts that the cells of the table then judge."""

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from xiangchuang.accounts.text import normalise_text
from xiangchuang.documents.intake import RefusedFile, UploadLimits, check_upload_limited
from xiangchuang.files.names import safe_name
from xiangchuang.files.store import RefusedUpload
from xiangchuang.plan_parts.columns import TableColumn
from xiangchuang.procedure.errors import Invalid
from xiangchuang.sheets import Column, SheetError, read_rows_limited
from xiangchuang.sheets.columns import base_of, money_unit_in, plain

ACCEPTED: Final = ("xlsx", "csv")


@dataclass(frozen=True)
class RowsFound:
    """Rows as texts by column, faults of a row by its place (from 0), and what was not read."""

    rows: Sequence[Mapping[str, str]]
    faults: Mapping[int, list[tuple[str, str]]] = field(default_factory=dict)
    notes: Sequence[str] = ()


def pasted_rows(text: str, columns: Sequence[TableColumn]) -> RowsFound:
    """Return the rows of a paste; a first line with the columns' labels names them, else they go in order."""
    lines = [
        [cell.strip() for cell in line]
        for line in csv.reader(io.StringIO(normalise_text(text)), delimiter="\t")
        if any(cell.strip() for cell in line)
    ]
    if not lines:
        return RowsFound(())
    known = _by_label(columns)
    head = [known.get(base_of(cell).removesuffix("年")) for cell in lines[0]]
    named = 2 * sum(column is not None for column in head) >= len(head)
    units = [money_unit_in(cell) if named else None for cell in lines[0]]
    places = head if named else list(columns)
    rows, left = [], 0
    for line in lines[1:] if named else lines:
        row = {}
        for place, cell in enumerate(line):
            column = places[place] if place < len(places) else None
            if column is None:
                left += bool(cell)
            else:
                row[column.name] = _with_unit(column, cell, units[place] if place < len(units) else None)
        rows.append(row)
    notes = [_("有 %(count)d 格不属于本表的列，没有读取。") % {"count": left}] if left else []
    return RowsFound(rows, notes=notes)


def sheet_rows(upload: "UploadedFile[Any]", columns: Sequence[TableColumn], *, most: int) -> RowsFound:
    """Return the rows of a workbook or CSV; nothing is kept of the file.

    Raises RefusedUpload for a hostile, broken or wrong file, Invalid where no table can be read.
    """
    name = safe_name(upload.name or "")
    limits = UploadLimits(max_bytes=settings.UPLOAD_LIMIT_BYTES)
    asked = [Column(column.name, column.label, "long_text") for column in columns]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet"
        with path.open("wb") as target:
            for chunk in upload.chunks():
                target.write(chunk)
        try:
            check_upload_limited(path, name=name, expect=ACCEPTED, limits=limits)
            read = read_rows_limited(path, asked, most=most)
        except RefusedFile as refused:
            raise RefusedUpload(refused) from refused
        except SheetError as error:
            raise Invalid(
                _("这份表没有读取：%(why)s。") % {"why": error.message.rstrip("。")},
                remedy=_("已保存的表没有变动；改好后重新选择文件，或用模板重新填写。"),
            ) from error
    known = {column.name: column for column in columns}
    by_label = _by_label(columns)
    units = {
        column.name: money_unit_in(word) for word in read.headers if (column := by_label.get(base_of(word)))
    }
    rows = [
        {
            key: _with_unit(known[key], str(value), units.get(key))
            for key, value in row.values.items()
            if value is not None
        }
        for row in read.rows
    ]
    faults = {
        place: [(fault.column, fault.text) for fault in row.faults]
        for place, row in enumerate(read.rows)
        if row.faults
    }
    return RowsFound(rows, faults, read.notes)


def _by_label(columns: Sequence[TableColumn]) -> dict[str, TableColumn]:
    found = {base_of(column.label): column for column in columns}
    return found | {plain(column.label): column for column in columns}


def _with_unit(column: TableColumn, text: str, unit: str | None) -> str:
    """A head that says 元 or 亿元 speaks for the cells below it; 万元 is what a cell without unit means."""
    if unit in {None, "万元"} or column.kind not in {"money", "figure"} or not text[-1:].isdigit():
        return text
    return f"{text}{unit}"
