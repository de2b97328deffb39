"""Finding a row of another register by what people call it: its number, its name, or its heading."""

from typing import Any, Final

from django.db import models
from django.db.models import Q, QuerySet

from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.centers.registers.register import CONTRIBUTED
from xiangchuang.centers.registers.related import naming_paths

NAMING_COLUMNS: Final = 3
"""What names a row stands first in its list: a code, a title, a number."""


def rows_to_choose(model: type[models.Model], center: Center) -> "QuerySet[Any]":
    """Return the center's rows of a model that a row of another register may point to."""
    rows: QuerySet[Any] = model._default_manager.filter(center=center)
    if not issubclass(model, Entry):
        return rows
    standing, related = rows.filter(withdrawn_at__isnull=True), naming_paths(model)
    return standing.select_related(*related) if related else standing


def rows_named(model: type[models.Model], center: Center, text: str) -> list[Any]:
    """Return at most two of those rows whose number, name or heading is `text`; two mean doubt."""
    rows = rows_to_choose(model, center)
    called = Q(pk__in=())
    for name in naming_fields(model):
        called |= Q(**{name: text})
    found = list(rows.filter(called).order_by("pk")[:2])
    return found or [row for row in rows if str(row) == text][:2]


def naming_fields(model: type[models.Model]) -> list[str]:
    """Return the text columns by which people name a row of the model."""
    for register in CONTRIBUTED.registers.values():
        if register.model is model:
            return [name for name in register.columns[:NAMING_COLUMNS] if _is_text(model, name)]
    return []


def _is_text(model: type[models.Model], name: str) -> bool:
    field = model._meta.get_field(name)
    return isinstance(field, models.CharField) and not field.choices
