"""The institutes of a comprehensive center as they were, are or will be on a day (3.1.1-4)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import cast

from django.db.models import Prefetch, Q

from xiangchuang.centers.models import Center
from xiangchuang.governance.models import Institute, InstituteAdjustment
from xiangchuang.governance.standing_rows import standing
from xiangchuang.organizations.prefectures import prefecture_label


@dataclass(frozen=True)
class InstituteOnDay:
    """One institute as it stood on the day."""

    pk: int
    name: str
    host: str
    field: str
    prefecture: str
    place: str
    head: str
    opened_on: dt.date
    closed_on: dt.date | None
    adjusted_on: dt.date | None = None

    @property
    def area(self) -> str:
        """Name of the prefecture."""
        return prefecture_label(self.prefecture)


def institutes_on(center: Center, day: dt.date) -> list[InstituteOnDay]:
    """Return the institutes open on the day with what had been adjusted by then, by name; two queries."""
    adjustments = (
        standing(InstituteAdjustment)
        .filter(adjusted_on__lte=day)
        .select_related("host")
        .order_by("adjusted_on")
    )
    rows = (
        standing(Institute)
        .filter(Q(closed_on=None) | Q(closed_on__gt=day), center=center, opened_on__lte=day)
        .select_related("host")
        .prefetch_related(Prefetch("adjustments", queryset=adjustments))
    )
    return [_adjusted(institute) for institute in rows.order_by("name")]


def _adjusted(institute: Institute) -> InstituteOnDay:
    found = InstituteOnDay(
        institute.pk, institute.name, institute.host.name, institute.field, institute.prefecture,
        institute.place, institute.head, institute.opened_on, institute.closed_on,
    )  # fmt: skip
    for adjustment in cast(Iterable[InstituteAdjustment], institute.adjustments.all()):
        said = {
            name: getattr(adjustment, name)
            for name in ("field", "prefecture", "place", "head")
            if getattr(adjustment, name)
        }
        if adjustment.host is not None:
            said["host"] = adjustment.host.name
        found = replace(found, **said, adjusted_on=adjustment.adjusted_on)
    return found


def turning_days(center: Center) -> list[dt.date]:
    """Return the days on which the organisation of the center changed, newest first."""
    days: set[dt.date] = set()
    rows = standing(Institute).filter(center=center)
    for opened, closed in rows.values_list("opened_on", "closed_on"):
        days |= {opened} if closed is None else {opened, closed}
    days |= set(standing(InstituteAdjustment).filter(center=center).values_list("adjusted_on", flat=True))
    return sorted(days, reverse=True)
