"""Reads of the ledger."""

from collections.abc import Iterator

from django.db.models import QuerySet

from xiangchuang.ledger.chain import Anchor, Link
from xiangchuang.ledger.models import LedgerAnchor, LedgerEntry


def entries_of_case(case_number: str) -> QuerySet[LedgerEntry]:
    """Return the entries of one case, oldest first; none for an empty number.

    Whoever calls has found the case through `visible_to(actor)`; the ledger knows no permissions.
    """
    if not case_number:
        return LedgerEntry.objects.none()
    return LedgerEntry.objects.filter(case_number=case_number).order_by("id")


def sealed_links() -> Iterator[Link]:
    """Yield the chain in order of seq, in constant memory."""
    sealed = LedgerEntry.objects.filter(seq__isnull=False).order_by("seq")
    return (entry.link for entry in sealed.iterator(chunk_size=5000))


def anchors() -> Iterator[Anchor]:
    """Yield the anchors, oldest first."""
    return (Anchor(seq, digest) for seq, digest in LedgerAnchor.objects.values_list("seq", "hash").iterator())


def unsealed_count() -> int:
    """Return how many committed entries still wait for the sealer."""
    return LedgerEntry.objects.filter(seq__isnull=True).count()
