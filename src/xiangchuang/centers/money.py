"""Money that one register of a center holds and another sums: told once, so that nobody types it twice."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.functional import Promise

from xiangchuang.centers.figures import EVER, FigureRow, Span
from xiangchuang.centers.models import Center

Flow = Literal["income", "use"]
ByYear = Mapping[int, Mapping[str, int]]
"""Fen by calendar year and code of the kind."""
MoneyRows = Iterable[tuple[str, FigureRow]]
"""Rows of fen, each with the kind of income, use or source that it is."""
ReadMoney = Callable[[Collection[int], Span], MoneyRows]
"""Rows of the centers of these ids in the span, in a fixed number of queries however many centers."""


@dataclass(frozen=True)
class MoneySource:
    """A register elsewhere whose sums belong to a center's income or spending.

    rows: its rows with their kinds of income or use; each names its own source, so that it can be read.
    """

    code: str
    label: str | Promise
    flow: Flow
    rows: ReadMoney

    def by_year(self, center: Center) -> ByYear:
        """Return the center's fen by year and kind."""
        return money_by_year(self.rows, center)


_SOURCES: Final[dict[str, MoneySource]] = {}


def contribute_money(source: MoneySource) -> None:
    """Add a source; call it from the app's `ready()`."""
    _SOURCES[source.code] = source


def money_sources(flow: Flow) -> list[MoneySource]:
    """Return the sources of a flow, in the order in which they were contributed."""
    return [source for source in _SOURCES.values() if source.flow == flow]


def money_by_year(read: ReadMoney, center: Center) -> dict[int, dict[str, int]]:
    """Return the center's rows of all years summed by year and kind, in fen."""
    found: dict[int, dict[str, int]] = {}
    for kind, row in read([center.pk], EVER):
        kinds = found.setdefault(row.on.year, {})
        kinds[kind] = kinds.get(kind, 0) + row.amount
    return found


def added(*tables: ByYear) -> dict[int, dict[str, int]]:
    """Return the sums of several tables, year by year and kind by kind."""
    found: dict[int, dict[str, int]] = {}
    for table in tables:
        for year, kinds in table.items():
            into = found.setdefault(year, {})
            for kind, fen in kinds.items():
                into[kind] = into.get(kind, 0) + fen
    return found
