"""Ledger entries written already sealed: the chain a sealer would have left, as fast as a bulk insert."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Max

from bench.rows import Rows
from xiangchuang.ledger.chain import GENESIS, link_hash
from xiangchuang.ledger.models import LedgerAnchor, LedgerEntry
from xiangchuang.ledger.seal import ANCHOR_EVERY, seal


class ChainedEntries:
    """Appends sealed entries, and every so many the anchor, after whatever the ledger holds."""

    def __init__(self) -> None:
        while seal():
            pass
        last = LedgerEntry.objects.aggregate(seq=Max("seq"))["seq"]
        self._seq = last or 0
        self._hash = LedgerEntry.objects.values_list("hash", flat=True).get(seq=last) if last else GENESIS
        self._entries, self._anchors = Rows(LedgerEntry), Rows(LedgerAnchor)

    def add(self, *, at: datetime, detail: dict[str, Any], **names: str) -> None:
        """Seal and gather one entry; `names` are its text columns."""
        self._seq += 1
        text = dict.fromkeys(
            ("actor", "actor_name", "on_behalf_of", "on_behalf_name", "role", "verb", "case_number",
             "subject", "clause"), "",
        ) | names  # fmt: skip
        content = {"id": self._entries.next_key, "at": _spelled(at), "detail": detail, **text}
        previous, self._hash = self._hash, link_hash(content, seq=self._seq, previous_hash=self._hash)
        self._entries.add(
            seq=self._seq, previous_hash=previous, hash=self._hash, at=at, detail=detail, **text
        )
        if self._seq % ANCHOR_EVERY == 0:
            self._anchors.add(seq=self._seq, hash=self._hash, at=at)

    def write(self) -> None:
        """Write what is gathered."""
        self._entries.write()
        self._anchors.write()


@lru_cache(maxsize=10_000)
def _spelled(at: datetime) -> str:
    """Spell the instant as LedgerEntry.content does."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
