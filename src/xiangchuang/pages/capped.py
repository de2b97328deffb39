"""Pages of a long list without counting all of it: a count over 100,000 rows costs more than the page."""

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

COUNTED_TO = 2000


class CappedPaginator(Paginator[Any]):
    """Counts no further than COUNTED_TO; what lies beyond is found by filtering."""

    @cached_property
    def _counted(self) -> int:
        rows = self.object_list
        assert isinstance(rows, QuerySet)
        return rows.order_by()[: COUNTED_TO + 1].count()

    @property
    def count(self) -> int:
        """The number of rows, at most COUNTED_TO."""
        return min(self._counted, COUNTED_TO)

    @property
    def is_capped(self) -> bool:
        """Whether there are more rows than were counted."""
        return self._counted > COUNTED_TO


def page_of(rows: "QuerySet[Any]", number: str, *, per_page: int = 50) -> Page[Any]:
    """Return the page of that number; a number that is none gives the first page, one too high the last."""
    return CappedPaginator(rows, per_page).get_page(number)
