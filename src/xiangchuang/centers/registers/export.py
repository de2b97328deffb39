"""What a list shows, as a workbook."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.centers.registers.listing import Listing
from xiangchuang.centers.registers.sheet_columns import sheet_columns, sheet_value
from xiangchuang.sheets import write_table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export_response(listing: Listing) -> HttpResponse:
    """Return all rows that the list shows, in its order, with every field of the register."""
    register = listing.register
    columns = sheet_columns(register)
    content = write_table(
        columns,
        ({name: sheet_value(entry, name) for name in register.fields} for entry in listing.rows),
        title=_("%(label)s：%(value)s") % {"label": listing.center.name, "value": register.label},
        source=_("截至 %(day)s") % {"day": clock.today().isoformat()},
    )
    response = HttpResponse(content, content_type=XLSX)
    name = f"{listing.center.name}-{register.label}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
