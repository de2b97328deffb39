"""A chart of a page as a picture for slides, or its table as a workbook or CSV."""

from typing import Final

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from xiangchuang.accounts.refusals import Refusal
from xiangchuang.documents.official import DocumentError, render_chart_png
from xiangchuang.pages.charts import Chart
from xiangchuang.pages.table_download import table_download

PNG: Final = "image/png"


def chart_download(chart: Chart, *, wanted: str, title: str) -> HttpResponse | None:
    """Return the download asked for ("png", "xlsx", "csv"), or None for any other word.

    Raises Refusal where the typesetter has no fonts.
    """
    if wanted != "png":
        return table_download(chart.table, wanted=wanted, title=title, source=chart.source)
    response = HttpResponse(chart_png(chart), content_type=PNG)
    response["Content-Disposition"] = content_disposition_header(True, f"{title}.png") or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def chart_png(chart: Chart) -> bytes:
    """Return the picture with its finding above, unit, source and day below; raises Refusal without fonts."""
    told = {"unit": chart.unit, "source": chart.source}
    try:
        return render_chart_png(
            chart.title,
            _("单位：%(unit)s。来源：%(source)s。") % told,
            render_to_string("parts/chart_file.svg", {"chart": chart}) if chart.is_drawn else "",
            fonts=settings.DOCUMENT_FONT_DIRECTORIES,
        )
    except DocumentError as error:
        raise Refusal(str(error), remedy=_("表格仍可导出 Excel 或 CSV。")) from error
