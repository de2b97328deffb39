"""How long cases took in each stage: whole days between opening and closing, median and ninetieth part."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from xiangchuang.procedure.models import CaseMatter, StageRun
from xiangchuang.procedure.shanghai_time import shanghai_days_between

LOOKED_AT: Final = 20_000
"""The newest closed passages; older ones say nothing of how long it takes now."""


@dataclass(frozen=True)
class Times:
    """Days of so many passages: the middle one, and the one that nine in ten do not exceed."""

    count: int
    median: int
    ninety: int


def times_of(days: Mapping[int, int]) -> Times | None:
    """Return the middle and the ninetieth of the days by the nearest rank; None without any.

    days: how many passages took so many days.
    """
    ordered = sorted((length, number) for length, number in days.items() if number)
    if not ordered:
        return None
    reached = list(accumulate(number for _length, number in ordered))
    lengths = [length for length, _number in ordered]
    return Times(reached[-1], _ranked(lengths, reached, 50), _ranked(lengths, reached, 90))


def _ranked(lengths: Iterable[int], reached: list[int], percent: int) -> int:
    """The nearest rank: the smallest value that at least so many of a hundred do not exceed."""
    wanted = -(-reached[-1] * percent // 100)
    return next(length for length, so_many in zip(lengths, reached, strict=True) if so_many >= wanted)


def times_by(rows: "QuerySet[Any]", group: str, opened: str, closed: str) -> dict[str, Times]:
    """Return for each value of `group` how long its rows took from `opened` to `closed`, in one query.

    All three are names of columns. The database counts by length, so that as many rows come back as there
    are lengths, however many there were.
    """
    counted = (
        rows.order_by().values_list(group, shanghai_days_between(opened, closed)).annotate(number=Count("pk"))
    )
    days: dict[str, dict[int, int]] = defaultdict(dict)
    for code, length, number in counted:
        days[code][length] = number
    return {code: times for code, own in days.items() if (times := times_of(own))}


def times_by_stage(matter: CaseMatter = CaseMatter.APPROVAL) -> dict[str, Times]:
    """Return by stage code how long the newest closed passages took, in one query."""
    closed = StageRun.objects.filter(case__matter=matter, closed_at__isnull=False)
    oldest = closed.order_by("-pk").values("pk")[LOOKED_AT - 1 : LOOKED_AT]
    newest = closed.filter(pk__gte=Coalesce(Subquery(oldest), Value(0)))
    return times_by(newest, "stage_code", "opened_at", "closed_at")
