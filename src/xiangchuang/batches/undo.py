"""Undoing a batch: everything it wrote is taken back, unless someone has built on a row since."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, Refusal, Stale
from xiangchuang.batches.kinds import BatchKind, batch_kind
from xiangchuang.batches.models import BatchState, ImportBatch, ImportedRow
from xiangchuang.batches.preview import write_batch_entry
from xiangchuang.batches.queries import writable_target
from xiangchuang.calendars import clock

_NAMED_AT_MOST = 5


def undo_batch(*, actor: Actor, batch: ImportBatch, seen: int) -> ImportBatch:
    """Take back every row of an applied batch with the register's own verb, in one transaction.

    Raises NotFound, Blocked (a row has since been confirmed or corrected), Stale (not applied, or undone).
    """
    kind = batch_kind(batch.kind)
    writable_target(actor, kind, batch.target_key)
    with transaction.atomic():
        rows = ImportBatch.objects.filter(pk=batch.pk, version=seen, state=BatchState.APPLIED)
        if not rows.update(
            state=BatchState.UNDONE, undone_by=actor.user, undone_at=clock.now(), version=seen + 1
        ):
            raise Stale(_("这一批刚被其他人处理过，本次操作没有生效。"), remedy=_("刷新页面查看现状。"))
        imported = list(batch.imported.prefetch_related("instance").order_by("row_number"))
        _refuse_what_changed(kind, imported)
        with kind.around():
            for row in imported:
                _undone(actor, kind, row)
        write_batch_entry(actor, "undo_import", batch, undone=len(imported))
    batch.refresh_from_db()
    return batch


def _refuse_what_changed(kind: BatchKind, imported: list[ImportedRow]) -> None:
    changed = [(row, why) for row in imported if (why := kind.changed_since(row.instance))]
    if changed:
        named = _("；").join(
            _("第 %(row)d 行%(why)s") % {"row": row.row_number, "why": why}
            for row, why in changed[:_NAMED_AT_MOST]
        )
        raise Blocked(
            _("这一批有 %(number)d 行在导入后又有变化，不能整批撤销：%(rows)s。")
            % {"number": len(changed), "rows": named},
            remedy=_("在登记里逐条更正或撤回。"),
        )


def _undone(actor: Actor, kind: BatchKind, row: ImportedRow) -> None:
    try:
        kind.undo(actor, row.instance)
    except Refusal as refusal:
        raise Blocked(
            _("第 %(row)d 行不能撤销：%(why)s整批没有撤销。")
            % {"row": row.row_number, "why": refusal.message},
            remedy=refusal.remedy,
        ) from refusal
