"""留痕: the ledger entries of a case, as much of them as the person may know."""

from typing import Any

from xiangchuang.accounts.actor import Actor
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.ledger.queries import entries_of_case
from xiangchuang.procedure.models import Case
from xiangchuang.workbench.ledger_lines import ledger_lines

# A case of years has a few hundred entries; what is beyond this is in the ledger's own export.
SHOWN = 500


def ledger_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return the entries, newest first; a party reads those made on its own behalf.

    Sequence numbers and hashes are shown to the department only: their gaps would tell a party how much
    happened inside between two of its own acts.
    """
    inside = actor.is_department_staff
    entries = entries_of_case(case.number).order_by("-pk")
    if not inside:
        entries = entries.filter(on_behalf_of__in=_own(actor))
    rows: list[LedgerEntry] = list(entries[:SHOWN])
    return {"lines": ledger_lines(rows), "shows_seals": inside}


def _own(actor: Actor) -> list[str]:
    return sorted({held.ledger_name for held in actor.appointments if held.role != "expert"})
