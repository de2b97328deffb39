"""The rows of a register's model that were not withdrawn."""

from typing import Any

from django.db.models import QuerySet

from xiangchuang.centers.registers.entry import Entry


def standing(model: type[Entry]) -> "QuerySet[Any]":
    """Return the model's standing rows; its manager is typed for `Entry`, which knows no field of it."""
    rows: Any = model.objects
    found: QuerySet[Any] = rows.standing()
    return found
