"""The parts of research on a center's pages: slippage, cycle, figures of the year, what wants checking."""

from typing import Any

from django.db.models import F, Q, Sum

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_keep
from xiangchuang.research.duplicates import possible_duplicates
from xiangchuang.research.models import TechnologyContract
from xiangchuang.research.queries import standing
from xiangchuang.research.registers import TASKS
from xiangchuang.research.slippage import pack_of_center, slippage_of
from xiangchuang.research.take_tasks import tasks_to_take
from xiangchuang.research.views.cycle import step_lines

OVERPAID_SHOWN = 20


def slipping(center: Center, actor: Actor) -> dict[str, Any]:
    """Return what slips and the open steps of the cycle, for the overview."""
    pack = pack_of_center(center)
    steps = [line for line in step_lines(center, pack, actor) if line.due or line.may_judge]
    found = slippage_of(center, pack, clock.today())
    return {"center": center, "slippage": found, "slips": found.slips[:8], "steps": steps[:1],
            "may_keep": may_keep(actor, center) is not None,
            "rule": pack.research.slippage, "clauses": pack.clauses}  # fmt: skip


def to_take(center: Center, actor: Actor) -> dict[str, Any]:
    """Return the tasks of the approved plan that the register does not know, for who may record them."""
    keeps = TASKS.keeps(actor, center) is not None
    return {"center": center, "found": tasks_to_take(center) if keeps else None}


def wants_checking(center: Center, actor: Actor) -> dict[str, Any]:
    """Return contracts under which more was received than agreed, and how many results may be doubled."""
    return {
        "center": center, "overpaid": list(overpaid_contracts(center)[:OVERPAID_SHOWN]),
        "suspects": len(possible_duplicates(center)),
    }  # fmt: skip


def overpaid_contracts(center: Center) -> Any:
    """Return contracts whose receipts exceed what was agreed, each with `received_fen`."""
    live = Q(receipts__withdrawn_at__isnull=True)
    return (
        standing(TechnologyContract, center)
        .annotate(received_fen=Sum("receipts__fen", filter=live))
        .filter(received_fen__gt=F("agreed_fen"))
        .order_by("-signed_on", "-pk")
    )
