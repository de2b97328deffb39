"""What became of a row, read from the ledger: who changed which value from what to what, and why."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from xiangchuang.centers.registers.cells import cell_text, label_of
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.centers.registers.keep import subject_of
from xiangchuang.centers.registers.register import Register
from xiangchuang.ledger.queries import entries_of_case


@dataclass(frozen=True)
class Change:
    """One value before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Happening:
    """One act on a row."""

    at: dt.datetime
    who: str
    on_behalf: str
    what: str
    reason: str
    changes: tuple[Change, ...]


def history_of(register: Register, entry: Entry) -> list[Happening]:
    """Return the acts on a row, newest first."""
    acts = {"record_entry": _("登记"), "correct_entry": _("改动"), "withdraw_entry": _("撤销")}
    entries = entries_of_case(entry.center.ledger_key).filter(subject=subject_of(register, entry))
    return [
        Happening(
            line.at, line.actor_name, line.on_behalf_name, acts.get(line.verb, line.verb),
            str(line.detail.get("reason", "")), _changes(register, entry, line.detail.get("changed", {})),
        )
        for line in entries.order_by("-id")
    ]  # fmt: skip


def _changes(register: Register, entry: Entry, changed: Mapping[str, Any]) -> tuple[Change, ...]:
    return tuple(
        Change(label_of(register.model, name), _words(register, name, old), _words(register, name, new))
        for name, (old, new) in changed.items()
        if name in register.fields
    )


def _words(register: Register, name: str, fact: Any) -> str:
    """Write a ledger's fact as the list writes the value, by putting it into an unsaved row."""
    field: Any = register.model._meta.get_field(name)
    if fact is None or fact == "":
        return _("（空）")
    if isinstance(field, models.ForeignKey):
        target: Any = field.related_model
        return str(target._default_manager.filter(pk=fact).first() or fact)
    row = register.model()
    setattr(row, name, field.to_python(fact))
    return cell_text(row, name, with_unit=True)
