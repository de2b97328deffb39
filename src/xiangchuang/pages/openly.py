"""A table as anybody may read it: cells with personal data are left out, and it is said so."""

from dataclasses import replace

from xiangchuang.documents.personal import without_personal_data
from xiangchuang.pages.parts import ListTable


def openly_table(table: ListTable) -> ListTable:
    """Return the table with every sentence of its words that holds personal data replaced."""
    rows = [
        replace(
            row, cells=[without_personal_data(cell) if isinstance(cell, str) else cell for cell in row.cells]
        )
        for row in table.rows
    ]
    return replace(table, rows=rows)
