"""Wednesday 1 March 2028, nine in the morning: the year 2027 is over and its centers can be evaluated."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from types import ModuleType

import pytest

from tests.evaluation.world import TODAY, EvaluationWorld
from tests.factories.kept import kept
from xiangchuang.calendars import clock as house_clock
from xiangchuang.procedure.packs import forget_packs


@pytest.fixture
def jump(clock: ModuleType) -> Iterator[Callable[[int], None]]:
    """Stand at the day, and go on by so many days when told."""
    with ExitStack() as stack:
        now = house_clock.moment_on(TODAY)
        stack.enter_context(clock.at(now))

        def on(days: int) -> None:
            nonlocal now
            now += timedelta(days=days)
            stack.enter_context(clock.at(now))

        yield on


@pytest.fixture
def world(db: None, jump: Callable[[int], None]) -> EvaluationWorld:
    """The centers, the department and the evaluator."""
    forget_packs()
    return kept("evaluation", EvaluationWorld)
