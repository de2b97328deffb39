"""Confirming what the register says."""

from xiangchuang.accounts.actor import Actor
from xiangchuang.organizations.models import CapabilityRecord, FactRecord
from xiangchuang.organizations.statements import confirm


def confirm_fact(*, actor: Actor, fact: FactRecord) -> None:
    """The city bureau of the area, or an officer, confirms a yearly fact it has not recorded itself.

    Raises NotPermitted, Blocked, Stale (corrected or confirmed meanwhile).
    """
    confirm(actor, fact, "confirm_fact")


def confirm_capability(*, actor: Actor, capability: CapabilityRecord) -> None:
    """The same for a platform, transfer case, project, patent or rule."""
    confirm(actor, capability, "confirm_capability")
