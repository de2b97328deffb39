"""What applications tell the layout: cases under way as occupants, the queue on a direction's page."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.layouts.later_stages import (
    DirectionPanel,
    Occupant,
    contribute_direction_panel,
    contribute_occupants,
    places_taken,
)
from xiangchuang.layouts.models import Direction
from xiangchuang.pages import figures
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.procedure.act_view import case_url
from xiangchuang.procedure.models import RUNNING
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack, pack_of
from xiangchuang.procedure.queries import visible_to as cases_visible_to
from xiangchuang.proposals.direction_answered import places_sentence, under_way
from xiangchuang.proposals.direction_queue import Queued, handed_in, queue_of, seen_in
from xiangchuang.proposals.models import Proposal

APPROVAL = "approval"


def contribute() -> None:
    """Stand on the board and on the pages of directions; called when the app is ready."""
    contribute_occupants(cases_under_way)
    contribute_direction_panel(DirectionPanel("proposals/_direction_queue.html", direction_queue))


def cases_under_way(actor: Actor) -> Iterator[Occupant]:
    """Yield the submitted cases that are not yet decided, of those the actor may see; one query."""
    rows = Proposal.objects.filter(
        case__in=cases_visible_to(actor), case__state__in=RUNNING, case__submitted_at__isnull=False,
        case__matter=APPROVAL,
    ).select_related("case", "lead")  # fmt: skip
    for row in rows.order_by("case__number"):
        case = row.case
        stage = pack_of(case).procedures[case.kind].stage(case.stage_code)
        yield Occupant(
            "case", case.title, case_url(case), row.category, row.orientation, row.field, row.other_field,
            row.lead.prefecture, words(stage.label), is_sample=case.is_sample,
        )  # fmt: skip


def direction_queue(actor: Actor, direction: Direction) -> dict[str, Any]:
    """Return who has applied on the direction, in the order they are taken up, of what the actor may see."""
    pack, queue = current_pack(), queue_of(direction, current_pack())
    taken = places_taken([direction])[direction.pk]
    waiting = max(under_way(direction) - taken.decided, 0)
    return {
        "rules": pack.layout.planning.queue if pack.layout.planning else (),
        "queue": queue_table(seen_in(queue, actor)), "in_queue": len(queue),
        "places": places_sentence(direction, taken, waiting),
        "competition": pack.layout.planning.competition if pack.layout.planning else None,
    }  # fmt: skip


def queue_table(queue: list[Queued]) -> ListTable:
    """Return the queue with why each stands where it does."""
    columns = [
        Column(_("中心"), is_lead=True), Column(_("次序"), is_number=True), Column(_("案卷号")),
        Column(_("牵头单位")), Column(_("提交日期")), Column(_("次序的依据")), Column(_("名额相争时")),
    ]  # fmt: skip
    rows = [
        Row(
            [
                one.proposal.case.title, one.position, one.proposal.case.number, one.proposal.lead.name,
                figures.iso_day(handed_in(one)), one.reason, _("优先") if one.wins_tie else "",
            ],
            reverse("workbench:case", args=[one.proposal.case.number]),
        )
        for one in queue
    ]  # fmt: skip
    return ListTable(columns, rows, _("在办申报的次序"))
