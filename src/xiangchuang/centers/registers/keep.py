"""Writing a register: a row is recorded, corrected with a reason, or withdrawn with one; never deleted."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import can_view
from xiangchuang.centers.registers.cells import label_of
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.centers.registers.register import CONTRIBUTED, Register
from xiangchuang.files.gates import may_read
from xiangchuang.files.models import StoredFile
from xiangchuang.ledger.record import Fact

Values = Mapping[str, Any]
_changed_centers: ContextVar[dict[int, tuple[Center, Actor]] | None] = ContextVar("changed", default=None)


def record_entry(
    register: Register, *, actor: Actor, center: Center, values: Values, evidence: StoredFile | None = None
) -> Entry:
    """Add a row. `values` by field: money in fen, shares in basis points, related rows as such.

    Raises NotFound (a center not this person's to see), NotPermitted, Invalid.
    """
    acting = check_keeper(register, actor, center)
    entry = register.model(center=center, evidence=_checked_evidence(actor, evidence), recorded_by=actor.user)
    with transaction.atomic():
        _set(register, entry, values)
        _refuse_foreign_row(register, acting, entry)
        _save(entry, force_insert=True)
        _write_ledger(register, actor, acting, "record_entry", entry, facts_of(register, entry))
        _tell_watchers(center, actor)
    return entry


def check_row(register: Register, *, actor: Actor, center: Center, values: Values) -> None:
    """Raise what `record_entry` would raise for these values, and write nothing."""
    acting = check_keeper(register, actor, center)
    entry = register.model(center=center, recorded_by=actor.user)
    _set(register, entry, values)
    _refuse_foreign_row(register, acting, entry)


def correct_entry(
    register: Register,
    *,
    actor: Actor,
    entry: Entry,
    seen: int,
    values: Values,
    reason: str,
    evidence: StoredFile | None = None,
) -> None:
    """Change a row at the version seen; the ledger keeps each field's value before and after.

    Raises NotFound, NotPermitted, Invalid, Stale (someone changed it since; what was typed is kept).
    """
    acting = check_keeper(register, actor, entry.center)
    because = _checked_reason(reason)
    _refuse_withdrawn(entry)
    _refuse_foreign_row(register, acting, entry)
    before = facts_of(register, entry)
    with transaction.atomic():
        _claim(register, entry, seen)
        _set(register, entry, values)
        _refuse_foreign_row(register, acting, entry)
        if evidence is not None:
            entry.evidence = _checked_evidence(actor, evidence)
        _save(entry)
        after = facts_of(register, entry)
        changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        _write_ledger(
            register, actor, acting, "correct_entry", entry, {"reason": because, "changed": changed}
        )
        _tell_watchers(entry.center, actor)


def withdraw_entry(register: Register, *, actor: Actor, entry: Entry, seen: int, reason: str) -> None:
    """Take a row out of every list and sum; it stays readable with the reason.

    Raises NotFound, NotPermitted, Invalid, Stale, Blocked (rows of another register hang on it).
    """
    acting = check_keeper(register, actor, entry.center)
    because = _checked_reason(reason)
    _refuse_withdrawn(entry)
    _refuse_foreign_row(register, acting, entry)
    _refuse_needed(entry)
    with transaction.atomic():
        _claim(register, entry, seen)
        entry.withdrawn_at, entry.withdrawn_reason = clock.now(), because
        entry.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        _write_ledger(register, actor, acting, "withdraw_entry", entry, {"reason": because})
        _tell_watchers(entry.center, actor)


def check_keeper(register: Register, actor: Actor, center: Center) -> HeldAppointment:
    """Return the appointment the person writes under; raises NotFound or NotPermitted."""
    if not (can_view(actor, center) and register.reads(actor, center)):
        raise NotFound(_("没有这个中心，或者它的登记不归您查看。"))
    acting = register.keeps(actor, center)
    if acting is None:
        raise NotPermitted(
            _("“%(register)s”不由您登记。") % {"register": register.label},
            remedy=_("由中心工作人员登记；您可以查看和导出。"),
            clause=register.clause,
        )
    return acting


def facts_of(register: Register, entry: Entry) -> dict[str, Fact]:
    """Return the row's values as the ledger keeps them: fen, codes, ISO days, related rows by number."""
    found: dict[str, Fact] = {}
    for name in register.fields:
        field = entry._meta.get_field(name)
        value = getattr(entry, field.attname if isinstance(field, models.ForeignKey) else name)
        found[name] = value.isoformat() if isinstance(value, dt.date | dt.datetime) else value
    return found


def subject_of(register: Register, entry: Entry) -> str:
    """Return how the ledger names a row: "tasks:7"."""
    return f"{register.code}:{entry.pk}"


def _set(register: Register, entry: Entry, values: Values) -> None:
    strange = set(values) - set(register.fields)
    if strange:
        raise ValueError(f"{register.code} has no field {sorted(strange)}")
    for name, value in values.items():
        field = entry._meta.get_field(name)
        if isinstance(value, str):
            clean = normalise_text(value) if isinstance(field, models.TextField) else normalise_line(value)
            value = within(type(entry), name, clean)
        if isinstance(value, Entry) and value.center_id != entry.center_id:
            raise NotFound(_("所选的登记不属于这个中心。"))
        setattr(entry, name, value)
    try:
        entry.full_clean()
    except ValidationError as error:
        raise invalid(entry, error) from error


def invalid(entry: Entry, error: ValidationError) -> Invalid:
    """Return the model's objections as one refusal that names each field."""
    sentences: list[str] = []
    for name, messages in error.message_dict.items():
        named = "" if name == NON_FIELD_ERRORS else label_of(type(entry), name) + _("：")
        sentences += [f"{named}{message}" for message in messages]
    return Invalid(_("；").join(sentences), remedy=_("改正后重新提交，已填内容保留。"))


def _save(entry: Entry, *, force_insert: bool = False) -> None:
    try:
        with transaction.atomic():
            entry.save(force_insert=force_insert)
    except IntegrityError as error:
        raise Invalid(_("这一行与已有的登记重复或前后不一。"), remedy=_("核对后重新提交。")) from error


def _claim(register: Register, entry: Entry, seen: int) -> None:
    rows = register.model.objects.filter(pk=entry.pk, version=seen)
    if not rows.update(version=seen + 1):
        raise Stale(
            _("这一行刚被其他人修改过，本次修改没有保存。"),
            remedy=_("对照最新内容后重新提交，已填内容保留在下面。"),
        )
    entry.version = seen + 1


def _refuse_withdrawn(entry: Entry) -> None:
    if not entry.is_standing:
        raise Blocked(_("这一行已撤销，不能再修改。"), remedy=_("需要时另登记一行。"))


def _refuse_foreign_row(register: Register, acting: HeldAppointment, entry: Entry) -> None:
    if not register.writes(acting, entry):
        raise NotPermitted(
            _("“%(register)s”的这一行不由%(house)s登记。")
            % {"register": register.label, "house": acting.organization_name},
            remedy=_("只登记本单位自己给予或办理的事项。"),
            clause=register.clause,
        )


def _refuse_needed(entry: Entry) -> None:
    for register in CONTRIBUTED.registers.values():
        for name in _fields_to(register, type(entry)):
            hanging = register.model.objects.standing().filter(**{name: entry})
            if hanging.exists():
                raise Blocked(
                    _("“%(register)s”中还有登记属于这一行。") % {"register": register.label},
                    remedy=_("先改正或撤销那些登记。"),
                )


def _fields_to(register: Register, model: type[Entry]) -> Sequence[str]:
    return [f.name for f in register.model._meta.fields if f.related_model is model]


def _checked_reason(reason: str) -> str:
    because = normalise_line(reason)
    if not because:
        raise Invalid(_("理由没有填写。"), remedy=_("写明为何改动，例如“合同金额笔误”。"))
    return within(Entry, "withdrawn_reason", because)


def _checked_evidence(actor: Actor, evidence: StoredFile | None) -> StoredFile | None:
    if evidence is not None and not may_read(actor, evidence):
        raise NotFound(_("找不到这份证明材料。"), remedy=_("重新上传证明材料。"))
    return evidence


def _write_ledger(
    register: Register, actor: Actor, acting: HeldAppointment, verb: str, entry: Entry, detail: Values
) -> None:
    write_entry(
        actor,
        verb=verb,
        acting=acting,
        subject=subject_of(register, entry),
        case_number=entry.center.ledger_key,
        clause=register.clause,
        detail={"register": register.code, "center": entry.center_id, **detail},
    )


@contextmanager
def watchers_told_once() -> Iterator[None]:
    """Let the watchers run once for each center when the block ends, not after each of its many rows.

    It belongs inside the transaction of the rows: what a watcher refuses then, it refuses for all of them.
    """
    changed: dict[int, tuple[Center, Actor]] = {}
    outer = _changed_centers.set(changed)
    try:
        yield
    finally:
        _changed_centers.reset(outer)
    for center, actor in changed.values():
        _tell_watchers(center, actor)


def _tell_watchers(center: Center, actor: Actor) -> None:
    changed = _changed_centers.get()
    if changed is not None:
        changed[center.pk] = (center, actor)
        return
    for watcher in CONTRIBUTED.watchers:
        watcher(center, actor)
