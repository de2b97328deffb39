"""Preview: the spreadsheet is read once and kept with every fault, before anything enters a register."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.batches.apps import IMPORTED
from xiangchuang.batches.kinds import BatchKind, Target, sheet_columns
from xiangchuang.batches.models import ImportBatch
from xiangchuang.batches.queries import writable_target
from xiangchuang.batches.reading import ROWS_AT_MOST, ReadRow
from xiangchuang.files.store import store
from xiangchuang.sheets import Fault, SheetError, read_rows_limited

ACCEPTED = ("xlsx", "csv")


def preview_batch(
    *, actor: Actor, kind: BatchKind, target_key: str, upload: UploadedFile[Any]
) -> ImportBatch:
    """Return a batch with the rows of `upload`, good and faulty; the register is not touched yet.

    Raises NotFound (a foreign target), RefusedUpload (a hostile or broken file), Invalid (no table).
    """
    target = writable_target(actor, kind, target_key)
    file = store(actor=actor, upload=upload, expect=ACCEPTED, purpose=IMPORTED)
    columns = sheet_columns(actor, kind, target)
    try:
        read = read_rows_limited(file.path, columns, most=ROWS_AT_MOST)
    except SheetError as error:
        raise Invalid(
            _("这份表没有读取：%(why)s。") % {"why": error.message.rstrip("。")},
            remedy=_("登记没有变动；改好后重新上传，或下载模板重新填写。"),
        ) from error
    rows = checked(actor, kind, target, (ReadRow.read(row, columns) for row in read.rows))
    faulty = sum(bool(row.faults) for row in rows)
    with transaction.atomic():
        batch = ImportBatch(
            kind=kind.code,
            target_key=target_key,
            file=file,
            created_by=actor.user,
            rows=[row.kept() for row in rows],
            notes=list(read.notes),
            rows_good=len(rows) - faulty,
            rows_faulty=faulty,
            rows_empty=read.empty,
        )
        batch.save(force_insert=True)
        write_batch_entry(actor, "preview_import", batch)
    return batch


def checked(actor: Actor, kind: BatchKind, target: Target, rows: Iterable[ReadRow]) -> list[ReadRow]:
    """Return each row with what the register, and the other rows of the same sheet, have against it."""
    seen: dict[Any, int] = {}
    found: list[ReadRow] = []
    for row in rows:
        faults = [] if row.faults else list(kind.check(actor, target, row.values))
        same = None if row.faults else kind.same_as(row.values)
        if same is not None and seen.setdefault(same, row.number) != row.number:
            faults.append(Fault("", _("与第 %(row)d 行重复") % {"row": seen[same]}))
        found.append(row.with_faults(faults))
    sound = {row.number: row.values for row in found if not row.faults}
    together = kind.check_together(actor, target, sound)
    return [row.with_faults(together.get(row.number, ())) for row in found]


def write_batch_entry(actor: Actor, verb: str, batch: ImportBatch, **detail: int) -> None:
    """Write the ledger entry of a batch's verb, with its counts."""
    counts = {"good": batch.rows_good, "faulty": batch.rows_faulty, "empty": batch.rows_empty}
    write_entry(
        actor,
        verb=verb,
        subject=f"import:{batch.pk}",
        detail={"kind": batch.kind, "target": batch.target_key, **counts, **detail},
    )
