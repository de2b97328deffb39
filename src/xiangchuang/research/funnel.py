"""From science to technology to industry: how far results have come, and how fast (2-1, 2-2)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final

from django.db.models import F

from xiangchuang.centers.models import Center
from xiangchuang.research.models import Result, StageMove
from xiangchuang.research.models.kinds import Stage
from xiangchuang.research.queries import standing

ORDER: Final = (Stage.BASIC, Stage.PILOT, Stage.INDUSTRIALISED)
WIDTH: Final = 640
_HEIGHT: Final = 44


@dataclass(frozen=True)
class Step:
    """A stage of the funnel: how many results came at least this far, and how many stand here.

    `basis_points`: share of the results of the stage before that came this far; None for the first.
    `days`: median days from the stage before, rounded down; None where no result has moved.
    """

    stage: Stage
    reached: int
    standing: int
    basis_points: int | None
    days: int | None


@dataclass(frozen=True)
class Bar:
    """A step as drawn, centred."""

    step: Step
    x: int
    y: int
    width: int
    text_y: int


@dataclass(frozen=True)
class Funnel:
    """The steps of a center's results."""

    steps: tuple[Step, ...]

    @property
    def total(self) -> int:
        """Number of results."""
        return self.steps[0].reached

    @property
    def height(self) -> int:
        """Height of the drawing."""
        return _HEIGHT * len(self.steps)

    def bars(self) -> list[Bar]:
        """Return the steps as bars whose width tells the number that came this far."""
        most = max(self.total, 1)
        bars = []
        for number, step in enumerate(self.steps):
            width = max(step.reached * WIDTH // most, 2) if step.reached else 0
            y = number * _HEIGHT
            bars.append(Bar(step, (WIDTH - width) // 2, y, width, y + 22))
        return bars


def funnel_of(center: Center) -> Funnel:
    """Return the funnel of the center's results as it stands now, in three queries."""
    by_stage = Counter(standing(Result, center).order_by().values_list("stage", flat=True))
    reached = {stage: sum(by_stage[s] for s in ORDER[n:]) for n, stage in enumerate(ORDER)}
    days = _median_days(center)
    steps = []
    for number, stage in enumerate(ORDER):
        before = reached[ORDER[number - 1]] if number else 0
        steps.append(
            Step(
                stage, reached[stage], by_stage[stage],
                reached[stage] * 10_000 // before if before else None, days.get(stage),
            )
        )  # fmt: skip
    return Funnel(tuple(steps))


def _median_days(center: Center) -> dict[Stage, int]:
    moves = standing(StageMove, center).filter(result__withdrawn_at__isnull=True).order_by()
    days: dict[Stage, list[int]] = {}
    pilot: dict[int, date] = {}
    rows = moves.values_list("result", "stage", "moved_on", F("result__filed_on"), F("result__granted_on"))
    industrialised = []
    for result, stage, moved_on, filed_on, granted_on in rows:
        if stage == Stage.INDUSTRIALISED:
            industrialised.append((result, moved_on))
            continue
        pilot[result] = moved_on
        began = filed_on or granted_on
        days.setdefault(Stage.PILOT, []).append((moved_on - began).days)
    for result, moved_on in industrialised:
        if result in pilot:
            days.setdefault(Stage.INDUSTRIALISED, []).append((moved_on - pilot[result]).days)
    return {stage: int(median(found)) for stage, found in days.items()}
