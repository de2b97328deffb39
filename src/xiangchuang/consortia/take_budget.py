"""The budget of the approved plan taken into the investment plan, so that nobody types it again (A.7.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Blocked
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.keep import check_keeper
from xiangchuang.consortia.models import PlannedReceipt, PlannedUse, SourceKind, UseKind
from xiangchuang.consortia.registers import PLANNED_RECEIPTS
from xiangchuang.consortia.standing_rows import standing
from xiangchuang.plan_parts.approved import approved_revision
from xiangchuang.plan_parts.columns import Line
from xiangchuang.plan_parts.table_rows import read_lines

CLAUSE: Final = "A.7.2"
_NOTE: Final = 200


@dataclass(frozen=True)
class BudgetToTake:
    """Rows of the investment plan that the register does not have: a kind in a year, in fen."""

    receipts: Sequence[PlannedReceipt]
    uses: Sequence[PlannedUse]

    @property
    def count(self) -> int:
        return len(self.receipts) + len(self.uses)


def budget_to_take(center: Center) -> BudgetToTake:
    """Return the plan's sums by year and kind, without the years and kinds that are registered already."""
    revision = approved_revision(center.founding_case)
    if revision is None:
        return BudgetToTake((), ())
    known = set(standing(PlannedReceipt).filter(center=center).values_list("year", "source"))
    spent = set(standing(PlannedUse).filter(center=center).values_list("year", "kind"))
    sources = _sums(read_lines(revision, "sources"), SourceKind)
    uses = _sums(read_lines(revision, "uses"), UseKind)
    return BudgetToTake(
        [
            PlannedReceipt(center=center, year=year, source=kind, amount=fen, note=note)
            for (year, kind), (fen, note) in sources.items()
            if (year, kind) not in known
        ],
        [
            PlannedUse(center=center, year=year, kind=kind, amount=fen, note=note)
            for (year, kind), (fen, note) in uses.items()
            if (year, kind) not in spent
        ],
    )


def take_budget(*, actor: Actor, center: Center) -> int:
    """Record the plan's sources and uses by year, one entry for all; return how many rows.

    Raises NotFound, NotPermitted, Blocked (none is left to take).
    """
    acting, person = check_keeper(PLANNED_RECEIPTS, actor, center), actor.user
    assert person is not None, "who holds an appointment has signed in"
    with transaction.atomic():
        Center.objects.select_for_update().get(pk=center.pk)
        found = budget_to_take(center)
        if not found.count:
            raise Blocked(
                _("建设方案的资金预算都已登记。"), remedy=_("有变动的逐项改动原来的登记。"), clause=CLAUSE
            )
        for row in (*found.receipts, *found.uses):
            row.recorded_by = person
            row.save(force_insert=True)
        write_entry(
            actor, verb="take_budget", acting=acting, subject=f"center:{center.pk}", clause=CLAUSE,
            case_number=center.ledger_key,
            detail={"center": center.pk, "receipts": len(found.receipts), "uses": len(found.uses)},
        )  # fmt: skip
    return found.count


def _sums(lines: Sequence[Line], kinds: Any) -> dict[tuple[int, str], tuple[int, str]]:
    """Add up what has the same year and kind; a kind that the register does not know is another one."""
    found: dict[tuple[int, str], tuple[int, str]] = {}
    for line in lines:
        kind = str(line.get("kind") or "")
        named = kind if kind in kinds.values else str(kinds.OTHER)
        for name, value in line.items():
            if not (name[0] == "y" and name[1:].isdigit() and isinstance(value, int)):
                continue
            fen, note = found.get((int(name[1:]), named), (0, ""))
            told = str(line.get("name") or "")
            notes = note if not told or told in note else f"{note}；{told}".strip("；")
            found[int(name[1:]), named] = (fen + value, notes[:_NOTE])
    return found
