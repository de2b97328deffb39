"""The process rail of a case: the pack's stages with where the case has been, stands and has yet to go."""

from dataclasses import dataclass
from typing import Literal

from xiangchuang.policy.pack import Stage
from xiangchuang.procedure.models import Case, CaseState, StageRun
from xiangchuang.procedure.packs import pack_of

StepState = Literal["done", "current", "waiting", "skipped", "stopped"]


@dataclass(frozen=True)
class RailStep:
    """One stage on the rail."""

    stage: Stage
    state: StepState
    round: int
    run: StageRun | None


def rail(case: Case) -> list[RailStep]:
    """Return the steps in the pack's order; a stage entered again shows its latest round."""
    latest: dict[str, StageRun] = {}
    for run in case.runs.all():
        latest[run.stage_code] = run
    stages = pack_of(case).procedures[case.kind].stages
    here = next(i for i, stage in enumerate(stages) if stage.code == case.stage_code)
    return [_step(case, stage, latest.get(stage.code), index, here) for index, stage in enumerate(stages)]


def _step(case: Case, stage: Stage, run: StageRun | None, index: int, here: int) -> RailStep:
    state: StepState
    if index == here and case.is_running:
        state = "current"
    elif index == here:
        state = "done" if case.state in (CaseState.GRANTED, CaseState.COMPLETED) else "stopped"
    elif run is not None and index < here:
        state = "done"
    else:
        # A conditional stage (the revision) that the case never needed.
        state = "skipped" if index < here else "waiting"
    return RailStep(stage, state, run.round if run else 0, run)
