"""The one sealer: chains committed entries in the order in which it finds them.

Not in the transaction of the act: a chain needs a global order, and a global lock held in every transaction
costs ten times the throughput. So an entry is written unchained, and sealed at once after its commit.
"""

from django.db import connection, transaction

from xiangchuang.calendars import clock
from xiangchuang.ledger.chain import GENESIS, Link, link_hash
from xiangchuang.ledger.models import LedgerAnchor, LedgerEntry

ANCHOR_EVERY = 100
"""Entries between two anchors."""

_BATCH = 500
_LOCK = int.from_bytes(b"ledger", "big")  # any fixed number that no other advisory lock uses


def seal(limit: int = 1000) -> int:
    """Chain at most `limit` unsealed entries and return how many were chained here.

    Safe to call from any process at any time. If another sealer is at work it returns at once, and nothing
    is forgotten: that one looks again after it has given its lock back. Entries are taken in order of id;
    one whose transaction commits after later ids were sealed is sealed next, for the chain's order is
    the order of sealing (`seq`), not of ids.
    """
    sealed = 0
    while sealed < limit and _unsealed_exists():
        batch = _seal_batch(min(_BATCH, limit - sealed))
        if batch is None:
            break
        sealed += batch
    return sealed


def _unsealed_exists() -> bool:
    return LedgerEntry.objects.filter(seq__isnull=True).exists()


def _seal_batch(size: int) -> int | None:
    """Chain at most `size` entries in one transaction; None if another sealer holds the lock."""
    with transaction.atomic():
        if not _try_lock():
            return None
        seq, last_hash = _end_of_chain()
        links: list[tuple[int, Link]] = []
        for entry in LedgerEntry.objects.filter(seq__isnull=True).order_by("id")[:size]:
            seq += 1
            digest = link_hash(entry.content, seq=seq, previous_hash=last_hash)
            links.append((entry.pk, Link(seq, last_hash, digest, {})))
            last_hash = digest
        _write(links)
        return len(links)


def _try_lock() -> bool:
    """Take the sealer's lock until the transaction ends.

    On SQLite the transaction, opened IMMEDIATE (see config.database), is that lock already.
    """
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _end_of_chain() -> tuple[int, str]:
    last = LedgerEntry.objects.filter(seq__isnull=False).order_by("-seq").values_list("seq", "hash").first()
    return (int(last[0] or 0), last[1]) if last else (0, GENESIS)


def _write(links: list[tuple[int, Link]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE ledger_ledgerentry SET seq = %s, previous_hash = %s, hash = %s WHERE id = %s",
            [(link.seq, link.previous_hash, link.hash, pk) for pk, link in links],
        )
    at = clock.now()
    LedgerAnchor.objects.bulk_create(
        LedgerAnchor(seq=link.seq, hash=link.hash, at=at) for _, link in links if link.seq % ANCHOR_EVERY == 0
    )
