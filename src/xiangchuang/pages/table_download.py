"""A table of a page as a workbook or as CSV, just as it is shown."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.parts import ListTable
from xiangchuang.sheets import Column, write_table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_download(table: ListTable, *, wanted: str, title: str, source: str) -> HttpResponse | None:
    """Return the download asked for ("xlsx", "csv"), or None for any other word."""
    heads = [f"{c.label}（{c.unit}）" if c.unit else c.label for c in table.columns]
    if wanted == "csv":
        return csv_response(f"{title}.csv", heads, [row.cells for row in table.rows])
    if wanted != "xlsx":
        return None
    columns = [Column(f"c{place}", head, "text") for place, head in enumerate(heads)]
    rows = [{f"c{place}": str(cell) for place, cell in enumerate(row.cells)} for row in table.rows]
    content = write_table(columns, rows, title=title, source=source)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{title}.xlsx") or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
