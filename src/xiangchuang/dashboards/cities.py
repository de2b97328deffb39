"""The cities beside each other: who applied, was recommended, passed, was approved, and in how many days."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, QuerySet

from xiangchuang.calendars import clock
from xiangchuang.procedure.course import COURSE, came_to
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.stage_times import times_by

_AREA: Final = "proposal__lead__prefecture"


@dataclass(frozen=True)
class CityLine:
    """One area. came: by mark of COURSE; days: the median from submission to approval, None before any."""

    prefecture: str
    came: dict[str, int]
    days: int | None


def city_lines(cases: "QuerySet[Case]", year: int | None = None) -> list[CityLine]:
    """Return the areas of those who applied, most applications first; of one year of submission if told.

    cases: the applications in somebody's view. Two queries however many there are; an area is the lead's.
    """
    rows = cases.filter(came_to("applied")).order_by()
    if year is not None:
        rows = rows.filter(submitted_at__year=year)
    counts = {f"came_{mark}": Count("pk", filter=came_to(mark)) for mark in COURSE}
    counted = rows.values_list(_AREA).annotate(**counts)
    days = _days(rows)
    lines = [
        CityLine(area, dict(zip(COURSE, came, strict=True)), days.get(area))
        for area, *came in counted
        if area is not None
    ]
    return sorted(lines, key=lambda line: (-line.came["applied"], line.prefecture))


def years_applied(cases: "QuerySet[Case]") -> list[int]:
    """Return the years in which anybody applied, newest first."""
    days = cases.filter(came_to("applied")).datetimes("submitted_at", "year", order="DESC")
    return [clock.day_of(day).year for day in days]


def _days(rows: "QuerySet[Case]") -> dict[str, int]:
    granted = rows.filter(came_to("granted"), closed_at__isnull=False)
    return {area: own.median for area, own in times_by(granted, _AREA, "submitted_at", "closed_at").items()}
