"""Rows of a register from a spreadsheet: previewed, taken in and taken back by the register's own verbs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Invalid, NotFound
from xiangchuang.batches.kinds import BatchKind, register_batch_kind
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import find_file
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.centers.registers.keep import (
    check_row,
    record_entry,
    watchers_told_once,
    withdraw_entry,
)
from xiangchuang.centers.registers.naming import rows_named
from xiangchuang.centers.registers.register import Register
from xiangchuang.centers.registers.sheet_columns import sheet_columns
from xiangchuang.organizations.models import Organization
from xiangchuang.organizations.queries import directory
from xiangchuang.pages.typed import whole
from xiangchuang.sheets import Fault


def batch_code(register: Register) -> str:
    """Return the code under which a register's rows are imported."""
    return f"center-{register.code}"


def offer_import(register: Register) -> None:
    """Let the rows of a register be imported for a center."""
    register_batch_kind(
        BatchKind(
            code=batch_code(register),
            label=register.label,
            columns=lambda actor, center: sheet_columns(register),
            may=lambda actor, center: register.keeps(actor, center) is not None,
            find_target=_find_center,
            check=lambda actor, center, values: _faults(register, actor, center, values),
            write=lambda actor, center, values: _write(register, actor, center, values),
            undo=lambda actor, entry: _undo(register, actor, entry),
            describe=lambda center: (
                center.name,
                reverse("centers:entries", args=[center.pk, register.code]),
            ),
            changed_since=_changed_since,
            around=watchers_told_once,
        )
    )


def _find_center(actor: Actor, key: str) -> Center:
    number = whole(key, None)
    if number is None:
        raise NotFound(_("没有这个中心，或者它的登记不归您查看。"))
    return find_file(actor, number)


def _faults(register: Register, actor: Actor, center: Center, values: Mapping[str, Any]) -> Sequence[Fault]:
    try:
        check_row(register, actor=actor, center=center, values=_related(register, center, values))
    except Invalid as refusal:
        return [Fault("", refusal.message)]
    return []


def _write(register: Register, actor: Actor, center: Center, values: Mapping[str, Any]) -> Entry:
    related = _related(register, center, values)
    return record_entry(register, actor=actor, center=center, values=related)


def _undo(register: Register, actor: Actor, entry: Any) -> None:
    withdraw_entry(register, actor=actor, entry=entry, seen=entry.version, reason=_("撤销整批导入"))


def _changed_since(entry: Any) -> str:
    if not entry.is_standing:
        return _("已撤销")
    return _("已改动") if entry.version > 1 else ""


def _related(register: Register, center: Center, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as the verb takes them: names of related rows found, empty texts as empty."""
    found: dict[str, Any] = {}
    for name in register.fields:
        field: Any = register.model._meta.get_field(name)
        value = values.get(name)
        if isinstance(field, models.ForeignKey):
            value = None if value in (None, "") else _row_named(field, center, str(value))
        elif value is None and not field.null:
            value = field.get_default() if field.has_default() else ""
        found[name] = value
    return found


def _row_named(field: "models.ForeignKey[Any, Any]", center: Center, text: str) -> Any:
    target: Any = field.related_model
    if target is Organization:
        rows = list(directory().filter(Q(uscc=text.upper()) | Q(name=text))[:2])
    else:
        rows = rows_named(target, center, text)
    if len(rows) != 1:
        raise Invalid(
            _("%(label)s“%(text)s”没有登记，或有几个同名。")
            % {"label": field.verbose_name, "text": text[:60]},
            remedy=_("先登记，或核对名称。"),
        )
    return rows[0]
