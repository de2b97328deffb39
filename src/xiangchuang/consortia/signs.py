"""The signs of positioning.yaml as a center's registers show them now (2-3)."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.cells import cell_text, label_of
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.centers.registers.keep import facts_of
from xiangchuang.centers.registers.register import CONTRIBUTED, Register
from xiangchuang.consortia.standing_rows import standing
from xiangchuang.policy.positioning import PositioningSign
from xiangchuang.procedure.packs import current_pack

LONGEST_TOLD = 500


@dataclass(frozen=True)
class SignSeen:
    """A row that shows a sign: where it stands and what it says, in words."""

    sign: str
    register: str
    row: int
    told: str
    fingerprint: str

    @property
    def key(self) -> tuple[str, str, int]:
        """What makes it the same sign of the same row."""
        return self.sign, self.register, self.row


def signs_seen(center: Center) -> list[SignSeen]:
    """Return every sign the center's standing rows show; a register no app contributes shows none."""
    return [seen for sign in current_pack().positioning.signs for seen in _seen(center, sign)]


def _seen(center: Center, sign: PositioningSign) -> Iterator[SignSeen]:
    register = CONTRIBUTED.registers.get(sign.register_)
    if register is None:
        return
    for row in _rows(register, center, sign):
        words = sign.words_in(str(getattr(row, sign.field)))
        if sign.values or words:
            yield SignSeen(
                sign.code,
                register.code,
                row.pk,
                _told(register, row, sign, words),
                _fingerprint(register, row),
            )


def _rows(register: Register, center: Center, sign: PositioningSign) -> "QuerySet[Any]":
    rows = standing(register.model).filter(center=center)
    if sign.newest_by:
        return rows.order_by(f"-{sign.newest_by}", "-pk")[:1]
    if sign.values:
        return rows.filter(**{f"{sign.field}__in": sign.values}).order_by("pk")
    said = reduce(or_, (Q(**{f"{sign.field}__contains": word}) for word in sign.words))
    return rows.filter(said).order_by("pk")


def _told(register: Register, row: Entry, sign: PositioningSign, words: tuple[str, ...]) -> str:
    """Return the row's name and what shows the sign: the words found, or the value with the row's sums."""
    said = "、".join(f"“{word}”" for word in words) if words else cell_text(row, sign.field)
    sums = [cell_text(row, name, with_unit=True) for name in register.totals]
    found = f"{row}：{label_of(register.model, sign.field)} {said}"
    return "，".join([found, *filter(None, sums)])[:LONGEST_TOLD]


def _fingerprint(register: Register, row: Entry) -> str:
    # Spaced, unlike the canonical form: findings are settled under hashes of this spelling.
    facts = json.dumps(facts_of(register, row), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(facts.encode()).hexdigest()
