"""The schedule of a center's tasks as people read it: one row a task, grouped by who carries it out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xiangchuang.centers.models import Center
from xiangchuang.research.models import Milestone, PlanTask
from xiangchuang.research.queries import spending_by_task, standing
from xiangchuang.research.slippage import MilestoneState, milestone_state, state_words

OPEN_UP_TO = 20
"""A center with no more tasks than this shows them all at once."""


@dataclass(frozen=True)
class Stop:
    """A milestone on the schedule."""

    name: str
    due_on: date
    reached_on: date | None
    state: MilestoneState
    words: str


@dataclass(frozen=True)
class TaskLine:
    """A task with its milestones in order, what it has spent (fen), and how many milestones slip."""

    task: PlanTask
    stops: tuple[Stop, ...]
    spent_fen: int

    @property
    def late(self) -> int:
        """Milestones past their day."""
        return sum(stop.state == "late" for stop in self.stops)

    @property
    def soon(self) -> int:
        """Milestones within the warning days."""
        return sum(stop.state == "soon" for stop in self.stops)

    @property
    def reached(self) -> int:
        """Milestones reached."""
        return sum(stop.reached_on is not None for stop in self.stops)

    @property
    def is_over_budget(self) -> bool:
        """Whether more was spent than planned."""
        return self.spent_fen > int(self.task.budget_fen)


@dataclass(frozen=True)
class OwnerGroup:
    """The tasks of one organisation; `is_open` tells whether they are drawn or only counted."""

    owner_pk: int
    owner: str
    lines: tuple[TaskLine, ...]
    is_open: bool

    @property
    def late(self) -> int:
        """Milestones past their day, over all its tasks."""
        return sum(line.late for line in self.lines)

    @property
    def soon(self) -> int:
        """Milestones within the warning days, over all its tasks."""
        return sum(line.soon for line in self.lines)


@dataclass(frozen=True)
class Schedule:
    """All of a center's tasks by owner, most late first, then by name."""

    groups: tuple[OwnerGroup, ...]
    today: date

    @property
    def tasks(self) -> int:
        """Number of tasks."""
        return sum(len(group.lines) for group in self.groups)

    @property
    def late(self) -> int:
        """Milestones past their day."""
        return sum(group.late for group in self.groups)

    @property
    def soon(self) -> int:
        """Milestones within the warning days."""
        return sum(group.soon for group in self.groups)

    @property
    def late_tasks(self) -> int:
        """Tasks with a milestone past its day."""
        return sum(line.late > 0 for group in self.groups for line in group.lines)

    @property
    def is_folded(self) -> bool:
        """Whether some tasks are only counted."""
        return any(not group.is_open for group in self.groups)


def schedule_of(
    center: Center, *, today: date, warning_days: int, unfolded: Sequence[int] = (), unfold_all: bool = False
) -> Schedule:
    """Return the schedule, in three queries.

    `unfolded`: numbers of the owners whose tasks are to be drawn. A small schedule is drawn whole.
    """
    tasks = list(standing(PlanTask, center).select_related("owner").order_by("starts_on", "code"))
    stops = _stops(center, today, warning_days)
    spent = spending_by_task(center)
    lines: dict[int, list[TaskLine]] = {}
    for task in tasks:
        line = TaskLine(task, tuple(stops.get(task.pk, ())), spent.get(task.pk, 0))
        lines.setdefault(task.owner_id, []).append(line)
    whole = unfold_all or len(tasks) <= OPEN_UP_TO
    groups = [
        OwnerGroup(pk, str(found[0].task.owner), tuple(found), whole or pk in unfolded)
        for pk, found in lines.items()
    ]
    return Schedule(tuple(sorted(groups, key=lambda g: (-g.late, -g.soon, g.owner))), today)


def _stops(center: Center, today: date, warning_days: int) -> Mapping[int, list[Stop]]:
    found: dict[int, list[Stop]] = {}
    rows = standing(Milestone, center).order_by("due_on", "pk")
    for task, name, due_on, reached_on in rows.values_list("task", "name", "due_on", "reached_on"):
        state = milestone_state(due_on, reached_on, today=today, warning_days=warning_days)
        words = state_words(state, due_on, today=today)
        found.setdefault(task, []).append(Stop(name, due_on, reached_on, state, words))
    return found
