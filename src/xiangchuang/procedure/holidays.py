"""The holiday table: seeded, loaded when the State Council publishes a year, and what settles when it is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from xiangchuang.calendars.clock import day_of
from xiangchuang.calendars.holidays import seed_from_chinesecalendar
from xiangchuang.ledger.record import record
from xiangchuang.procedure.deadlines import due_after, work_calendar
from xiangchuang.procedure.models import CalendarDay, Case, Obligation, StageRun, WorkItem
from xiangchuang.procedure.packs import pack_of


@dataclass(frozen=True)
class Settled:
    """How many provisional days were looked at again, and how many of them moved."""

    looked_at: int
    moved: int


@dataclass(frozen=True)
class DueBefore:
    """The due day of an obligation as people were shown it before the holidays were loaded."""

    day: date
    provisional: bool


Settle = Callable[[Obligation, DueBefore], None]
_settling: Final[list[Settle]] = []


def when_settled(act: Settle) -> None:
    """Let `act` run, in the transaction, for each obligation whose day settles or moves; from `ready()`."""
    if act not in _settling:
        _settling.append(act)


Reload = Callable[[], int]
_reloading: Final[list[Reload]] = []


def when_reloaded(act: Reload) -> None:
    """Let `act` count its own provisional days anew whenever the table changes; it returns how many moved."""
    if act not in _reloading:
        _reloading.append(act)


def seed_holidays() -> int:
    """Fill an empty table from the years the seed package knows; return the number of days."""
    if CalendarDay.objects.exists():
        return 0
    rows = [
        CalendarDay(day=day, is_workday=works, source=source)
        for day, works, source in seed_from_chinesecalendar()
    ]
    CalendarDay.objects.bulk_create(rows)
    return len(rows)


@transaction.atomic
def load_holidays(days: Iterable[tuple[date, bool]], *, source: str) -> Settled:
    """Write the published days over the table and settle every date that hung on them."""
    rows = [CalendarDay(day=day, is_workday=works, source=source) for day, works in days]
    CalendarDay.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["day"], update_fields=["is_workday", "source"]
    )
    settled = settle_provisional()
    record(
        actor="system", actor_name="系统", verb="load_holidays", subject="calendar",
        detail={"days": len(rows), "source": source, "moved": settled.moved},
    )  # fmt: skip
    return settled


def settle_provisional() -> Settled:
    """Compute every provisional due day again; what people were shown as provisional becomes final."""
    looked_at = moved = 0
    for run in StageRun.objects.filter(closed_at__isnull=True, due_provisional=True).select_related("case"):
        stage = pack_of(run.case).procedures[run.case.kind].stage(run.stage_code)
        due = due_after(day_of(run.opened_at), stage.deadline)
        if due is None:
            continue
        looked_at, moved = looked_at + 1, moved + (due.day != run.due_on)
        StageRun.objects.filter(pk=run.pk).update(due_on=due.day, due_provisional=due.provisional)
        Case.objects.filter(pk=run.case_id).update(due_on=due.day, due_provisional=due.provisional)
        WorkItem.objects.filter(run=run, closed_at__isnull=True).update(
            due_on=due.day, due_provisional=due.provisional
        )
    obligations = _settle_obligations()
    moved += sum(act() for act in _reloading)
    return Settled(looked_at + obligations.looked_at, moved + obligations.moved)


def _settle_obligations() -> Settled:
    calendar, looked_at, moved = work_calendar(), 0, 0
    for owed in Obligation.objects.filter(fulfilled_at__isnull=True, due_provisional=True):
        # Only obligations that roll over days off are ever provisional.
        due = calendar.roll_forward(owed.nominal_due_on)
        before = DueBefore(owed.due_on, owed.due_provisional)
        looked_at, moved = looked_at + 1, moved + (due.day != before.day)
        if (due.day, due.provisional) == (before.day, before.provisional):
            continue
        owed.due_on, owed.due_provisional = due.day, due.provisional
        owed.save(update_fields=["due_on", "due_provisional"])
        for act in _settling:
            act(owed, before)
    return Settled(looked_at, moved)
