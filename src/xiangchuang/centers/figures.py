"""Figures of a center over a span of days, each counted from rows of registers that one can open.

An app that keeps a register contributes what can be counted in it, as it contributes the register itself.
Annual reports, evaluations and overviews read the same figures, so no number is typed twice and every one
leads back to the rows it was made of.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.urls import reverse
from django.utils.functional import Promise

from xiangchuang.centers.models import Center
from xiangchuang.procedure.figure_names import name_figures

Words = str | Promise
Unit = Literal["fen", "count", "hours", "basis_points", "hundredths"]
"""What a figure's whole number counts: fen, things, hours, hundredths of a per cent or of a point."""
Fold = Literal["sum", "distinct", "mean", "last"]
"""How rows become a figure: amounts added up, different keys counted, amounts averaged (in hundredths, half
up), or the amount of the latest row."""


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, both within."""

    first: date
    last: date

    @classmethod
    def of_year(cls, year: int) -> "Span":
        """Return the calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


EVER: Final = Span(date(2, 1, 1), date(9998, 12, 31))
"""All days, but for the outermost years, so that a time zone can move each of them."""


@dataclass(frozen=True)
class FigureRow:
    """One row that counts: whose center, the day that places it in a span, and how much it adds.

    amount: in the figure's unit; 1 where things are counted. label: what a person reads for the row.
    key: what makes two rows the same thing to a `distinct` figure (a firm served twice).
    source: where the row stands, when a figure is counted from several places; the figure's own unless told.
    """

    center: int
    pk: int
    on: date
    amount: int
    label: str
    key: str = ""
    source: str = ""


Page = Callable[[int, int], str]
"""The address of a row, from the center's and the row's number."""
Rows = Callable[[Collection[int], Span], Iterable[FigureRow]]
"""Standing rows of the centers of these ids in the span, in as many queries for one center as for many."""


@dataclass(frozen=True)
class Figure:
    """One figure: what it is called, how it is counted, and the rows it is counted from.

    about: one sentence on what counts and by which day. source: the register's code, or a word of the app's
    own. page: the address of a row; unless told, the one contributed for its source or the register's entry.
    by_day: whether a row belongs to a span by its day alone, as what happened does; what stood on the last
    day of a span, or was due and done within it, is read anew for every span.
    """

    code: str
    label: Words
    unit: Unit
    fold: Fold
    rows: Rows
    about: Words
    source: str
    page: Page | None = None
    by_day: bool = True

    def address(self, row: FigureRow) -> str:
        """Return where the row can be read."""
        if self.page is not None and not row.source:
            return self.page(row.center, row.pk)
        return address_of(row.source or self.source, row.center, row.pk)

    def folded(self, rows: Sequence[FigureRow]) -> int | None:
        """Return the figure of one center's rows; None where a mean or a latest has no row."""
        return _FOLDS[self.fold](rows)


@dataclass(frozen=True)
class Reading:
    """A figure of one center, with the rows it was counted from."""

    value: int | None
    rows: tuple[FigureRow, ...] = ()


def _sum(rows: Sequence[FigureRow]) -> int:
    return sum(row.amount for row in rows)


def _distinct(rows: Sequence[FigureRow]) -> int:
    return len({row.key for row in rows})


def _mean(rows: Sequence[FigureRow]) -> int | None:
    return (200 * _sum(rows) + len(rows)) // (2 * len(rows)) if rows else None


def _last(rows: Sequence[FigureRow]) -> int | None:
    return max(rows, key=lambda row: (row.on, row.pk)).amount if rows else None


_FOLDS: Final[dict[Fold, Callable[[Sequence[FigureRow]], int | None]]] = {
    "sum": _sum,
    "distinct": _distinct,
    "mean": _mean,
    "last": _last,
}
_FIGURES: Final[dict[str, Figure]] = {}
_PAGES: Final[dict[str, Page]] = {}


def contribute_figures(*figures: Figure) -> None:
    """Add figures; call it from the app's `ready()`."""
    for figure in figures:
        _FIGURES[figure.code] = figure
    name_figures(*(figure.code for figure in figures))


def contribute_pages(pages: Mapping[str, Page]) -> None:
    """Say where rows that are no entries of a register can be read, by their source."""
    _PAGES.update(pages)


def address_of(source: str, center: int, pk: int) -> str:
    """Return where a row of that source can be read."""
    page = _PAGES.get(source)
    return page(center, pk) if page else reverse("centers:entry", args=[center, source, pk])


def figure_codes() -> frozenset[str]:
    """Return the codes a pack may name."""
    return frozenset(_FIGURES)


def find_figure(code: str) -> Figure:
    """Return the figure of that code; raises KeyError."""
    return _FIGURES[code]


def figures() -> list[Figure]:
    """Return every figure, in the order in which they were contributed."""
    return list(_FIGURES.values())


def read_figure(code: str, centers: Iterable[Center | int], span: Span) -> dict[int, Reading]:
    """Return the figure of each center by its id; every center asked for is in the answer."""
    figure = find_figure(code)
    ids = [center if isinstance(center, int) else center.pk for center in centers]
    found: dict[int, list[FigureRow]] = defaultdict(list)
    for row in figure.rows(ids, span):
        found[row.center].append(row)
    return {pk: Reading(figure.folded(found[pk]), tuple(found[pk])) for pk in ids}


def read_spans(code: str, center: Center, spans: Sequence[Span]) -> list[Reading]:
    """Return the figure of one center in each of the spans, read once for all where it goes by days."""
    figure = find_figure(code)
    if not spans or not figure.by_day:
        return [read_figure(code, [center], span)[center.pk] for span in spans]
    whole = Span(min(span.first for span in spans), max(span.last for span in spans))
    rows = read_figure(code, [center], whole)[center.pk].rows
    within = [tuple(row for row in rows if row.on in span) for span in spans]
    return [Reading(figure.folded(found), found) for found in within]
