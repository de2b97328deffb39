"""Confirming what the register says: one statement, or many at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Refusal
from xiangchuang.organizations.models import CapabilityRecord, FactRecord
from xiangchuang.organizations.statements import Statement, confirm


@dataclass(frozen=True)
class ConfirmedMany:
    """What became of a selection: how many are confirmed, and each refused one with its refusal."""

    confirmed: int
    refused: tuple[tuple[Statement, Refusal], ...]


def confirm_fact(*, actor: Actor, fact: FactRecord) -> None:
    """The city bureau of the area, or an officer, confirms a yearly fact it has not recorded itself.

    Raises NotPermitted, Blocked, Stale (corrected or confirmed meanwhile).
    """
    confirm(actor, fact, "confirm_fact")


def confirm_capability(*, actor: Actor, capability: CapabilityRecord) -> None:
    """The same for a platform, transfer case, project, patent or rule."""
    confirm(actor, capability, "confirm_capability")


def confirm_many(*, actor: Actor, statements: Iterable[Statement]) -> ConfirmedMany:
    """Confirm each statement as if it stood alone: its own transaction and its own ledger entry.

    One that the actor recorded, or that someone corrected meanwhile, does not keep back the others; it is
    returned with its refusal.
    """
    confirmed, refused = 0, []
    for statement in statements:
        try:
            if isinstance(statement, FactRecord):
                confirm_fact(actor=actor, fact=statement)
            else:
                confirm_capability(actor=actor, capability=statement)
            confirmed += 1
        except Refusal as refusal:
            refused.append((statement, refusal))
    return ConfirmedMany(confirmed, tuple(refused))
