"""What can be imported: each register registers its own kind when it is ready."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.sheets import Column, Fault

Target = Any
Values = Mapping[str, Any]


def _never_the_same(values: Values) -> None:
    return None


def _alone(actor: Actor, target: Target, rows: Mapping[int, Values]) -> Mapping[int, Sequence[Fault]]:
    return {}


def _unchanged(instance: Any) -> str:
    return ""


@dataclass(frozen=True)
class BatchKind:
    """How the rows of a spreadsheet enter one register.

    code: in the address, "yearly_facts". label: the register's name.
    columns: the columns of the sheet, as this person fills them for this target.
    may: whether the person may write into the register of the target.
    find_target: the target of a key of the address; raises NotFound for a foreign or unknown one.
    check: the faults of one row that the register would refuse (it exists already, a reference is unknown).
    write: the register's own verb; returns what it made, raises a Refusal.
    undo: the register's verb that takes it back (withdraw, retire); raises a Refusal.
    describe: the target's name, and the address of its page.
    check_together: faults by row number that only show beside the other rows of the sheet.
    same_as: what two rows of one sheet may not have in common, None where rows may repeat.
    changed_since: why what was written (None: it is gone) is no longer as imported: “已确认”, “已更正”.
    around: entered once around all rows written or undone, inside their transaction.
    notes: sentences for the template's sheet of instructions.
    """

    code: str
    label: str | Promise
    columns: Callable[[Actor, Target], Sequence[Column]]
    may: Callable[[Actor, Target], bool]
    find_target: Callable[[Actor, str], Target]
    check: Callable[[Actor, Target, Values], Sequence[Fault]]
    write: Callable[[Actor, Target, Values], Model]
    undo: Callable[[Actor, Any], None]
    describe: Callable[[Target], tuple[str, str]]
    check_together: Callable[[Actor, Target, Mapping[int, Values]], Mapping[int, Sequence[Fault]]] = _alone
    same_as: Callable[[Values], Hashable | None] = _never_the_same
    changed_since: Callable[[Any], str] = _unchanged
    around: Callable[[], AbstractContextManager[None]] = nullcontext
    notes: Sequence[str | Promise] = ()


def sheet_columns(actor: Actor, kind: BatchKind, target: Target) -> tuple[Column, ...]:
    """Return the columns of the kind, in Chinese whatever the language of the page.

    A sheet is handed on and uploaded by others: its headers and choices must not depend on who looks.
    """
    with override("zh-hans"):
        return tuple(
            replace(
                column,
                label=str(column.label),
                choices={code: str(label) for code, label in column.choices.items()},
                example=str(column.example),
                hint=str(column.hint),
            )
            for column in kind.columns(actor, target)
        )


_kinds: dict[str, BatchKind] = {}


def register_batch_kind(kind: BatchKind) -> None:
    """Let `kind` be imported. Raises ValueError when another kind has the code."""
    if _kinds.setdefault(kind.code, kind) is not kind:
        raise ValueError(f"there is a batch kind {kind.code!r} already")


def batch_kind(code: str) -> BatchKind:
    """Return the kind of that code; raises NotFound."""
    if code not in _kinds:
        raise NotFound(_("没有这种批量导入。"))
    return _kinds[code]
