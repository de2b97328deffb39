"""How long cases took in each stage: whole days between opening and closing, median and ninetieth part."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from xiangchuang.calendars import clock
from xiangchuang.procedure.models import CaseMatter, StageRun

LOOKED_AT: Final = 20_000
"""The newest closed passages; older ones say nothing of how long it takes now."""


@dataclass(frozen=True)
class Times:
    """Days of so many passages: the middle one, and the one that nine in ten do not exceed."""

    count: int
    median: int
    ninety: int


def times_of(days: Iterable[int]) -> Times | None:
    """Return the middle and the ninetieth of the days by the nearest rank; None without any."""
    ordered = sorted(days)
    if not ordered:
        return None
    return Times(len(ordered), _ranked(ordered, 50), _ranked(ordered, 90))


def _ranked(ordered: Sequence[int], percent: int) -> int:
    """The nearest rank: the smallest value that at least so many of a hundred do not exceed."""
    return ordered[max(-(-len(ordered) * percent // 100), 1) - 1]


def days_between(opened: datetime, closed: datetime) -> int:
    """Return the Shanghai calendar days from the one day to the other; 0 on the same day."""
    return (clock.day_of(closed) - clock.day_of(opened)).days


def times_by_stage(matter: CaseMatter = CaseMatter.APPROVAL) -> dict[str, Times]:
    """Return by stage code how long the newest closed passages took, in one query."""
    rows = StageRun.objects.filter(case__matter=matter, closed_at__isnull=False).order_by("-pk")
    days: dict[str, list[int]] = defaultdict(list)
    for code, opened, closed in rows.values_list("stage_code", "opened_at", "closed_at")[:LOOKED_AT]:
        assert closed is not None
        days[code].append(days_between(opened, closed))
    return {code: times for code, own in days.items() if (times := times_of(own))}
