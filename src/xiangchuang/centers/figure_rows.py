"""Rows of registers as figures count them: the standing ones of some centers, by a day of theirs."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Q, QuerySet

from xiangchuang.centers.figures import FigureRow, Rows, Span
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.centers.registers.related import naming_paths


def entries_of(model: type[Entry], centers: Collection[int], *only: Q) -> "QuerySet[Any]":
    """Return the standing rows of the centers with what their names need at hand; one query."""
    manager: Any = model.objects
    rows: QuerySet[Any] = manager.standing().filter(*only, center__in=centers)
    paths = naming_paths(model)
    return (rows.select_related(*paths) if paths else rows).order_by("pk")


def within(day: str, span: Span) -> Q:
    """Return the condition that a day lies in the span."""
    return Q((f"{day}__gte", span.first), (f"{day}__lte", span.last))


def entry_rows(model: type[Entry], day: str, *only: Q, amount: str = "", key: str = "") -> Rows:
    """Return what counts a register's standing rows by the field `day`: one each, or what `amount` holds.

    key: the field whose equal values are one thing.
    """
    wanted = (*only, Q((f"{amount}__isnull", False))) if amount else only

    def rows(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
        for entry in entries_of(model, centers, *wanted, within(day, span)):
            yield FigureRow(
                entry.center_id, entry.pk, getattr(entry, day), getattr(entry, amount) if amount else 1,
                str(entry), str(getattr(entry, key)) if key else "",
            )  # fmt: skip

    return rows
