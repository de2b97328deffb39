"""Applying a batch: all its good rows enter the register together, or none does."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, Refusal, Stale
from xiangchuang.batches.kinds import BatchKind, Target, batch_kind, sheet_columns
from xiangchuang.batches.models import BatchState, ImportBatch, ImportedRow
from xiangchuang.batches.preview import checked, write_batch_entry
from xiangchuang.batches.queries import writable_target
from xiangchuang.batches.reading import ReadRow
from xiangchuang.calendars import clock


def apply_batch(*, actor: Actor, batch: ImportBatch, seen: int, leave_faulty: bool = False) -> ImportBatch:
    """Write every good row with the register's own verb, in one transaction; a second click changes nothing.

    `seen` is the version shown, `leave_faulty` says that the faulty rows are knowingly left out.
    Raises NotFound, Blocked (faulty rows, none good, or the register refuses a row), Stale (a row that was
    good in the preview no longer is).
    """
    kind = batch_kind(batch.kind)
    target = writable_target(actor, kind, batch.target_key)
    with transaction.atomic():
        if not _claim(actor, batch, seen):
            return _already_applied(batch)
        good = _good_rows(actor, kind, target, batch, leave_faulty)
        with kind.around():
            written = [_written(actor, kind, target, batch, row) for row in good]
        ImportedRow.objects.bulk_create(written)
        write_batch_entry(actor, "apply_import", batch)
    batch.refresh_from_db()
    return batch


def _claim(actor: Actor, batch: ImportBatch, seen: int) -> bool:
    rows = ImportBatch.objects.filter(pk=batch.pk, version=seen, state=BatchState.PREVIEWED)
    return bool(
        rows.update(state=BatchState.APPLIED, applied_by=actor.user, applied_at=clock.now(), version=seen + 1)
    )


def _already_applied(batch: ImportBatch) -> ImportBatch:
    batch.refresh_from_db()
    if batch.state != BatchState.APPLIED:
        raise Stale(_("这一批刚被其他人处理过，本次操作没有生效。"), remedy=_("刷新页面查看现状。"))
    return batch


def _good_rows(
    actor: Actor, kind: BatchKind, target: Target, batch: ImportBatch, leave_faulty: bool
) -> list[ReadRow]:
    columns = sheet_columns(actor, kind, target)
    kept = [ReadRow.of(row, columns) for row in batch.rows]
    good = [row for row in kept if not row.faults]
    if not good:
        raise Blocked(_("没有一行可以导入。"), remedy=_("下载有误的行，改正后重新上传。"))
    if batch.rows_faulty and not leave_faulty:
        raise Blocked(
            _("有 %(number)d 行有误，还没有导入。") % {"number": batch.rows_faulty},
            remedy=_("改正后重新上传，或勾选“只导入无误的 %(good)d 行”。") % {"good": len(good)},
        )
    changed = [row for row in checked(actor, kind, target, good) if row.faults]
    if changed:
        raise Stale(
            _("预览之后登记有了变化，第 %(rows)s 行不能再导入：%(fault)s一行也没有导入。")
            % {"rows": _numbers(changed), "fault": changed[0].faults[0].text},
            remedy=_("重新上传这份表，按新的预览导入。"),
        )
    return good


def _numbers(rows: list[ReadRow], most: int = 10) -> str:
    shown = _("、").join(str(row.number) for row in rows[:most])
    return shown + (_("等") if len(rows) > most else "")


def _written(actor: Actor, kind: BatchKind, target: Target, batch: ImportBatch, row: ReadRow) -> ImportedRow:
    try:
        instance = kind.write(actor, target, row.values)
    except Refusal as refusal:
        raise Blocked(
            _("第 %(row)d 行没有通过：%(why)s一行也没有导入。") % {"row": row.number, "why": refusal.message},
            remedy=refusal.remedy,
        ) from refusal
    return ImportedRow(
        batch=batch,
        row_number=row.number,
        content_type=ContentType.objects.get_for_model(instance),
        object_id=instance.pk,
    )
