"""A value of a register as people read it."""

import datetime as dt
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from xiangchuang.centers.registers.amounts import MoneyField, ShareField, unit_word
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.pages import figures
from xiangchuang.pages.parts import Column


def label_of(model: type[models.Model], name: str) -> str:
    """Return a field's name in the reader's language."""
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


def unit_of(model: type[models.Model], name: str) -> str:
    """Return the unit written in the column's head: 万元, 元, %, or nothing."""
    field = model._meta.get_field(name)
    if isinstance(field, MoneyField):
        return unit_word(field.unit)
    return "%" if isinstance(field, ShareField) else ""


def is_number(model: type[models.Model], name: str) -> bool:
    """Return whether the column is set right."""
    field = model._meta.get_field(name)
    return isinstance(field, models.IntegerField) and not field.choices and not _is_year(name)


def column_of(model: type[models.Model], name: str, *, is_lead: bool = False, **sorting: Any) -> Column:
    """Return the head of a field's column."""
    return Column(label_of(model, name), unit_of(model, name), is_number(model, name), is_lead, **sorting)


def cell_text(entry: Entry, name: str, *, with_unit: bool = False) -> str:
    """Return a value in words: choices by their label, money in the column's unit, days as 2026-11-23."""
    field = entry._meta.get_field(name)
    value = getattr(entry, name)
    if value is None or value == "":
        return ""
    if isinstance(field, MoneyField):
        return _money(value, field, with_unit)
    if isinstance(field, ShareField):
        return figures.share_text(value)
    if isinstance(field, models.BooleanField):
        return _("是") if value else _("否")
    if _has_choices(field):
        return str(getattr(entry, f"get_{name}_display")())
    if isinstance(value, dt.datetime):
        return figures.moment_text(value)
    if isinstance(value, dt.date):
        return figures.iso_day(value)
    return f"{value:,}" if isinstance(value, int) and not _is_year(name) else str(value)


def _money(fen: int, field: MoneyField, with_unit: bool) -> str:
    if with_unit:
        return figures.yuan_text(fen) if field.unit == "yuan" else figures.money_text(fen)
    return figures.wan_number(fen) if field.unit == "wan" else figures.yuan_number(fen)


def _has_choices(field: Any) -> bool:
    return bool(getattr(field, "choices", None))


def _is_year(name: str) -> bool:
    return name == "year" or name.endswith("_year")
