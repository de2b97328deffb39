"""Reads of receipts. Every list starts at visible_to(actor)."""

from django.db.models import QuerySet

from xiangchuang.accounts.actor import Actor
from xiangchuang.documents.official import normalized_code
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.queries import visible_to as cases_visible_to
from xiangchuang.receipts.models import Receipt, ReceiptKind


def visible_to(actor: Actor) -> QuerySet[Receipt]:
    """Return the receipts of the cases that the actor sees; experts have none."""
    if not actor.roles - {"expert"}:
        return Receipt.objects.none()
    return Receipt.objects.filter(case__in=cases_visible_to(actor)).select_related("case", "key")


def receipt_of(subject: str) -> Receipt | None:
    """Return the newest receipt about that row."""
    return Receipt.objects.filter(subject=subject).select_related("case", "key").first()


def newest_receipt(case: Case, kind: ReceiptKind) -> Receipt | None:
    """Return the newest receipt of that kind in the case."""
    return Receipt.objects.filter(case=case, kind=kind).select_related("case", "key").first()


def find_receipt(number: str, proof: str) -> Receipt | None:
    """Return the receipt of that number if `proof` is its code or the hash of something it names."""
    spelled = number.strip().upper()
    receipt = Receipt.objects.filter(number=spelled).select_related("key").first()
    if receipt is None:
        return None
    if (code := normalized_code(proof)) is not None and code == receipt.code:
        return receipt
    return receipt if receipt.hashes.filter(sha256=proof.strip().lower()).exists() else None
