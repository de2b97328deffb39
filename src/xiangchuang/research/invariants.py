"""What must hold of a center's research and cycle at any time."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Max, Q

from xiangchuang.research.models import (
    CycleExtension,
    CycleStep,
    ExtensionState,
    Result,
    StageMove,
    StepState,
)
from xiangchuang.research.models.kinds import Stage


def every_result_stands_where_its_moves_brought_it() -> Iterator[str]:
    """Yield each result whose stage is not that of its furthest standing move."""
    all_moves: Any = StageMove.objects
    results: Any = Result.objects
    moves = all_moves.standing().order_by().values_list("result", "stage")
    furthest: dict[int, str] = {}
    for result, stage in moves:
        if furthest.get(result) != Stage.INDUSTRIALISED:
            furthest[result] = stage
    known = results.exclude(stage=Stage.BASIC) | results.filter(pk__in=furthest)
    for pk, stage in known.values_list("pk", "stage"):
        if stage != furthest.get(pk, Stage.BASIC):
            yield f"results:{pk} stands at {stage}, its moves at {furthest.get(pk, 'basic')}"


def what_is_owed_of_a_cycle_follows_its_steps() -> Iterator[str]:
    """Yield each step that was handed in and is still owed, or is owed no more and was not handed in."""
    waiting = Q(state__in=[StepState.OPEN, StepState.RETURNED])
    wrong = CycleStep.objects.filter(
        (waiting & Q(obligation__fulfilled_at__isnull=False))
        | (~waiting & Q(obligation__fulfilled_at__isnull=True))
    )
    for pk, state in wrong.values_list("pk", "state"):
        yield f"cycle-step:{pk} is {state}, what is owed says otherwise"


def a_granted_extension_is_the_end_of_the_cycle() -> Iterator[str]:
    """Yield each center whose cycle does not end on the last day it was granted."""
    granted = CycleExtension.objects.filter(state=ExtensionState.GRANTED).order_by()
    last = granted.values("center").annotate(last=Max("new_end_on")).exclude(center__cycle_ends_on=F("last"))
    for row in last:
        yield f"center:{row['center']} does not end on {row['last']}"
