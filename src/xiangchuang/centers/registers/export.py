"""What a list shows, as a spreadsheet."""

from django.http import HttpResponse

from xiangchuang.centers.registers.cells import cell_value, column_of
from xiangchuang.centers.registers.listing import Listing
from xiangchuang.pages.exports import csv_response


def export_response(listing: Listing) -> HttpResponse:
    """Return all rows that the list shows, in its order, with every field of the register."""
    register = listing.register
    columns = [column_of(register.model, name) for name in register.fields]
    head = [f"{column.label}（{column.unit}）" if column.unit else column.label for column in columns]
    rows = ([cell_value(entry, name) for name in register.fields] for entry in listing.rows)
    return csv_response(f"{listing.center.name}-{register.label}.csv", head, rows)
