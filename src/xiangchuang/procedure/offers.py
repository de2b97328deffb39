"""What a person may do in a case now, and what blocks it: read from the declaration that perform() obeys."""

from dataclasses import dataclass

from xiangchuang.accounts.actor import Actor
from xiangchuang.procedure.models import Case, CaseState, StageRun
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.standing import current_participants, first_standing
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, is_led_on, stage_blockers, verbs_of


@dataclass(frozen=True)
class Offer:
    """A verb this person has standing for; with blockers it is shown disabled, with the reason in words."""

    verb: Verb
    blockers: tuple[Blocker, ...] = ()

    @property
    def is_open(self) -> bool:
        return not self.blockers


@dataclass(frozen=True)
class Now:
    """The box 'now' of the case page: what blocks the stage, and what this person may do."""

    run: StageRun | None
    blockers: tuple[Blocker, ...]
    offers: tuple[Offer, ...]


def now_in(case: Case, actor: Actor) -> Now:
    """Return the offers and blockers of a case; an ended case has none."""
    if not case.is_running:
        return Now(None, (), ())
    pack = pack_of(case)
    stage = pack.procedures[case.kind].stage(case.stage_code)
    run = max((r for r in case.runs.all() if r.stage_code == case.stage_code), key=lambda r: r.round)
    at = Standpoint(case, run, stage, pack)
    deferred = case.state == CaseState.DEFERRED
    blockers = () if deferred else tuple(stage_blockers(at))
    participants = current_participants(case)
    offers = []
    for verb in verbs_of(case.stage_kind, case.matter):
        if not verb.page or verb.in_deferral != deferred or not is_led_on(verb, stage):
            continue
        if first_standing(actor, case, verb.roles(stage), participants) is None:
            continue
        if verb.offered is not None and not verb.offered(at, actor):
            continue
        own = tuple(b for need in verb.needs for b in need(at))
        # What the verb itself supplies (the letter with the recommendation) does not hold its button.
        held = tuple(b for b in blockers if b.remedy != verb.code) if verb.outcomes == ("passed",) else ()
        offers.append(Offer(verb, own + held))
    return Now(run, blockers, tuple(offers))
