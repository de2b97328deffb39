"""Applications by the stage they stand in: how many, how long already, how many past their day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from xiangchuang.calendars import clock
from xiangchuang.policy.pack import Pack, Stage
from xiangchuang.procedure.models import RUNNING, Case, CaseState, StageRun

Ages = Sequence[tuple[int, int]]
"""(days in the stage, how many cases) in rising order."""


@dataclass(frozen=True)
class StageLine:
    """One stage as it stands today. Days: Shanghai calendar days since its opening; None where nothing runs.

    stage: as the policy in force has it; None where only an earlier policy knew it.
    """

    code: str
    stage: Stage | None
    count: int
    deferred: int
    late: int
    median: int | None
    oldest: int | None


def pipeline(cases: "QuerySet[Case]", pack: Pack) -> list[StageLine]:
    """Return every stage of the approval in the order of the policy, in two queries however many cases.

    cases: the applications in somebody's view. A deferred one is counted in its stage; no clock runs for it.
    """
    running = cases.filter(state__in=RUNNING)
    counted = {
        code: (count, deferred, late)
        for code, count, deferred, late in running.order_by()
        .values_list("stage_code")
        .annotate(
            count=Count("pk"),
            deferred=Count("pk", filter=Q(state=CaseState.DEFERRED)),
            late=Count("pk", filter=Q(due_on__lt=clock.today())),
        )
    }
    ages, stages = _ages(running), _stages(pack)
    codes = [*stages, *sorted(counted.keys() - stages.keys())]
    return [
        StageLine(
            code, stages.get(code), *counted.get(code, (0, 0, 0)), *_middle_and_last(ages.get(code, []))
        )
        for code in codes
    ]


def _stages(pack: Pack) -> dict[str, Stage]:
    approvals = (p for p in pack.procedures.values() if p.matter == "approval")
    return {stage.code: stage for procedure in approvals for stage in procedure.stages}


def _ages(running: "QuerySet[Case]") -> Mapping[str, Ages]:
    """Count by stage and day of opening in the database: as many rows as days, however many cases."""
    open_runs = StageRun.objects.filter(closed_at__isnull=True, case__in=running.values("pk"))
    by_day = (
        open_runs.order_by().values_list("stage_code", TruncDate("opened_at")).annotate(count=Count("pk"))
    )
    today, found = clock.today(), defaultdict[str, list[tuple[int, int]]](list)
    for code, day, count in by_day:
        assert isinstance(day, date)
        found[code].append(((today - day).days, count))
    return {code: sorted(ages) for code, ages in found.items()}


def _middle_and_last(ages: Ages) -> tuple[int | None, int | None]:
    """The nearest-rank median, as the statistics of closed passages take it, and the longest."""
    if not ages:
        return None, None
    wanted, passed = -(-sum(count for _days, count in ages) // 2), 0
    for days, count in ages:
        passed += count
        if passed >= wanted:
            return days, ages[-1][0]
    raise AssertionError("the middle lies among the ages")
