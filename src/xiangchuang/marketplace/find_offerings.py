"""The directory's filters; all of their state is in the address."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from xiangchuang.accounts.text import normalise_line
from xiangchuang.centers.models import SERVING
from xiangchuang.marketplace.models import Offering, OfferingKind
from xiangchuang.marketplace.queries import public_offerings
from xiangchuang.marketplace.search_index import search
from xiangchuang.pages.typed import whole

LONGEST_SEARCH = 100


@dataclass(frozen=True)
class OfferingFilter:
    """What the address asks for; anything unknown in it is as if it were not there."""

    kind: str = ""
    text: str = ""
    center: int | None = None
    prefecture: str = ""
    field: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "OfferingFilter":
        """Read the filter from the address."""
        kind, center = query.get("kind", ""), query.get("center", "")
        return cls(
            kind=kind if kind in OfferingKind.values else "",
            text=normalise_line(query.get("q", ""))[:LONGEST_SEARCH],
            center=whole(center, None),
            prefecture=query.get("prefecture", "")[:6],
            field=query.get("field", "")[:64],
        )

    def rows(self) -> QuerySet[Offering]:
        """Return the offerings that fit, of centers that take new business, with their centers at hand."""
        rows = public_offerings().filter(center__state__in=SERVING)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.center is not None:
            rows = rows.filter(center=self.center)
        if self.prefecture:
            rows = rows.filter(center__prefecture=self.prefecture)
        if self.field:
            rows = rows.filter(center__field=self.field)
        return search(rows, self.text).order_by("kind", "name", "pk")

    @property
    def is_narrow(self) -> bool:
        """Whether something beyond the kind narrows the list."""
        return bool(self.text or self.center or self.prefecture or self.field)
