"""What becomes of a demand: sorted, merged with its like, answered by a direction, or declined."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.layouts.messages import tell_outcome
from xiangchuang.layouts.models import Demand, DemandState, Direction, DirectionState
from xiangchuang.layouts.permissions import planner
from xiangchuang.layouts.placing import Place, put
from xiangchuang.layouts.queries import find_demand, find_direction
from xiangchuang.procedure.packs import current_pack
from xiangchuang.procedure.perform import claim

CLAUSE = "1.2-2"
_OPEN = (DemandState.FILED, DemandState.SORTED)
_DECIDED = (DemandState.LINKED, DemandState.DECLINED, DemandState.MERGED)


def sort_demand(*, actor: Actor, demand: Demand, seen: int, place: Place, text: str = "") -> None:
    """Put a demand where it belongs in the layout, with its type of technology (1.1-1).

    Raises NotFound, NotPermitted, Invalid, Stale, Blocked.
    """
    if not place.technology_type:
        raise Invalid(_("没有选择技术类型。"), remedy=_("归类时写明技术类型。"), clause="1.1-1")
    with _deciding("sort_demand", actor, demand, seen, _OPEN, text) as row:
        put(row, place, current_pack())
        row.state = DemandState.SORTED


def merge_demand(*, actor: Actor, demand: Demand, seen: int, into: Demand, text: str = "") -> None:
    """Let a demand go on in another that wants the same; what was merged into it goes along."""
    target = find_demand(actor, into.pk)
    if target.pk == demand.pk:
        raise Invalid(_("不能并入自己。"), remedy=_("选择另一项需求。"))
    with _deciding("merge_demand", actor, demand, seen, _OPEN, text) as row:
        # A colleague may merge it elsewhere, or into this one, at the same moment.
        target = Demand.objects.select_for_update().get(pk=target.pk)
        if target.state not in (*_OPEN, DemandState.LINKED):
            raise Blocked(
                _("%(number)s现在是“%(state)s”，不能并入。")
                % {"number": target.number, "state": target.get_state_display()}
            )
        row.state, row.merged_into = DemandState.MERGED, target
        Demand.objects.filter(merged_into=row).update(merged_into=target)


def link_demand(*, actor: Actor, demand: Demand, seen: int, direction: Direction, text: str = "") -> None:
    """Say that a direction answers the demand, planned or open."""
    found = find_direction(actor, direction.pk)
    with _deciding("link_demand", actor, demand, seen, _OPEN, text) as row:
        # The UPDATE holds the direction until the end: one dropped in the same moment frees this demand too.
        standing = Direction.objects.filter(
            pk=found.pk, state__in=(DirectionState.PLANNED, DirectionState.OPEN)
        )
        if not standing.update(version=F("version")):
            raise Blocked(_("这个方向已经关闭，不能再纳入需求。"), remedy=_("选择开放的方向，或先新设方向。"))
        row.state, row.direction = DemandState.LINKED, found


def decline_demand(*, actor: Actor, demand: Demand, seen: int, reason: str) -> None:
    """Say why a demand is not taken up; the filer reads it."""
    if not normalise_text(reason):
        raise Invalid(_("不纳入的理由没有填写。"), remedy=_("写明理由，提出单位会看到。"))
    with _deciding("decline_demand", actor, demand, seen, _OPEN, reason) as row:
        row.state = DemandState.DECLINED


def reconsider_demand(*, actor: Actor, demand: Demand, seen: int, reason: str) -> None:
    """Take a decision on a demand back, with a reason; it can then be decided anew."""
    if not normalise_text(reason):
        raise Invalid(_("重新处理的理由没有填写。"), remedy=_("写明为什么改变原来的处理。"))
    with _deciding("reconsider_demand", actor, demand, seen, _DECIDED, reason) as row:
        row.state, row.direction, row.merged_into = DemandState.SORTED, None, None


@contextmanager
def _deciding(
    verb: str, actor: Actor, demand: Demand, seen: int, before: tuple[DemandState, ...], text: str
) -> Iterator[Demand]:
    """Let the body decide, then keep it, write the ledger and tell those who filed it."""
    row = find_demand(actor, demand.pk)
    acting = planner(actor, CLAUSE)
    said = within(Demand, "outcome", normalise_text(text))
    with transaction.atomic():
        claim(row, seen)
        row.refresh_from_db()
        if row.state not in before:
            raise Blocked(
                _("这项需求现在是“%(state)s”，不能这样处理。") % {"state": row.get_state_display()},
                remedy=_("刷新后查看最新情况。"),
            )
        yield row
        row.outcome, row.decided_at = said, clock.now()
        row.save()
        write_entry(
            actor, verb=verb, acting=acting, subject=row.ledger_key, case_number=row.ledger_key,
            clause=CLAUSE,
            detail={
                "number": row.number, "state": row.state, "text": said,
                "direction": row.direction_id, "merged_into": row.merged_into_id,
            },
        )  # fmt: skip
        tell_outcome(row)
    demand.refresh_from_db()
