"""The province against its goals (1.3): what registers know, by year, beside the targets of the pack."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from xiangchuang.centers.models import Center
from xiangchuang.overview.models import Achievement
from xiangchuang.policy.goals import Goal, GoalRules


@dataclass(frozen=True)
class YearLine:
    """A goal by the end of one year: how many in all, how many were wanted; None where no number is set."""

    year: int
    actual: int
    target: int | None

    @property
    def is_behind(self) -> bool:
        """Whether fewer came about than were wanted."""
        return self.target is not None and self.actual < self.target


@dataclass(frozen=True)
class GoalLine:
    """A goal over the years, and where the rows behind it can be read."""

    goal: Goal
    years: Sequence[YearLine]
    url: str

    @property
    def now(self) -> YearLine:
        """The last year shown, against the newest target that has fallen due by then."""
        last = self.years[-1]
        due = [line.target for line in self.years if line.target is not None]
        return YearLine(last.year, last.actual, due[-1] if due else None)


def goal_lines(
    rules: GoalRules, centers: Sequence[Center], achievements: Sequence[Achievement], years: Sequence[int]
) -> list[GoalLine]:
    """Return every goal of the pack with actual against target by the end of each year; no queries.

    achievements: the standing ones of those centers. Years with a target are shown beside those asked for.
    """
    lines = []
    for goal in rules.goals:
        if goal.measure == "center":
            happened = [center.approved_on.year for center in centers]
            url = f"{reverse('overview:home')}#layout"
        else:
            happened = [a.on.year for a in achievements if a.kind == goal.measure]
            url = f"{reverse('overview:achievements')}?kind={goal.measure}"
        wanted = goal.by_year
        shown = [
            YearLine(year, sum(other <= year for other in happened), wanted.get(year))
            for year in sorted({*years, *(year for year in wanted if year <= max(years))})
        ]
        lines.append(GoalLine(goal, shown, url))
    return lines
