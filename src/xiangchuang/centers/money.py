"""Money that one register of a center holds and another sums: told once, so that nobody types it twice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.functional import Promise

from xiangchuang.centers.models import Center

Flow = Literal["income", "use"]
ByYear = Mapping[int, Mapping[str, int]]
"""Fen by calendar year and code of the kind."""


@dataclass(frozen=True)
class MoneySource:
    """A register elsewhere whose sums belong to a center's income or spending.

    by_year: its fen by year and kind of income or use, asked in a fixed number of queries.
    """

    code: str
    label: str | Promise
    flow: Flow
    by_year: Callable[[Center], ByYear]


_SOURCES: Final[dict[str, MoneySource]] = {}


def contribute_money(source: MoneySource) -> None:
    """Add a source; call it from the app's `ready()`."""
    _SOURCES[source.code] = source


def money_sources(flow: Flow) -> list[MoneySource]:
    """Return the sources of a flow, in the order in which they were contributed."""
    return [source for source in _SOURCES.values() if source.flow == flow]


def added(*tables: ByYear) -> dict[int, dict[str, int]]:
    """Return the sums of several tables, year by year and kind by kind."""
    found: dict[int, dict[str, int]] = {}
    for table in tables:
        for year, kinds in table.items():
            into = found.setdefault(year, {})
            for kind, fen in kinds.items():
                into[kind] = into.get(kind, 0) + fen
    return found
