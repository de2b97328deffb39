"""Spreadsheets in and out: what people fill in with Excel or WPS, read cell by cell and never lost silently.

Open a file with ``read_sheet``, take its rows with ``read_rows`` by the register's ``Column``s; hand out
``write_template`` to be filled in, and lists with ``write_table``. A stranger's file is read by
``read_rows_limited``, in a process of its own.
"""

from xiangchuang.sheets.cells import Broken, Cell, Percent
from xiangchuang.sheets.columns import Column, Kind, MoneyUnit
from xiangchuang.sheets.faults import SheetError
from xiangchuang.sheets.limited import RowsRead, read_rows_limited
from xiangchuang.sheets.rows import Fault, Row, Rows, read_rows
from xiangchuang.sheets.sheet import Page, Sheet, read_sheet
from xiangchuang.sheets.values import Value
from xiangchuang.sheets.writing import write_table, write_template

__all__ = [
    "Broken",
    "Cell",
    "Column",
    "Fault",
    "Kind",
    "MoneyUnit",
    "Page",
    "Percent",
    "Row",
    "Rows",
    "RowsRead",
    "Sheet",
    "SheetError",
    "Value",
    "read_rows",
    "read_rows_limited",
    "read_sheet",
    "write_table",
    "write_template",
]
