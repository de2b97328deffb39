"""What can be done in a case: verbs, guards and the kinds of stage they belong to (closed in code)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise

from xiangchuang.accounts.actor import Actor
from xiangchuang.policy.pack import STAGE_KINDS, Pack, Stage
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

    `role` is who may do it; empty means whoever the pack lets hold the stage. `outcomes` are those it
    may end the stage with; a verb with `passed` among them is also held by the pack's guards.
    `needs` are its own guards, tried before it starts. A `shared` verb works on a row of its own
    (an expert's review), so it neither names nor raises the version of the case.
    """

    code: str
    label: Words
    role: str = ""
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


@dataclass
class StageKindBehaviour:
    """Everything the installed apps contribute to one kind of stage."""

    verbs: dict[str, Verb] = field(default_factory=dict)
    on_open: list[OnOpen] = field(default_factory=list)


KINDS: Final[dict[str, StageKindBehaviour]] = {kind: StageKindBehaviour() for kind in STAGE_KINDS}
GUARDS: Final[dict[str, Guard]] = {}
EVERYWHERE: Final[dict[str, Verb]] = {}


def contribute(kind: str, *verbs: Verb, on_open: OnOpen | None = None) -> None:
    """Add verbs, in the order of their buttons, to a kind of stage; `on_open` runs when one opens."""
    behaviour = KINDS[kind]
    for verb in verbs:
        behaviour.verbs[verb.code] = verb
    if on_open is not None:
        behaviour.on_open.append(on_open)


def contribute_everywhere(*verbs: Verb) -> None:
    """Add verbs that a running case offers in any stage."""
    EVERYWHERE.update({verb.code: verb for verb in verbs})


def guard(name: str) -> Callable[[Guard], Guard]:
    """Register a guard under the name that packs use for it."""

    def register(function: Guard) -> Guard:
        GUARDS[name] = function
        return function

    return register


def verbs_of(kind: str) -> tuple[Verb, ...]:
    """Return the verbs of a kind of stage, then those offered everywhere."""
    return (*KINDS[kind].verbs.values(), *EVERYWHERE.values())


def stage_blockers(at: Standpoint) -> list[Blocker]:
    """Return what keeps the stage from passing, by the guards the pack names for it, in the pack's order."""
    found: list[Blocker] = []
    for rule in at.stage.guards:
        clause = rule.interprets or rule.clause
        for blocker in GUARDS[rule.name](at):
            found.append(blocker if blocker.clause else Blocker(blocker.message, clause, blocker.remedy))
    return found
