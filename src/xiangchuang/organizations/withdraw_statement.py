"""Taking back what was recorded by mistake: kept in the history, no longer counted."""

from xiangchuang.accounts.actor import Actor
from xiangchuang.organizations.models import CapabilityRecord, FactRecord
from xiangchuang.organizations.statements import withdraw


def withdraw_fact(*, actor: Actor, fact: FactRecord, reason: str) -> None:
    """Withdraw a yearly fact; the same fact may then be recorded again.

    Raises NotPermitted, Invalid (no reason), Stale (corrected, confirmed or withdrawn meanwhile).
    """
    withdraw(actor, fact, "withdraw_fact", reason)


def withdraw_capability(*, actor: Actor, capability: CapabilityRecord, reason: str) -> None:
    """The same for a platform, transfer case, project, patent or rule."""
    withdraw(actor, capability, "withdraw_capability", reason)
