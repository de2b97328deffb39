"""Reports as figures of a center: how many fell due in a span, and how many of those never came."""

from collections.abc import Collection, Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.centers.figures import Figure, FigureRow, Span
from xiangchuang.centers.obligations import ANNUAL_REPORT
from xiangchuang.procedure.models import Obligation


def _due(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    yield from _rows(centers, span, only_missing=False)


def _missing(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    yield from _rows(centers, span, only_missing=True)


def _rows(centers: Collection[int], span: Span, *, only_missing: bool) -> Iterator[FigureRow]:
    rows = Obligation.objects.filter(
        case__center__in=list(centers), kind=ANNUAL_REPORT, due_on__range=(span.first, span.last)
    )
    if only_missing:
        rows = rows.filter(fulfilled_at=None, due_on__lt=clock.today())
    for center, period, due_on in rows.order_by("due_on", "pk").values_list(
        "case__center", "period", "due_on"
    ):
        # The year names the row: that is what its page is found by.
        yield FigureRow(center, period, due_on, 1, str(period))


def _page(center: int, year: int) -> str:
    return reverse("reporting:report", args=[center, year])


ALL: Final = (
    Figure(
        "reports_due", _("应报年度报告"), "count", "sum", _due, _("按截止日计入当年。"),
        "annual-reports", _page,
    ),
    Figure(
        "reports_missing", _("未报年度报告"), "count", "sum", _missing,
        _("截止日已过、至今没有报送的，按截止日计入当年。"), "annual-reports", _page, by_day=False,
    ),
)  # fmt: skip
