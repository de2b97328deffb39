"""Panels for all proposals of a batch at once, with proof of how much fitter any could be (5.2-1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.assignment.fairness import FairPanels, build_fair_panels
from xiangchuang.assignment.seating import Unfilled
from xiangchuang.experts.models import Expert
from xiangchuang.procedure.errors import Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reviews.draws.drawn_list import DrawnList, over_all_cities, round_list
from xiangchuang.reviews.draws.scarce_words import unfilled_words
from xiangchuang.reviews.models import Panel, ReviewBatch, Seat
from xiangchuang.reviews.panel import active_seats
from xiangchuang.reviews.panel_matters import panel_rule
from xiangchuang.reviews.propose_panel import (
    ProposedSeat,
    how_good,
    loosened_words,
    seat_proposed,
    seats_told,
)
from xiangchuang.reviews.review_batches.keep_batch import claim_batch
from xiangchuang.reviews.review_batches.queries import forming_panels

SECONDS: Final = 20.0
"""How long a page may look for whole people where parts of them would do; most rounds need none of it."""

Picks = Sequence[tuple[Case, Expert, str]]


@dataclass(frozen=True)
class PanelOfBatch:
    """One proposal: who sits already, by hand, and who is proposed beside them; how fit all are together."""

    case: Case
    seated: tuple[tuple[Seat, str], ...]
    proposed: tuple[ProposedSeat, ...]
    fitness: int

    @property
    def picks(self) -> list[str]:
        """The proposed seats as a form names them."""
        return [f"{self.case.number}:{seat.pick}" for seat in self.proposed]


@dataclass(frozen=True)
class BatchProposal:
    """The panels of all that can still be filled, how good they are, and what the worst of them reaches."""

    panels: tuple[PanelOfBatch, ...]
    told: str
    floor: str
    is_possible: bool

    @property
    def seats(self) -> int:
        """How many seats are proposed."""
        return sum(len(panel.proposed) for panel in self.panels)


def propose_batch(batch: ReviewBatch) -> BatchProposal:
    """Return the fittest panels of all proposals whose worst panel is as good as any can be; reads only.

    What was drawn is not proposed anew: those panels take part by the load of their seats alone.
    """
    panels = list(forming_panels(batch).exclude(drawn_panels__is_live=True))
    if not panels:
        return BatchProposal((), "", "", is_possible=True)
    pack = pack_of(panels[0].case)
    rule = panel_rule(panels[0].case, pack)
    listed = round_list(panels, pack, spread=True)
    found, note = build_fair_panels(listed.round, seconds=SECONDS), ""
    if isinstance(found, Unfilled) and (wider := over_all_cities(listed)) is not None:
        listed, note = wider, loosened_words()
        found = build_fair_panels(wider.round, seconds=SECONDS)
    if isinstance(found, Unfilled):
        return BatchProposal((), unfilled_words(listed.round, found, rule), "", is_possible=False)
    labels: dict[str, str] = {kind.code: words(kind.label) for kind in rule.kinds}
    lines = [_line(row, panel, listed, found, labels) for row, panel in enumerate(panels)]
    return BatchProposal(tuple(lines), how_good(found.panels) + note, _floor_words(found), is_possible=True)


def _line(
    row: int, panel: Panel, listed: DrawnList, found: FairPanels, labels: Mapping[str, str]
) -> PanelOfBatch:
    rule = panel_rule(panel.case, pack_of(panel.case))
    place_of = {person.key: at for at, person in enumerate(listed.round.people)}
    key = listed.round.proposals[row].key
    fitness = sum(
        float(listed.round.affinity[row, place_of[seat.person]])
        for seat in found.panels.seats
        if seat.proposal == key
    )
    seated = tuple((seat, labels.get(seat.kind, seat.kind)) for seat in active_seats(panel))
    return PanelOfBatch(
        panel.case, seated, tuple(seats_told(listed, found.panels, rule, row)), round(100 * fitness)
    )


def _floor_words(found: FairPanels) -> str:
    """Say how the worst-off proposal fares, against the panel it would have if it chose first and alone."""
    return _(
        "最吃亏的方案，其专家组达到单独优先挑选时的 %(floor)s%%；"
        "任何合规的分配都不能使最吃亏者超过 %(ceiling)s%%。"
    ) % {"floor": f"{found.floor * 100:.1f}", "ceiling": f"{found.ceiling * 100:.1f}"}


def seat_batch(
    *, actor: Actor, batch: ReviewBatch, seen: int, cases_seen: Mapping[int, int], picks: Picks
) -> list[Seat]:
    """Seat all that was proposed in all cases, or nobody; one transaction, one ledger entry a case.

    cases_seen: by case (id) the version its seats were read at. Raises Stale, Invalid without picks,
    Blocked, naming the case, when somebody may not sit.
    """
    if not picks:
        raise Invalid(_("没有要入席的专家。"))
    by_case: dict[int, list[tuple[Expert, str]]] = {}
    cases: dict[int, Case] = {}
    for case, expert, kind in picks:
        cases[case.pk] = case
        by_case.setdefault(case.pk, []).append((expert, kind))
    seats: list[Seat] = []
    with transaction.atomic():
        claim_batch(batch, seen)
        inside = set(batch.members.filter(case__in=cases).values_list("case", flat=True))
        for pk, chosen in sorted(by_case.items()):
            if pk not in inside:
                raise Invalid(_("%(case)s不在本批次，刷新页面后重新提交。") % {"case": cases[pk].number})
            seats += seat_proposed(actor=actor, case=cases[pk], seen=cases_seen.get(pk, 0), picks=chosen)
    return seats
