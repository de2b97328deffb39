"""The standing rows of a register's model, typed by that model."""

from typing import Any, TypeVar, cast

from django.db.models import QuerySet

from xiangchuang.centers.registers.entry import Entry

E = TypeVar("E", bound=Entry)


def standing(model: type[E]) -> "QuerySet[E]":
    """Return the rows that were not withdrawn."""
    # The base's manager is typed by the base, whose fields are not the model's.
    return cast("QuerySet[E]", cast(Any, model).objects.standing())
