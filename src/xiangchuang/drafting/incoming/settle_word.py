"""Settling a file that was brought back: each section that differs is accepted or left as it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.drafting.conflicts import Overtaken
from xiangchuang.drafting.desk import Desk, desk_of
from xiangchuang.drafting.incoming.bring_word import incoming_of
from xiangchuang.drafting.incoming.comparison import brought_blocks, brought_plan
from xiangchuang.drafting.incoming.reading import targets_of
from xiangchuang.drafting.models import IncomingState, IncomingWord, SectionConflict
from xiangchuang.drafting.save_section import save_blocks
from xiangchuang.drafting.verbs import CLAUSE
from xiangchuang.ledger.record import record
from xiangchuang.procedure.errors import Stale
from xiangchuang.procedure.models import Case
from xiangchuang.proposals.plan import propose_targets

ACCEPTED, KEPT, OVERTAKEN = "accepted", "kept", "overtaken"


@dataclass
class Settled:
    """What became of the sections: codes accepted, and those in which someone else had written meanwhile."""

    accepted: list[str] = field(default_factory=list)
    overtaken: dict[str, SectionConflict] = field(default_factory=dict)
    new_targets: bool = False


def settle_word(
    *, actor: Actor, case: Case, pk: int, accept: Mapping[str, int], kept: Mapping[str, int]
) -> Settled:
    """Write the accepted sections (5.1-3); `accept` and `kept` have the version the page showed of each.

    A section that someone saved after that is not overwritten: both texts are kept to be settled there.
    Raises NotFound, NotPermitted, Blocked, Invalid, Stale when the file was settled or replaced meanwhile.
    """
    desk = desk_of(actor, case)
    incoming = incoming_of(desk, pk)
    blocks = brought_blocks(incoming)
    settled = Settled()
    with transaction.atomic():
        claim = IncomingWord.objects.filter(pk=pk, state=IncomingState.READY)
        if not claim.update(state=IncomingState.SETTLED, settled_at=clock.now()):
            raise Stale(_("这个文件已经核对过，或者有后来的文件代替了它。"), remedy=_("刷新本页看结果。"))
        for code in (section.code for section in brought_plan(incoming).sections):
            if code not in accept:
                continue
            try:
                save_blocks(actor=actor, case=case, code=code, blocks=blocks[code], seen=accept[code])
                settled.accepted.append(code)
            except Overtaken as overtaken:
                settled.overtaken[code] = overtaken.conflict
        if settled.accepted:
            settled.new_targets = propose_targets(incoming.revision, targets_of(incoming))
        answers = {**dict.fromkeys(kept, KEPT), **dict.fromkeys(settled.accepted, ACCEPTED)}
        answers |= dict.fromkeys(settled.overtaken, OVERTAKEN)
        IncomingWord.objects.filter(pk=pk).update(answers=answers)
        _enter(desk, incoming, settled)
    return settled


def _enter(desk: Desk, incoming: IncomingWord, settled: Settled) -> None:
    organization = desk.standing.organization_id
    record(
        actor=desk.actor.ledger_name, actor_name=desk.actor.name,
        on_behalf_of=f"organization:{organization}" if organization else "",
        on_behalf_name=desk.standing.organization_name, role=desk.standing.role, verb="settle_incoming_word",
        case_number=desk.case.number, subject=f"incoming_word:{incoming.pk}", clause=CLAUSE,
        detail={
            "file": incoming.file.sha256, "accepted": settled.accepted,
            "overtaken": sorted(settled.overtaken), **desk.standing.delegation,
        },
    )  # fmt: skip
