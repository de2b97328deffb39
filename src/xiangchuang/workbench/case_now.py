"""From what the procedure offers a person in a case to the box 现在."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.queries import center_of
from xiangchuang.pages import figures
from xiangchuang.pages.parts import Action, Block, Now
from xiangchuang.policy.pack import Pack, Stage
from xiangchuang.procedure.models import Case, CaseState, StageRun
from xiangchuang.procedure.offers import Now as OfferedNow
from xiangchuang.procedure.offers import Offer, now_in
from xiangchuang.procedure.standing import current_participants, standing
from xiangchuang.procedure.verbs import Blocker, Verb
from xiangchuang.workbench.due_days import DueDays
from xiangchuang.workbench.viewpoint import Viewpoint
from xiangchuang.workbench.wording import seat_words, stage_words, state_words, verb_of, verb_words

ActionKind = Literal["primary", "plain", "danger"]
# Buttons that end a case early stand behind the others.
_LAST = {"danger": 1, "quiet": 2}


def now_box(case: Case, actor: Actor, *, viewpoint: Viewpoint, pack: Pack, due: DueDays) -> Now:
    """Return the box: waiting for what, held by whom, until when, on which clause, what blocks, what to do.

    Who looks from outside reads the applicant's word for the stage, and what blocks it only while it is
    theirs to unblock: a missing kind of expert is the department's affair.
    """
    stage = pack.procedures[case.kind].stage(case.stage_code)
    if not case.is_running:
        return _ended(case, stage)
    now = now_in(case, actor)
    deferred = case.state == CaseState.DEFERRED
    holds = standing(actor, case, stage.role, current_participants(case)) is not None
    shows_blocks = viewpoint is Viewpoint.INSIDE or holds
    return Now(
        waiting=_("暂缓办理，等待恢复") if deferred else _waiting(case, stage, now.run, viewpoint),
        holder=_holder(case, stage, pack, viewpoint),
        due=due.reading(case.due_on, provisional=case.due_provisional),
        clause=stage.clause,
        origin=stage.origin or "",
        blocks=_blocks(case, now) if shows_blocks else [],
        actions=_actions(case, now),
    )


def _ended(case: Case, stage: Stage) -> Now:
    return Now(
        waiting=_("%(state)s（%(day)s 办结）") % {"state": state_words(case), "day": _closed_on(case)},
        clause=stage.clause,
        origin=stage.origin or "",
        actions=_outcome_links(case),
        is_closed=True,
    )


def _closed_on(case: Case) -> str:
    return figures.day_text(case.closed_at) if case.closed_at else ""


def _outcome_links(case: Case) -> list[Action]:
    """Lead on to what the case has founded."""
    center = center_of(case.pk) if case.state == CaseState.GRANTED else None
    if center is None:
        return []
    return [Action(_("看中心页"), reverse("portal:center", args=[center.pk]), method="get")]


def _waiting(case: Case, stage: Stage, run: StageRun | None, viewpoint: Viewpoint) -> str:
    """Name the stage; inside also what single persons still have to do in it."""
    words = stage_words(stage, viewpoint)
    if viewpoint is not Viewpoint.INSIDE or run is None:
        return words
    of_run = [item for item in case.work_items.all() if item.run_id == run.pk and item.closed_at is None]
    waits = Counter(item.what for item in of_run if item.what != stage.code)
    said = [
        _("%(what)s（%(count)d 项）") % {"what": verb_words(what), "count": count}
        for what, count in waits.items()
    ]
    return words + _("：") + _("；").join(said) if said else words


def _holder(case: Case, stage: Stage, pack: Pack, viewpoint: Viewpoint) -> str:
    organization = case.holder_organization
    if viewpoint in {Viewpoint.EXPERT, Viewpoint.BLIND}:
        return seat_words(stage.role, pack)
    return str(organization) if organization is not None else seat_words(stage.role, pack)


def _blocks(case: Case, now: OfferedNow) -> list[Block]:
    """Return the blockers, those that one and the same thing removes on one line."""
    together: dict[tuple[str, str], list[str]] = {}
    for blocker in now.blockers:
        together.setdefault((blocker.clause, blocker.remedy), []).append(str(blocker.message))
    offered = {offer.verb.code for offer in now.offers}
    return [
        _block(case, _("；").join(messages), clause, remedy, is_offered=remedy in offered)
        for (clause, remedy), messages in together.items()
    ]


def _block(case: Case, text: str, clause: str, remedy: str, *, is_offered: bool) -> Block:
    """Give the blocker its remedy: a link for who may do it, else the words for what would help."""
    verb = verb_of(remedy) if remedy else None
    if verb is None:
        return Block(text, clause)
    return Block(text, clause, f"→ {verb.label}", verb_url(case, verb) if is_offered else "")


def _actions(case: Case, now: OfferedNow) -> list[Action]:
    """Return the buttons: what this person most likely came to do, what else is open, what is held yet."""
    main = _main(now)
    ordered = sorted(now.offers, key=lambda o: (o is not main, not o.is_open, _LAST.get(o.verb.tone, 0)))
    actions = []
    for offer in ordered:
        if not (url := verb_url(case, offer.verb)):
            continue
        kind: ActionKind = (
            "primary" if offer is main else "danger" if offer.verb.tone == "danger" else "plain"
        )
        actions.append(
            Action(str(offer.verb.label), url, method="get", kind=kind, reason=_reason(offer.blockers))
        )
    return actions


def _reason(blockers: Sequence[Blocker]) -> str:
    """Say why a button is held: the first reason, and how many more there are."""
    if not blockers:
        return ""
    first = str(blockers[0].message)
    more = len(blockers) - 1
    return _("%(first)s；另有 %(more)d 项") % {"first": first, "more": more} if more else first


def _main(now: OfferedNow) -> Offer | None:
    """The verb that ends the stage, once it can; before that, the one that removes the first blocker."""
    open_offers = [offer for offer in now.offers if offer.is_open]
    remedies = [blocker.remedy for offer in now.offers for blocker in offer.blockers]
    leading = (offer for offer in open_offers if offer.verb.tone == "primary" and offer.verb.passes)
    helping = (offer for code in remedies for offer in open_offers if offer.verb.code == code)
    others = (offer for offer in open_offers if offer.verb.tone == "primary")
    return next(leading, None) or next(helping, None) or next(others, None)


def verb_url(case: Case, verb: Verb) -> str:
    """Return the address of the verb's page for the case; "" while no such page is routed."""
    if not verb.page:
        return ""
    try:
        return reverse(verb.page, args=[case.number])
    except NoReverseMatch:
        return ""
