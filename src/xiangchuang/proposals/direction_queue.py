"""The order in which applications on one direction are taken up (3.1.3-1, 5.1-1), by the pack's rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.layouts.later_stages import places_taken
from xiangchuang.layouts.models import Direction
from xiangchuang.platforms.queries import converting_cases
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.planning import QueueBasis, QueueRule
from xiangchuang.procedure.models import RUNNING
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.queries import visible_to as cases_visible_to
from xiangchuang.proposals.direction_answered import places_sentence
from xiangchuang.proposals.models import Proposal


@dataclass(frozen=True)
class Queued:
    """One application in the queue; `ahead_by` are the rules that put it before others, in words."""

    position: int
    proposal: Proposal
    ahead_by: Sequence[str]
    wins_tie: bool

    @property
    def reason(self) -> str:
        """The rules in one line; the order of submission where none speaks for it."""
        return _("；").join(self.ahead_by) or _("按提交先后")


def queue_of(direction: Direction, pack: Pack) -> list[Queued]:
    """Return the applications under way on the direction, the first in line first; two queries."""
    rows = list(
        Proposal.objects.filter(
            layout_direction=direction, handed_in_at__isnull=False, case__state__in=RUNNING
        ).select_related("case", "lead")
    )
    converting = converting_cases([row.case.number for row in rows])
    rules = pack.layout.planning.queue if pack.layout.planning else ()

    def speaks(rule: QueueRule, row: Proposal) -> bool:
        return _speaks(rule.by, row, direction, converting)

    def order(row: Proposal) -> Any:
        by_rule = tuple(
            row.handed_in_at if rule.by == "submitted" else not speaks(rule, row) for rule in rules
        )
        return (*by_rule, row.handed_in_at, row.pk)

    queued = []
    for position, row in enumerate(sorted(rows, key=order), 1):
        met = [rule for rule in rules if rule.by != "submitted" and speaks(rule, row)]
        queued.append(
            Queued(position, row, [words(r.label) for r in met], any(rule.wins_tie for rule in met))
        )
    return queued


def _speaks(by: QueueBasis, row: Proposal, direction: Direction, converting: set[str]) -> bool:
    if by == "conversion":
        return row.case.number in converting
    return by == "prefecture" and bool(direction.prefecture) and row.lead.prefecture == direction.prefecture


def seen_in(queue: Sequence[Queued], actor: Actor) -> list[Queued]:
    """Return those of the queue whose cases the actor may see; positions stay what they are."""
    own = set(
        cases_visible_to(actor)
        .filter(pk__in=[one.proposal.case_id for one in queue])
        .order_by()
        .values_list("pk", flat=True)
    )
    return [one for one in queue if one.proposal.case_id in own]


@dataclass(frozen=True)
class DirectionBeside:
    """What an officer weighs of the layout at the formal check: places, and the place in the queue."""

    direction: Direction | None
    reason: str = ""
    places: str = ""
    queued: Queued | None = None
    count: int = 0


def direction_beside(proposal: Proposal, pack: Pack) -> DirectionBeside | None:
    """Return where the application stands in the layout; None where it named neither direction nor reason."""
    direction = proposal.layout_direction
    if direction is None:
        said = _("布局方向以外：%(reason)s") % {"reason": proposal.undirected_reason}
        return DirectionBeside(None, said) if proposal.undirected_reason else None
    queue, taken = queue_of(direction, pack), places_taken([direction])[direction.pk]
    own = next((one for one in queue if one.proposal.pk == proposal.pk), None)
    waiting = max(len(queue) - taken.decided, 0)
    return DirectionBeside(direction, "", places_sentence(direction, taken, waiting), own, len(queue))


def handed_in(one: Queued) -> datetime:
    """Return when it was handed in."""
    assert one.proposal.handed_in_at is not None
    return one.proposal.handed_in_at
