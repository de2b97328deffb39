"""Figures as these tests read them: of one center in one year, and at what cost for several."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from xiangchuang.centers.figures import Figure, Span, find_figure, read_figure
from xiangchuang.centers.models import Center

IN_2026 = Span.of_year(2026)


def figure_of(center: Center, code: str, year: int = 2026) -> int | None:
    """The figure of the center in a calendar year."""
    return read_figure(code, [center], Span.of_year(year))[center.pk].value


def figures_of(center: Center, codes: Iterable[str], year: int = 2026) -> dict[str, int | None]:
    """Several figures of the center in a calendar year."""
    return {code: figure_of(center, code, year) for code in codes}


def addresses_of(center: Center, code: str, year: int = 2026) -> list[str]:
    """Where the rows of a figure can be read."""
    figure: Figure = find_figure(code)
    rows = read_figure(code, [center], Span.of_year(year))[center.pk].rows
    return [figure.address(row) for row in rows]


def cost_of(code: str, centers: Iterable[Center], span: Span = IN_2026) -> int:
    """How many queries the figure takes for these centers."""
    with CaptureQueriesContext(connection) as asked:
        read_figure(code, list(centers), span)
    return len(asked)


def days_around(year: int = 2026) -> tuple[date, date, date, date]:
    """The day before a year, its first and its last, and the day after."""
    return date(year - 1, 12, 31), date(year, 1, 1), date(year, 12, 31), date(year + 1, 1, 1)
