"""The columns of a register in a spreadsheet: made from its model, for templates, imports and exports."""

import datetime as dt
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from xiangchuang.centers.registers.amounts import MoneyField, ShareField
from xiangchuang.centers.registers.cells import label_of
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.centers.registers.register import Register
from xiangchuang.organizations.models import Organization
from xiangchuang.sheets import Column, Kind, Value


def sheet_columns(register: Register) -> list[Column]:
    """Return the columns in the order of the register's fields."""
    return [
        sheet_column(register.model, name, required=name in register.required) for name in register.fields
    ]


def sheet_column(model: type[models.Model], name: str, *, required: bool = False) -> Column:
    """Return one field's column: money in the unit people type, choices by their label."""
    field: Any = model._meta.get_field(name)
    choices = {str(code): str(label) for code, label in getattr(field, "choices", None) or ()}
    return Column(
        name=name,
        label=label_of(model, name),
        kind=_kind(field, choices),
        required=required or (not field.blank and not isinstance(field, models.BooleanField)),
        choices=choices,
        hint=_hint(field),
        unit="元" if isinstance(field, MoneyField) and field.unit == "yuan" else "",
    )


def sheet_value(entry: Entry, name: str) -> Value:
    """Return a value as a spreadsheet takes it: fen, basis points, days, codes; related rows by name."""
    value = getattr(entry, name)
    if value is None or isinstance(value, str | int | dt.date):
        return value
    return str(value)


def _kind(field: Any, choices: dict[str, str]) -> Kind:
    if choices:
        return "choice"
    kinds: list[tuple[type[Any], Kind]] = [
        (MoneyField, "money"), (ShareField, "share"), (models.BooleanField, "flag"),
        (models.DateField, "date"), (models.IntegerField, "count"), (models.TextField, "long_text"),
    ]  # fmt: skip
    if field.name == "year" or field.name.endswith("_year"):
        return "year"
    return next((kind for made, kind in kinds if isinstance(field, made)), "text")


def _hint(field: Any) -> str:
    if isinstance(field, models.ForeignKey) and field.related_model is Organization:
        return _("填统一社会信用代码或单位全称")
    if isinstance(field, models.ForeignKey):
        return _("填已登记的名称")
    return str(field.help_text)
