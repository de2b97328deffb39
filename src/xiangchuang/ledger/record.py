"""Writing an entry, in the transaction of the act it records."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from django.db import connection, transaction
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.ledger.seal import seal

Fact: TypeAlias = "str | int | bool | Sequence[Fact] | Mapping[str, Fact] | None"
"""What `detail` may hold. No float: databases spell 1e16 differently, and the hash would not survive."""


def record(
    *,
    actor: str,
    actor_name: str,
    on_behalf_of: str = "",
    on_behalf_name: str = "",
    role: str = "",
    verb: str,
    case_number: str = "",
    subject: str = "",
    clause: str = "",
    detail: Mapping[str, Fact] | None = None,
) -> LedgerEntry:
    """Write one entry in the caller's transaction, and seal it once that is committed.

    `actor` and `on_behalf_of` are references such as "user:12", "public", "organization:3"; `detail` holds
    a few small facts (money in fen, dates in ISO 8601).
    Raises TransactionManagementError outside a transaction, for then the act and its entry could part;
    TypeError if `detail` holds anything but text, whole numbers, flags, None, lists and mappings of these.
    A failure to seal is logged and never reaches the caller: the entry waits for the next seal.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            _("留痕必须与所记的动作在同一事务中写入：用 transaction.atomic 包住该动作")
        )
    facts = dict(detail or {})
    _check(facts, "detail")
    entry = LedgerEntry.objects.create(
        actor=actor,
        actor_name=actor_name,
        on_behalf_of=on_behalf_of,
        on_behalf_name=on_behalf_name,
        role=role,
        verb=verb,
        case_number=case_number,
        subject=subject,
        clause=clause,
        at=clock.now(),
        detail=facts,
    )
    transaction.on_commit(seal, robust=True)
    return entry


def _check(fact: object, place: str) -> None:
    if fact is None or isinstance(fact, str | int):
        return
    if isinstance(fact, Mapping):
        for key, value in fact.items():
            if not isinstance(key, str):
                raise TypeError(f"{place}: key {key!r} is not text")
            _check(value, f"{place}.{key}")
        return
    if isinstance(fact, list | tuple):
        for index, value in enumerate(fact):
            _check(value, f"{place}[{index}]")
        return
    raise TypeError(f"{place}: {type(fact).__name__} has no canonical form; give text or a whole number")
