"""Writes a verb's ledger entry from the actor and the appointment the person acts under."""

from collections.abc import Mapping

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.ledger.record import Fact, record


def write_entry(
    actor: Actor,
    *,
    verb: str,
    subject: str = "",
    acting: HeldAppointment | None = None,
    case_number: str = "",
    clause: str = "",
    detail: Mapping[str, Fact] | None = None,
) -> LedgerEntry:
    """Write one entry in the running transaction.

    `acting` gives the role and the organisation on whose behalf, and for whom on leave. subject: "fact:12".

    Raises as `record` does.
    """
    return record(
        actor=actor.ledger_name,
        actor_name=actor.name,
        on_behalf_of=acting.ledger_name if acting else "",
        on_behalf_name=acting.organization_name if acting else "",
        role=acting.role.value if acting else "",
        verb=verb,
        case_number=case_number,
        subject=subject,
        clause=clause,
        detail={**(detail or {}), **(acting.ledger_detail if acting else {})},
    )
