"""The tasks and milestones of the approved plan taken into the register, so that nobody types them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Blocked
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.keep import check_keeper
from xiangchuang.plan_parts.approved import approved_revision
from xiangchuang.plan_parts.columns import Line
from xiangchuang.plan_parts.table_rows import read_lines
from xiangchuang.research.models import Milestone, PlanTask
from xiangchuang.research.queries import standing
from xiangchuang.research.registers import TASKS

CLAUSE: Final = "A.4.1"
_TAKEN: Final = (
    "code", "name", "technology_type", "responsible", "owner_id", "budget_fen", "starts_on", "ends_on",
)  # fmt: skip


@dataclass(frozen=True)
class TasksToTake:
    """Tasks of the plan that the register does not know, with milestones; apart those it cannot hold."""

    tasks: Sequence[tuple[PlanTask, Sequence[Milestone]]]
    unfit: Sequence[str]

    @property
    def milestones(self) -> int:
        return sum(len(milestones) for _task, milestones in self.tasks)


def tasks_to_take(center: Center) -> TasksToTake:
    """Return what the plan's tables hold and the register does not, by the number of the task."""
    revision = approved_revision(center.founding_case)
    if revision is None:
        return TasksToTake((), ())
    known = set(standing(PlanTask, center).values_list("code", flat=True))
    stops: dict[str, list[Line]] = {}
    for line in read_lines(revision, "milestones"):
        stops.setdefault(str(line.get("task")), []).append(line)
    fit: list[tuple[PlanTask, Sequence[Milestone]]] = []
    unfit = []
    for line in read_lines(revision, "tasks"):
        code = str(line.get("code") or "")
        if code in known:
            continue
        task = _task(center, line)
        milestones = [_milestone(center, task, stop) for stop in stops.get(code, ())]
        if _holds(task) and all(_holds(milestone, "task") for milestone in milestones):
            fit.append((task, milestones))
            known.add(code)
        else:
            unfit.append(code or str(line.get("name") or ""))
    return TasksToTake(fit, unfit)


def take_tasks(*, actor: Actor, center: Center) -> TasksToTake:
    """Record each task with its milestones as in the plan, one entry for all; return what was taken.

    Raises NotFound, NotPermitted, Blocked (none is left to take).
    """
    acting, person = check_keeper(TASKS, actor, center), actor.user
    assert person is not None, "who holds an appointment has signed in"
    with transaction.atomic():
        Center.objects.select_for_update().get(pk=center.pk)
        found = tasks_to_take(center)
        if not found.tasks:
            raise Blocked(_("建设方案中的任务都已登记。"), remedy=_("新增的任务逐个登记。"), clause=CLAUSE)
        for task, milestones in found.tasks:
            task.recorded_by = person
            task.save(force_insert=True)
            for milestone in milestones:
                milestone.task, milestone.recorded_by = task, person
                milestone.save(force_insert=True)
        write_entry(
            actor, verb="take_tasks", acting=acting, subject=f"center:{center.pk}", clause=CLAUSE,
            case_number=center.ledger_key,
            detail={
                "center": center.pk, "tasks": [task.code for task, _stops in found.tasks],
                "milestones": found.milestones,
            },
        )  # fmt: skip
    return found


def _task(center: Center, line: Line) -> PlanTask:
    """Return the row as the plan tells it, not yet saved; an empty cell is left to the register to refuse."""
    told: dict[str, Any] = {name: value for name, value in line.items() if value is not None}
    if party := told.get("organization"):
        told["owner_id"] = int(party)
    told["budget_fen"] = told.get("budget", 0)
    return PlanTask(center=center, **{name: told[name] for name in _TAKEN if name in told})


def _milestone(center: Center, task: PlanTask, line: Line) -> Milestone:
    told: dict[str, Any] = {name: line[name] for name in ("name", "due_on") if line.get(name) is not None}
    return Milestone(center=center, task=task, **told)


def _holds(row: PlanTask | Milestone, *later: str) -> bool:
    """Whether the register takes the row as it stands; what is set with the save is not looked at."""
    try:
        row.clean_fields(exclude=["recorded_by", *later])
    except ValidationError:
        return False
    return not isinstance(row, PlanTask) or row.ends_on > row.starts_on
