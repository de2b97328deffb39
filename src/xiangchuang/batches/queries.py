"""Reading batches. Every list starts at visible_to, which asks the kind's own permission."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound, Refusal
from xiangchuang.batches.kinds import BatchKind, Target, batch_kind
from xiangchuang.batches.models import ImportBatch
from xiangchuang.files.models import StoredFile


def visible_to(actor: Actor, kind: BatchKind, target_key: str) -> QuerySet[ImportBatch]:
    """Return the batches of a target, newest first: for whoever may write into its register, for no other."""
    found = ImportBatch.objects.filter(kind=kind.code, target_key=target_key)
    if not may_import(actor, kind, target_key):
        return found.none()
    return found.select_related("file", "created_by", "applied_by", "undone_by").order_by("-pk")


def may_import(actor: Actor, kind: BatchKind, target_key: str) -> bool:
    """Return whether the actor may import into the register of that target."""
    try:
        return kind.may(actor, kind.find_target(actor, target_key))
    except NotFound:
        return False


def writable_target(actor: Actor, kind: BatchKind, target_key: str) -> Target:
    """Return the target if the actor may import into its register; raises NotFound for any other."""
    target = kind.find_target(actor, target_key)
    if not kind.may(actor, target):
        raise NotFound(_("没有这个单位的登记，或者它不归您填写。"))
    return target


def may_read_imported(actor: Actor, file: StoredFile) -> bool:
    """The gate of imported files: whoever may import into the register they were meant for."""
    batch = ImportBatch.objects.filter(file=file).first()
    if batch is None:
        return False
    try:
        return may_import(actor, batch_kind(batch.kind), batch.target_key)
    except Refusal:
        return False
