"""What can be done in a case: verbs, guards and the kinds of stage they belong to (closed in code)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise

from xiangchuang.accounts.actor import Actor
from xiangchuang.policy.pack import MATTERS, STAGE_KINDS, Matter, Pack, Stage
from xiangchuang.procedure.models import Case, StageRun

Words = str | Promise


@dataclass(frozen=True)
class Blocker:
    """One reason why a stage cannot pass yet, on which clause, and the verb that would remove it."""

    message: Words
    clause: str
    remedy: str = ""


@dataclass(frozen=True)
class Standpoint:
    """What a guard looks at: the case, the stage run it stands in, and the policy it is pinned to."""

    case: Case
    run: StageRun
    stage: Stage
    pack: Pack


Guard = Callable[[Standpoint], Iterable[Blocker]]
Offered = Callable[[Standpoint, Actor], bool]
OnOpen = Callable[[Standpoint], None]


@dataclass(frozen=True)
class Verb:
    """A thing a person does in a stage.

    `role` is who may do it; empty means whoever the pack lets hold the stage. `joined_by` are roles that may
    do it as well: members write the plan with the lead. `outcomes` are those it may end the stage with; a
    verb with `passed` among them is also held by the pack's guards.
    `needs` are its own guards, tried before it starts. A `shared` verb works on a row of its own
    (an expert's review), so it neither names nor raises the version of the case.
    """

    code: str
    label: Words
    role: str = ""
    joined_by: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    needs: tuple[Guard, ...] = ()
    clause: str = ""
    shared: bool = False
    tone: str = "secondary"
    # URL name of the page that does it, taking the case number; verbs without one live on another's page.
    page: str = ""
    # Whether it concerns this person at all now; a verb that does not has no button, not a disabled one.
    offered: Offered | None = None
    in_deferral: bool = False

    @property
    def passes(self) -> bool:
        return "passed" in self.outcomes

    def roles(self, stage: Stage) -> tuple[str, ...]:
        """Return the roles that may do it in that stage, its holder's first."""
        return (self.role or stage.role, *self.joined_by)


@dataclass
class StageKindBehaviour:
    """Everything the installed apps contribute to one kind of stage in procedures of one matter."""

    verbs: dict[str, Verb] = field(default_factory=dict)
    on_open: list[OnOpen] = field(default_factory=list)


APPROVALS: Final[tuple[Matter, ...]] = ("approval",)
BEHAVIOURS: Final[dict[tuple[str, str], StageKindBehaviour]] = {
    (kind, matter): StageKindBehaviour() for kind in STAGE_KINDS for matter in MATTERS
}
"""By kind of stage and matter of the procedure."""
GUARDS: Final[dict[str, Guard]] = {}
EVERYWHERE: Final[dict[str, dict[str, Verb]]] = {matter: {} for matter in MATTERS}


def contribute(
    kind: str, *verbs: Verb, on_open: OnOpen | None = None, matters: Iterable[Matter] = APPROVALS
) -> None:
    """Add verbs, in the order of their buttons, to a kind of stage; `on_open` runs when one opens."""
    for matter in matters:
        behaviour = BEHAVIOURS[kind, matter]
        behaviour.verbs.update({verb.code: verb for verb in verbs})
        if on_open is not None:
            behaviour.on_open.append(on_open)


def contribute_everywhere(*verbs: Verb, matters: Iterable[Matter] = APPROVALS) -> None:
    """Add verbs that a running case offers in any stage."""
    for matter in matters:
        EVERYWHERE[matter].update({verb.code: verb for verb in verbs})


def guard(name: str) -> Callable[[Guard], Guard]:
    """Register a guard under the name that packs use for it."""

    def register(function: Guard) -> Guard:
        GUARDS[name] = function
        return function

    return register


def verbs_of(kind: str, matter: str) -> tuple[Verb, ...]:
    """Return the verbs of a kind of stage in that matter, then those offered everywhere."""
    return (*BEHAVIOURS[kind, matter].verbs.values(), *EVERYWHERE[matter].values())


def exists_in(code: str, matter: str) -> bool:
    """Return whether a stage of cases of that matter knows the verb; a round's does not exist elsewhere."""
    kinds = (behaviour.verbs for (_kind, of), behaviour in BEHAVIOURS.items() if of == matter)
    return code in EVERYWHERE[matter] or any(code in verbs for verbs in kinds)


def is_led_on(verb: Verb, stage: Stage) -> bool:
    """Return whether the pack names a way on for what the verb may end this stage with."""
    return not verb.outcomes or any(outcome in stage.outcomes for outcome in verb.outcomes)


def every_verb() -> dict[str, Verb]:
    """Return all verbs by code."""
    sources = (*(behaviour.verbs for behaviour in BEHAVIOURS.values()), *EVERYWHERE.values())
    return {code: verb for verbs in sources for code, verb in verbs.items()}


def stage_blockers(at: Standpoint) -> list[Blocker]:
    """Return what keeps the stage from passing, by the guards the pack names for it, in the pack's order."""
    found: list[Blocker] = []
    for rule in at.stage.guards:
        clause = rule.interprets or rule.clause
        for blocker in GUARDS[rule.name](at):
            found.append(blocker if blocker.clause else Blocker(blocker.message, clause, blocker.remedy))
    return found
