"""Figures of many centers over years, and published grades: as many queries for one as for all."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Final, TypeVar

from xiangchuang.calendars import clock
from xiangchuang.centers.figures import FigureRow, Span, find_figure, read_figure
from xiangchuang.centers.figures import figures as contributed
from xiangchuang.centers.models import Center
from xiangchuang.evaluation.models import SubjectScore
from xiangchuang.evaluation.result_queries import PUBLIC

G = TypeVar("G", bound=Hashable)
MOST_YEARS: Final = 6


def years_shown(centers: Iterable[Center]) -> list[int]:
    """Return the years from the first approval to this one, at most MOST_YEARS of them."""
    last = clock.today().year
    first = min((center.approved_on.year for center in centers), default=last)
    return list(range(max(first, last - MOST_YEARS + 1), last + 1))


def addable_figures() -> list[tuple[str, str]]:
    """Return code and name of the figures that several centers can have together."""
    return [(figure.code, str(figure.label)) for figure in contributed() if figure.fold != "last"]


def by_group(
    code: str, centers: Sequence[Center], years: Sequence[int], group: Callable[[Center], G]
) -> dict[G, list[int | None]]:
    """Return the figure of each group in each year, folded over the rows of all its centers.

    What several centers share counts once where the figure counts different things. One query of the figure
    where its rows go by days, else one for each year.
    """
    figure, group_of = find_figure(code), {center.pk: group(center) for center in centers}
    rows = _rows(code, centers, years)
    found: dict[G, list[int | None]] = {}
    for key in dict.fromkeys(group_of.values()):
        members = {pk for pk, of in group_of.items() if of == key}
        found[key] = [figure.folded([row for row in rows[year] if row.center in members]) for year in years]
    return found


def _rows(code: str, centers: Sequence[Center], years: Sequence[int]) -> Mapping[int, list[FigureRow]]:
    found: dict[int, list[FigureRow]] = defaultdict(list)
    if not years:
        return found
    if find_figure(code).by_day:
        whole = Span(Span.of_year(min(years)).first, Span.of_year(max(years)).last)
        for reading in read_figure(code, centers, whole).values():
            for row in reading.rows:
                found[row.on.year].append(row)
    else:
        for year in years:
            for reading in read_figure(code, centers, Span.of_year(year)).values():
                found[year].extend(reading.rows)
    return found


def published_grades(centers: Sequence[Center]) -> dict[int, dict[int, SubjectScore]]:
    """Return the published place of each center by the year of its round, in one query."""
    rows = (
        SubjectScore.objects.filter(PUBLIC, subject__center__in=[center.pk for center in centers])
        .select_related("run__round__case", "subject")
        .order_by("run__round__last_on", "run__number", "pk")
    )
    found: dict[int, dict[int, SubjectScore]] = defaultdict(dict)
    for score in rows:
        # A later publication of the same round stands before the earlier one.
        found[score.subject.center_id][score.run.round.year] = score
    return found
