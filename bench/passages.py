"""The ways cases have gone, read from the pack's stages: where each stands now and what it passed before."""

from collections.abc import Iterator
from dataclasses import dataclass

from xiangchuang.policy.stages import Procedure, Stage

# How many in a hundred cases stand in a stage of each kind, and how many ended there and how: what a
# province's programme looks like after some years. More intentions come in than plans are asked for.
STANDING = {
    "intake": 8, "recommendation": 7, "conditions": 4, "formal_check": 2, "plan": 8, "review": 3, "visit": 1,
    "integrity": 1, "meeting": 1, "publicity": 1, "decision": 1,
}  # fmt: skip
ENDED = {
    ("intake", "withdrawn"): 6, ("recommendation", "declined"): 8, ("conditions", "failed"): 18,
    ("formal_check", "failed"): 4, ("review", "failed"): 4, ("decision", "passed"): 23,
}  # fmt: skip


@dataclass(frozen=True)
class Passage:
    """One way: stages passed with their outcomes, and the open stage, or None when the case has ended."""

    passed: tuple[tuple[Stage, str], ...]
    open: Stage | None
    state: str

    @property
    def stages(self) -> tuple[Stage, ...]:
        """All stages entered, in order; a repeated stage comes as often as it was entered."""
        return tuple(stage for stage, _outcome in self.passed) + ((self.open,) if self.open else ())


def passages(procedure: Procedure) -> list[Passage]:
    """Return the ways of a hundred cases (of fewer when the pack leaves kinds out), in mixed order."""
    line = list(_line(procedure))
    ways: list[Passage] = []
    for index, (stage, _outcome) in enumerate(line):
        before = tuple(line[:index])
        same = sum(other.kind == stage.kind for other, _ in line)
        ways += [Passage(before, stage, "open")] * (STANDING.get(stage.kind, 0) // same)
        for (kind, outcome), count in ENDED.items():
            if kind == stage.kind and (end := _end(stage, outcome)):
                ways += [Passage((*before, (stage, outcome)), None, end)] * (count // same)
    # Neighbouring cases stand in different stages, as they would; 37 shares no divisor with 100.
    return [ways[number * 37 % len(ways)] for number in range(len(ways))]


def _line(procedure: Procedure) -> Iterator[tuple[Stage, str]]:
    """The way to approval, with one revision of the plan where the pack has one."""
    code, revised = procedure.first.code, False
    while True:
        stage = procedure.stage(code)
        outcome = (
            "revise" if stage.kind == "review" and "revise" in stage.outcomes and not revised else "passed"
        )
        revised = revised or outcome == "revise"
        yield stage, outcome
        code = stage.outcomes[outcome]
        if code.startswith("end:"):
            return


def _end(stage: Stage, outcome: str) -> str:
    if outcome == "withdrawn":
        return outcome
    target = stage.outcomes.get(outcome, "")
    return target.removeprefix("end:") if target.startswith("end:") else ""
